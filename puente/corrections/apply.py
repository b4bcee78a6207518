"""Corrections of links: kept with the text that a person saw, and applied to what is aligned."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from puente.alignment.bead_order import order_beads
from puente.model.alignments import (
    Alignment,
    Bead,
    CorrectedSegment,
    Correction,
    Decision,
    LinkStatus,
)
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment
from puente.text.tokenization import fold

# A link that was certain until its text changed: doubtful until someone looks.
_STALE_CONFIDENCE = 0.4

_Ids: TypeAlias = tuple[SegmentId, ...]
_Link: TypeAlias = tuple[_Ids, _Ids]


def checksum(text: str) -> str:
    """A mark that stays the same while a text has the same words, whatever their case."""
    said = " ".join(re.findall(r"\w+", fold(text))) or text.strip()
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def make_correction(
    alignment: Alignment,
    source: Sequence[Segment],
    target: Sequence[Segment],
    decision: Decision,
    *,
    author: str,
    made: str,
) -> Correction:
    """The correction of these segments of two aligned documents, as they are now."""
    return Correction(
        source_id=alignment.source_id,
        target_id=alignment.target_id,
        source=tuple(CorrectedSegment(id=s.id, checksum=checksum(s.text)) for s in source),
        target=tuple(CorrectedSegment(id=s.id, checksum=checksum(s.text)) for s in target),
        decision=decision,
        author=author,
        made=made,
    )


def apply_corrections(
    alignment: Alignment,
    corrections: Sequence[Correction],
    source_segments: Sequence[Segment],
    target_segments: Sequence[Segment],
) -> Alignment:
    """The alignment as people have corrected it, in order, a later correction over an earlier.

    A corrected segment is found by its id, or else by its text anywhere in its document; a
    confirmed link whose text has changed is stale. A correction of a segment that is gone is not
    applied. Where the text has changed a rejection is not either, nor what it took back.
    """
    if not corrections:
        return alignment
    texts = _Text(source_segments), _Text(target_segments)
    links = _Links(alignment)
    for correction, found in _standing(corrections, alignment, texts):
        if correction.decision is Decision.REJECTED:
            if all(found.link):
                links.reject(found.link)
        elif found.has_changed:
            links.confirm(found.link, LinkStatus.STALE, _STALE_CONFIDENCE)
        else:
            links.confirm(found.link, LinkStatus.CONFIRMED, 1.0)
    beads = order_beads(links.beads(), source_segments, target_segments)
    return replace(alignment, beads=beads)


def find_stale(
    alignment: Alignment,
    corrections: Sequence[Correction],
    source_segments: Sequence[Segment],
    target_segments: Sequence[Segment],
) -> tuple[Correction, ...]:
    """The confirmed links whose text has changed or is gone, unless a later one settles them.

    A later confirmed link settles those on any of its segments, a later rejection those on exactly
    its own.
    """
    texts = _Text(source_segments), _Text(target_segments)
    stale: list[Correction] = []
    settled: set[SegmentId] = set()
    rejected: set[_Link] = set()
    for correction in reversed(corrections):
        found = _find(correction, alignment, texts)
        source, target = found.link if found else corrected_ids(correction, alignment)
        if correction.decision is Decision.REJECTED:
            rejected.add((source, target))
            continue
        is_settled = settled.intersection((*source, *target)) or (source, target) in rejected
        if (found is None or found.has_changed) and not is_settled:
            stale.append(correction)
        settled.update((*source, *target))
    return tuple(reversed(stale))


def corrected_ids(correction: Correction, alignment: Alignment) -> _Link:
    """The segments of a correction as they were called, on the sides of the alignment."""
    source, target = (
        tuple(each.id for each in side) for side in (correction.source, correction.target)
    )
    return (source, target) if correction.source_id == alignment.source_id else (target, source)


class _Found(NamedTuple):
    """The link that a correction is about now, and whether its text is another than it was."""

    link: _Link
    has_changed: bool


class _Text:
    """The segments of one document by their ids, places and words.

    The words are looked at when they are asked for: while no text has changed, a correction asks
    for those of its own segments.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.place = {segment.id: place for place, segment in enumerate(segments)}
        self._segments = segments
        self._checksums: dict[SegmentId, str] = {}

    @cached_property
    def _having(self) -> Mapping[str, Sequence[Segment]]:
        found: defaultdict[str, list[Segment]] = defaultdict(list)
        for segment in self._segments:
            found[self._checksum(segment)].append(segment)
        return found

    def _checksum(self, segment: Segment) -> str:
        if segment.id not in self._checksums:
            self._checksums[segment.id] = checksum(segment.text)
        return self._checksums[segment.id]

    def find(self, corrected: Sequence[CorrectedSegment]) -> tuple[_Ids, bool] | None:
        """The segments in order, and whether one of them has changed; None if one is gone."""
        found = {each.id: each.id for each in corrected if self._is_unchanged(each)}
        for each in corrected:
            moved = None if each.id in found else self._moved(each, found.values())
            if moved:
                found[each.id] = moved
        changed = [each.id for each in corrected if each.id not in found]
        if any(each not in self.place or each in found.values() for each in changed):
            return None
        segments = sorted((*found.values(), *changed), key=self.place.__getitem__)
        return tuple(segments), bool(changed)

    def _is_unchanged(self, corrected: CorrectedSegment) -> bool:
        place = self.place.get(corrected.id)
        return place is not None and self._checksum(self._segments[place]) == corrected.checksum

    def _moved(self, corrected: CorrectedSegment, taken: Collection[SegmentId]) -> SegmentId | None:
        """The segment that has the corrected one's words now, the nearest by number."""
        number = int(corrected.id.rpartition(".")[2])
        having = (each for each in self._having.get(corrected.checksum, ()) if each.id not in taken)
        nearest = min(having, key=lambda each: abs(each.number - number), default=None)
        return nearest.id if nearest else None


