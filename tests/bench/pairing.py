"""Pairing at scale: `python -m tests.bench.pairing --documents 2000`.

Half of the documents are editions of yearly resolutions, ten years each: the same paragraphs with
another symbol, other dates and numbers. The others have each its own text. Sentences come from the
parallel corpus beside the project (`../shared/corpora`), changed as tests/bench/parallel.py does; a
document has 20 to 60 segments. Of every ten texts one lacks its version, and of every thirty one is
there in two revisions, one in each language: these are to be proposed. Half of the resolutions and
a third of the others bear a symbol or a date, as documents whose title block was read do.

The index is made first (its vectors by the shipped encoder, sentence by sentence) and its time is
not counted; then everything is paired, and ten documents that come later.
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.pairing.matcher import Pairing
from ingest.pipeline.version_links import link_versions
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.embedding.protocol import Embedder
from puente.model.documents import Document
from puente.model.identifiers import DocumentId
from puente.model.queries import Role
from puente.model.segments import Segment
from puente.store import open_store
from puente.store.protocol import Store
from puente.symbols.finding import parse_symbol
from tests.bench.parallel import (
    CORPUS,
    MONTHS,
    SIDES,
    Changes,
    Sentence,
    invent_names,
    read_corpus,
    unit_rows,
)
from tests.fixtures.builders import document, segment

_Ids: TypeAlias = tuple[DocumentId, DocumentId]

_EDITIONS = 10
_LATE = 10
_LACKING, _REVISED = 1 / 10, 1 / 30
_FEWEST, _MOST = 20, 60
_NOISE = 0.25
_OPENING = (
    "Resolución {symbol}, aprobada el {day} de {mes} de {year} en la sesión plenaria {number}.",
    "Resolution {symbol}, adopted on {month} {day}, {year} at plenary session {number}.",
)
_RECALLING = (
    "RECORDANDO las decisiones tomadas el {day} de {mes} de {year} sobre {count} informes.",
    "RECALLING the decisions taken on {month} {day}, {year} on {count} reports.",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages: its paragraphs and what is known of each version."""

    name: str
    paragraphs: tuple[tuple[str, ...], ...]
    sentences: tuple[tuple[Sentence, ...], ...]
    known: tuple[dict[str, Any], ...]
    sides: tuple[int, ...]


class Texts:
    """The texts of the collection by number; the same number always gives the same text."""

    def __init__(self) -> None:
        corpus = read_corpus()
        del corpus[""]
        self._sources = list(corpus.values())
        self._lengths = [len(found) for found in self._sources]
        self._names = invent_names()

    def make(self, number: int) -> Text:
        """Even tens are ten editions of one resolution, odd ones ten texts of their own."""
        is_edition = number // _EDITIONS % 2 == 0
        chance = random.Random(number)
        base = random.Random(f"base {number // _EDITIONS if is_edition else -number}")
        chosen = [self._paragraph(base) for _ in range(base.randint(_FEWEST, _MOST) - 1)]
        if is_edition:
            chosen = [self._paragraph(chance) if chance.random() < 0.1 else p for p in chosen]
            changes = Changes(random.Random(f"names {number // _EDITIONS}"), self._names)
            paragraphs = [_joined(each) for each in chosen]
            year = 1995 + number % _EDITIONS
            paragraphs = [_dated(p, chance, year) for p in paragraphs]
        else:
            changes = Changes(chance, self._names)
            paragraphs = [changes.apply(each) for each in chosen]
            year = changes.year()
        values = _values(chance, year, f"AG/RES. {1000 + number}")
        opening = tuple(template.format(**values) for template in _OPENING)
        known, sides = _known(chance, values, is_edition=is_edition), (0, 1)
        if chance.random() < _LACKING:
            sides = (chance.randrange(2),)
        return Text(
            name=f"text-{number:05}",
            paragraphs=(opening, *paragraphs),
            sentences=((), *map(tuple, chosen)),
            known=known,
            sides=sides,
        )

    def _paragraph(self, chance: random.Random) -> list[Sentence]:
        [source] = chance.choices(self._sources, self._lengths)
        place = chance.randrange(len(source))
        return [source[(place + k) % len(source)] for k in range(chance.randint(1, 2))]


