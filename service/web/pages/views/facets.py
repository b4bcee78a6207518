"""Filters of a page of results: choices with counts, years in a chart, and chips to take off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from puente.model.documents import Language
from puente.model.filters import BY_PARAMETER, FILTERS, Filter, Filters, Matching, Naming, YearRange
from puente.model.index import CollectionSummary
from puente.model.results import Facet, ResultPage
from puente.symbols.organs import organ_name
from service.i18n.translator import Translator

LEAST_YEARS = 3
"""A chart of fewer years says nothing that their list does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that can be ticked; `count` is None for one that the answer does not have."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """The choices of one filter, named by its parameter."""

    parameter: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, and the address of the same question without it."""

    parameter: str
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """The documents of a year, and their share of those of the fullest one."""

    year: int
    count: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsFound:
    """The years from the first to the last that has a document, without a gap."""

    counts: tuple[YearCount, ...]
    span: YearRange | None

    @property
    def is_drawn(self) -> bool:
        """True where there is something to see in a chart."""
        return len(self.counts) >= LEAST_YEARS

    @property
    def fullest(self) -> YearCount:
        """The year with the most documents, the first of several."""
        return max(self.counts, key=lambda each: each.count)


def choice_groups(result: ResultPage, translate: Translator) -> tuple[ChoiceGroup, ...]:
    """The filters worth offering, in the order of the address."""
    facets = {facet.name: facet for facet in result.facets}
    groups = []
    for each in FILTERS:
        choices = _choices(each, facets.get(each.name), result.query.filters, translate)
        if choices or each.chosen(result.query.filters):
            groups.append(ChoiceGroup(parameter=each.parameter, choices=choices))
    return tuple(groups)


def own_groups(
    collections: Iterable[CollectionSummary], filters: Filters, translate: Translator
) -> tuple[ChoiceGroup, ...]:
    """The languages and collections that there are, and what else filters, without counts."""
    summaries = tuple(collections)
    known: dict[str, list[str]] = {
        "language": sorted({str(language) for each in summaries for language in each.languages}),
        "collection": [each.name for each in summaries],
    }
    groups = []
    for each in FILTERS:
        chosen = each.texts(filters)
        values = dict.fromkeys((*known.get(each.name, ()), *chosen))
        choices = tuple(
            Choice(
                value=value,
                label=value_label(each.parameter, value, translate),
                count=None,
                chosen=value in chosen,
            )
            for value in values
        )
        groups.append(ChoiceGroup(parameter=each.parameter, choices=choices))
    return tuple(group for group in groups if group.choices)


def chips(
    filters: Filters, translate: Translator, address: Callable[[Filters], str]
) -> Iterator[Chip]:
    """The filters in force, in the order of the address, each with what is there without it."""
    for each in FILTERS:
        chosen = each.chosen(filters)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            yield Chip(
                parameter=each.parameter,
                label=value_label(each.parameter, str(value), translate),
                address=address(each.replaced(filters, rest)),
            )


def years_found(result: ResultPage) -> YearsFound:
    """The years of a result, and the last span of more than one that filters it."""
    facet = next((each for each in result.facets if each.name == "year"), None)
    known = {int(each.value): each.count for each in facet.values} if facet else {}
    return YearsFound(counts=tuple(_counts(known)), span=_span_of(result.query.filters))


def _span_of(filters: Filters) -> YearRange | None:
    """The span that has fields of its own: the last of more than a year."""
    return next((each for each in reversed(filters.years) if each.first < each.last), None)


def value_label(parameter: str, value: str, translate: Translator) -> str:
    """The label of a filter's value, as a reader sees it."""
    narrowing = BY_PARAMETER[parameter]
    if isinstance(years := narrowing.parse(value), YearRange):
        return translate.years(years)
    match narrowing.naming:
        case Naming.LANGUAGE:
            return translate.language(value)
        case Naming.MESSAGE:
            return translate.name(narrowing.field, value)
        case Naming.ORGAN:
            known = organ_name(value, Language(translate.interface))
            return translate.own_name("organs", value) or known or value
        case Naming.AS_WRITTEN:
            return value


def _choices(
    narrowing: Filter, facet: Facet | None, filters: Filters, translate: Translator
) -> tuple[Choice, ...]:
    chosen = narrowing.texts(filters)
    counts: dict[str, int | None] = dict.fromkeys(chosen)
    counts |= {each.value: each.count for each in facet.values} if facet else {}
    if narrowing.matching is Matching.WITHIN:
        counts.pop(str(_span_of(filters)), None)
        counts = dict(sorted(counts.items(), reverse=True))
    return tuple(
        Choice(
            value=value,
            label=value_label(narrowing.parameter, value, translate),
            count=count,
            chosen=value in chosen,
        )
        for value, count in counts.items()
    )


def _counts(known: dict[int, int]) -> Iterator[YearCount]:
    if not known:
        return
    most = max(known.values())
    for year in range(min(known), max(known) + 1):
        count = known.get(year, 0)
        yield YearCount(year=year, count=count, share=count / most)
