"""Bytes of an index file that change by themselves, and what becomes of its answers."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.errors import StoreUnavailableError
from puente.search.searcher import Searcher
from puente.settings import Settings
from puente.store import open_store
from puente.store.protocol import Store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.cli.doctor import look_at_index
from service.i18n.translator import translator

PAGE = 4096
QUESTIONS = (
    "derechos de los pueblos indígenas",
    '"Estados Miembros"',
    "migrant workers",
    "AG/RES. 2356",
    "fortalecimiento de la democracia",
    "children",
    "seguridda",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Outcome of a damaged file: `answer` is None where it was refused with the clear error."""

    seed: int
    kind: str
    answer: object | None
    is_found: bool


def _flip(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _overwrite(content: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(content)), chance.randrange(1, 600)
    content[at : at + size] = chance.randbytes(len(content[at : at + size]))


def _zero(content: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(content)), chance.randrange(1, 600)
    content[at : at + size] = bytes(len(content[at : at + size]))


def _zero_page(content: bytearray, chance: random.Random) -> None:
    at = PAGE * chance.randrange(len(content) // PAGE)
    content[at : at + PAGE] = bytes(PAGE)


def _head(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(100)] ^= 1 << chance.randrange(8)


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


KINDS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _overwrite, _zero, _zero_page, _head, _cut,
)  # fmt: skip


def damaged(content: bytes, seed: int) -> tuple[str, bytes]:
    """A kind of damage, and the content of a file that has suffered it."""
    chance, changed = random.Random(seed), bytearray(content)
    kind = KINDS[seed % len(KINDS)]
    while changed == content:
        kind(changed, chance)
    return kind.__name__.strip("_"), bytes(changed)


class Questions:
    """All that an index is asked, by one encoder and one searcher's words."""

    def __init__(self) -> None:
        self._embedder = open_embedder(SHIPPED)
        self._words = load_lexicon(), load_glossary()

    def ask(self, path: Path) -> object | None:
        """The answers of an index file, None where it is refused as damaged.

        Whatever else it raises is a fault.
        """
        try:
            with closing(self._open(path)) as store:
                return self._answers(store), list(_content(store))
        except StoreUnavailableError as error:
            if "damaged" in str(error) or "not an index" in str(error):
                return None
            raise

    def _open(self, path: Path) -> Store:
        made_by = {"embedder": SHIPPED, "dimension": self._embedder.dimension}
        return open_store(f"sqlite:///{path}", create=False, **made_by)

    def _answers(self, store: Store) -> list[object]:
        searcher = Searcher([store], self._embedder, *self._words)
        return [searcher.search(question) for question in QUESTIONS]


def _content(store: Store) -> Iterator[object]:
    """All that can be read of an index."""
    for document_id in store.document_ids():
        yield store.document(document_id), store.segments_of(document_id)
        yield store.vectors_of(document_id).tobytes()
    for summary in store.alignments():
        yield summary, store.alignment(summary.source_id, summary.target_id)


def outcomes(questions: Questions, index: Path, seeds: range) -> Iterator[Outcome]:
    """Outcomes of copies of the index, each after the damage of one seed."""
    content, folder = index.read_bytes(), index.parent
    for seed in seeds:
        path = folder / f"{seed}.db"
        kind, changed = damaged(content, seed)
        path.write_bytes(changed)
        answer = questions.ask(path)
        yield Outcome(seed=seed, kind=kind, answer=answer, is_found=is_found(path))
        for left in folder.glob(f"{seed}.db*"):
            left.unlink()


def is_found(path: Path) -> bool:
    """Test whether `puente doctor` says that something is wrong with the index."""
    address = f"sqlite:///{path}"
    return look_at_index(address, Settings(store=address), translator("en")).is_fault
