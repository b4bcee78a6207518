"""Traces of conversion are taken out, and what it broke is joined: blocks -> blocks."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.structure.cleaning.contents import without_contents
from ingest.structure.formulas import names_body
from ingest.structure.lines import TextLine, looks_like_heading
from ingest.structure.resolutions import footnotes_below_rules
from ingest.structure.title_block.lines import TitleLine
from puente.model.blocks import Block
from puente.symbols.finding import find_symbols
from puente.text.list_labels import (
    are_linked,
    is_in_capitals,
    is_listed,
    is_lone_bullet,
    is_lone_label,
    is_rule,
    split_label,
)
from puente.text.normalization import LOST, normalise
from puente.text.sentences import ends_clause

# `� HYPERLINK "target" \o "tip" �shown�` (seed 003, notes): Word's field marks became U+FFFD.
_LINK = re.compile(
    rf'{LOST}?\s*\bHYPERLINK\s+(?:\\[a-z]\s+)?["“](?P<target>[^"”]*)["”]'
    rf'(?:\s*\\[a-z](?:\s+["“][^"”]*["”])?)*\s*{LOST}*(?P<shown>(?:(?!HYPERLINK)[^{LOST}])*){LOST}?'
)
_FIELD = re.compile(
    rf"{LOST}\s*(?:PAGE|NUMPAGES|PAGEREF|REF|TOC|SEQ|DATE|TIME|FILENAME)\b[^{LOST}]*{LOST}"
)
# Header fields and page numbers on a line of their own (002, lines 1-2), and image marks (38).
_FURNITURE = re.compile(
    r"(?:PAGE|NUMPAGES)(?:\s+\\\*\s*\w+)*|[-–—]\s*\d{1,4}\s*[-–—]|\[(?:image|imagen):[^\]]*\]"
)
# What a quotation leaves out, on a line of its own: the sign belongs to the paragraph before it.
_OMISSION = re.compile(r"[\[(]\s*(?:…|\.\s?\.(?:\s?\.)*)\s*[\])]")
_IMAGE = re.compile(r"\[(?:image|imagen): ?[^\]\s]+\.\w{2,4}\]")
_AUTOMATIC_NOTE = re.compile(rf"{LOST}+\s*\.?\s*")
_STAR_NOTE = re.compile(r"(?P<mark>\*{1,3})(?=[^\W\d_“\"])")
_STAR_CALL = re.compile(r"(?<=[\w”»)])(\*{1,3})(?!\w)")
_CALL = re.compile(rf"(?<=[^\W_]){LOST}(?=[\s.,;:)\]”»]|$)|(?<=[.,;)”»]){LOST}(?=\s|$)")
_STRAY = re.compile(rf"(?<![\w{LOST}]){LOST}++|(?<!{LOST}){LOST}++(?!\w)")
# What stands after the mark of a note in running text: "MERCOSUR\n/, la Comisión" (000, line 2),
# "migratorias\n), a fin de" and "Programa\n." (003, lines 566 and 540).
_AFTER_CALL = re.compile(r"\s?(?:/[\s,.;:)]|[.,;:)”»](?![\w.]))")
_AFTER_CALL_SPACED = re.compile(r" (?:\(?[a-zà-ÿ])")
_LOWER = re.compile(r"[a-zà-ÿ]")
# Characters: a shorter line is a label or a heading, a longer one no paragraph, no title.
_LEAST_JOINED = 20
_MOST_JOINED = 20_000
_MOST_IN_CAPITALS = 300
_LONGEST_MARK = 120
# A symbol that begins a title stands among a document's first lines, below a site's navigation.
_HEAD_BLOCKS = 12
_LONGEST_HEAD = 400
_ADOPTED_BY = re.compile(
    r"(?P<adopted>\([^()]*\d[^()]*\))\s+(?P<body>(?:EL|LA|LOS|LAS|THE|A|O|LE) [A-ZÁÉÍÓÚÑ' -]+,)"
)
_ARTICLE = re.compile(r"(?:EL|LA|LOS|LAS|THE|A|O|OS|AS|LE|LES|L['’])\b\s?")
# Two do for every seed; only a text made to be slow needs more.
_MOST_PASSES = 10


def clean(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same text without page furniture and field codes, its broken lines joined.

    Note marks are taken out of the text and kept in `note` and `calls`; notes come last.
    """
    cleaned = tuple(blocks)
    for _ in range(_MOST_PASSES):  # what one rule takes out or moves can uncover work for another
        once = sorted(_clean_once(cleaned), key=lambda block: block.note is not None)
        cleaned, uncleaned = tuple(once), cleaned
        if cleaned == uncleaned:
            break
    return cleaned


