"""Records as the entries of an index, and which entries a generation has."""

from collections.abc import Mapping, Sequence
from typing import Any

from puente.model.alignments import Alignment, Bead, Correction
from puente.model.documents import Document
from puente.model.filters import FILTERS, LANGUAGE
from puente.model.histories import AddressHistory
from puente.model.reports import Proposal
from puente.model.segments import Segment
from puente.model.withdrawals import Withdrawal
from puente.store.alignment_facts import summarise
from puente.store.citations import cited_symbols
from puente.store.serialization import (
    bead_json,
    correction_json,
    document_json,
    history_json,
    introduced_json,
    proposals_from,
    segment_json,
    summary_json,
    withdrawal_json,
)
from puente.store.term_fields import TermCounts, count_terms, phrase_words, vocabulary_of
from puente.text.acronyms.learning import introduced_by

LIVE = 2**62
"""The `until` of an entry that nothing has replaced."""
TRANSLATION_SOURCE = ("segment_id", "body", "body_length", "collection")
"""Fields of a counterpart that `translation_fields` needs."""


def entry_id(key: str, generation: int) -> str:
    """The id of one version of an entry: the write that makes it again overwrites it."""
    return f"{key}@{generation}"


def head_entry(
    generation: int, links: int, *, pairing_is_due: bool, proposals: str = ""
) -> dict[str, Any]:
    """Head of an index, which says what generation is visible.

    `links` counts the alignments ever linked and the corrections ever made; `proposals` are the
    pairs left to people, as JSON. `lease` is the time until which its `writer` writes: nobody
    does yet.
    """
    return {
        "type": "head",
        "generation": generation,
        "links": links,
        "pairing_is_due": pairing_is_due,
        "record": proposals,
        "writer": "",
        "lease": 0,
    }


def proposals_of(head: Mapping[str, Any]) -> tuple[Proposal, ...]:
    """The pairs left to people, of the head of an index; those of an earlier release has none."""
    record = head.get("record")
    return proposals_from(record) if record else ()


def document_entry(document: Document, segments: int, generation: int) -> dict[str, Any]:
    """A document with the number of its segments."""
    return {
        **_versioned("document", generation),
        **_filter_values(document),
        "document_id": document.id,
        "work_id": document.work_id,
        "symbol_number": _symbol_number(document),
        "size": segments,
        "record": document_json(document),
    }


def segment_entry(
    document: Document,
    segment: Segment,
    position: int,
    vector: Sequence[int],
    generation: int,
    *,
    is_opening: bool,
) -> dict[str, Any]:
    """A segment as it is searched, without a translation yet.

    The one that stands for its document has its symbol's number too. The language is its own: an
    entry of an earlier version of Puente has its document's, until `puente reindex`.
    """
    counts = count_terms(segment, (), document if is_opening else None)
    cited = list(cited_symbols(document, segment))
    introduced = introduced_by(segment)
    return {
        **_versioned("segment", generation),
        **_filter_values(document),
        FILTERS[LANGUAGE].name: segment.language,
        "date": document.date,
        "document_id": document.id,
        "segment_id": segment.id,
        "position": position,
        "part": segment.kind,
        "is_opening": is_opening,
        "symbol_number": _symbol_number(document) if is_opening else None,
        **_field("body", counts["body"]),
        **_field("heading", counts["heading"]),
        "exact": phrase_words(segment.text),
        "words": sorted(vocabulary_of(segment.text)),
        "cited": [symbol.text for symbol in cited],
        "cited_number": sorted({str(symbol.number) for symbol in cited}),
        "introduced": introduced_json(introduced) if introduced else None,
        "vector": list(vector),
        "record": segment_json(segment),
    }


def translation_fields(counterparts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of a segment that come of its alignments, made of its counterparts' entries.

    A counterpart's words were stemmed when it was put: they stand in its body.
    """
    stems: dict[str, list[str]] = {}
    for counterpart in counterparts:
        for language, text in (counterpart.get("body") or {}).items():
            stems.setdefault(language, []).append(text)
    by_language = {language: " ".join(texts) for language, texts in stems.items()}
    length = sum(counterpart.get("body_length") or 0 for counterpart in counterparts)
    return {
        "translation": by_language or None,
        "translation_length": length or None,
        "linked": [counterpart["segment_id"] for counterpart in counterparts],
        "linked_collection": sorted({counterpart["collection"] for counterpart in counterparts}),
    }


def alignment_entry(alignment: Alignment, number: int, generation: int) -> dict[str, Any]:
    """An alignment without its beads; `number` is its place in the order of linking."""
    return {
        **_versioned("alignment", generation),
        "source_id": alignment.source_id,
        "target_id": alignment.target_id,
        "number": number,
        "score": alignment.score,
        "size": len(alignment.beads),
        "record": summary_json(summarise(alignment)),
    }


def bead_entry(
    alignment: Alignment, bead: Bead, position: int, number: int, generation: int
) -> dict[str, Any]:
    """A bead of an alignment; `linked` are its segments if it has both sides."""
    return {
        **_versioned("bead", generation),
        "source_id": alignment.source_id,
        "target_id": alignment.target_id,
        "number": number,
        "position": position,
        "linked": [*bead.source, *bead.target] if bead.source and bead.target else [],
        "record": bead_json(bead),
    }


def correction_entry(correction: Correction, number: int, generation: int) -> dict[str, Any]:
    """A correction; `number` is its place in the order of correcting."""
    return {
        **_versioned("ruling", generation),
        "source_id": correction.source_id,
        "target_id": correction.target_id,
        "number": number,
        "record": correction_json(correction),
    }


def withdrawal_entry(withdrawal: Withdrawal, generation: int) -> dict[str, Any]:
    """A withdrawal of a document."""
    return {
        **_versioned("withdrawal", generation),
        "document_id": withdrawal.document_id,
        "record": withdrawal_json(withdrawal),
    }


def history_entry(history: AddressHistory, generation: int) -> dict[str, Any]:
    """A history of addresses; `linked` are the names in them."""
    return {
        **_versioned("history", generation),
        "document_id": history.document_id,
        "linked": list(history.names),
        "record": history_json(history),
    }


def _versioned(kind: str, generation: int) -> dict[str, Any]:
    return {"type": kind, "since": generation, "until": LIVE}


def _symbol_number(document: Document) -> str | None:
    """The number of a document's symbol as text, for it may be longer than 64 bits."""
    number = document.symbol.number if document.symbol else None
    return None if number is None else str(number)


def _filter_values(document: Document) -> dict[str, Any]:
    return {each.name: each.value_of(document) for each in FILTERS}


def _field(name: str, counts: TermCounts) -> dict[str, Any]:
    """The stems of a field by language, and its length; an empty field has no length."""
    stems: dict[str, list[str]] = {}
    for (language, stem), count in counts.items():
        stems.setdefault(language, []).extend([stem] * count)
    by_language: Mapping[str, str] = {key: " ".join(found) for key, found in stems.items()}
    return {name: by_language or None, f"{name}_length": counts.total() or None}
