"""Puente's aligner beside Gale-Church and hunalign on the same gold, in one run.

`python -m tests.bench.aligners` prints strict F1, lax F1 and seconds for the clean and disturbed
paragraphs of the realdocs. hunalign is a program to be built from its source; without a `hunalign`
on the PATH (or named by HUNALIGN) its row is left out, aloud. It gets an empty dictionary, as it
has none for Spanish, and realigns with the words that it learns (-realign).
"""

import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from puente.alignment.aligner import align
from puente.alignment.similarity import cosine_similarity
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.evaluation.alignment_metrics import Link, lax_f1, strict_f1
from puente.model.documents import Language
from tests.fixtures.versions import links, version
from tests.quality.alignment_noise import HARD, MILD, REAL, NoisyPair
from tests.quality.realdocs import HELD_OUT, TUNED
from tests.quality.test_alignment_quality import CLEAN, disturbed, tagged

Aligner = Callable[[Sequence[str], Sequence[str]], list[Link[int]]]
LEVELS = {"clean": CLEAN, "mild": MILD, "real": REAL, "hard": HARD}

# The probabilities of matches, and the variance of lengths, of Gale and Church (1993).
_MOVES = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}
_VARIANCE = 6.8
_EXPANSION = 0.9


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[Link[int]]:
    """The links of Gale & Church (1993): lengths in characters alone."""
    left = np.concatenate([[0], np.cumsum([len(text) for text in source])])
    right = np.concatenate([[0], np.cumsum([len(text) for text in target])])
    cost = np.full((len(source) + 1, len(target) + 1), np.inf)
    back = np.zeros((*cost.shape, 2), int)
    cost[0, 0] = 0
    for i in range(len(source) + 1):
        for j in range(len(target) + 1):
            for (di, dj), prior in _MOVES.items():
                if i < di or j < dj or not math.isfinite(cost[i - di, j - dj]):
                    continue
                lengths = left[i] - left[i - di], right[j] - right[j - dj]
                total = cost[i - di, j - dj] - math.log(prior) + _length_cost(*lengths)
                if total < cost[i, j]:
                    cost[i, j], back[i, j] = total, (di, dj)
    found: list[Link[int]] = []
    i, j = len(source), len(target)
    while i or j:
        di, dj = back[i, j].tolist()
        found.append((tuple(range(i - di, i)), tuple(range(j - dj, j))))
        i, j = i - di, j - dj
    return found[::-1]


def _length_cost(source: float, target: float) -> float:
    """-log of the two-sided probability that translations differ in length so much."""
    if not source and not target:
        return 0.0
    mean = (source + target / _EXPANSION) / 2
    deviation = abs(target - source * _EXPANSION) / math.sqrt(mean * _VARIANCE)
    return -math.log(max(math.erfc(deviation / math.sqrt(2)), 1e-300))


def hunalign(program: str) -> Aligner:
    """hunalign (Varga et al., 2005) with an empty dictionary."""

    def run(source: Sequence[str], target: Sequence[str]) -> list[Link[int]]:
        with tempfile.TemporaryDirectory() as folder:
            names = [str(Path(folder) / name) for name in ("null.dic", "es.txt", "en.txt")]
            for name, texts in zip(names, ((), source, target), strict=True):
                lines = "".join(" ".join(text.split()) + "\n" for text in texts)
                Path(name).write_text(lines, encoding="utf-8")
            answer = subprocess.run(
                [program, "-realign", *names], capture_output=True, check=True, encoding="utf-8"
            )
        ladder = [tuple(map(int, line.split("\t")[:2])) for line in answer.stdout.splitlines()]
        return [(tuple(range(a, c)), tuple(range(b, d))) for (a, b), (c, d) in pairwise(ladder)]

    return run


def puente(with_encoder: bool) -> Aligner:
    """Puente's own, with or without the shipped encoder."""
    similarity = cosine_similarity(open_embedder(SHIPPED)) if with_encoder else None

    def run(source: Sequence[str], target: Sequence[str]) -> list[Link[int]]:
        sides = version(source, Language.ES), version(target, Language.EN)
        return links(align(*sides, similarity), *sides)

    return run


def aligners() -> Iterator[tuple[str, Aligner]]:
    """Those that this machine has."""
    yield "Gale-Church", gale_church
    program = os.environ.get("HUNALIGN") or shutil.which("hunalign")
    if program:
        yield "hunalign", hunalign(program)
    else:
        sys.stderr.write("hunalign is not installed: its row is left out\n")
    yield "Puente, words alone", puente(with_encoder=False)
    yield "Puente, with the encoder", puente(with_encoder=True)


def main() -> None:
    """Print one table for the documents tuned on and one for those held out."""
    found = list(aligners())
    for title, which in (("held out", HELD_OUT), ("tuned on", TUNED)):
        print(f"\n| {title}: strict / lax (s) | " + " | ".join(LEVELS) + " |")
        print("|---" * (len(LEVELS) + 1) + "|")
        for name, aligner in found:
            cells = [_cell(list(disturbed(noise, which)), aligner) for noise in LEVELS.values()]
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _cell(pairs: Sequence[NoisyPair], aligner: Aligner) -> str:
    gold, made = [], []
    started = time.perf_counter()
    for number, pair in enumerate(pairs):
        gold += tagged(number, list(pair.links))
        made += tagged(number, aligner(pair.source, pair.target))
    seconds = time.perf_counter() - started
    return f"{strict_f1(gold, made):.3f} / {lax_f1(gold, made):.3f} ({seconds:.1f})"


if __name__ == "__main__":
    main()
