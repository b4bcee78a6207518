"""An endless collection of real text: pairs of documents in Spanish and English, aligned.

Sentences come from the parallel corpus beside the project (`../shared/corpora/parallel.tsv.gz`):
those that follow each other there make a paragraph, as long as the paragraphs of the seeds are.
Each pair of documents replaces half of the names and every number, the same way in both languages,
and every paragraph that this does not change, and a fifth of the others, end with who said so,
where and when: hardly a paragraph is there twice, and the vocabulary grows with the collection as
it does in real text. A document is 100 segments, ten
sections of a heading and nine paragraphs. The same number always gives the same documents.

A vector is the mean of those of the paragraph's sentences, each embedded once by the shipped
encoder, and some noise for what was replaced: to embed a million paragraphs takes hours.
"""

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from puente.embedding.protocol import Embedder
from puente.model.alignments import Alignment
from puente.model.documents import Document, DocumentKind, Language
from puente.model.queries import Role
from puente.model.segments import Segment, SegmentKind
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import alignment, document, segment
from tests.paths import SHARED

CORPUS = SHARED / "corpora" / "parallel.tsv.gz"
SIDES = (Language.ES, Language.EN)
SECTIONS, PARAGRAPHS = 10, 9
SEGMENTS_A_PAIR = len(SIDES) * SECTIONS * (1 + PARAGRAPHS)

