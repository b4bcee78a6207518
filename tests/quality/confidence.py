"""How sure a link is: `python -m tests.quality.confidence`, and the fit with `--fit`.

Needs ../shared/realdocs. The fit is a logistic regression on whether a link shares a true pair, by
its score and its linked neighbours, over the disturbed pairs of the documents tuned on, with and
without the encoder, and those of unrelated documents; its weights belong into
puente/alignment/aligner.py.
Then, on the documents held out: of the links and null links of each range of confidence, how many
are true, and what a threshold keeps.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from puente.alignment.aligner import align
from puente.alignment.scoring import Similarity
from puente.alignment.similarity import cosine_similarity
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.evaluation.alignment_metrics import Link
from puente.model.documents import Language
from tests.fixtures.versions import links, version
from tests.quality.alignment_noise import HARD, MILD, REAL
from tests.quality.realdocs import HELD_OUT, TUNED, load_pairs
from tests.quality.test_alignment_quality import disturbed

_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0001)
_THRESHOLDS = (0.5, 0.7, 0.8, 0.9)
_RIDGE = 1e-3


class Judged(NamedTuple):
    """A link or a null link that was made, and whether it is true."""

    is_null: bool
    confidence: float
    features: tuple[float, float]
    is_true: bool


def main() -> None:
    """Print the fit if it is asked for, else the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    encoder = cosine_similarity(open_embedder(SHIPPED), (Language.ES, Language.EN))
    if options.fit:
        made = [*judge(TUNED, None), *judge(TUNED, encoder)]
        print("intercept, score, neighbour:", np.round(fit(made), 2))
        return
    for name, similarity in (("words alone", None), ("with the encoder", encoder)):
        made = list(judge(HELD_OUT, similarity))
        for kind, is_null in (("links", False), ("null links", True)):
            print(f"\n| {kind}, {name} | made | mean confidence | true |\n|---|---|---|---|")
            print_reliability([each for each in made if each.is_null == is_null])
        print_thresholds([each for each in made if not each.is_null], true_links())


def judge(which: tuple[int, ...], similarity: Similarity | None) -> Iterator[Judged]:
    """All that is linked in disturbed pairs and, never rightly, in unrelated documents."""
    for noise in (MILD, REAL, HARD):
        for pair in disturbed(noise, which):
            yield from _judged(pair.source, pair.target, pair.links, similarity)
    documents = load_pairs()
    for one, other in permutations(which, 2):
        source, target = [es for es, _ in documents[one]], [en for _, en in documents[other]]
        nothing = {((n,), ()) for n in range(len(source))} | {
            ((), (n,)) for n in range(len(target))
        }
        yield from _judged(source, target, nothing, similarity)


def _judged(
    spanish: Sequence[str],
    english: Sequence[str],
    gold: Iterable[Link[int]],
    similarity: Similarity | None,
) -> Iterator[Judged]:
    source, target = version(spanish, Language.ES), version(english, Language.EN)
    true = {point for link in gold for point in _points(link)}
    alignment = align(source, target, similarity)
    for bead, link in zip(alignment.beads, links(alignment, source, target), strict=True):
        reasons = dict(bead.reasons)
        yield Judged(
            is_null=not all(link),
            confidence=bead.confidence,
            features=(reasons.get("score", 0.0), reasons.get("neighbours", 0.0)),
            is_true=not true.isdisjoint(_points(link)),
        )


def _points(link: Link[int]) -> set[tuple[int | None, int | None]]:
    return {(s, t) for s in link[0] or (None,) for t in link[1] or (None,)}


def fit(made: Iterable[Judged]) -> NDArray[np.float64]:
    """Intercept and weights of the regression (Newton's method, a little ridge)."""
    found = [each for each in made if not each.is_null]
    rows = np.array([(1.0, *each.features) for each in found])
    true = np.array([float(each.is_true) for each in found])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (true - likely) - _RIDGE * weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def print_reliability(made: Sequence[Judged]) -> None:
    """A row for each range of confidence: how many, how sure in the mean, how many are true."""
    for low, high in pairwise(_BINS):
        some = [each for each in made if low <= each.confidence < high]
        if some:
            sure, true = (
                np.mean([getattr(each, name) for each in some])
                for name in ("confidence", "is_true")
            )
            print(f"| {low:.2f} to {min(high, 1):.2f} | {len(some):,} | {sure:.3f} | {true:.3f} |")


def true_links() -> int:
    """How many links there are to be found in the disturbed pairs held out."""
    return sum(
        bool(link[0] and link[1])
        for noise in (MILD, REAL, HARD)
        for pair in disturbed(noise, HELD_OUT)
        for link in pair.links
    )


def print_thresholds(made: Sequence[Judged], there: int) -> None:
    """A row for each threshold: the share of true links kept, and their precision."""
    print("\n| confidence of at least | true links kept | lax precision |\n|---|---|---|")
    for least in _THRESHOLDS:
        kept = [each.is_true for each in made if each.confidence >= least]
        print(f"| {least} | {sum(kept) / there:.3f} | {np.mean(kept):.4f} |")


if __name__ == "__main__":
    main()
