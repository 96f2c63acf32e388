"""What stays in a style sheet and what goes."""

import pytest

from book_site.styles import without_unused

PAGES = ['<p class="used">text</p>']


def left(style, texts=PAGES):
    return "".join(without_unused(style, texts).split())


@pytest.mark.parametrize(
    "style",
    [
        "p{color:red}",
        ".used{color:red}",
        "p.used:hover>a{color:red}",
        "p:not(.elsewhere){color:red}",
        '[data-theme="dark"]{color:red}',
        "@media(width>9em){.used{color:red}}",
    ],
)
def test_a_rule_that_can_match_stays(style):
    assert left(style) == style


@pytest.mark.parametrize(
    "style",
    [
        ".elsewhere{color:red}",
        "#elsewhere{color:red}",
        "p.used.elsewhere{color:red}",
        "@media(width>9em){.elsewhere{color:red}}",
        '@font-face{font-family:"Font Awesome 6 Free"}',
        '@charset "utf-8";',
    ],
)
def test_a_rule_that_matches_nothing_goes(style):
    assert left(style) == ""


def test_of_a_list_of_selectors_those_stay_that_match():
    assert left("a:is(.used,p),.elsewhere,.used{color:red}") == "a:is(.used,p),.used{color:red}"


def test_a_class_that_a_script_sets_stays():
    assert left(".open{color:red}", ['element.classList.add("open")']) == ".open{color:red}"


def test_a_broken_style_sheet_stops_the_build():
    with pytest.raises(ValueError, match="line 2"):
        without_unused("p{}\n}", PAGES)
