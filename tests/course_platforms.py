"""Reads a chapter's question bank with programs that others wrote, and prints what they found as JSON.

Runs in the environment of `make test-course`: `python course_platforms.py FOLDER`.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import moodle_xml_parser.parser
import pygiftparser.parser
import pyslet.qtiv2.variables
import pyslet.qtiv2.xml
from pyslet.qtiv2.interactions import Prompt, SimpleChoice
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

# pyslet takes a formula for an element of no place, where QTI 2.1 has it: in any text.
MATH = re.compile(rb"<math .*?</math>", re.DOTALL)


def moodle(folder):
    """What moodle-xml-parser reads: stem, and text, feedback and percent of each option."""
    questions = moodle_xml_parser.parser.parse_file(str(folder / "moodle.xml"))["multichoice"]
    return [
        [question.text_pre_parse, [[option.answer, option.feedback, option.score_fraction] for option in question.options]]
        for question in questions
    ]


def gift(folder):
    """What pygiftparser reads: as above, backslashes left in.

    It takes a brace in an option for the end of the question, though a backslash stands before it;
    it is given other signs for these.
    """
    text = (folder / "gift.txt").read_text(encoding="utf-8").replace("\\{", "\N{WHITE CIRCLE}").replace("\\}", "\N{BLACK CIRCLE}")
    questions = pygiftparser.parser.parseFile(io.StringIO(text))
    found = [
        [question.text, [[option.answer, option.feedback, option.fraction] for option in question.answers.answers]]
        for question in questions
    ]
    return json.loads(json.dumps(found, ensure_ascii=False).replace("\N{WHITE CIRCLE}", "{").replace("\N{BLACK CIRCLE}", "}"))


def text2qti(folder):
    """What text2qti reads in the plain text, and the QTI 1.2 that it writes of it."""
    quiz = Quiz((folder / "questions.txt").read_text(encoding="utf-8"), config=Config(), source_name="questions.txt")
    read = [
        [question.question_raw, [[option.choice_raw, option.feedback_raw, option.correct] for option in question.choices]]
        for question in quiz.questions_and_delims
    ]
    return {"read": read, "written": QTI(quiz).assessment}


def qti21(folder):
    """What pyslet reads, and what each option scores and shows when it is chosen: it runs the item."""
    found = []
    with zipfile.ZipFile(folder / "qti-2.1.zip") as archive:
        manifest = archive.read("imsmanifest.xml").decode()
        names = [name for name in archive.namelist() if name not in {"imsmanifest.xml", f"{folder.name}.xml"}]
        assert all(f'href="{name}"' in manifest for name in names)
        for name in names:
            document = pyslet.qtiv2.xml.QTIDocument()
            document.read(src=io.BytesIO(MATH.sub(b"", archive.read(name))))
            item = document.root
            feedback = {shown.identifier: str(shown) for shown in item.QTIModalFeedback}
            (stem,) = item.find_children_depth_first(Prompt)
            options = [
                [str(choice), feedback[shown], score]
                for choice in item.find_children_depth_first(SimpleChoice)
                for score, shown in [chosen(item, choice.identifier)]
            ]
            found.append([str(stem), options])
    return found


def chosen(item, option):
    """The score of an option and the feedback that it shows."""
    session = pyslet.qtiv2.variables.ItemSessionState(item)
    session.begin_session()
    session.begin_attempt()
    session["RESPONSE"].set_value(option)
    item.ResponseProcessing.run(session)
    return session["SCORE"].value, session["FEEDBACK"].value


if __name__ == "__main__":
    where = Path(sys.argv[1])
    print(json.dumps({reader.__name__: reader(where) for reader in (moodle, gift, text2qti, qti21)}))
