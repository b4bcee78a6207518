"""Texts to sentences, by rules for the prose of official documents."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from puente.data.tables import read_table
from puente.model.documents import Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

COMPONENT = "puente_sentences"
"""The name under which spaCy knows the rules."""

_OPENING = "¿¡“\u2018\"'«\u2039([—–"
_CLOSING = "”’\"'»\u203a)\\]¹²³⁴⁵⁶⁷⁸⁹⁰"
# A place where a sentence may end: its marks with closing brackets and quotes after them, before
# white space, or glued to a capital ("migratoria.El informe").
_END = re.compile(
    rf"(?P<mark>[.?!…]+)(?P<closing>(?:[{_CLOSING}]|\[\d+\])*)"
    r"(?:(?=\s)|(?<=[a-záéíóúüñ]{3}\.)(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]))"
    r"|\n\s*\n"
)
_END_MARKS = ".;:,!?…"
_CLOSING_OF_LINE = '"”’»)]'
_WORD_BEFORE = re.compile(r"[^\s(\[{“\u2018\"'«¿¡/–—]+\Z")
# What a sentence may start with, after a bullet, opening quotes and brackets: a capital, a number
# that is not all that is left (a note's mark), an inverted mark, a list label.
_START = re.compile(
    r"\s*(?:[·•▪■●*]\s*|[-–—]\s+)?"
    rf"(?:[{re.escape(_OPENING)}\s]*"
    r"(?:[^\W\d_a-záéíóúüñçàâêôãõ]|\d(?!\d{0,2}\s*\Z)|…|\.\.\.|(?<=[¿¡]))"
    r"|\(?[a-z]{1,4}\)\s|[a-z]\.\s+[A-ZÁÉÍÓÚÑ])"
)
_NEXT_WORD = re.compile(rf"[\s{re.escape(_OPENING)}]*([^\W\d_]+)\b(?!\.)")
_NUMERAL = re.compile(r"\s*\(?(?:\d|[IVXLC]+\b|[A-Z]\b|n\.?º|N\.?º)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}", re.UNICODE)
# "1.", "a.", "IV.", "E.1.", "(2.", "1.1." at the start of a sentence: a list label, not a sentence.
# U+FFFD is what a converter leaves of a footnote's number (seeds 000 and 001).
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[IVXivx]{1,6}|\ufffd)(?:\.\d{1,3})*")
# What stands before the label of an operative paragraph or an item: "RESUELVE: 1. Tomar nota".
_LEAD_IN = ":;·•▪■●*-–—"
_REFERENCES = frozenset({"id", "ibid", "ibíd", "cit"})
_LONGEST_WORD = 40
"""Characters before a full stop that are looked at."""
_REFERENCE_LENGTH = 5
"""Characters within which "Id." or "Op. cit." opens a reference and stays with it ("Op. ")."""
_ADDRESS = re.compile(r"www\.|://|@")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """Rules of one language for the full stop of an abbreviation."""

    never: frozenset[str]
    before_number: frozenset[str]
    before_opener: frozenset[str]
    openers: frozenset[str]


def split_sentences(text: str, language: Language) -> tuple[str, ...]:
    """The sentences of a text in order; only the white space between them is lost."""
    return tuple(text[start:end] for start, end in sentence_spans(text, language))


def sentence_spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) of the sentences, without the white space around them."""
    spans = []
    start = 0
    for end in (*_ends(text, _rules(language)), len(text)):
        sentence = text[start:end]
        inner = sentence.strip()
        if inner:
            first = start + len(sentence) - len(sentence.lstrip())
            spans.append((first, first + len(inner)))
        start = end
    return tuple(spans)


def split_end_mark(line: str) -> tuple[str, str]:
    """The line before the mark that ends it, and that mark; "" where it ends without one.

    Quotes and brackets that close after the mark belong to it: "(Anexo 1.)" ends with a full stop.
    """
    inner = line.rstrip(_CLOSING_OF_LINE)
    mark = inner[-1:]
    return (inner[:-1], mark) if mark and mark in _END_MARKS else (line, "")


def ends_clause(line: str) -> bool:
    """Test for a line that no text goes on with: a mark ends it that is not a comma."""
    return split_end_mark(line)[1] not in ("", ",")


@cache
def sentence_pipeline(language: Language) -> "Pipeline":
    """A blank spaCy pipeline of the language that sets sentence starts by these rules.

    The rules run on the text: spaCy's tokenizer alone reads 0.4 M characters a second.
    """
    import spacy
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

    def create_component(nlp: Pipeline, name: str) -> Callable[[Doc], Doc]:
        del name
        code = Language(str(nlp.lang))

        def set_sentence_starts(doc: Doc) -> Doc:
            starts = {start for start, _ in sentence_spans(doc.text, code)}
            # A new Doc: setting token by token takes time with the square of the length.
            return Doc(
                doc.vocab,
                words=[token.text for token in doc],
                spaces=[bool(token.whitespace_) for token in doc],
                sent_starts=[token.i == 0 or token.idx in starts for token in doc],
            )

        return set_sentence_starts

    if not Pipeline.has_factory(COMPONENT):
        Pipeline.factory(COMPONENT, func=create_component)
    pipeline = spacy.blank(language.value)
    pipeline.add_pipe(COMPONENT)
    return pipeline


def _ends(text: str, rules: _Rules) -> Iterator[int]:
    """Offsets where sentences end inside a text."""
    start = 0
    for match in _END.finditer(text):
        if _is_end(text, match, start, rules):
            yield match.end()
            start = match.end()


def _is_end(text: str, match: re.Match[str], start: int, rules: _Rules) -> bool:
    mark, after = match["mark"], match.end()
    if mark is None:
        return True
    if not _START.match(text, after):
        return False
    if mark != ".":
        return not _is_elision(text, match)
    if match["closing"]:
        return True
    near = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
    before = _WORD_BEFORE.search(near)
    word = before.group() if before else ""
    if not text[after].isspace() and _ADDRESS.search(word):
        return False
    lead = near[: len(near) - len(word)].strip(" \n([")
    if _LABEL.fullmatch(word) and (not lead or lead[-1] in _LEAD_IN):
        return False
    is_reference = len(lead) < _REFERENCE_LENGTH
    return _ends_after(word, text, after, rules, is_reference=is_reference)


def _is_elision(text: str, match: re.Match[str]) -> bool:
    """Test whether the mark is "(...)" or "[…]", which stands for words left out."""
    return text[match.start() - 1 : match.start()] in ("(", "[") and match["mark"] not in "?!"


def _ends_after(word: str, text: str, after: int, rules: _Rules, *, is_reference: bool) -> bool:
    """Test whether the full stop of this word ends a sentence, with a possible start after it."""
    folded = word.casefold()
    if folded in rules.never:
        return False
    if folded in rules.before_number and _NUMERAL.match(text, after):
        return False
    is_initial = len(word) == 1 and word.isupper()
    if folded in rules.before_opener or is_initial or _DOTTED.fullmatch(word):
        if folded in _REFERENCES and is_reference:
            return False
        following = _NEXT_WORD.match(text, after)
        return following is not None and following[1].casefold() in rules.openers
    return True


@cache
def _rules(language: Language) -> _Rules:
    table = read_table("puente.data", "abbreviations.toml")
    of_language: Mapping[str, list[str]] = table.get(language.value, {})

    def words(key: str) -> frozenset[str]:
        return frozenset([*table["common"].get(key, ()), *of_language.get(key, ())])

    return _Rules(
        never=words("never"),
        before_number=words("before_number"),
        before_opener=words("before_opener"),
        openers=words("openers"),
    )
