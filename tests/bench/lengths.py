"""How aligning grows with the length of the texts: `python -m tests.bench.lengths`.

Paragraphs of real text (`../shared/corpora`) with the noise called *real* in tests/quality, so
many on each side, by words alone: strict and lax F1, and those of the same paragraphs disturbed in
pieces of a hundred. Then the time with vectors, which are made up. Seconds are of processor time.
Each length is aligned in a process of its own, whose memory at its peak is told, with what it was
before.
"""

import argparse
import random
import resource
import time
from collections.abc import Sequence
from multiprocessing import get_context

import numpy as np

from puente.alignment.aligner import align
from puente.alignment.similarity import known_similarity
from puente.evaluation.alignment_metrics import lax_f1, strict_f1
from puente.model.documents import Language
from tests.bench.parallel import CORPUS, read_corpus
from tests.fixtures.versions import links, version
from tests.quality.alignment_noise import REAL, disturb
from tests.quality.test_alignment_quality import tagged

_PIECE = 100
_OTHERS = 400


def paragraphs(count: int) -> list[tuple[str, str]]:
    """So many paragraphs in both languages, of sentences that follow each other."""
    corpus = read_corpus()
    del corpus[""]
    found: list[tuple[str, str]] = []
    chance = random.Random(0)
    places = dict.fromkeys(corpus, 0)
    while len(found) < count:
        # Some pages of one source, then of another.
        name = chance.choice([name for name in corpus if places[name] < len(corpus[name])])
        for _ in range(chance.randint(20, 200)):
            size = chance.randint(1, 3)
            taken = corpus[name][places[name] : places[name] + size]
            places[name] += size
            if taken:
                found.append(
                    (" ".join(t.texts[0] for t in taken), " ".join(t.texts[1] for t in taken))
                )
    return found[:count]


def measure(count: int) -> None:
    """Print a row for one length."""
    pairs = paragraphs(count + _OTHERS)
    pairs, others = pairs[:count], pairs[count:]
    noisy = disturb(pairs, others, REAL, seed=0)
    sides = version(noisy.source, Language.ES), version(noisy.target, Language.EN)
    align(sides[0][:10], sides[1][:10])
    before = _megabytes()
    started = time.process_time()
    alignment = align(*sides)
    seconds = time.process_time() - started
    peak = _megabytes()
    rows = np.random.default_rng(0).normal(size=(sum(map(len, sides)), 512)).astype(np.float32)
    similarity = known_similarity([*sides[0], *sides[1]], rows / 512**0.5)
    started = time.process_time()
    align(*sides, similarity)
    with_vectors = time.process_time() - started
    gold, found = list(noisy.links), links(alignment, *sides)
    cells = [
        f"{count:,}", f"{seconds:.1f}", f"{with_vectors:.1f}", f"{peak:.0f} ({before:.0f})",
        f"{strict_f1(gold, found):.3f} / {lax_f1(gold, found):.3f}", _in_pieces(pairs, others),
    ]  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)


def _in_pieces(pairs: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> str:
    """Strict and lax F1 of the paragraphs disturbed and aligned a hundred at a time."""
    gold, found = [], []
    for start in range(0, len(pairs), _PIECE):
        noisy = disturb(pairs[start : start + _PIECE], others, REAL, seed=start)
        sides = version(noisy.source, Language.ES), version(noisy.target, Language.EN)
        gold += tagged(start, list(noisy.links))
        found += tagged(start, links(align(*sides), *sides))
    return f"{strict_f1(gold, found):.3f} / {lax_f1(gold, found):.3f}"


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print a table with a row for each length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", default="1250,2500,5000,10000,30000")
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"SKIPPED: needs {CORPUS.name} in ../shared/corpora")
    names = (
        "paragraphs a side", "s", "s with vectors", "MB at its peak (before)",
        "strict / lax F1", "in pieces of 100",
    )  # fmt: skip
    print(f"| {' | '.join(names)} |\n{'|---' * len(names)}|")
    for count in options.lengths.split(","):
        process = get_context("spawn").Process(target=measure, args=(int(count),))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
