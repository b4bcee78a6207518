"""The preambular and operative parts of resolutions and declarations."""

from collections.abc import Mapping, Sequence

from ingest.structure.formulas import closes_resolution, is_office
from ingest.structure.lines import TextLine, looks_like_heading
from puente.model.segments import SegmentKind
from puente.text.list_labels import LabelStyle

_NUMBERS = frozenset({LabelStyle.NUMBER, LabelStyle.NUMBER_PAREN})

# Between the last operative paragraph and "President" stands one name, between it and "Secretary"
# one for every judge: two names a line.
_MOST_SIGNATURES = 12
_SMALL_WORD = 3


def resolution_parts(lines: Sequence[TextLine]) -> tuple[SegmentKind | None, ...]:
    """For each line PREAMBULAR, OPERATIVE or a HEADING in a preamble, None outside resolutions.

    A preamble is what stands from "LA ASAMBLEA GENERAL," or the first "RECORDANDO" to "RESUELVE:";
    without an enacting line there is no resolution. What is signed ends it.
    """
    parts: list[SegmentKind | None] = [None] * len(lines)
    preamble_start: int | None = None
    is_operative = False
    for position, line in enumerate(lines):
        has_sections = preamble_start is not None and lines[preamble_start].is_lead_in
        is_other = _is_other_heading(line) and not has_sections
        if line.block.note is not None or line.is_division or is_other:
            preamble_start, is_operative = None, False
        elif is_operative and _closes(lines, position):
            is_operative = False
        elif preamble_start is not None and line.enacts:
            parts[preamble_start:position] = _preamble_parts(lines, preamble_start, position)
            preamble_start, is_operative = None, True
        elif line.names_body or (line.opens_preamble and not is_operative):
            preamble_start = position if preamble_start is None else preamble_start
            is_operative = False
        if is_operative:
            parts[position] = SegmentKind.OPERATIVE
    return tuple(parts)


def _preamble_parts(lines: Sequence[TextLine], start: int, end: int) -> list[SegmentKind]:
    """HEADING or PREAMBULAR for each line from `start` to `end`.

    Only the numbered recitals below "CONSIDERANDO QUE:" have headings among them.
    """
    has_sections = lines[start].is_lead_in
    return [
        SegmentKind.HEADING
        if has_sections and _heads_recitals(lines, position)
        else SegmentKind.PREAMBULAR
        for position in range(start, end)
    ]


def _heads_recitals(lines: Sequence[TextLine], position: int) -> bool:
    """Test for a heading in a preamble: "a) Sobre los beneficiarios de medidas".

    The body's name below "THEREFORE:" is none, whatever the source says.
    """
    line = lines[position]
    if line.is_formula or lines[position - 1].is_lead_in:
        return False
    if line.stated_level is not None:
        return True
    return _could_head_recitals(line) and _leads_to_number(lines, position + 1)


def _could_head_recitals(line: TextLine) -> bool:
    labelled = line.labelled
    is_number = labelled is not None and labelled.readings[0].style in _NUMBERS
    has_label = labelled is not None and not labelled.is_bare
    # Some sections end with a full stop: "A. Obligation to ... committed.". Without a label that is
    # a sentence: "The Commission attached a copy of this letter to its request." (1554, page 2).
    title = labelled.text.removesuffix(".") if labelled is not None and has_label else line.text
    return not is_number and looks_like_heading(title) and not line.is_formula


def _leads_to_number(lines: Sequence[TextLine], position: int) -> bool:
    """Test for a numbered recital that comes next, or after other headings."""
    while position < len(lines) and _could_head_recitals(lines[position]):
        position += 1
    return position < len(lines) and _split_number(lines[position])[0] > 0


def _is_other_heading(line: TextLine) -> bool:
    """Test for a part that begins there, by the source, and is none of the resolution's."""
    return line.stated_level is not None and not line.is_formula


def _closes(lines: Sequence[TextLine], position: int) -> bool:
    """Test for the end of the operative part: "So ordered,", or names above an office."""
    if closes_resolution(lines[position].text):
        return True
    for line in lines[position : position + _MOST_SIGNATURES]:
        if is_office(line.text):
            return line is not lines[position]
        if line.block.note is not None or not _is_name(line):
            return False
    return False


def _is_name(line: TextLine) -> bool:
    has_digits = any(character.isdigit() for character in line.text)
    return line.looks_like_heading and not has_digits and line.labelled is None


def signature_lines(lines: Sequence[TextLine]) -> frozenset[int]:
    """The places of names beside an office: "Pablo Saavedra Alessandri" above "Secretario"."""
    found: set[int] = set()
    for position, line in enumerate(lines):
        if not line.is_office:
            continue
        found.add(position)
        above = position - 1
        while above >= 0 and position - above <= _MOST_SIGNATURES and _names_persons(lines[above]):
            found.add(above)
            above -= 1
    return frozenset(found)


def _names_persons(line: TextLine) -> bool:
    """Test for names of persons and nothing else: every word but "de" or "y" begins in capitals."""
    if line.is_cell or line.block.note is not None or not _is_name(line):
        return False
    words = [word.strip(".,()") for word in line.text.split()]
    return len(words) > 1 and all(word[:1].isupper() or len(word) <= _SMALL_WORD for word in words)


def footnotes_below_rules(lines: Sequence[TextLine]) -> Mapping[int, tuple[str, str]]:
    """Number and text of each footnote of a resolution by the place of its line.

    They are the lines that count on right below a rule (AG resolutions have them at their end);
    in other texts a rule can stand above numbered paragraphs.
    """
    if not any(line.is_rule for line in lines):
        return {}
    found: dict[int, tuple[str, str]] = {}
    in_resolution = is_below_rule = False
    last: int | None = None
    for position, line in enumerate(lines):
        if line.enacts:
            in_resolution = True
        elif line.is_division or line.names_body:
            in_resolution = False
        number, note = _split_number(line)
        if line.is_rule:
            is_below_rule, last = in_resolution, None
        elif is_below_rule and note and last in (None, number - 1):
            found[position] = str(number), note
            last = number
        else:
            is_below_rule = False
    return found


def _split_number(line: TextLine) -> tuple[int, str]:
    """The number that a line opens with and the text after it, which is "" without a number."""
    labelled = line.labelled
    if labelled is None or labelled.is_bare or labelled.readings[0].style not in _NUMBERS:
        return 0, ""
    return labelled.readings[0].value, labelled.text
