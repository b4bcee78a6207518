"""How well sentences are aligned: `python -m tests.quality.sentence_alignment`.

Needs ../shared. Prints strict and lax F1, by words alone, with the parameters for sentences and
with those for paragraphs: of news (NTREX-128, which the former were tuned on, in Spanish of Spain),
the same in Mexican Spanish, short sentences (Tatoeba), and the sentences of the real documents'
paragraphs that have as many in both languages. Stretches of a hundred, clean and disturbed.
"""

from collections.abc import Sequence

from puente.alignment.aligner import align
from puente.alignment.scoring import PARAGRAPHS, SENTENCES, AlignOptions
from puente.evaluation.alignment_metrics import lax_f1, strict_f1
from puente.model.documents import Language
from puente.text.sentences import split_sentences
from tests.fixtures.versions import links, version
from tests.paths import SHARED
from tests.quality.alignment import LEVELS
from tests.quality.alignment_noise import Noise, Pair, disturb
from tests.quality.realdocs import load_pairs
from tests.quality.test_alignment_quality import tagged

SETS = SHARED / "evalsets"
_STRETCH = 100


def main() -> None:
    """Print a row for each set and set of parameters, a column for each level of noise."""
    if not SETS.exists():
        raise SystemExit("SKIPPED: needs ../shared/evalsets")
    print("| sentences, parameters | " + " | ".join(LEVELS) + " |")
    print("|---" * (len(LEVELS) + 1) + "|")
    for name, pairs in (
        ("news, es", _lines("ntrex.es", "ntrex.en")),
        ("news, es-MX", _lines("ntrex.es-MX", "ntrex.en")),
        ("short, es", _lines("tatoeba.es", "tatoeba.en")),
        ("real documents", _real_sentences()),
    ):
        for said, options in (("sentences", SENTENCES), ("paragraphs", PARAGRAPHS)):
            cells = [_cell(pairs, noise, options) for noise in LEVELS.values()]
            print(f"| {name}, {said} | {' | '.join(cells)} |", flush=True)


def _lines(*names: str) -> list[Pair]:
    spanish, english = ((SETS / name).read_text(encoding="utf-8").splitlines() for name in names)
    return list(zip(spanish, english, strict=True))


def _real_sentences() -> list[Pair]:
    """The sentences of paragraphs that have as many in both languages."""
    found: list[Pair] = []
    for spanish, english in (pair for each in load_pairs() for pair in each):
        sides = split_sentences(spanish, Language.ES), split_sentences(english, Language.EN)
        if len(sides[0]) == len(sides[1]):
            found += zip(*sides, strict=True)
    return found


def _cell(pairs: Sequence[Pair], noise: Noise, options: AlignOptions) -> str:
    gold, made = [], []
    for start in range(0, len(pairs), _STRETCH):
        stretch = pairs[start : start + _STRETCH]
        others = [*pairs[:start], *pairs[start + _STRETCH :]]
        noisy = disturb(stretch, others, noise, seed=start)
        sides = version(noisy.source, Language.ES), version(noisy.target, Language.EN)
        gold += tagged(start, list(noisy.links))
        made += tagged(start, links(align(*sides, options=options), *sides))
    return f"{strict_f1(gold, made):.3f} / {lax_f1(gold, made):.3f}"


if __name__ == "__main__":
    main()
