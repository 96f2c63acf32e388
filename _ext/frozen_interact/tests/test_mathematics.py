"""Formulas in labels and frames."""

import pytest
from frozen_interact.errors import FreezeError
from frozen_interact.in_kernel.shown import shown_as
from frozen_interact.mathematics import latex, typeset, typeset_html


@pytest.mark.parametrize("text", ["$x$", r"\(x\)", "$$x$$", r"\[x\]", r"\begin{align*}x\end{align*}", "a $x$ b"])
def test_a_formula_is_mathml_however_it_is_marked(text):
    assert typeset(text).count("<math") == 1 and "<mi>x</mi>" in typeset(text) and "$" not in typeset(text)


@pytest.mark.parametrize("text", ["costs $5 or $6", "a $ b $ c", r"\$x\$", "no formula", "$5,000"])
def test_a_dollar_may_be_money(text):
    assert typeset(text) == text


def test_text_around_a_formula_is_escaped():
    assert typeset("<b> & $x$").startswith("&lt;b&gt; &amp; <math")


def test_in_html_a_formula_stands_in_one_text_and_not_in_code():
    html = "<td>$5</td><td>6$</td><code>$x$</code><style>a {b: $x$}</style>"
    assert typeset_html(html) == html
    assert "<mo>&lt;</mo>" in typeset_html("<p>$a &lt; b$</p>")


def test_what_displays_latex_may_ask_for_its_style():
    assert 'display="block"' in latex(r"$\displaystyle \sum_i i$") and "displaystyle" not in latex(r"$\displaystyle x$")


def test_in_markdown_a_formula_is_no_markup_and_code_no_formula():
    kind, html = shown_as({"text/markdown": "*so* $a_1 * b_1 * c$ but `$x$`\n\n| a |\n|---|\n| $|z|$ |"})
    assert kind == "html" and html.count("<math") == 2 and "<em>so</em>" in html and "<code>$x$</code>" in html


def test_an_unknown_command_is_named():
    with pytest.raises(FreezeError, match=r"formula '\\\\nonsense'.*cannot be set"):
        typeset(r"$\nonsense$")


def test_a_table_with_a_style_has_the_same_name_in_every_run():
    html = '<style>#T_{0}_row0 {{}}</style><table id="T_{0}"></table>'
    first, second = (shown_as({"text/html": html.format(name)}) for name in ("ab12c", "00fff"))
    assert first == second and "T_ab12c" not in first[1]
