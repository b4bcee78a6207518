"""Weights of the fusion, learned on questions and tried on documents they were not learned on.

`python -m tests.quality.fusion REAL SEEDS` reads the tuning halves of both sets of questions over
two indexes (sqlite:///...: of `tests.quality.real.index`, and of the seeds). It prints what the
shipped weights, learned ones and reciprocal ranks give, and the learned weights themselves, with
that of the words as it is shipped. Learned is a softmax over all segments that a question's legs
found (Cao et al., "Learning to rank: from pairwise to listwise approach", 2007), by five-fold
cross-validation: all questions that the same document answers are in one fold.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from puente.catalogue.catalogue import Catalogue
from puente.embedding.e5 import SHIPPED
from puente.evaluation.questions import Question, load_questions, passage_of
from puente.model.documents import Visibility
from puente.model.identifiers import SegmentId
from puente.search import retrieval
from puente.search.fusion import Feature, Fused, FusionWeights, Leg, features_of, fuse
from puente.search.searcher import KIND_WEIGHTS, Searcher
from puente.store.protocol import Store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.bootstrap import stores_at

HERE = Path(__file__).parent
LEARNED = (Feature.WORDS, Feature.NAMES, Feature.MEANING, Feature.NEARNESS)
FOLDS = 5
_STEPS, _RATE, _PENALTY = 300, 0.05, 0.01

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Findings of the legs for a question: features, shape (segments, features), and answers.

    `passages` name what counts once, `ranks` are the places in each leg, best 0.
    """

    question: Question
    features: Matrix
    answers: NDArray[np.bool_]
    passages: tuple[str, ...]
    reciprocal: Matrix


def read_examples(url: str, folder: Path) -> list[Example]:
    """The questions of the tuning half in a folder that an index answers by words or meaning."""
    with stores_at(url, SHIPPED) as stores:
        store = stores.open(Visibility.PUBLIC)
        searcher = Searcher([store], stores.embedder, load_lexicon(), load_glossary())
        queries, qrels = (folder / f"{name}.tune.tsv" for name in ("queries", "qrels"))
        found = (
            _example(question, _legs_of(searcher, question.text), store)
            for question in load_questions(queries, qrels, Catalogue([store]))
            if question.grades and question.type != "symbol"
        )
        return [each for each in found if each.answers.any()]


def _legs_of(searcher: Searcher, text: str) -> list[Leg]:
    """The legs that a search fuses first: those under the question's own filters."""
    seen: list[list[Leg]] = []

    def spy(
        legs: Iterable[Leg], weights: FusionWeights, *, least_share: float
    ) -> tuple[Fused, ...]:
        seen.append(list(legs))
        return fuse(seen[-1], weights, least_share=least_share)

    with patch.object(retrieval, "fuse", spy):
        searcher.search(text)
    return seen[0]


def _example(question: Question, legs: Sequence[Leg], store: Store) -> Example:
    features = features_of(legs)
    shown = store.hydrate(list(features))
    kinds = [KIND_WEIGHTS.get(shown[each].segment.kind, 1.0) for each in features]
    passages = tuple(passage_of(each, shown[each].translations) for each in features)
    works = [shown[each].document.work_id for each in features]
    return Example(
        question=question,
        features=np.array(
            [
                [kind * own.get(feature, 0.0) for feature in LEARNED]
                for kind, own in zip(kinds, features.values(), strict=True)
            ]
        ),
        answers=np.array(
            [
                passage in question.grades or work in question.grades
                for passage, work in zip(passages, works, strict=True)
            ]
        ),
        passages=passages,
        reciprocal=_reciprocal(list(features), legs),
    )


def _reciprocal(segments: Sequence[SegmentId], legs: Iterable[Leg]) -> Matrix:
    """The sum of 1 / (60 + rank) over the legs (Cormack et al., 2009), shape (segments, 1)."""
    sums = dict.fromkeys(segments, 0.0)
    for leg in legs:
        for rank, scored in enumerate(leg.ranking.scored, 1):
            sums[scored.segment_id] += 1 / (60 + rank)
    return np.array(list(sums.values()))[:, None]


def learn(examples: Sequence[Example]) -> Matrix:
    """Weights that give the answers the largest share of the softmax, with a quadratic penalty."""
    scale = np.concatenate([each.features for each in examples]).std(axis=0)
    weights, momentum, variance = np.zeros((3, len(LEARNED)))
    for step in range(1, _STEPS + 1):
        gradient = -2 * _PENALTY * weights
        for each in examples:
            scaled = each.features / scale
            share = _softmax(scaled @ weights)
            wanted = share * each.answers
            gradient += (wanted / wanted.sum() - share) @ scaled / len(examples)
        momentum = 0.9 * momentum + 0.1 * gradient
        variance = 0.99 * variance + 0.01 * gradient**2
        weights = weights + _RATE * (momentum / (1 - 0.9**step)) / (
            np.sqrt(variance / (1 - 0.99**step)) + 1e-8
        )
    return np.asarray(weights / scale)


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def first_answer(example: Example, scores: Matrix) -> int:
    """The rank of the first passage that answers."""
    seen: set[str] = set()
    for place in np.argsort(-scores, kind="stable"):
        seen.add(example.passages[place])
        if example.answers[place]:
            return len(seen)
    raise AssertionError("an example without an answer")


def _cross_validated(examples: Sequence[Example]) -> list[Matrix]:
    """The scores of each example, by weights learned on other documents."""
    of_example = [min(each.question.works) for each in examples]
    works = sorted(set(of_example))
    random.Random("folds").shuffle(works)
    fold_of = {work: place % FOLDS for place, work in enumerate(works)}
    learned = [
        learn([e for e, w in zip(examples, of_example, strict=True) if fold_of[w] != fold])
        for fold in range(FOLDS)
    ]
    return [
        each.features @ learned[fold_of[work]]
        for each, work in zip(examples, of_example, strict=True)
    ]


def main() -> None:
    """Print a table of the ways to fuse, and the learned weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("real", help="address of the index of the real documents")
    parser.add_argument("seeds", help="address of the index of the seeds")
    chosen = parser.parse_args()
    real = read_examples(chosen.real, HERE / "real")
    examples = [*real, *read_examples(chosen.seeds, HERE)]
    known = asdict(FusionWeights())
    shipped = np.array([known[feature] for feature in LEARNED])
    ways: dict[str, Callable[[], list[Matrix]]] = {
        "shipped weights": lambda: [each.features @ shipped for each in examples],
        "learned on other documents": lambda: _cross_validated(examples),
        "reciprocal ranks": lambda: [each.reciprocal[:, 0] for each in examples],
        "words alone": lambda: [each.features[:, 0] for each in examples],
        "meaning alone": lambda: [each.features[:, 3] for each in examples],
    }
    print("| fusion | real hit@1 | hit@10 | seeds hit@1 | hit@10 |\n|---|---|---|---|---|")
    for name, scores_of in ways.items():
        ranks = np.array(list(map(first_answer, examples, scores_of())))
        halves = (ranks[: len(real)], ranks[len(real) :])
        cells = (f"{(half <= most).mean():.3f}" for half in halves for most in (1, 10))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    weights = learn(examples)
    named = zip(LEARNED, weights * shipped[0] / weights[0], strict=True)
    print(", ".join(f"{feature} {weight:.2f}" for feature, weight in named))


if __name__ == "__main__":
    main()