def _clean_once(blocks: Sequence[Block]) -> tuple[Block, ...]:
    parted = part_heads(without_contents(tuple(_without_residue(blocks))))
    joined = _join_broken(_join_calls(_join_labels(parted)), _goes_on_in_body_name, _closes_bracket)
    joined = _join_broken(joined, _goes_on_in_capitals, _goes_on_in_heading)
    joined = tuple(_join_omissions(joined))
    return tuple(block for block in _mark_notes(joined) if block.text)


def _without_residue(blocks: Iterable[Block]) -> Iterator[Block]:
    """Normalised blocks; the gap of a dropped one falls to the next."""
    gap = 0
    for block in blocks:
        text = normalise(block.text)
        if "HYPERLINK" in text:
            text = _LINK.sub(lambda link: link["shown"].strip() or link["target"], text)
        if LOST in text:
            text = _FIELD.sub(" ", text)
        if "[" in text:
            text = _IMAGE.sub(" ", text)
        if _is_furniture(text, cell=block.text.startswith("\t")):
            gap += block.gap + 1
            continue
        text = text.rstrip(" ")
        if text == block.text and not (gap or block.cells):
            yield block
            continue
        cells = tuple(normalise(cell).strip() for cell in block.cells)
        lines = tuple(tuple(normalise(line).strip() for line in cell) for cell in block.cell_lines)
        yield replace(block, text=text, gap=block.gap + gap, cells=cells, cell_lines=lines)
        gap = 0


def part_heads(blocks: Sequence[Block]) -> Iterator[Block]:
    """The first blocks, a symbol apart from the title behind it, an adoption from the body below.

    "AG/RES. 1480 (XXVII-O/97) LOS DERECHOS HUMANOS ...", as pages and tight lines have them.
    """
    for block in blocks[:_HEAD_BLOCKS]:
        for text in _parts_of_head(block):
            yield replace(block, text=text) if text != block.text else block
    yield from blocks[_HEAD_BLOCKS:]


def _parts_of_head(block: Block) -> tuple[str, ...]:
    text = block.text.strip()
    if block.note is not None or _is_cell(block) or not text or len(text) > _LONGEST_HEAD:
        return (block.text,)
    if match := _ADOPTED_BY.fullmatch(text):
        return match["adopted"], match["body"]
    mentions = find_symbols(text)
    if not mentions or mentions[0].start or mentions[0].symbol.organ is None:
        return (block.text,)
    title = text[mentions[0].end :].lstrip(" .:*-–—")
    marked = len(mentions) > 1 or not any(character.isalpha() for character in title)
    if marked or not looks_like_heading(title) or TitleLine(title).states:
        return (block.text,)
    return text[: mentions[0].end], title


def _is_furniture(text: str, *, cell: bool) -> bool:
    line = text.strip()
    return not (line or cell) or _FURNITURE.fullmatch(line) is not None


def _is_ornament(line: str) -> bool:
    """Test for a line without a letter or a figure that says nothing: "* * *", ".", "-----".

    Rules stand above notes, a bullet waits for its text, and "[...]" is a sign of what is left out.
    """
    if not line or any(map(str.isalnum, line)) or LOST in line:
        return False
    return not (is_rule(line) or is_lone_bullet(line) or _OMISSION.fullmatch(line))