# One manual is a third of the corpus: a quarter of it is enough.
_LARGEST, _LABELS = "python_docs_es", "ted_eforms"
_SHORTEST_SENTENCE = 8
# Paragraphs of the seeds have 46 words in the mean, quartiles 18 and 57.
_FEWEST_WORDS, _MORE_WORDS = 3, 18
_NAMES = 400_000
# The cosine of such a vector with what it was before is .97.
_NOISE = 0.25
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÁÉÍÓÚÑ][a-záéíóúñü]{3,}\b")
_ORGANS = ("AG", "CP", "CIDI", "CJI", "CIDH", "SG", None)
MONTHS = (
    (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
    (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
)  # fmt: skip


_ATTRIBUTIONS = (
    (
        "Lo informó {who} en {where} el {day} de {mes} de {year}.",
        "{who} reported this in {where} on {month} {day}, {year}.",
    ),
    (
        "Véase la intervención de {who} ({where}, {day} de {mes} de {year}).",
        "See the statement by {who} ({where}, {day} {month} {year}).",
    ),
    (
        "Se aprobó a propuesta de {who} ({where}, {mes} de {year}).",
        "It was adopted on the proposal of {who} ({where}, {month} {year}).",
    ),
)


class Sentence(NamedTuple):
    """A sentence in both languages, and its place among all that are used."""

    number: int
    texts: tuple[str, str]


class Paragraph(NamedTuple):
    """A segment in both languages, and the sentences that it was made of."""

    kind: SegmentKind
    texts: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A document with its segments and their vectors."""

    document: Document
    segments: tuple[Segment, ...]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one text and their alignment."""

    versions: tuple[Version, ...]
    alignment: Alignment


class Collection:
    """Pairs of documents by number; `folder` keeps the vectors of the sentences."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        sentences = read_corpus()
        self._labels = sentences.pop("")
        self._sources = list(sentences.values())
        self._lengths = [len(found) for found in self._sources]
        everything = [each for found in (*self._sources, self._labels) for each in found]
        self._vectors = _sentence_vectors(everything, embedder, folder / "sentences.npy")
        self._names = invent_names()

    def pair(self, number: int) -> Pair:
        """The documents of that number."""
        chance, noise = random.Random(number), np.random.default_rng(number)
        changes = Changes(chance, self._names)
        paragraphs = [
            paragraph
            for section in range(1, SECTIONS + 1)
            for paragraph in self._section(chance, changes, section)
        ]
        values = _metadata(chance, number)
        versions = tuple(
            self._version(f"scale-{number}.{language}", paragraphs, side, values, noise)
            for side, language in enumerate(SIDES)
        )
        source, target = (version.segments for version in versions)
        return Pair(versions, alignment(source, target))

    def _section(
        self, chance: random.Random, changes: "Changes", number: int
    ) -> Iterator[Paragraph]:
        """A heading, and paragraphs of sentences that follow each other in one source."""
        label, ending = chance.choice(self._labels), f"({changes.name()}, {changes.year()})"
        es, en = (f"{number}. {text} {ending}" for text in label.texts)
        yield Paragraph(SegmentKind.HEADING, (es, en), (label,))
        [source] = chance.choices(self._sources, self._lengths)
        place = chance.randrange(len(source))
        for _ in range(PARAGRAPHS):
            wanted = _FEWEST_WORDS + chance.expovariate(1 / _MORE_WORDS)
            taken: list[Sentence] = []
            while wanted > 0:
                taken.append(source[place % len(source)])
                wanted -= len(taken[-1].texts[0].split())
                place += 1
            yield Paragraph(SegmentKind.PARAGRAPH, changes.apply(taken), tuple(taken))

    def _version(
        self,
        identifier: str,
        paragraphs: Sequence[Paragraph],
        side: int,
        values: dict[str, Any],
        noise: np.random.Generator,
    ) -> Version:
        made = document(identifier, title=paragraphs[0].texts[side], **values)
        segments: list[Segment] = []
        path: tuple[str, ...] = ()
        for ordinal, (kind, texts, _) in enumerate(paragraphs, 1):
            above = () if kind is SegmentKind.HEADING else path
            path = (texts[side],) if kind is SegmentKind.HEADING else path
            segments.append(
                segment(texts[side], document=made, ordinal=ordinal, kind=kind, heading_path=above)
            )
        rows = np.stack([self._direction(each.sentences, side) for each in paragraphs])
        rows += noise.normal(scale=_NOISE / np.sqrt(rows.shape[1]), size=rows.shape)
        return Version(made, tuple(segments), unit_rows(rows))

    def _direction(self, sentences: Sequence[Sentence], side: int) -> NDArray[np.float64]:
        """The mean vector of some sentences, of unit length; long ones count more."""
        rows = self._vectors[side, [sentence.number for sentence in sentences]]
        words = [len(sentence.texts[side].split()) for sentence in sentences]
        mean = np.average(rows.astype(np.float64), axis=0, weights=words)
        return np.asarray(mean / np.linalg.norm(mean))


class Changes:
    """What one pair of documents makes of numbers and names, the same in both languages."""

    def __init__(self, chance: random.Random, names: Sequence[str]) -> None:
        self._chance = chance
        self._names = names
        self._numbers: dict[str, str] = {}
        self._renamed: dict[str, str] = {}

    def name(self) -> str:
        """An invented name, by Zipf's law."""
        return self._names[int(len(self._names) ** self._chance.random()) - 1]

    def year(self) -> int:
        return self._chance.randint(1948, 2026)

    def apply(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """The sentences of a paragraph, changed, in both languages."""
        whole = tuple(
            " ".join(each.texts[side] for each in sentences) for side in range(len(SIDES))
        )
        shared = sorted(set.intersection(*(set(_NAME.findall(text)) for text in whole)))
        for name in shared:
            if name not in self._renamed:
                self._renamed[name] = self.name() if self._chance.random() < 0.5 else name
        changed = tuple(self._renumber(self._rename(text, shared)) for text in whole)
        if changed == whole or self._chance.random() < 0.2:
            return tuple(map(" ".join, zip(changed, self._attribution(), strict=True)))
        return changed

    def _rename(self, text: str, names: Sequence[str]) -> str:
        return _NAME.sub(lambda m: self._renamed[m[0]] if m[0] in names else m[0], text)

    def _renumber(self, text: str) -> str:
        return _NUMBER.sub(lambda m: self._numbers.setdefault(m[0], self._other_number(m[0])), text)

    def _other_number(self, digits: str) -> str:
        """A number of as many digits; a year stays one."""
        if len(digits) == 4 and digits.startswith(("19", "20")):
            return str(self.year())
        return "".join(self._chance.choices("123456789", k=len(digits)))

    def _attribution(self) -> tuple[str, ...]:
        """Who said so, where and when."""
        month = self._chance.randrange(12)
        values = {
            "who": f"{self.name()} {self.name()}",
            "where": self.name(),
            "day": self._chance.randint(1, 28),
            "month": MONTHS[1][month],
            "mes": MONTHS[0][month],
            "year": self.year(),
        }
        return tuple(text.format(**values) for text in self._chance.choice(_ATTRIBUTIONS))


def _metadata(chance: random.Random, number: int) -> dict[str, Any]:
    """What filters narrow: values as uneven as a secretariat's; three of five have a symbol."""
    year, organ = chance.randint(1948, 2026), chance.choice(_ORGANS)
    mark = f"CP/doc.{10_000 + number}/{year % 100:02}" if chance.random() < 0.6 else None
    return {
        "collection": chance.choices(("oas", "crm", "csm"), (8, 2, 1))[0],
        "organ": organ,
        "kind": chance.choice(list(DocumentKind)),
        "date": str(year),
        "symbol": parse_symbol(mark) if mark else None,
    }


def read_corpus() -> dict[str, list[Sentence]]:
    """The sentences of each source in their order; under "" what can be a heading."""
    found: dict[str, list[Sentence]] = {"": []}
    seen: set[str] = set()
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            es, en, source = line.rstrip("\n").split("\t")
            is_sentence = len(es.split()) >= _SHORTEST_SENTENCE
            if es in seen or (source == _LARGEST and place % 4):
                continue
            if is_sentence or source == _LABELS:
                shelf = found.setdefault(source if is_sentence else "", [])
                shelf.append(Sentence(len(seen), (es, en)))
                seen.add(es)
    return found


def _sentence_vectors(
    sentences: Sequence[Sentence], embedder: Embedder, file: Path
) -> NDArray[np.float16]:
    """The vectors of all sentences in both languages, kept in a file."""
    if file.exists():
        return np.load(file, mmap_mode="r")
    rows = np.zeros((len(SIDES), len(sentences), embedder.dimension), np.float16)
    for start in range(0, len(sentences), 512):
        batch = sentences[start : start + 512]
        for side in range(len(SIDES)):
            texts = [sentence.texts[side] for sentence in batch]
            rows[side, [each.number for each in batch]] = embedder.embed(texts, role=Role.PASSAGE)
        print(f"\rembedded {start + len(batch):,} of {len(sentences):,} sentences", end="")
    print()
    np.save(file, rows)
    return rows


def invent_names() -> list[str]:
    """Names that no dictionary has, the commonest first."""
    chance = random.Random("names")
    heads = [
        c + v
        for c in (
            "b",
            "c",
            "d",
            "f",
            "g",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "v",
            "z",
            "br",
            "cr",
            "dr",
            "gr",
            "tr",
            "ll",
            "ch",
            "j",
        )
        for v in "aeiou"
    ]
    tails = ["n", "s", "r", "l", "z", "", "", "", "ndo", "ción", "nte", "rez", "ra", "lia"]
    names: dict[str, None] = {}
    while len(names) < _NAMES:
        syllables = "".join(chance.choices(heads, k=chance.choice((2, 2, 3, 3, 3, 4))))
        names[(syllables + chance.choice(tails)).capitalize()] = None
    return list(names)


def unit_rows(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
