"""Summary and linked data of a document, for other sites and search engines."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from puente.model.documents import Document, DocumentKind, Language
from puente.model.segments import Segment, SegmentKind
from service.i18n.translator import Translator
from service.web.pages.views.facets import value_label
from service.web.urls import permalink, symbol_address

_LONGEST_SUMMARY = 200
_SHORTEST_SUMMARY = 60
_MOST_CITATIONS = 50
_TEXTS = {SegmentKind.PARAGRAPH, SegmentKind.PREAMBULAR, SegmentKind.OPERATIVE, SegmentKind.ITEM}
_NORMS = {
    DocumentKind.RESOLUTION, DocumentKind.DECLARATION, DocumentKind.CONVENTION,
    DocumentKind.JUDGMENT, DocumentKind.ORDER,
}  # fmt: skip
_REPORTS = {DocumentKind.REPORT, DocumentKind.MINUTES, DocumentKind.MATRIX}


def summary(segments: Iterable[Segment]) -> str:
    """The beginning of the first paragraph that is long enough to say something, in one line."""
    texts = (" ".join(each.text.split()) for each in segments if each.kind in _TEXTS)
    found = next((text for text in texts if len(text) >= _SHORTEST_SUMMARY), "")
    if len(found) <= _LONGEST_SUMMARY:
        return found
    return found[:_LONGEST_SUMMARY].rpartition(" ")[0] + " …"


def linked_data(
    document: Document,
    versions: Mapping[Language, Document],
    segments: Sequence[Segment],
    *,
    base: str,
    translate: Translator,
) -> Markup:
    """The document in the words of schema.org, as JSON that can stand in a page."""
    others = [each for each in versions.values() if each.id != document.id]
    original = versions.get(document.original_language) if document.original_language else None
    is_translation = original is not None and original.id != document.id
    cited = dict.fromkeys(symbol for each in segments for symbol in each.citations)
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _type_of(document),
        "@id": base + permalink(document),
        "url": base + permalink(document),
        "name": document.title,
        "inLanguage": document.language,
        "identifier": document.symbol.text if document.symbol else None,
        "datePublished": document.date,
        "description": summary(segments),
        "publisher": _organisation(document, translate),
        "isBasedOn": document.source_url,
        "workTranslation": [] if is_translation else [_named(each, base) for each in others],
        "translationOfWork": _named(original, base) if original and is_translation else None,
        "citation": [
            {
                "@type": "CreativeWork",
                "identifier": symbol,
                "url": base + symbol_address(translate.interface, symbol),
            }
            for symbol in list(cited)[:_MOST_CITATIONS]
        ],
    }
    stated = {name: value for name, value in fields.items() if value}
    # In a page "<" could end the script that the JSON stands in.
    return Markup(json.dumps(stated, ensure_ascii=False).replace("<", "\\u003c"))  # nosec B704


def _type_of(document: Document) -> str:
    if document.kind in _NORMS:
        return "Legislation"
    return "Report" if document.kind in _REPORTS else "CreativeWork"


def _organisation(document: Document, translate: Translator) -> dict[str, str] | None:
    if not document.organ:
        return None
    return {"@type": "Organization", "name": value_label("organ", document.organ, translate)}


def _named(document: Document, base: str) -> dict[str, str]:
    return {
        "@type": _type_of(document),
        "@id": base + permalink(document),
        "name": document.title,
        "inLanguage": document.language,
    }