def _join_omissions(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without ornaments; a "[...]" alone on its line ends the paragraph before it.

    Below a heading it is left out. The gap of what is left out falls to the next block.
    """
    before: Block | None = None
    gap = 0
    for block in blocks:
        line = block.text.strip()
        if block.note is None and _OMISSION.fullmatch(line):
            if before is not None and _can_be_abridged(before):
                calls = before.calls + block.calls
                text = f"{before.text.rstrip()} {line}"
                before = replace(before, text=text, last_line=block.last_line, calls=calls)
            continue
        if not _is_cell(block) and _is_ornament(line):
            gap += block.gap + 1
            continue
        if before is not None:
            yield before
        before, gap = replace(block, gap=block.gap + gap) if gap else block, 0
    if before is not None:
        yield before


def _can_be_abridged(block: Block) -> bool:
    if block.note is not None or block.cells or block.heading is not None:
        return False
    return len(block.text) < _MOST_JOINED and not looks_like_heading(block.text.strip())


def _join_labels(blocks: Iterable[Block]) -> Iterator[Block]:
    """A list label alone on its line belongs to the next line: 41 times in seed 003.

    A note that stands between them is of another paragraph (98302, paragraph 303).
    """
    waiting: Block | None = None
    for block in blocks:
        if block.note is not None:
            yield block
            continue
        if waiting is not None and _can_be_labelled(block):
            text = f"{waiting.text.strip()} {block.text.strip()}"
            yield replace(
                waiting,
                text=text,
                last_line=block.last_line,
                calls=waiting.calls + block.calls,
                heading=waiting.heading or block.heading,
            )
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if is_lone_label(block.text.strip()) or is_lone_bullet(block.text.strip()):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _can_be_labelled(block: Block) -> bool:
    text = block.text.strip()
    if _is_cell(block) or text.startswith(LOST):
        return False
    return bool(text) and not (is_listed(text) or is_lone_label(text) or is_lone_bullet(text))


def _is_cell(block: Block) -> bool:
    return bool(block.cells) or block.text.startswith("\t")


def _join_calls(blocks: Iterable[Block]) -> Iterator[Block]:
    """A lost note mark broke the line: what follows it is joined, and the call remembered."""
    current: Block | None = None
    for block in blocks:
        if current is not None and _continues_after_call(current, block):
            following = block.text.strip().removeprefix("/")
            space = "" if following[:1] in ".,;:)”»" else " "
            current = replace(
                current,
                text=current.text.rstrip() + space + following.lstrip(),
                last_line=block.last_line,
                calls=(*current.calls, "", *block.calls),
            )
            continue
        if current is not None:
            yield current
        current = block
    if current is not None:
        yield current


def _continues_after_call(before: Block, block: Block) -> bool:
    """Test for a line that goes on after a note mark in the middle of its sentence.

    Ten times in the seeds.
    """
    if block.gap or before.note is not None or block.note is not None or is_rule(before.text):
        return False
    if block.heading is not None or block.cells or before.cells:
        return False
    if not _MOST_JOINED > len(before.text) > _LEAST_JOINED or is_listed(block.text.strip()):
        return False
    if _is_mark(before.text):
        return False
    if _AFTER_CALL.match(block.text) or _AFTER_CALL_SPACED.match(block.text):
        return True
    return _LOWER.match(block.text) is not None and not ends_clause(before.text)


def _join_broken(
    blocks: Iterable[Block], *ways: Callable[[Block, Block], bool]
) -> tuple[Block, ...]:
    """Lines of titles, headings and names joined that were broken in one of these ways.

    A note that stands between two halves is called in the first (1611, page 10).
    """
    joined: list[Block] = []
    last: int | None = None
    for block in blocks:
        if block.note is not None:
            joined.append(block)
            continue
        before = joined[last] if last is not None else None
        if (
            last is not None
            and before is not None
            and any(goes_on(before, block) for goes_on in ways)
        ):
            text = f"{before.text.strip()} {block.text.strip()}"
            calls = before.calls + block.calls
            joined[last] = replace(before, text=text, last_line=block.last_line, calls=calls)
        else:
            last = len(joined)
            joined.append(block)
    return tuple(joined)


def _goes_on_in_heading(before: Block, block: Block) -> bool:
    """Test for two lines in one style of heading of which the first is no whole one.

    "A) Pension system upon which the" (1122, page 15), or a bracket that the second closes.
    """
    if before.heading is None or before.heading != block.heading or block.gap > 1:
        return False
    labelled = split_label(block.text.strip())
    if len(before.text) > _MOST_IN_CAPITALS or (labelled is not None and not labelled.is_bare):
        return False
    if _is_mark(before.text) or _is_mark(block.text) or ends_clause(before.text):
        return False
    is_open = before.text.count("(") > before.text.count(")")
    is_cut = are_linked(before.text, "") or _LOWER.match(block.text.strip()) is not None
    return is_cut or (is_open and ")" in block.text)


def _goes_on_in_capitals(before: Block, block: Block) -> bool:
    """Test for two lines in capitals, broken at "DE" or "LA" (004, lines 9-11)."""
    if (
        block.gap > 1
        or len(before.text) > _MOST_IN_CAPITALS
        or before.note is not None
        or block.note is not None
        or block.cells
        or before.heading != block.heading
        or names_body(block.text.strip())
    ):
        return False
    lines = (before.text, block.text)
    if not all(
        is_in_capitals(line) and line[0] != "\t" and not split_label(line) for line in lines
    ):
        return False
    if ends_clause(before.text) or not are_linked(*lines):
        return False
    return not _is_mark(before.text) and not _is_mark(block.text)


def _goes_on_in_body_name(before: Block, block: Block) -> bool:
    """Test for the name of a body that acts, broken before its last words.

    "EL CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS", "AMERICANOS,".
    """
    if block.gap > 1 or before.heading != block.heading or before.cells or block.cells:
        return False
    text, following = before.text.strip(), block.text.strip()
    if not (names_body(following) and is_in_capitals(text)) or ends_clause(text):
        return False
    opens_name = _ARTICLE.match(text) and not _ARTICLE.match(following)
    return bool(opens_name) and len(text) <= _MOST_IN_CAPITALS and not _is_mark(text)


def _closes_bracket(before: Block, block: Block) -> bool:
    """Test for the end of a broken remark: "(Aprobada en la sesión plenaria,", "el 7 de junio)"."""
    text, following = before.text.strip(), block.text.strip()
    if block.gap > 1 or before.cells or block.cells or len(text) > _LONGEST_HEAD:
        return False
    is_open = text.startswith("(") and text.count("(") == text.count(")") + 1
    return is_open and following.endswith(")") and following.count(")") == following.count("(") + 1


def _is_mark(text: str) -> bool:
    """Test for a line that is a symbol, a date or "Original:" and nothing else; it joins none."""
    return len(text) <= _LONGEST_MARK and TitleLine(text.strip()).is_mark


def _mark_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Notes told from text: those with unreadable marks stand last, others where they fell.

    The rules above notes are dropped; a gap stands for them.
    """
    lines = tuple(map(TextLine, blocks))
    numbered = footnotes_below_rules(lines)
    first_note = len(blocks)
    while first_note and _is_automatic_note(blocks[first_note - 1]):
        first_note -= 1
    first_note = first_note or len(blocks)  # a text of nothing but marks is a list
    marked: list[Block] = []
    gap = 0
    for position, line in enumerate(lines):
        block, text = line.block, line.text
        if block.note is not None:
            marked.append(block)
        elif line.is_rule and not block.text.startswith("\t"):
            gap += block.gap + 1
            continue
        elif note := numbered.get(position):
            marked.append(replace(block, text=_without_lost(note[1]), note=note[0]))
        elif position >= first_note:
            body = _without_lost(_AUTOMATIC_NOTE.sub("", text, count=1))
            marked.append(replace(block, text=body, note=""))
        elif match := _STAR_NOTE.match(text):
            body = text[match.end() :]
            marked.append(replace(block, text=body, note=match["mark"]))
        else:
            marked.append(block)
        if gap:
            marked[-1] = replace(marked[-1], gap=marked[-1].gap + gap)
            gap = 0
    stars = {block.note for block in marked if block.note and block.note.startswith("*")}
    return tuple(_take_calls(block, stars) if block.note is None else block for block in marked)


def _is_automatic_note(block: Block) -> bool:
    return block.note == "" or block.text.strip().startswith(LOST)


def _take_calls(block: Block, stars: set[str]) -> Block:
    """The block with the note marks of its text moved into `calls`."""
    text = block.text
    if text.strip().startswith(LOST):
        # Before body text this is a bullet that could not be read, not a note.
        text = text.replace(LOST, "· ", 1)
    found = []
    if LOST in text:
        found += [""] * len(_CALL.findall(text))
        text = _CALL.sub("", text)
    if stars:
        found += [mark for mark in _STAR_CALL.findall(text) if mark in stars]
        text = _STAR_CALL.sub(lambda call: "" if call[1] in stars else call[0], text)
    tab = "\t" if text.startswith("\t") else ""
    text = tab + _without_lost(text.strip())
    if text == block.text and not found:
        return block
    return replace(block, text=text, calls=(*block.calls, *found))


def _without_lost(text: str) -> str:
    """The text without marks that stood for nothing; a letter lost inside a word stays visible."""
    if LOST in text:
        text = re.sub(r" {2,}", " ", _STRAY.sub("", text))
    return text.strip()
