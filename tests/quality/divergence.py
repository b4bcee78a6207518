"""How many changes to real translations the radar sees, and how often it speaks of true ones.

`python -m tests.quality.divergence` changes one thing in each English paragraph of the realdocs
that can be changed that way, seeded, and counts the changes that it names; and counts the
unchanged pairs in which it names anything. Those pairs are official translations, but not without
differences: the rate is an upper bound of false alarms.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

from puente.alignment.divergences import find_divergences
from puente.model.alignments import DivergenceKind
from puente.model.documents import Language
from tests.quality.realdocs import load_pairs

LANGUAGES = (Language.ES, Language.EN)
_MONTHS = [
    "January", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
_COUNTRIES = ("Colombia", "Ecuador", "Suriname", "Mexico", "Venezuela", "Haiti")


def _replace_number(text: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<![\w.(/-])\d{2,3}(?![\w.)/-])", text))
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + str(int(match.group()) + 1) + text[match.end() :]


def _replace_month(text: str, chance: random.Random) -> str:
    pattern = rf"\b({'|'.join(_MONTHS)})\b(?= \d)"
    return re.sub(pattern, lambda m: _MONTHS[_MONTHS.index(m[1]) - 1], text, count=1)


def _replace_country(text: str, chance: random.Random) -> str:
    pattern = rf"\b({'|'.join(_COUNTRIES)})\b"
    return re.sub(pattern, "Belize", text)


def _drop_negation(text: str, chance: random.Random) -> str:
    return re.sub(r"\b(not|no|without|nor)\b ", "", text)


def _permit(text: str, chance: random.Random) -> str:
    return re.sub(r"\b(shall|must)\b", "may", text)


def _drop_clause(text: str, chance: random.Random) -> str:
    """The text without its longest stretch of at least eight words between two commas."""
    parts = text.split(", ")
    inner = [place for place in range(1, len(parts)) if len(parts[place].split()) >= 8]
    if not inner:
        return text
    longest = max(inner, key=lambda place: len(parts[place]))
    return ", ".join(parts[:longest] + parts[longest + 1 :])


CHANGES: dict[DivergenceKind, Callable[[str, random.Random], str]] = {
    DivergenceKind.NUMBER: _replace_number,
    DivergenceKind.DATE: _replace_month,
    DivergenceKind.NAME: _replace_country,
    DivergenceKind.NEGATION: _drop_negation,
    DivergenceKind.MODAL: _permit,
    DivergenceKind.CLAUSE: _drop_clause,
}


def measure(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, int, int]]:
    """For each kind: how many changes were made, and how many of them were named as that kind."""
    chance = random.Random(20261121)
    for kind, change in CHANGES.items():
        made = seen = 0
        for spanish, english in pairs:
            changed = change(english, chance)
            if changed == english or kind in _kinds(spanish, english):
                continue
            made += 1
            seen += kind in _kinds(spanish, changed)
        yield kind.value, made, seen


def named(pairs: list[tuple[str, str]]) -> Counter[str]:
    """In how many unchanged pairs each kind, and any of them ("any"), is named."""
    counts: Counter[str] = Counter()
    for spanish, english in pairs:
        kinds = _kinds(spanish, english)
        counts.update(kind.value for kind in kinds)
        counts["any"] += bool(kinds)
    return counts


def _kinds(spanish: str, english: str) -> set[DivergenceKind]:
    return {each.kind for each in find_divergences(spanish, english, LANGUAGES)}


def main() -> None:
    """Print both tables."""
    pairs = [pair for document in load_pairs() for pair in document]
    lines = [f"{len(pairs)} pairs", "", "change      made  named"]
    lines += [f"{kind:<10} {made:>5}  {seen / made:.3f}" for kind, made, seen in measure(pairs)]
    lines += ["", "named in unchanged pairs"]
    lines += [f"{kind:<10} {count / len(pairs):.3f}" for kind, count in named(pairs).most_common()]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
