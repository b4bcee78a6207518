"""Text and spans to HTML: escape first, then mark what matched and link what is cited."""

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from puente.model.documents import Language
from puente.model.results import Highlight
from puente.symbols.finding import find_symbols
from service.web.urls import symbol_address


def rich_text(text: str, interface: str, highlights: Iterable[Highlight] = ()) -> Markup:
    """The text with its matches marked and every symbol in it linked to the symbol's page."""
    spans = tuple(highlights)
    html = Markup()
    done = 0
    for mention in find_symbols(text):
        html += _marked(text, done, mention.start, spans)
        html += Markup('<a class="symbol" href="{}">{}</a>').format(
            symbol_address(interface, mention.symbol.text),
            _marked(text, mention.start, mention.end, spans),
        )
        done = mention.end
    return html + _marked(text, done, len(text), spans)


def in_capitals(text: str) -> bool:
    """True where no letter of a text is small; the ordinal sign of "1º" is no letter."""
    categories = {unicodedata.category(character) for character in text}
    return "Lu" in categories and "Ll" not in categories


def in_language(text: str, language: Language | None) -> Markup:
    """Words with the language that they are in, where it is known."""
    if language is None:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


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
