"""Leave out of a style sheet what no page of the site can use."""

import re

import tinycss2

WORD = re.compile(r"[\w-]+")
# A class or an id in a selector. What an escaped character makes of it is kept as it is.
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
# What stands in :not(...) need not be on a page.
NEGATION = re.compile(r":not\([^()]*\)")
ICON_FONT = "Font Awesome"


def without_unused(style, texts):
    """Return a style sheet without the rules that match nothing in the given pages and scripts.

    A rule stays if each class and id of one of its selectors is a word of some text. So a class
    that a script sets stays too. The theme's icon font goes: `icons.css` draws the icons.
    """
    words = set()
    for text in texts:
        words.update(WORD.findall(text))
    rules = _kept(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True), words)
    return "\n".join(rules) + "\n"


def _kept(rules, words):
    """Return the rules worth keeping, as text."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _kept_selectors(tinycss2.serialize(rule.prelude), words)
            if selectors:
                kept.append(f"{selectors}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.type == "at-rule":
            kept += _kept_at_rule(rule, words)
        else:
            raise ValueError(f"style sheet: {rule.message} in line {rule.source_line}")
    return kept


def _kept_selectors(prelude, words):
    """Return those selectors of a rule that a page can match, as text."""
    selectors = _split_at_commas(prelude)
    return ",".join(
        selector.strip()
        for selector in selectors
        if all(name in words for name in NAME.findall(NEGATION.sub("", selector)))
    )


def _split_at_commas(prelude):
    """Split a list of selectors, but not inside parentheses or brackets."""
    parts, depth = [""], 0
    for character in prelude:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _kept_at_rule(rule, words):
    """Return an at-rule as a list of one text, or an empty list."""
    prelude = tinycss2.serialize(rule.prelude)
    if rule.content is None:
        # `@charset` has no meaning past the start of a file.
        return [] if rule.lower_at_keyword == "charset" else [f"@{rule.at_keyword}{prelude};"]
    content = tinycss2.serialize(rule.content)
    if rule.lower_at_keyword == "font-face" and ICON_FONT in content:
        return []
    if rule.lower_at_keyword in ("media", "supports", "layer"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        content = "\n".join(_kept(inner, words))
        if not content:
            return []
    return [f"@{rule.at_keyword}{prelude}{{{content}}}"]
