"""Alignments taken out of an index as translators' tools and spreadsheets read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from puente.catalogue.catalogue import Catalogue
from puente.catalogue.passages import LinkFilter, Passage, VersionPair, passages
from puente.errors import MixedLanguagesError, NothingToExportError
from puente.interchange.formats import ExportFormat
from puente.interchange.spreadsheets import Row, write_csv, write_xlsx
from puente.interchange.tmx import TranslationUnit, write_tmx
from puente.interchange.xliff import File, Unit, write_xliff
from puente.model.alignments import Divergence, LinkStatus
from puente.model.documents import Document
from puente.model.segments import Segment

SEGMENTS_PROPERTY = "x-segments"
"""The property of a unit that names the paragraphs of a language, which follows after a hyphen."""
_PIECE = 1 << 16
_COLUMNS: Mapping[str, int] = {
    "work": 18, "symbol": 24, "date": 11, "source language": 9, "source": 70,
    "target language": 9, "target": 70, "confidence": 10, "status": 11, "divergences": 30,
    "source address": 30, "target address": 30, "source segments": 24, "target segments": 24,
    "source original": 30, "target original": 30,
}  # fmt: skip
"""The columns of a table, with the width that each has on a sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMetadata:
    """Statements of an export on itself: the version that made it, its time, and its addresses.

    `address` gives the permalink of a paragraph.
    """

    version: str
    made: datetime
    address: Callable[[Document, Segment], str]


def export(
    catalogue: Catalogue,
    pairs: Sequence[VersionPair],
    form: ExportFormat,
    imprint: ExportMetadata,
    trust: LinkFilter = LinkFilter(),
) -> Iterator[bytes]:
    """The pieces of a file with the passages of some versions, one pair at a time in memory.

    A translation memory has links only; the others have also what has no counterpart. Raises
    MixedLanguagesError for XLIFF of more than two languages, NothingToExportError for one of no
    passage, which the specification does not allow.
    """
    languages = {(each.source.language, each.target.language) for each in pairs}
    if form is ExportFormat.XLIFF and len(languages) > 1:
        raise MixedLanguagesError(sorted(set(chain.from_iterable(languages))))
    found = (
        tuple(each for each in passages(catalogue, pair) if trust.accepts(each.bead))
        for pair in pairs
    )
    rows = (_row(each, imprint) for those in found for each in those)
    match form:
        case ExportFormat.TMX:
            units = (_unit(each, imprint) for those in found for each in those if each.is_link)
            return _gathered(map(str.encode, write_tmx(units, imprint.version, imprint.made)))
        case ExportFormat.XLIFF:
            filled = (those for those in found if any(each.source for each in those))
            first = next(filled, None)
            if first is None:
                raise NothingToExportError
            files = (_file(those, imprint) for those in chain([first], filled))
            return _gathered(map(str.encode, write_xliff(next(iter(languages)), files)))
        case ExportFormat.CSV:
            return _gathered(write_csv([*_COLUMNS], rows))
        case ExportFormat.XLSX:
            return write_xlsx([*_COLUMNS], [*_COLUMNS.values()], rows, imprint.made)


def said_of(divergence: Divergence) -> str:
    """A divergence in a line: "number (high): 21 | 23"."""
    source, target = ", ".join(divergence.source), ", ".join(divergence.target)
    return f"{divergence.kind} ({divergence.severity}): {source or '–'} | {target or '–'}"


def _row(passage: Passage, imprint: ExportMetadata) -> Row:
    said = _said(passage)
    source, target = (_text(segments) for _, segments in passage.sides)
    addresses = [_address(*side, imprint) for side in passage.sides]
    return (
        passage.pair.source.work_id, said.get("symbol", ""), said.get("date", ""),
        passage.pair.source.language, source, passage.pair.target.language, target,
        round(passage.bead.confidence, 4), passage.bead.status, said.get("divergences", ""),
        *addresses, *(_named(segments) for _, segments in passage.sides),
        *(document.source_url or "" for document, _ in passage.sides),
    )  # fmt: skip


def _unit(passage: Passage, imprint: ExportMetadata) -> TranslationUnit:
    properties = {f"x-{name}": value for name, value in _said(passage).items()}
    for document, segments in passage.sides:
        properties[f"{SEGMENTS_PROPERTY}-{document.language}"] = _named(segments)
        properties[f"x-address-{document.language}"] = _address(document, segments, imprint)
        if document.source_url:
            properties[f"x-original-{document.language}"] = document.source_url
    return TranslationUnit(
        id=passage.source[0].id,
        texts={document.language: _text(segments) for document, segments in passage.sides},
        properties=properties,
    )


def _file(found: Sequence[Passage], imprint: ExportMetadata) -> File:
    pair = found[0].pair
    return File(
        id=f"{pair.source.id}-{pair.target.language}",
        original=pair.source.source,
        units=(_translation(each, imprint) for each in found if each.source),
    )


def _translation(passage: Passage, imprint: ExportMetadata) -> Unit:
    addresses = {
        f"address-{document.language}": _address(document, segments, imprint)
        for document, segments in passage.sides
        if segments
    }
    originals = {
        f"original-{document.language}": document.source_url
        for document, _ in passage.sides
        if document.source_url
    }
    return Unit(
        id=passage.source[0].id,
        source=_text(passage.source),
        target=_text(passage.target) if passage.target else None,
        is_reviewed=passage.bead.status is LinkStatus.CONFIRMED,
        metadata={**_said(passage), **addresses, **originals},
    )


def _said(passage: Passage) -> dict[str, str]:
    """Statements on a passage, by name; what is unknown is left out."""
    pair, bead = passage.pair, passage.bead
    symbol = pair.source.symbol or pair.target.symbol
    said = {
        "symbol": symbol.text if symbol else "",
        "date": pair.source.date or pair.target.date or "",
        "confidence": f"{bead.confidence:.4f}",
        "status": bead.status,
        "divergences": "; ".join(map(said_of, bead.divergences)),
    }
    return {name: value for name, value in said.items() if value}


def _address(document: Document, segments: Sequence[Segment], imprint: ExportMetadata) -> str:
    return imprint.address(document, segments[0]) if segments else ""


def _text(segments: Iterable[Segment]) -> str:
    return "\n".join(each.text for each in segments)


def _named(segments: Iterable[Segment]) -> str:
    return " ".join(each.id for each in segments)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth sending."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)
