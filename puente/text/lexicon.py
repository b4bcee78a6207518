"""Stem translation probabilities, read from one file."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from puente.model.documents import Language

PATH = Path(__file__).parent.parent / "data" / "lexicon.tsv.gz"


class LexiconEntry(NamedTuple):
    """Two stems that translate each other, with the probability of each given the other."""

    spanish: str
    english: str
    english_given_spanish: float
    spanish_given_english: float


class Lexicon:
    """A two-way table of entries, and for each stem the word it most often stands for.

    Stems are those of `puente.text.tokenization`; `forms` maps (language, stem) to a folded word.
    """

    def __init__(
        self,
        entries: Iterable[LexiconEntry],
        forms: Mapping[tuple[Language, str], str] | None = None,
    ) -> None:
        self.entries = tuple(sorted(entries))
        self.forms = dict(forms or {})
        self._translations: dict[tuple[Language, str], list[tuple[str, float]]] = defaultdict(list)
        for entry in self.entries:
            self._translations[Language.ES, entry.spanish].append(
                (entry.english, entry.english_given_spanish)
            )
            self._translations[Language.EN, entry.english].append(
                (entry.spanish, entry.spanish_given_english)
            )
        for found in self._translations.values():
            found.sort(key=lambda pair: (-pair[1], pair[0]))

    def translations(self, stem: str, language: Language) -> tuple[tuple[str, float], ...]:
        """The stems of the other language for this one of `language`, most probable first."""
        return tuple(self._translations.get((language, stem), ()))

    def knows(self, stem: str, language: Language) -> bool:
        """Test whether the stem is one of the language."""
        return (language, stem) in self._translations

    def save(self, path: Path) -> None:
        """Write the table in a fixed order, so that the same training gives the same bytes."""
        lines = [f"{e.spanish}\t{e.english}\t{e[2]:g}\t{e[3]:g}\n" for e in self.entries]
        lines += [f"{key[0]}\t{key[1]}\t{form}\n" for key, form in sorted(self.forms.items())]
        path.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


@cache
def load_lexicon(path: Path = PATH) -> Lexicon:
    """The lexicon in a file that `save` wrote: the shipped one by default."""
    entries: list[LexiconEntry] = []
    forms: dict[tuple[Language, str], str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match line.rstrip("\n").split("\t"):
                case [spanish, english, there, back]:
                    entries.append(LexiconEntry(spanish, english, float(there), float(back)))
                case [language, stem, form]:
                    forms[Language(language), stem] = form
    return Lexicon(entries, forms)
