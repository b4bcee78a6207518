"""The footnotes of a web page: a call and a note that link to each other, or were typed by hand.

Word links _ftnref1 with _ftn1, LibreOffice sdfootnote1anc with sdfootnote1sym, wikis cite_ref-1
with cite_note-1. Typed ones have the same raised mark, the note at its beginning.
"""

import re
from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass, field

from lxml import etree

from ingest.extraction.html.main_content import is_left_out, words
from ingest.extraction.note_marks import can_be_called, raised_mark, without_mark
from ingest.extraction.wordprocessing.block_builder import CalledNote

_MARK = re.compile(r"[\[(]?\s*([\w*†‡§]{1,5})\s*[.\])]*")
_HOLDERS = ("li", "p", "div", "dd", "aside", "td", "section", "blockquote")
# How far above a link the element with its id may stand: <sup id="cite_ref-1"><a>.
_NEAR = 3
_BACK_SIGNS = " \t\n^↑"


@dataclass(slots=True)
class PageNotes:
    """The notes by the links that call them; a note that is called again is given once."""

    calls: dict[etree._Element, CalledNote | None] = field(default_factory=dict)
    holders: set[etree._Element] = field(default_factory=set)


def find_notes(page: etree._Element) -> PageNotes:
    """The links that call notes, and the elements that hold these."""
    targets: dict[str, etree._Element] = {}
    links: list[tuple[etree._Element, str]] = []
    for element in page.iter(etree.Element):
        for name in {element.get("id"), element.get("name") if element.tag == "a" else None}:
            if name:
                targets.setdefault(name, element)
        if element.tag == "a" and (href := element.get("href", "")).startswith("#"):
            links.append((element, href[1:]))
    found = PageNotes()
    back: dict[etree._Element, frozenset[str]] = {}
    for link, name in links:
        mark = _MARK.fullmatch("".join(link.itertext()).strip()) if len(link) < _NEAR + 5 else None
        target = targets.get(name)
        if mark is None or target is None:
            continue
        holder = _holder(target)
        # A link inside a note is the one that leads back to its call.
        above = {link, *link.iterancestors()}
        if holder is None or holder in above or not above.isdisjoint(found.holders):
            continue
        if holder not in back:
            back[holder] = _linked_from(holder)
        is_call = link.get("role") == "doc-noteref"
        if is_call or not back[holder].isdisjoint(_names(link)):
            is_first = holder not in found.holders
            found.holders.add(holder)
            text = _note_text(holder, _names(link), mark[1]) if is_first else ""
            found.calls[link] = CalledNote(mark=mark[1], text=text) if text else None
    _add_typed_notes(page, found)
    return found


def _add_typed_notes(page: etree._Element, found: PageNotes) -> None:
    """The notes whose mark is raised, at the beginning of a block and once in a text before it."""
    marks = [
        (sup, holder, mark)
        for sup in page.iter("sup")
        if (mark := _typed_mark(sup, found)) and (holder := _holder(sup)) is not None
    ]
    waiting: defaultdict[str, deque[etree._Element]] = defaultdict(deque)
    for sup, holder, mark in marks:
        if not _text_before(sup, holder) and _words(holder) != _words(sup):
            waiting[mark].append(sup)
    for sup, holder, mark in marks:
        notes = waiting[mark]
        if notes and notes[0] is sup:
            notes.popleft()  # nothing called it: it is text
        elif notes and can_be_called(_text_before(sup, holder)):
            opening = notes.popleft()
            note = _holder(opening)
            if note is not None:
                found.holders.add(note)
                text = without_mark(_note_text(note, (), ""), _words(opening))
                found.calls[sup] = CalledNote(mark=mark, text=text)


def _typed_mark(sup: etree._Element, found: PageNotes) -> str | None:
    """The mark that a raised text is, if no link makes it a call and it stands in no note."""
    above = list(sup.iterancestors())
    if not found.holders.isdisjoint(above) or any(element.tag == "a" for element in above):
        return None
    return raised_mark(_words(sup)) if sup.find(".//a") is None else None


def _text_before(sup: etree._Element, holder: etree._Element) -> str:
    """The nearest words before an element in its block; "" where it opens the block."""
    element = sup
    while element is not holder:
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None:
            inside = _words(previous) if isinstance(previous.tag, str) else ""
            text, element = (previous.tail or "").rstrip() or inside, previous
        elif parent is not None:
            text, element = (parent.text or "").rstrip(), parent
        else:
            return ""
        if text:
            return text
    return ""


def _words(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _holder(target: etree._Element) -> etree._Element | None:
    """The element of a whole note: the list item or paragraphs in a box that has its link."""
    holder = target
    while holder.tag not in _HOLDERS:
        parent = holder.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return None
        holder = parent
    parent = holder.getparent()
    is_boxed = holder.tag == "p" and parent is not None and parent.tag in ("div", "li", "aside")
    return parent if is_boxed and parent.get("id") else holder


def _nearest(link: etree._Element) -> list[etree._Element]:
    """The link and the elements just above it."""
    above = [link]
    for element in link.iterancestors():
        if len(above) > _NEAR:
            break
        above.append(element)
    return above


def _names(link: etree._Element) -> set[str]:
    names = {element.get("id") for element in _nearest(link)} | {link.get("name")}
    return {name for name in names if name}


def _linked_from(holder: etree._Element) -> frozenset[str]:
    """The names that the links of a note lead to."""
    return frozenset(
        a.get("href", "")[1:] for a in holder.iter("a") if a.get("href", "")[:1] == "#"
    )


def _note_text(holder: etree._Element, called_by: Collection[str], mark: str) -> str:
    """The words of a note, without the link back to its call."""
    parts: list[str] = []
    walk = etree.iterwalk(holder, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is not holder:
                parts.append(element.tail or "")
            continue
        if is_left_out(element) or (
            element.tag == "a" and element.get("href", "")[1:] in called_by
        ):
            walk.skip_subtree()
            continue
        parts += [" " if element.tag in words()["blocks"] else "", element.text or ""]
    text = " ".join("".join(parts).split()).lstrip(_BACK_SIGNS)
    return text.removeprefix(f"{mark} ")
