"""Versions of one text that a file holds in two languages: found, and parted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.structure.bilingual.pieces import SURE, LanguagePiece, Pair, part_into_pieces
from ingest.structure.bilingual.runs import likeliest_run
from ingest.structure.cleaning import part_heads
from puente.model.blocks import Block
from puente.model.documents import Language
from puente.symbols.finding import is_mark
from puente.text.language_detection import identify_language, rate_language

_SAMPLED = 24
"""Texts that are rated of every file, whatever its length: some 5 ms."""
_LEAST_SAMPLED = 60
_GOLDEN = 0.618034
_RATED = 300
_WORTH_A_LOOK = 0.15
"""Share of a second language in the sample of a file that is looked at further."""
_LEAST_SHARE = 0.3
"""Share of the smaller version: two versions have 0.4 and more, a summary or a quotation less."""
_PROSE_WORDS = 8
"""Words of a piece that says something; the names and terms of lists in two languages have less."""
_FEWEST_PIECES = 2
_LEAST_SIZE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMix:
    """The languages in which a file says much; `versions` is None where it cannot be parted.

    There are two versions, each with the blocks of its language and those of none, as a symbol
    above both.
    """

    languages: tuple[Language, ...]
    versions: Mapping[Language, tuple[Block, ...]] | None = None


def find_mix(blocks: Sequence[Block]) -> LanguageMix | None:
    """The two languages of a file that is written in both; None for a text in one.

    A text in one may quote another, list names or terms in two, or have a title page in both.
    """
    sample = _rate_sample(blocks)
    if sample is None:
        return None
    languages = sample.languages
    if sample.others:
        return LanguageMix(languages=(*languages, *sample.others))
    pieces = _settled(part_into_pieces(tuple(part_heads(blocks)), languages), languages)
    prose = {each: [p for p in pieces if p.language == each and _is_prose(p)] for each in languages}
    whole = sum(piece.size for piece in pieces if piece.language is not None)
    smaller = min(sum(piece.size for piece in said) for said in prose.values())
    if smaller < max(_LEAST_SHARE * whole, _LEAST_SIZE):
        return LanguageMix(languages=languages) if sample.is_mixed else None
    if any(len(said) < _FEWEST_PIECES for said in prose.values()):
        return None
    versions = {language: _version(pieces, language) for language in languages}
    if any(_language_of(found) != it for it, found in versions.items()):
        return LanguageMix(languages=languages)
    return LanguageMix(languages=languages, versions=versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """Findings in some texts of a file: its main languages, and what speaks against parting them.

    `is_mixed` where single paragraphs are in both; `others` are further languages of the file.
    """

    languages: Pair
    is_mixed: bool
    others: tuple[Language, ...]


def _rate_sample(blocks: Sequence[Block]) -> _Sample | None:
    """The sample of a file; None for one in a single language."""
    texts = [text for block in blocks for text in _texts(block) if len(text) >= _LEAST_SAMPLED]
    sizes: Counter[Language] = Counter()
    mixed = 0
    for text in _spread(texts):
        middle = len(text) // 2
        rated = [rate_language(half[:_RATED]) for half in (text[:middle], text[middle:])]
        sure = [language for language, confidence in rated if confidence >= SURE]
        for language in sure:
            sizes[language] += middle
        mixed += len(text) if len(set(sure)) > 1 else 0
    whole = sizes.total()
    main = sizes.most_common()
    if len(main) < 2 or main[1][1] < _WORTH_A_LOOK * whole:
        return None
    return _Sample(
        languages=(main[0][0], main[1][0]),
        is_mixed=mixed > _LEAST_SHARE * 2 * whole,
        others=tuple(each for each, size in main[2:] if size >= _WORTH_A_LOOK * whole),
    )


def _spread(texts: Sequence[str]) -> list[str]:
    """Some texts from all over a file; equal steps would meet one column of a table alone."""
    places = {int(len(texts) * (number * _GOLDEN % 1)) for number in range(_SAMPLED)}
    return [texts[place] for place in sorted(places)] if texts else []


def _texts(block: Block) -> Sequence[str]:
    return block.cells or (block.text,)


def _is_prose(piece: LanguagePiece) -> bool:
    return len(piece.block.text.split()) >= _PROSE_WORDS


def _language_of(blocks: Sequence[Block]) -> Language:
    return identify_language(" ".join(block.text for block in blocks))


def _settled(pieces: Sequence[LanguagePiece], languages: Pair) -> tuple[LanguagePiece, ...]:
    """The pieces, with a language for what their own words do not tell; None is for both.

    A name or a quotation is of the text around it, a line between two versions of what follows, a
    note of what calls it.
    """
    body = [piece for piece in pieces if piece.block.note is None]
    free = [piece for piece in body if piece.column is None]
    running = iter(_run_of(free))
    settled: list[LanguagePiece] = []
    caller: LanguagePiece | None = None
    is_above = True
    for piece in pieces:
        if piece.block.note is not None:
            is_told = caller is not None and caller.column is None
            settled.append(
                replace(piece, language=caller.language) if caller and is_told else piece
            )
            continue
        if piece.column is None:
            is_first = next(running)
            is_above = is_above and piece.language is None
            is_over_columns = piece.language is None and len(free) < len(body)
            language = languages[0 if is_first else 1]
            told = None if is_above or is_over_columns else language
            caller = replace(piece, language=told)
        else:
            caller = piece
        settled.append(caller)
    return tuple(settled)


def _run_of(free: Sequence[LanguagePiece]) -> list[bool]:
    """True for each piece that is in the first language; a symbol between versions heads one."""
    are_strong = [p.size >= _LEAST_SAMPLED and p.language is not None for p in free]
    run = list(likeliest_run([piece.odds for piece in free], are_strong))
    for change in [at for at in range(1, len(run)) if run[at] != run[at - 1]]:
        start = change
        while start and free[start - 1].language is None:
            start -= 1
        marks = (at for at in range(start, change) if is_mark(free[at].block.text.strip()))
        head = next(marks, change)
        run[head:change] = [run[change]] * (change - head)
    return run


def _version(pieces: Sequence[LanguagePiece], language: Language) -> tuple[Block, ...]:
    """The blocks of a version; a line above both that it has itself stands once."""
    own = [piece for piece in pieces if piece.language in (language, None)]
    said = {piece.block.text for piece in own if piece.language is not None}
    kept = [p.block for p in own if p.language is not None or p.block.text not in said]
    marks = {block.note for block in kept if block.note is not None}
    return tuple(
        replace(block, calls=tuple(call for call in block.calls if call in marks))
        if block.calls
        else block
        for block in kept
    )
