"""What is wrong with a PDF of pages of the book: what a reader's program needs and it does not say, figures that are cut."""

from pypdf import PdfReader


def faults(path):
    """The faults of a PDF, in words: no title, no bookmarks, no tags, a figure without words or on two sheets."""
    reader = PdfReader(path)
    root, problems = reader.trailer["/Root"], []
    if not (reader.metadata and reader.metadata.title):
        problems.append("it has no title")
    if not reader.outline:
        problems.append("it has no bookmarks")
    if "/Lang" not in root:
        problems.append("it does not say its language")
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        return [*problems, "it has no tags"]
    for figure in tags(root["/StructTreeRoot"], "/Figure"):
        words = figure.get("/Alt")
        if not words:
            problems.append("a figure has no words")
        elif len(sheets(figure)) > 1:
            problems.append(f"a page ends within the figure {words!r}")
    return problems


def tags(node, kind):
    """The elements of a kind in a part of the tree of tags."""
    for child in children(node):
        if child.get("/S") == kind:
            yield child
        yield from tags(child, kind)


def children(node):
    """What an element holds, without the numbers of its marks in the sheet."""
    held = node.get("/K", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    return [child for child in map(lambda part: part.get_object(), held if isinstance(held, list) else [held]) if hasattr(child, "get")]


def sheets(node):
    """The sheets on which an element has something, as they are numbered in the file."""
    found = {node.raw_get("/Pg").idnum} if "/Pg" in node else set()
    return found.union(*map(sheets, children(node)))
