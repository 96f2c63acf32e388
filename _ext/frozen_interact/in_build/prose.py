"""Markdown cells as Jupyter reads them, where the book's parser would read them otherwise.

In Jupyter a formula is taken out before the Markdown is read: a bar in it ends no table cell. And
CommonMark has no comments: a line that begins with `%` is text.
"""

from __future__ import annotations

import re
from urllib.parse import quote

# What is not to be touched: fenced and indented code, and code in a line.
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+).*?\1")
INLINE = re.compile(r"(?<![\\$])\$(?![\s$])([^$\n]+?)(?<![\s\\])\$(?![\d$])")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
IMAGE = re.compile(r'<(?:img|source|video|audio|embed)\b[^>]*?\ssrc\s*=\s*"([^"]+)"|<a\b[^>]*?\shref\s*=\s*"([^"]+)"', re.I)


def as_jupyter_reads(source: str) -> str:
    """Return a Markdown cell written so that MyST reads what Jupyter does."""
    lines, done, fence = source.split("\n"), [], None
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if fence or mark:
            if fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = None
            elif not fence:
                fence = mark[1]
            done.append(line)
            continue
        if _in_dollars(done):
            done.append(line)
            continue
        if line.startswith(("%", "+++")):
            line = "\\" + line
        if "|" in line and _is_in_table(lines, number):
            line = _outside_code(line, lambda text: INLINE.sub(_without_bars, text))
        line = _outside_code(line, lambda text: re.sub(r"\\\\\((.+?)\\\\\)", r"$\1$", text))
        done += _displays(line, done)
    return "\n".join(done)


def with_attachments(source: str, attachments: dict) -> str:
    """The text of a Markdown cell with its pictures in it: those that were pasted into the notebook."""
    for name, data in attachments.items():
        for mime, text in data.items():
            uri = f"data:{mime};base64,{''.join(''.join(text).split())}"
            for written in {name, quote(name)}:
                source = re.sub(rf"attachment:{re.escape(written)}(?=[\s)\"'>])", uri, source)
    return source


def _in_dollars(done):
    """Whether a block that `$$` opened is still open."""
    return sum(line.count("$$") for line in done) % 2 == 1


def _displays(line, done):
    """A line in which `$$` opens a block right after text: the block begins a paragraph of its own."""
    if line.strip() == "$$" and done and done[-1].strip() and not _in_dollars(done):
        return ["", line]
    return [line]


def _is_in_table(lines, number):
    """Whether a line is a row of a table: its header, or below its rule with no empty line between."""
    if number + 1 < len(lines) and TABLE_RULE.match(lines[number + 1]) and "|" in lines[number + 1]:
        return True
    for before in reversed(lines[:number]):
        if not before.strip():
            return False
        if TABLE_RULE.match(before) and "|" in before:
            return True
    return False


def _without_bars(match):
    formula = match[1].replace("\\|", "\\Vert ")
    return "$" + formula.replace("|", "\\vert ").rstrip() + "$"


def _outside_code(line, change):
    parts, end = [], 0
    for code in CODE.finditer(line):
        parts += [change(line[end : code.start()]), code.group()]
        end = code.end()
    return "".join(parts) + change(line[end:])


def files_of_html(source: str):
    """The files that HTML in a Markdown cell names, which Sphinx copies nowhere."""
    for match in IMAGE.finditer(CODE.sub("", source)):
        target = match[1] or match[2]
        if not re.match(r"[a-z][a-z0-9+.-]*:|#|//|/", target, re.I):
            yield target