def _joined(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(" ".join(each.texts[side] for each in sentences) for side in range(len(SIDES)))


def _dated(texts: tuple[str, ...], chance: random.Random, year: int) -> tuple[str, ...]:
    """A fourth of the paragraphs of an edition name a date and a count of that year."""
    if chance.random() >= 0.25:
        return texts
    values = _values(chance, year - chance.randrange(3), "")
    said = (template.format(**values) for template in _RECALLING)
    return tuple(f"{text} {more}" for text, more in zip(texts, said, strict=True))


def _values(chance: random.Random, year: int, symbol: str) -> dict[str, Any]:
    month = chance.randrange(12)
    return {
        "symbol": symbol,
        "day": chance.randint(1, 28),
        "month": MONTHS[1][month],
        "mes": MONTHS[0][month],
        "year": year,
        "number": chance.randint(1, 60),
        "count": chance.randint(2, 90),
    }


def _known(
    chance: random.Random, values: dict[str, Any], *, is_edition: bool
) -> tuple[dict[str, Any], ...]:
    """What the reading of the title block knows of each version: symbol, date or nothing."""
    draw = chance.random() * (1 if is_edition else 1.5)
    found: dict[str, Any] = {}
    if draw < 0.3:
        found["symbol"] = parse_symbol(f"{values['symbol']} ({values['year']})")
    elif draw < 0.5:
        found["date"] = str(values["year"])
    if chance.random() < _REVISED:
        mark = f"CP/doc.{values['symbol'][-4:]}/{values['year'] % 100:02}"
        return tuple({"symbol": parse_symbol(f"{mark} rev. {revision}")} for revision in (1, 2))
    return found, found


def _versions(text: Text) -> Iterator[tuple[Document, tuple[Segment, ...]]]:
    for side in text.sides:
        made = document(f"{text.name}.{SIDES[side]}", **text.known[side])
        yield (
            made,
            tuple(
                segment(each[side], document=made, ordinal=ordinal)
                for ordinal, each in enumerate(text.paragraphs, 1)
            ),
        )


class Vectors:
    """Vectors of paragraphs: the mean of their sentences' and some noise for what was changed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._of: dict[str, NDArray[np.float32]] = {}

    def rows(self, text: Text, side: int, seed: int) -> NDArray[np.float32]:
        """One row for each paragraph."""
        strings = [
            [each.texts[side] for each in some] or [whole[side]]
            for some, whole in zip(text.sentences, text.paragraphs, strict=True)
        ]
        missing = [s for s in dict.fromkeys(chain.from_iterable(strings)) if s not in self._of]
        if missing:
            made = self._embedder.embed(missing, role=Role.PASSAGE)
            self._of.update(zip(missing, made, strict=True))
        rows = np.stack([np.mean([self._of[s] for s in some], axis=0) for some in strings])
        noise = np.random.default_rng(seed)
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit_rows(rows + noise.normal(scale=_NOISE / rows.shape[1] ** 0.5, size=rows.shape))


def build(folder: Path, count: int) -> None:
    """An index of that many documents in the folder, their versions not looked for."""
    embedder = open_embedder(SHIPPED)
    texts, vectors = Texts(), Vectors(embedder)
    with _opened(folder) as store:
        made, number = 0, 0
        while made < count:
            text = texts.make(number)
            with store.writing() as writer:
                for place, (found, segments) in enumerate(_versions(text)):
                    rows = vectors.rows(text, text.sides[place], number)
                    writer.put(found, segments, rows)
                    made += 1
            number += 1
            print(f"\rmade {made:,} of {count:,} documents", end="", flush=True)
        print()


def _opened(folder: Path) -> AbstractContextManager[Store]:
    url = f"sqlite:///{folder}/pairing.db"
    return closing(open_store(url, embedder=SHIPPED, dimension=512))


def measure(store: Store) -> None:
    """Print what pairing the documents of a store takes and finds, and then ten more."""
    documents = {each.id: each for each in store.documents()}
    late = {each.id: each for each in sorted(documents.values(), key=lambda d: d.id)[-_LATE:]}
    kept = [(each, store.segments_of(each.id), store.vectors_of(each.id)) for each in late.values()]
    with store.writing() as writer:
        for document_id in late:
            writer.delete(document_id)
    before = _megabytes()
    found, seconds = _paired(store)
    state = store.index_state()
    print(f"| documents, segments | {state.documents:,}, {state.segments:,} |")
    print(f"| paired in, of processor time | {seconds:.0f} s, {time.process_time():.0f} s |")
    print(f"| memory at its peak, before | {_megabytes():.0f} MB, {before:.0f} MB |")
    _print_figures([each for each in documents.values() if each.id not in late], found)
    with store.writing() as writer:
        for each in kept:
            writer.put(*each)
    more, seconds = _paired(store, frozenset(late))
    print(f"| {_LATE} more documents paired in | {seconds:.1f} s |")
    print(f"| pairs among them | {len(more.pairs)} |")


def _print_figures(documents: Sequence[Document], found: Pairing) -> None:
    """Print precision and recall of pairs and of proposals."""
    true, revised = _truth(documents)
    pairs = {(each.source_id, each.target_id) for each in found.pairs}
    proposals = {(each.source_id, each.target_id) for each in found.proposals}
    right = len(pairs & true)
    print(f"| pairs: true, found, right | {len(true)}, {len(pairs)}, {right} |")
    print(f"| precision, recall | {right / len(pairs):.4f}, {right / len(true):.4f} |")
    print(f"| revisions: there, proposed | {len(revised)}, {len(proposals & revised)} |")
    print(f"| other proposals, true pairs among them | {_others(proposals - revised, true)} |")
    for pair in sorted(pairs - true):
        print(f"| WRONG | {' = '.join(pair)} |")


def _others(proposals: set[_Ids], true: set[_Ids]) -> str:
    return f"{len(proposals)}, {len(proposals & true)}"


def _truth(documents: Iterable[Document]) -> tuple[set[_Ids], set[_Ids]]:
    """The ids of true pairs, and those of two revisions."""
    versions: dict[str, list[Document]] = {}
    for each in sorted(documents, key=lambda d: SIDES.index(d.language)):
        versions.setdefault(each.work_id, []).append(each)
    both = [(each[0], each[1]) for each in versions.values() if len(each) == len(SIDES)]
    pairs = {(a.id, b.id) for a, b in both if a.symbol == b.symbol}
    return pairs, {(a.id, b.id) for a, b in both} - pairs


def _paired(store: Store, fresh: frozenset[DocumentId] | None = None) -> tuple[Pairing, float]:
    started = time.perf_counter()
    found = link_versions(store, fresh)
    return found, time.perf_counter() - started


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make the index in a process of its own, pair its documents, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--keep", type=Path, help="folder that keeps the index for another run")
    options = parser.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"SKIPPED: needs {CORPUS.name} in ../shared/corpora")
    with tempfile.TemporaryDirectory() as temporary:
        made = (options.keep or Path(temporary)) / f"{options.documents}"
        if not made.exists():
            made.mkdir(parents=True)
            process = get_context("spawn").Process(target=build, args=(made, options.documents))
            process.start()
            process.join()
        copy = shutil.copytree(made, Path(temporary) / "copy")
        with _opened(copy) as store:
            measure(store)


if __name__ == "__main__":
    main()
