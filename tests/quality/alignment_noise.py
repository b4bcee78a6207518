"""Clean paragraph pairs with the noise of real documents, seeded, and the links that stay true."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from puente.evaluation.alignment_metrics import Link

Pair = tuple[str, str]
_SENTENCE_END = re.compile(r"(?<=[a-záéíóúñ)”\"][.;:])\s+(?=[A-ZÁÉÍÓÚÑ“\"(¿¡]|[a-z])")
# What one version prints and the other does not: were the two sides translations of each other,
# linking them would be right.
_HEADS = ("CONSEJO PERMANENTE DE LA ORGANIZACIÓN", "COMMITTEE ON JURIDICAL AND POLITICAL AFFAIRS")
_TITLE_BLOCKS = (
    ("OEA/Ser.G", "Original: español", "PROYECTO DE INFORME", "(Presentado por la Secretaría)"),
    ("THIRTY-EIGHTH REGULAR SESSION", "Washington, D.C.", "Agreed by the working group"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How much of a pair is disturbed; the rates are shares of its paragraphs."""

    omitted: float
    merged: float
    split: float
    swapped: float = 0.0
    annex: float = 0.0
    has_furniture: bool = False


MILD = Noise(omitted=0.03, merged=0.03, split=0.03)
REAL = Noise(omitted=0.06, merged=0.06, split=0.06, has_furniture=True)
HARD = Noise(omitted=0.12, merged=0.12, split=0.12, swapped=0.04, annex=0.4, has_furniture=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoisyPair:
    """Two lists of paragraphs and their true links by index."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: frozenset[Link[int]]


@dataclass(slots=True)
class _Bead:
    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)


def disturb(pairs: Sequence[Pair], others: Sequence[Pair], noise: Noise, seed: int) -> NoisyPair:
    """The pairs as two disturbed documents; annexes and notes are cut from `others`."""
    chance = random.Random(seed)
    beads = _merge([_Bead([s], [t]) for s, t in pairs], noise.merged, chance)
    for bead in beads:
        if len(bead.source) == len(bead.target) == 1:
            _omit_or_split(bead, noise, chance)
    if noise.has_furniture:
        beads = _furnish(beads, others, chance)
    if noise.annex:
        beads += _one_sided(others, round(len(pairs) * noise.annex), chance, length=None)
    return _number(beads, noise.swapped, chance)


def _merge(beads: list[_Bead], rate: float, chance: random.Random) -> list[_Bead]:
    """Neighbours that one side has as a single paragraph."""
    merged: list[_Bead] = []
    waiting = list(reversed(beads))
    while waiting:
        bead = waiting.pop()
        if waiting and chance.random() < rate:
            after = waiting.pop()
            both = _Bead(bead.source + after.source, bead.target + after.target)
            side = chance.choice(("source", "target"))
            setattr(both, side, [" ".join(getattr(both, side))])
            bead = both
        merged.append(bead)
    return merged


def _omit_or_split(bead: _Bead, noise: Noise, chance: random.Random) -> None:
    draw = chance.random()
    side = chance.choice(("source", "target"))
    if draw < noise.omitted:
        getattr(bead, side).clear()
    elif draw < noise.omitted + noise.split:
        setattr(bead, side, _halves(getattr(bead, side)[0]))


def _halves(text: str) -> list[str]:
    """A paragraph in two at the sentence end nearest to its middle, whole when it has none."""
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    ends = [end for end in ends if 20 < end < len(text) - 20]
    if not ends:
        return [text]
    middle = min(ends, key=lambda end: abs(end - len(text) / 2))
    return [text[:middle], text[middle:].strip()]


def _furnish(beads: list[_Bead], others: Sequence[Pair], chance: random.Random) -> list[_Bead]:
    """A title block, running heads at a rhythm of their own, and one side's notes at the end."""
    furnished = [_Bead([line], []) for line in _TITLE_BLOCKS[0]]
    furnished += [_Bead([], [line]) for line in _TITLE_BLOCKS[1]]
    for number, bead in enumerate(beads, start=1):
        furnished.append(bead)
        if number % 7 == 3:
            furnished.append(_Bead([_HEADS[0]], []))
        if number % 8 == 6:
            furnished.append(_Bead([], [_HEADS[1]]))
        if number % 8 == 2:
            furnished.append(_Bead([], [f"- {number // 8 + 1} -"]))
    return furnished + _one_sided(others, max(2, len(beads) // 12), chance, length=140)


def _one_sided(
    others: Sequence[Pair], count: int, chance: random.Random, length: int | None
) -> list[_Bead]:
    """Paragraphs of other documents that only one side has."""
    side = chance.choice((0, 1))
    start = chance.randrange(max(1, len(others) - count))
    texts = [pair[side][:length] for pair in others[start : start + count]]
    return [_Bead([], [text]) if side else _Bead([text], []) for text in texts]


def _number(beads: list[_Bead], swapped: float, chance: random.Random) -> NoisyPair:
    """The two sides written out, with some neighbours in the other order on the target side."""
    order = list(range(len(beads)))
    for place in range(len(order) - 1):
        if chance.random() < swapped and order[place] == place:
            order[place], order[place + 1] = order[place + 1], order[place]
    starts, target = {}, []
    for index in order:
        starts[index] = len(target)
        target += beads[index].target
    source: list[str] = []
    links: set[Link[int]] = set()
    for index, bead in enumerate(beads):
        left = tuple(range(len(source), len(source) + len(bead.source)))
        right = tuple(range(starts[index], starts[index] + len(bead.target)))
        source += bead.source
        links |= _links(left, right)
    return NoisyPair(source=tuple(source), target=tuple(target), links=frozenset(links))


def _links(left: tuple[int, ...], right: tuple[int, ...]) -> set[Link[int]]:
    if left and right:
        return {(left, right)}
    return {((unit,), ()) for unit in left} | {((), (unit,)) for unit in right}
