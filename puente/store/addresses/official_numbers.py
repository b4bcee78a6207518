"""Official numbers of paragraphs in addresses: each leads to one text, whoever bears it later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from puente.model.histories import AddressHistory, OfficialNumber
from puente.model.segments import Segment, SegmentKind


def given_numbers(
    segments: Iterable[Segment], history: AddressHistory | None = None
) -> dict[str, int]:
    """The paragraph to which each official number leads that a document has or had."""
    former = history.official_numbers if history else ()
    present = {s.official_number: s.number for s in segments if s.official_number}
    return {each.official: each.number for each in former} | present


def number_officially(segments: Sequence[Segment], given: Mapping[str, int]) -> tuple[Segment, ...]:
    """The segments, each with the official number by which an address leads to it.

    That is the number that is printed before it alone, unless it was `given` to another text.
    """
    found = {
        segment.id: number
        for number, segment in _sole_bearers(segments)
        if given.get(number, segment.number) == segment.number
    }
    return tuple(replace(each, official_number=found.get(each.id)) for each in segments)


def former_numbers(
    given: Mapping[str, int], segments: Iterable[Segment]
) -> tuple[OfficialNumber, ...]:
    """Those of the given numbers that the segments do not bear themselves."""
    present = given_numbers(segments)
    return tuple(
        OfficialNumber(official=official, number=number)
        for official, number in sorted(given.items())
        if present.get(official) != number
    )


def _sole_bearers(segments: Iterable[Segment]) -> Iterator[tuple[str, Segment]]:
    """Each printed number that stands once, with its segment.

    Lists count by themselves: 5) in a list of a judgment is not its paragraph 5 (1168, 330
    paragraphs and 21 numbered items).
    """
    bearers: defaultdict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        if number := segment.printed_number:
            bearers[number].append(segment)
    for number, found in bearers.items():
        paragraphs = [each for each in found if each.kind is not SegmentKind.ITEM]
        match paragraphs or found:
            case [segment]:
                yield number, segment
