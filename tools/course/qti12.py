"""QTI 1.2, as Canvas (classic quizzes) and Blackboard import it: a package with one assessment."""

from html import escape

from tools.course.markup import html, in_parentheses
from tools.course.package import package

MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{chapter}-manifest" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">
  <metadata>
    <schema>IMS Content</schema>
    <schemaversion>1.1.3</schemaversion>
  </metadata>
  <organizations/>
  <resources>
    <resource identifier="{chapter}" type="imsqti_xmlv1p2" href="{chapter}/{chapter}.xml">
      <file href="{chapter}/{chapter}.xml"/>
    </resource>
  </resources>
</manifest>
"""
ASSESSMENT = """\
<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
  <assessment ident="{chapter}" title="{title}">
    <section ident="root_section">
{items}    </section>
  </assessment>
</questestinterop>
"""
ITEM = """\
      <item ident="{id}" title="{title}">
        <itemmetadata>
          <qtimetadata>
            <qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>multiple_choice_question</fieldentry></qtimetadatafield>
            <qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>1</fieldentry></qtimetadatafield>
          </qtimetadata>
        </itemmetadata>
        <presentation>
          {stem}
          <response_lid ident="response1" rcardinality="Single">
            <render_choice>
{options}            </render_choice>
          </response_lid>
        </presentation>
        <resprocessing>
          <outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
{conditions}        </resprocessing>
{feedback}      </item>
"""
OPTION = """\
              <response_label ident="{option}">{text}</response_label>
"""
SAID = """\
          <respcondition continue="Yes">
            <conditionvar><varequal respident="response1">{option}</varequal></conditionvar>
            <displayfeedback feedbacktype="Response" linkrefid="{option}_fb"/>
          </respcondition>
"""
SCORED = """\
          <respcondition continue="No">
            <conditionvar><varequal respident="response1">{option}</varequal></conditionvar>
            <setvar action="Set" varname="SCORE">100</setvar>
          </respcondition>
"""
FEEDBACK = """\
        <itemfeedback ident="{option}_fb"><flow_mat>{text}</flow_mat></itemfeedback>
"""


def write(title, chapter, questions):
    """The package of a chapter's questions."""
    items = "".join(_item(f"{title} {question.number}", question) for question in questions)
    return package({
        "imsmanifest.xml": MANIFEST.format(chapter=chapter),
        f"{chapter}/{chapter}.xml": ASSESSMENT.format(chapter=chapter, title=escape(title), items=items),
    })


def _item(title, question):
    named = {f"{question.id}-{number}": option for number, option in enumerate(question.options, 1)}
    right = next(name for name, option in named.items() if option.is_right)
    return ITEM.format(
        id=question.id,
        title=escape(title),
        stem=_material(question.stem),
        options="".join(OPTION.format(option=name, text=_material(option.text)) for name, option in named.items()),
        conditions="".join(SAID.format(option=name) for name in named) + SCORED.format(option=right),
        feedback="".join(FEEDBACK.format(option=name, text=_material(option.feedback)) for name, option in named.items()),
    )


def _material(element):
    text = escape(html(element, in_parentheses), quote=False)
    return f'<material><mattext texttype="text/html">{text}</mattext></material>'
