"""Near-duplicates: passages that a reader takes for one."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

Passage = TypeVar("Passage")
_Shingles: TypeAlias = frozenset[tuple[str, str, str]]

LEAST_LETTERS = 40
"""Texts of fewer letters ("The Court,") are no near-duplicates, however alike."""

RESEMBLANCE = 0.8
"""Near-duplicates share this much of their runs of three words (Broder, 1997)."""

# Words as they are printed: to fold and part them as a question's words takes three times as long,
# and the same share of first pages (docs/quality.md) has near-duplicates.
_WORD = re.compile(r"\w+")


def collapse(
    passages: Iterable[Passage], texts: Callable[[Passage], Sequence[str]]
) -> tuple[tuple[Passage, ...], ...]:
    """Each passage once, in order, with the later ones that say nearly the same.

    The first of a passage's texts is its own, the others (translations) are read beside it. A
    passage joins the first one of which a text resembles its own. All that are together resemble
    that one, so likeness never leads over many small changes to another text.
    """
    collapsed: list[list[Passage]] = []
    read: list[tuple[_Shingles, list[Passage]]] = []
    for passage in passages:
        own, *beside = map(_shingles, texts(passage))
        same = next((home for other, home in read if _resemble(own, other)), None)
        if same is None:
            same = []
            collapsed.append(same)
            read += ((each, same) for each in (own, *beside))
        same.append(passage)
    return tuple(map(tuple, collapsed))


def _resemble(one: _Shingles, other: _Shingles) -> bool:
    """Test for texts that share enough; their sizes settle most cases."""
    if not (0 < RESEMBLANCE * len(other) <= len(one) and RESEMBLANCE * len(one) <= len(other)):
        return False
    shared = len(one & other)
    return shared >= RESEMBLANCE * (len(one) + len(other) - shared)


def _shingles(text: str) -> _Shingles:
    """The runs of three words of a text; none of a text that is too short to tell."""
    if sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return frozenset()
    found = _WORD.findall(text.casefold())
    return frozenset(zip(found, found[1:], found[2:], strict=False))
