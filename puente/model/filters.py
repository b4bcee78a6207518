"""Filters: the table of what narrows a search, and the values that one search chose.

Stores, facets, addresses, parameters and options are made from the table, in its order:
`docs/howto/add-a-filter.md`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeAlias

from puente.model.documents import Document, DocumentKind, Language

EARLIEST, LATEST = 1000, 9999
"""Ends of a span of years that is open: the first and the last that have four digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRange:
    """A span of years, both ends included."""

    first: int
    last: int

    @property
    def begins(self) -> int | None:
        """The first year; None for a span that is open towards the past."""
        return self.first if self.first > EARLIEST else None

    @property
    def ends(self) -> int | None:
        """The last year; None for a span that is open towards the future."""
        return self.last if self.last < LATEST else None

    def __str__(self) -> str:
        """The span as a parameter spells it."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


_FILTER = "filter"

DocumentValue: TypeAlias = str | int | None
"""Value of a document under a filter; None when it has none."""

FilterValue: TypeAlias = str | YearRange
"""Value that a filter asks for; as text it is what its parameter spells."""


class Matching(StrEnum):
    """Way to hold a value of a filter against the value of a document."""

    EQUAL = "equal"
    WITHIN = "within"
    """The document's number is in the span."""


class Naming(StrEnum):
    """Source of the name that a page gives to a value."""

    AS_WRITTEN = "as written"
    LANGUAGE = "language"
    ORGAN = "organ"
    MESSAGE = "message"
    """The messages of both languages, under the filter's field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter: `name` is that of its facet and of the document's field, `field` that of Filters.

    `parse` reads a text of the type `typed` and raises ValueError; `accepted` says then what it
    reads, and `pattern` does so for programs. A filter that is `checked` refuses a value that no
    document has.
    """

    name: str
    parameter: str
    description: str
    field: str = ""
    typed: type[str] = str
    parse: Callable[[str], FilterValue] = str
    accepted: str = ""
    pattern: str = ""
    matching: Matching = Matching.EQUAL
    naming: Naming = Naming.AS_WRITTEN
    checked: bool = False

    def value_of(self, document: Document) -> DocumentValue:
        """The value of a document."""
        value: DocumentValue = getattr(document, self.name)
        return value

    def chosen(self, filters: "Filters") -> tuple[FilterValue, ...]:
        """The values asked for; with none, every document passes."""
        values: tuple[FilterValue, ...] = getattr(filters, self.field)
        return values

    def replaced(self, filters: "Filters", chosen: tuple[FilterValue, ...]) -> "Filters":
        """The filters with other values for this one."""
        changes: dict[str, Any] = {self.field: chosen}
        return replace(filters, **changes)

    def texts(self, filters: "Filters") -> tuple[str, ...]:
        """The values asked for, as the parameter spells them."""
        return tuple(map(str, self.chosen(filters)))

    def admits(self, chosen: Collection[FilterValue], value: DocumentValue) -> bool:
        """Test whether a document with the value passes when these are asked for."""
        if self.matching is Matching.EQUAL:
            return value in chosen
        spans = (each for each in chosen if isinstance(each, YearRange))
        return isinstance(value, int) and any(s.first <= value <= s.last for s in spans)


def _parse_years(text: str) -> YearRange:
    first, dash, last = text.partition("-")
    years = (first, last) if dash else (first, first)
    if not all(len(year) == 4 and year.isdecimal() and year.isascii() for year in years):
        raise ValueError(text)
    return YearRange(first=int(min(years)), last=int(max(years)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Choices that narrow a search: values of one field are alternatives, fields must all hold.

    Each field stands for a filter; their order is that of facets, addresses and options.
    """

    languages: tuple[Language, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="language",
                parameter="lang",
                description="Language of the paragraphs; in lists, that of the documents.",
                typed=Language,
                parse=Language,
                accepted=", ".join(Language),
                naming=Naming.LANGUAGE,
            )
        },
    )
    collections: tuple[str, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="collection",
                parameter="collection",
                description="Collection, as the facets name it.",
                naming=Naming.MESSAGE,
                checked=True,
            )
        },
    )
    organs: tuple[str, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="organ",
                parameter="organ",
                description="Organ that issued it, as the facets name it.",
                naming=Naming.ORGAN,
                checked=True,
            )
        },
    )
    kinds: tuple[DocumentKind, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="kind",
                parameter="kind",
                description="Kind of document.",
                typed=DocumentKind,
                parse=DocumentKind,
                accepted=", ".join(DocumentKind),
                naming=Naming.MESSAGE,
            )
        },
    )
    years: tuple[YearRange, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="year",
                parameter="year",
                description="Year (2004) or span of years (2004-2009).",
                parse=_parse_years,
                accepted="a year (2004) or a span (2004-2009)",
                pattern="^[0-9]{4}(-[0-9]{4})?$",
                matching=Matching.WITHIN,
            )
        },
    )
    committees: tuple[str, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="committee",
                parameter="committee",
                description="Committee or group, as the facets name it.",
                naming=Naming.ORGAN,
                checked=True,
            )
        },
    )
    sessions: tuple[str, ...] = field(
        default=(),
        metadata={
            _FILTER: Filter(
                name="session",
                parameter="session",
                description="Session, as the facets name it.",
                checked=True,
            )
        },
    )

    def admit(self, values: Sequence[DocumentValue]) -> bool:
        """Test whether a document passes; its values are in the order of FILTERS."""
        return all(
            each.admits(chosen, value)
            for each, value in zip(FILTERS, values, strict=True)
            if (chosen := each.chosen(self))
        )


FILTERS: tuple[Filter, ...] = tuple(
    replace(each.metadata[_FILTER], field=each.name) for each in fields(Filters)
)
"""Every filter, in order."""

LANGUAGE = next(place for place, each in enumerate(FILTERS) if each.name == "language")
"""The place of the language among the filters."""

BY_PARAMETER: Mapping[str, Filter] = {each.parameter: each for each in FILTERS}


def values_of(document: Document) -> tuple[DocumentValue, ...]:
    """The values of a document, in the order of FILTERS."""
    return tuple(each.value_of(document) for each in FILTERS)


def filters_from(values: Mapping[str, Iterable[FilterValue]]) -> Filters:
    """The filters with the values that each name has."""
    fields_by_name = {each.name: each.field for each in FILTERS}
    chosen: dict[str, Any] = {fields_by_name[name]: tuple(each) for name, each in values.items()}
    return Filters(**chosen)
