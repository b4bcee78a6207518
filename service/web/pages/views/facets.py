"""What narrows a page of results: groups of choices with counts, and chips to take them off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from puente.model.documents import Language
from puente.model.index import CollectionSummary
from puente.model.queries import Filters
from puente.model.results import Facet, ResultPage
from puente.symbols.organs import organ_name
from service.i18n.translator import Translator
from service.web.urls import FILTER_FIELDS, filter_values

_PARAMETERS = {"language": "lang"}


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


def choice_groups(result: ResultPage, translate: Translator) -> tuple[ChoiceGroup, ...]:
    """The filters worth offering, in the order of the address."""
    facets = {_PARAMETERS.get(facet.name, facet.name): facet for facet in result.facets}
    groups = []
    for parameter in FILTER_FIELDS:
        choices = _choices(parameter, facets.get(parameter), result.query.filters, translate)
        if choices:
            groups.append(ChoiceGroup(parameter=parameter, choices=choices))
    return tuple(groups)


def own_groups(
    collections: Iterable[CollectionSummary], filters: Filters, translate: Translator
) -> tuple[ChoiceGroup, ...]:
    """The languages and collections that there are, and what else filters, without counts."""
    summaries = tuple(collections)
    known: dict[str, list[str]] = {
        "lang": sorted({str(language) for each in summaries for language in each.languages}),
        "collection": [each.name for each in summaries],
    }
    groups = []
    for parameter in FILTER_FIELDS:
        chosen = filter_values(filters, parameter)
        values = dict.fromkeys((*known.get(parameter, ()), *chosen))
        choices = tuple(
            Choice(
                value=value,
                label=value_label(parameter, value, translate),
                count=None,
                chosen=value in chosen,
            )
            for value in values
        )
        groups.append(ChoiceGroup(parameter=parameter, choices=choices))
    return tuple(group for group in groups if group.choices)


def chips(
    filters: Filters, translate: Translator, address: Callable[[Filters], str]
) -> Iterator[Chip]:
    """The filters in force, in the order of the address, each with what is there without it."""
    for parameter, field in FILTER_FIELDS.items():
        values = getattr(filters, field)
        for value, text in zip(values, filter_values(filters, parameter), strict=True):
            without = replace(filters, **{field: tuple(v for v in values if v != value)})
            yield Chip(
                parameter=parameter,
                label=value_label(parameter, text, translate),
                address=address(without),
            )


def value_label(parameter: str, value: str, translate: Translator) -> str:
    """What a reader sees of a filter's value."""
    match parameter:
        case "lang":
            return translate.language(value)
        case "kind" | "collection":
            return translate.name(f"{parameter}s", value)
        case "organ":
            return organ_name(value, Language(translate.interface)) or value
        case _:
            return value


def _choices(
    parameter: str, facet: Facet | None, filters: Filters, translate: Translator
) -> tuple[Choice, ...]:
    chosen = filter_values(filters, parameter)
    counts: dict[str, int | None] = dict.fromkeys(chosen)
    counts |= {each.value: each.count for each in facet.values} if facet else {}
    return tuple(
        Choice(
            value=value,
            label=value_label(parameter, value, translate),
            count=count,
            chosen=value in chosen,
        )
        for value, count in counts.items()
    )
