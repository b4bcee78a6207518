"""JSON shape of completions."""

from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel

from puente.model.documents import Language
from puente.search.completion.suggestions import Suggestion, SuggestionKind
from service.i18n.interfaces import ENGLISH, interfaces
from service.web.urls import permalink, search_address


class SuggestionSchema(BaseModel):
    """A title, a symbol or a term; `url` is the permalink of the document, or a search for a term.

    `title` is that of the newest document that bears a symbol.
    """

    text: str
    kind: SuggestionKind
    language: Language | None
    document: str | None
    title: str | None
    url: str

    @classmethod
    def from_record(cls, suggestion: Suggestion) -> Self:
        document, language = suggestion.document, suggestion.language
        interface = language if language in interfaces() else ENGLISH
        return cls(
            text=suggestion.text,
            kind=suggestion.kind,
            language=language,
            document=document.id if document else None,
            title=document.title if document else None,
            url=permalink(document) if document else search_address(interface, suggestion.text),
        )


class SuggestAnswer(BaseModel):
    """Completions of a question, those that begin with it first; symbols, then terms and titles."""

    query: str
    suggestions: list[SuggestionSchema]

    @classmethod
    def from_records(cls, query: str, suggestions: Iterable[Suggestion]) -> Self:
        return cls(
            query=query, suggestions=[SuggestionSchema.from_record(each) for each in suggestions]
        )

    def as_opensearch(self, base: str) -> list[object]:
        """The answer in the shape of OpenSearch suggestions, with whole addresses."""
        found = self.suggestions
        titles = [each.title if each.title and each.title != each.text else "" for each in found]
        addresses = [base + each.url for each in found]
        return [self.query, [each.text for each in found], titles, addresses]
