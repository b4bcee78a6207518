"""Translations and answers that encoders find in the evaluation sets of ../shared/evalsets.

`python -m tests.quality.encoders [FOLDER ...]` prints a row for the shipped encoder and one for
each folder with files like its own, as `python -m tools.encoder --into FOLDER` makes them. Nothing
of these sets may be learned from.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from puente.embedding.e5 import E5Embedder
from puente.embedding.protocol import Embedder
from puente.model.documents import Language
from puente.model.queries import Role
from tests.paths import SHARED

SETS = SHARED / "evalsets"
SIDES = (Language.ES, Language.EN)
_COLUMNS = (
    "XQuAD es>es", "XQuAD es>en", "XQuAD en>es", "XQuAD en>en", "pooled es", "pooled en",
    "NTREX es>en", "NTREX en>es", "Tatoeba es>en", "Tatoeba en>es",
)  # fmt: skip


def main() -> None:
    """Print the mean reciprocal rank of XQuAD's paragraphs, and how many translations are first."""
    if not SETS.exists():
        raise SystemExit(f"SKIPPED: needs {SETS}")
    encoders = {"shipped": E5Embedder()} | {name: E5Embedder(Path(name)) for name in sys.argv[1:]}
    print(f"| encoder | {' | '.join(_COLUMNS)} |")
    print("|---" * (len(_COLUMNS) + 1) + "|")
    for name, encoder in encoders.items():
        figures = [*_answers(encoder), *_translations(encoder, "ntrex"),
                   *_translations(encoder, "tatoeba")]  # fmt: skip
        print(f"| {name} | {' | '.join(f'{each:.3f}' for each in figures)} |", flush=True)


def _answers(encoder: Embedder) -> list[float]:
    """Mean reciprocal ranks among one language's paragraphs, then among those of both."""
    asked = [_rows(f"xquad/questions.{side}.tsv") for side in SIDES]
    read = [_rows(f"xquad/paragraphs.{side}.tsv") for side in SIDES]
    questions = [_embedded(encoder, [r[2] for r in rows], Role.QUERY, side)
                 for rows, side in zip(asked, SIDES, strict=True)]  # fmt: skip
    passages = [_embedded(encoder, [r[1] for r in rows], Role.PASSAGE, side)
                for rows, side in zip(read, SIDES, strict=True)]  # fmt: skip
    place = {row[0]: number for number, row in enumerate(read[0])}
    right = np.array([place[row[1]] for row in asked[0]])
    one = [_reciprocal(q @ p.T, right) for q in questions for p in passages]
    # The same paragraph in either language answers: the better of its two places counts.
    pool = np.concatenate(passages)
    both = [
        float(np.maximum(_ranks(q @ pool.T, right), _ranks(q @ pool.T, right + len(place))).mean())
        for q in questions
    ]
    return one + both


def _translations(encoder: Embedder, name: str) -> list[float]:
    """Shares of the lines whose translation is nearest, in both directions."""
    lines = {side: (SETS / f"{name}.{side}").read_text("utf-8").splitlines() for side in SIDES}
    spanish, english = (_embedded(encoder, lines[side], Role.PASSAGE, side) for side in SIDES)
    own = np.arange(len(spanish))
    alike = spanish @ english.T
    return [float((each.argmax(axis=1) == own).mean()) for each in (alike, alike.T)]


def _embedded(
    encoder: Embedder, texts: Sequence[str], role: Role, side: Language
) -> NDArray[np.float32]:
    return encoder.embed(texts, role=role, language=side)


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (SETS / name).read_text("utf-8").splitlines()]


def _reciprocal(alike: NDArray[np.float32], right: NDArray[np.intp]) -> float:
    return float(_ranks(alike, right).mean())


def _ranks(alike: NDArray[np.float32], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """The reciprocal rank of the right column of each row."""
    own = alike[np.arange(len(right)), right]
    return np.asarray(1 / (1 + (alike > own[:, None]).sum(axis=1)), np.float64)


if __name__ == "__main__":
    main()
