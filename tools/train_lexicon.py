"""Make the bilingual lexicon: IBM Model 1 over sentence pairs, both directions, agreed and pruned.

    python -m tools.train_lexicon ../shared/corpora/parallel.tsv.gz

writes `puente/data/lexicon.tsv.gz`. Brown et al., "The mathematics of statistical machine
translation" (1993), section 4; the two directions are multiplied and renormalised (Liang et al.,
"Alignment by agreement", 2006), which drops most of the frequent words that Model 1 ties to rare
ones.
"""

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from puente.model.documents import Language
from puente.text.lexicon import PATH, Lexicon, LexiconEntry
from puente.text.tokenization import stem, words

# How often each source of the training text counts: technical prose less, formal prose more.
SOURCE_WEIGHTS = {
    "python_docs_es": 0.25, "iachr": 4.0, "europarl_ner": 4.0, "cc_legalcode": 2.0,
    "mozilla_legal": 2.0, "votegov": 2.0, "irs_direct_file": 1.5, "umbrella_content2": 1.5,
    "country_names": 4.0, "puente_glossary": 8.0, "who_app": 2.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """Sizes of the training; the floors keep the shipped file under a megabyte."""

    iterations: int = 6
    longest: int = 60
    """Sentences are cut here: longer ones cost the square and teach little."""
    least_count: int = 3
    least_probability: float = 0.03
    most_translations: int = 8


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two texts that translate each other, and how much they count."""

    spanish: str
    english: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occurrences:
    """Each stem of a sentence beside each one of its translation: arrays of one length.

    `cell` is the number of the two stems among all twos that occur, `pair` that of the sentence
    pair, and `weight` how much that pair counts.
    """

    cell: NDArray[np.int64]
    pair: NDArray[np.int64]
    weight: NDArray[np.float64]


def train(pairs: Iterable[SentencePair], options: TrainingOptions = TrainingOptions()) -> Lexicon:
    """Train a lexicon on sentence pairs."""
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    weights: list[float] = []
    seen: Counter[tuple[Language, str, str]] = Counter()
    for pair in pairs:
        spanish = _stems(pair.spanish, Language.ES, options.longest, seen)
        english = _stems(pair.english, Language.EN, options.longest, seen)
        if spanish and english:
            sides[0].append(spanish)
            sides[1].append(english)
            weights.append(pair.weight)
    vocabularies = [_vocabulary(side, options.least_count) for side in sides]
    spanish_ids, english_ids, pair_ids = _cooccurrences(sides, vocabularies)
    size = len(vocabularies[1])
    cells, cell_of = np.unique(spanish_ids * size + english_ids, return_inverse=True)
    rows, columns = cells // size, cells % size
    occurrences = _Occurrences(
        cell=cell_of, pair=pair_ids, weight=np.asarray(weights, np.float64)[pair_ids]
    )
    forward = _model_one(occurrences, rows, columns, options.iterations)
    backward = _model_one(occurrences, columns, rows, options.iterations)
    agreed = np.sqrt(forward * backward)
    entries = _entries(agreed, rows, columns, [list(v) for v in vocabularies], options)
    return Lexicon(entries, _forms(entries, seen))


def _stems(
    text: str, language: Language, longest: int, seen: Counter[tuple[Language, str, str]]
) -> list[str]:
    """The distinct stems of a text, its words counted in `seen`."""
    stems = []
    for word in words(text):
        stems.append(stem(word, language))
        seen[language, stems[-1], word] += 1
    return list(dict.fromkeys(stems))[:longest]


def _forms(
    entries: Sequence[LexiconEntry], seen: Counter[tuple[Language, str, str]]
) -> dict[tuple[Language, str], str]:
    """The most frequent word of each stem in the entries."""
    kept = {(Language.ES, e.spanish) for e in entries} | {(Language.EN, e.english) for e in entries}
    forms: dict[tuple[Language, str], str] = {}
    for (language, root, word), _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if (language, root) in kept:
            forms.setdefault((language, root), word)
    return forms


def _vocabulary(side: Sequence[Sequence[str]], least_count: int) -> dict[str, int]:
    counts = Counter(word for sentence in side for word in sentence)
    kept = sorted(word for word, count in counts.items() if count >= least_count)
    return {word: number for number, word in enumerate(kept)}


def _cooccurrences(
    sides: Sequence[Sequence[Sequence[str]]], vocabularies: Sequence[dict[str, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every Spanish word of a pair with every English one: three columns of equal length."""
    parts: tuple[list[NDArray[np.int64]], ...] = ([], [], [])
    for number, (spanish, english) in enumerate(zip(*sides, strict=True)):
        left = np.array([i for w in spanish if (i := vocabularies[0].get(w)) is not None], np.int64)
        right = np.array(
            [i for w in english if (i := vocabularies[1].get(w)) is not None], np.int64
        )
        parts[0].append(np.repeat(left, len(right)))
        parts[1].append(np.tile(right, len(left)))
        parts[2].append(np.full(len(left) * len(right), number, np.int64))
    return np.concatenate(parts[0]), np.concatenate(parts[1]), np.concatenate(parts[2])


def _model_one(
    occurrences: _Occurrences,
    given: NDArray[np.int64],
    made: NDArray[np.int64],
    iterations: int,
) -> NDArray[np.float64]:
    """p(made | given) of every cell, by expectation maximisation; `given` and `made` are stems."""
    cell_of = occurrences.cell
    made_size = int(made.max()) + 1
    made_in_pair = occurrences.pair * made_size + made[cell_of]
    _, word_of = np.unique(made_in_pair, return_inverse=True)
    probability = np.full(len(given), 1.0 / made_size)
    for _ in range(iterations):
        share = probability[cell_of]
        total = np.bincount(word_of, weights=share)
        share *= occurrences.weight / total[word_of]
        count = np.bincount(cell_of, weights=share, minlength=len(given))
        probability = count / np.bincount(given, weights=count)[given]
    return probability


def _entries(
    score: NDArray[np.float64],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    names: Sequence[Sequence[str]],
    options: TrainingOptions,
) -> list[LexiconEntry]:
    """The cells that are among the best of their row or column, with both probabilities."""
    forward = score / np.bincount(rows, weights=score)[rows]
    backward = score / np.bincount(columns, weights=score)[columns]
    kept = _best(forward, rows, options) | _best(backward, columns, options)
    return [
        LexiconEntry(names[0][row], names[1][column], round(float(there), 3), round(float(back), 3))
        for row, column, there, back in zip(
            rows[kept], columns[kept], forward[kept], backward[kept], strict=True
        )
    ]


def _best(
    probability: NDArray[np.float64], given: NDArray[np.int64], options: TrainingOptions
) -> NDArray[np.bool_]:
    """Mask of the cells that are probable enough and among the best of their given word."""
    order = np.lexsort((-probability, given))
    ordered = given[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rank = np.empty(len(given), np.int64)
    rank[order] = np.arange(len(given)) - np.repeat(starts, np.diff(np.r_[starts, len(given)]))
    best: NDArray[np.bool_] = (rank < options.most_translations) & (
        probability >= options.least_probability
    )
    return best


def read_pairs(path: Path) -> Iterable[SentencePair]:
    """The pairs of a gzipped file of `spanish TAB english TAB source` lines, weighted by source."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            spanish, english, source = line.rstrip("\n").split("\t")
            yield SentencePair(spanish, english, SOURCE_WEIGHTS.get(source, 1.0))


if __name__ == "__main__":
    train(read_pairs(Path(sys.argv[1]))).save(PATH)
