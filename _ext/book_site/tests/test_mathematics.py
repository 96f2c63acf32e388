"""Formulas and their font."""

import io
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont
from math_core import LatexError

from book_site.math_font import characters, font, write_style
from book_site.mathematics import to_mathml

FORMULAS = [
    r"\mathbf{W}\mathbf{x} + \mathbf{b}",
    r"\operatorname{softmax}(\mathbf{z})_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}",
    r"\mathbb{E}[\tilde{\mathbf{h}}] = \mathbf{m} \odot \mathbf{h}",
    r"\sum\limits_{i=1}^{n} \hat{y}_i",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\lVert \mathbf{w} \rVert_2^2, \quad \nabla_{\theta} \mathcal{L}, \quad \mathbf{a}^{\top}",
]


@pytest.mark.parametrize("tex", FORMULAS)
def test_the_formulas_of_the_book_are_known(tex):
    assert to_mathml(tex, display=True).startswith("<math")


def test_what_tex_takes_as_an_argument_is_no_text():
    plain = to_mathml(r"\begin{aligned} a &= b \\ c &= d \\ e &= f \end{aligned}", display=True)
    lower = to_mathml(r"\begin{aligned}[t] a &= b \\[6pt] c &= d \\* e &= f \end{aligned}", display=True)
    assert lower.replace("padding-top: 6pt;", "") == plain and lower.count("6pt") == 2
    assert "<mi>c</mi>" in lower.split("6pt", 1)[1] and "6pt" not in lower.split("<mi>e</mi>")[1]
    brackets = r"\begin{pmatrix} [a] \\ [b] \end{pmatrix}"
    assert to_mathml(brackets, display=True).count("<mo stretchy=\"false\">[</mo>") == 2


def test_an_unknown_command_is_an_error():
    with pytest.raises(LatexError, match="sofmax"):
        to_mathml(r"\sofmax(x)", display=False)


def test_the_font_has_the_characters_of_formulas_and_no_others():
    found = characters(["<p>Ω</p><math><mi>η</mi><mo>&lt;</mo></math>"])
    assert "η" in found and "<" in found and "Ω" not in found


def test_the_font_has_what_a_browser_draws_but_the_text_does_not_name():
    found = characters(["<math><msqrt><mi>h</mi><mi>r</mi><mi>λ</mi></msqrt></math>"])
    assert {"\N{PLANCK CONSTANT}", "\U0001d45f", "\U0001d706", "√"} <= set(found)


def test_the_font_does_not_hold_the_time_of_the_build():
    whole = TTFont(io.BytesIO(font("x")))
    with files("ziamath.fonts").joinpath("STIXTwoMath-Regular.ttf").open("rb") as stream:
        assert whole["head"].modified == TTFont(stream)["head"].modified


def test_the_font_is_made_again_only_for_new_characters(tmp_path):
    path = tmp_path / "math.css"
    write_style(path, ["<math><mi>η</mi></math>"])
    assert "data:font/woff2;base64," in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "/* kept */", encoding="utf-8")
    write_style(path, ["<p>new text</p><math><mi>η</mi></math>"])
    assert "kept" in path.read_text(encoding="utf-8")
    write_style(path, ["<math><mi>θ</mi></math>"])
    assert "kept" not in path.read_text(encoding="utf-8")
