"""Places of sentences: the paragraphs that they are part of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from puente.interchange.tmx import TranslationUnit
from puente.model.documents import Language
from puente.model.segments import Segment
from puente.store.protocol import Reader
from puente.text.tokenization import fold

_Words: TypeAlias = tuple[str, ...]

# Soft hyphens, spaces without width and the like.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LEAST_WORDS = 3


class SentencePlaces:
    """The paragraphs of an index that have the sentences of some units."""

    def __init__(self, store: Reader, units: Iterable[TranslationUnit]) -> None:
        self._store = store
        self._wanted: dict[tuple[Language, _Words], set[_Words]] = defaultdict(set)
        for unit in units:
            for language in unit.texts:
                for words in map(_words, unit.texts_in(language)):
                    # Of fewer words it would be in paragraphs that have nothing to do with it.
                    if len(words) >= _LEAST_WORDS:
                        self._wanted[language, words[:_LEAST_WORDS]].add(words)

    def around(self, unit: TranslationUnit, language: Language) -> list[Segment]:
        """The paragraphs that have the sentence in a language."""
        said = map(_words, unit.texts_in(language))
        found = [each for words in said for each in self._having.get((language, words), ())]
        return list({each.id: each for each in found}.values())

    @cached_property
    def _having(self) -> Mapping[tuple[Language, _Words], Sequence[Segment]]:
        """The paragraphs that have each sentence, in one reading of all texts."""
        having: dict[tuple[Language, _Words], list[Segment]] = defaultdict(list)
        for document in self._store.documents():
            for segment in self._store.segments_of(document.id):
                for words in self._sentences_in(segment):
                    having[segment.language, words].append(segment)
        return having

    def _sentences_in(self, segment: Segment) -> set[_Words]:
        """The sentences that a paragraph has."""
        words = _words(segment.text)
        return {
            sentence
            for start in range(len(words) - _LEAST_WORDS + 1)
            for sentence in self._wanted.get(
                (segment.language, words[start : start + _LEAST_WORDS]), ()
            )
            if words[start : start + len(sentence)] == sentence
        }


def without_unseen(text: str) -> str:
    """The text without what nobody sees."""
    return _UNSEEN.sub("", text)


def _words(text: str) -> _Words:
    """The words of a text, whatever their case, their accents and where they may be divided."""
    return tuple(re.findall(r"\w+", fold(without_unseen(text))))
