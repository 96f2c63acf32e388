"""QTI 2.1: a package with a file for each question and a test that asks them in order. Formulas are MathML."""

from html import escape

from tools.course.markup import html, mathml
from tools.course.package import package

MATHML = "http://www.w3.org/1998/Math/MathML"
MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{chapter}-manifest" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">
  <metadata>
    <schema>QTIv2.1 Package</schema>
    <schemaversion>1.0.0</schemaversion>
  </metadata>
  <organizations/>
  <resources>
    <resource identifier="{chapter}" type="imsqti_test_xmlv2p1" href="{chapter}.xml">
      <file href="{chapter}.xml"/>
{dependencies}    </resource>
{resources}  </resources>
</manifest>
"""
DEPENDENCY = """\
      <dependency identifierref="{id}"/>
"""
RESOURCE = """\
    <resource identifier="{id}" type="imsqti_item_xmlv2p1" href="{id}.xml"><file href="{id}.xml"/></resource>
"""
TEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{chapter}" title="{title}">
  <testPart identifier="part" navigationMode="nonlinear" submissionMode="individual">
    <assessmentSection identifier="section" title="{title}" visible="true">
{references}    </assessmentSection>
  </testPart>
</assessmentTest>
"""
REFERENCE = """\
      <assessmentItemRef identifier="{id}" href="{id}.xml"/>
"""
ITEM = """\
<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{id}" title="{title}" adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>{right}</value></correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
    <defaultValue><value>0</value></defaultValue>
  </outcomeDeclaration>
  <outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>
  <itemBody>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
      <prompt>{stem}</prompt>
{options}    </choiceInteraction>
  </itemBody>
  <responseProcessing>
    <responseCondition>
      <responseIf>
        <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
        <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
      </responseIf>
    </responseCondition>
    <setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>
  </responseProcessing>
{feedback}</assessmentItem>
"""
OPTION = """\
      <simpleChoice identifier="{option}">{text}</simpleChoice>
"""
FEEDBACK = """\
  <modalFeedback outcomeIdentifier="FEEDBACK" showHide="show" identifier="{option}">{text}</modalFeedback>
"""


def write(title, chapter, questions):
    """The package of a chapter's questions."""
    title = escape(title)
    ids = [question.id for question in questions]
    files = {
        "imsmanifest.xml": MANIFEST.format(
            chapter=chapter,
            dependencies="".join(DEPENDENCY.format(id=id) for id in ids),
            resources="".join(RESOURCE.format(id=id) for id in ids),
        ),
        f"{chapter}.xml": TEST.format(
            chapter=chapter, title=title, references="".join(REFERENCE.format(id=id) for id in ids)
        ),
    }
    return package(files | {f"{question.id}.xml": _item(f"{title} {question.number}", question) for question in questions})


def _item(title, question):
    named = {f"option-{number}": option for number, option in enumerate(question.options, 1)}
    return ITEM.format(
        id=question.id,
        title=title,
        right=next(name for name, option in named.items() if option.is_right),
        stem=_html(question.stem),
        options="".join(OPTION.format(option=name, text=_html(option.text)) for name, option in named.items()),
        feedback="".join(FEEDBACK.format(option=name, text=_html(option.feedback)) for name, option in named.items()),
    )


def _html(element):
    return html(element, mathml).replace("<math", f'<math xmlns="{MATHML}"')
