"""Text and spans to HTML: escape first, then mark what matched and link what is cited."""

import unicodedata
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from puente.model.documents import Language, Mention
from puente.model.results import Highlight
from puente.symbols.finding import find_symbols
from service.web.urls import symbol_address

_SEEN = 100
"""A match that begins before this character is in view: three lines of half a narrow desk."""

_LEAD = 50
"""Characters of text shown before a match that is not."""


def rich_text(text: str, interface: str, highlights: Iterable[Highlight] = ()) -> Markup:
    """The text with its matches marked and every symbol in it linked to the symbol's page."""
    return _linked(text, 0, len(text), find_symbols(text), interface, tuple(highlights))


def excerpt(text: str, interface: str, highlights: Iterable[Highlight] = ()) -> Markup:
    """The whole text as `rich_text` writes it, with what stands far before its first match apart.

    The style sheet hides that part and shows the first lines of the rest.
    """
    spans = tuple(highlights)
    mentions = tuple(find_symbols(text))
    start = _window_start(text, spans, mentions)
    rest = _linked(text, start, len(text), mentions, interface, spans)
    if start == 0:
        return rest
    before = _linked(text, 0, start, mentions, interface, spans)
    return Markup('<span class="before">{}</span><span class="after">{}</span>').format(
        before, rest
    )


def in_capitals(text: str) -> bool:
    """True where no letter of a text is small; the ordinal sign of "1º" is no letter."""
    categories = {unicodedata.category(character) for character in text}
    return "Lu" in categories and "Ll" not in categories


def in_language(text: str, language: Language | None) -> Markup:
    """Words with the language that they are in, where it is known."""
    if language is None:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


def _window_start(text: str, highlights: Sequence[Highlight], mentions: Sequence[Mention]) -> int:
    """The offset of the word from which the first match can be seen in the first lines."""
    first = min((span.start for span in highlights), default=0)
    if first <= _SEEN:
        return 0
    word = text.find(" ", first - _LEAD, first) + 1
    start = word or first
    return next((each.start for each in mentions if each.start < start < each.end), start)


def _linked(
    text: str,
    start: int,
    end: int,
    mentions: Iterable[Mention],
    interface: str,
    highlights: Sequence[Highlight],
) -> Markup:
    """text[start:end] with its matches marked and the symbols in it linked."""
    html = Markup()
    done = start
    for mention in mentions:
        if not start <= mention.start < end:
            continue
        html += _marked(text, done, mention.start, highlights)
        html += Markup('<a class="symbol" href="{}">{}</a>').format(
            symbol_address(interface, mention.symbol.text),
            _marked(text, mention.start, mention.end, highlights),
        )
        done = mention.end
    return html + _marked(text, done, end, highlights)


def _marked(text: str, start: int, end: int, highlights: Iterable[Highlight]) -> Markup:
    """text[start:end], escaped, with the part of each highlight that falls into it marked."""
    html = Markup()
    done = start
    for span in sorted(highlights, key=lambda span: span.start):
        first, last = max(span.start, done), min(span.end, end)
        if first < last:
            html += escape(text[done:first])
            html += Markup("<mark>{}</mark>").format(text[first:last])
            done = last
    return html + escape(text[done:end])