class _Links:
    """The beads of an alignment by their segments, while corrections are applied to them."""

    def __init__(self, alignment: Alignment) -> None:
        self._of: dict[SegmentId, Bead] = {}
        self._rejected: set[_Link] = set()
        for bead in alignment.beads:
            self._add(bead)

    def beads(self) -> tuple[Bead, ...]:
        """All beads, in no order."""
        return tuple(dict.fromkeys(self._of.values()))

    def confirm(self, link: _Link, status: LinkStatus, confidence: float) -> None:
        """Link these segments and no others; what their beads have besides stays as it can."""
        self._rejected.discard(link)
        ids = (*link[0], *link[1])
        beads = dict.fromkeys(self._of[each] for each in ids)
        same = next((bead for bead in beads if (bead.source, bead.target) == link), None)
        for bead in beads:
            self._leave(bead, ids)
        sides = [link] if all(link) else [_alone(each, link) for each in ids]
        for source, target in sides:
            self._add(
                Bead(
                    source=source,
                    target=target,
                    confidence=confidence,
                    status=status,
                    divergences=same.divergences if same else (),
                )
            )

    def reject(self, link: _Link) -> None:
        """Break the bead of exactly these segments, if there is one."""
        self._rejected.add(link)
        bead = self._of[(*link[0], *link[1])[0]]
        if (bead.source, bead.target) == link:
            self._part(bead, link)

    def _leave(self, bead: Bead, taken: Collection[SegmentId]) -> None:
        """Keep what remains of a bead linked if it has both sides and nobody has rejected it."""
        source = tuple(each for each in bead.source if each not in taken)
        target = tuple(each for each in bead.target if each not in taken)
        if source and target and (source, target) not in self._rejected:
            left = replace(bead, source=source, target=target, reasons=(), divergences=())
            self._add(replace(left, status=LinkStatus.AUTOMATIC))
        else:
            self._part(bead, (source, target))

    def _part(self, bead: Bead, link: _Link) -> None:
        """Let segments of a bead stand alone, as surely as they were not linked."""
        confidence = 1 - bead.confidence
        for each in (*link[0], *link[1]):
            source, target = _alone(each, link)
            self._add(Bead(source=source, target=target, confidence=confidence))

    def _add(self, bead: Bead) -> None:
        self._of.update(dict.fromkeys((*bead.source, *bead.target), bead))


def _alone(segment: SegmentId, link: _Link) -> _Link:
    return ((segment,), ()) if segment in link[0] else ((), (segment,))


def _standing(
    corrections: Sequence[Correction], alignment: Alignment, texts: tuple[_Text, _Text]
) -> list[tuple[Correction, _Found]]:
    """The corrections that are to be applied, oldest first, each with what it is about now."""
    standing: list[tuple[Correction, _Found]] = []
    rejected: set[_Link] = set()
    for correction in reversed(corrections):
        found = _find(correction, alignment, texts)
        if found is None:
            continue
        if correction.decision is Decision.REJECTED:
            rejected.add(found.link)
        if not (found.has_changed and found.link in rejected):
            standing.append((correction, found))
    return standing[::-1]


def _find(
    correction: Correction, alignment: Alignment, texts: tuple[_Text, _Text]
) -> _Found | None:
    """The link that a correction is about now; None if some of it is gone."""
    sides = (correction.source, correction.target)
    if correction.source_id != alignment.source_id:
        sides = sides[::-1]
    found = [text.find(side) for text, side in zip(texts, sides, strict=True)]
    if found[0] is None or found[1] is None:
        return None
    return _Found((found[0][0], found[1][0]), found[0][1] or found[1][1])
