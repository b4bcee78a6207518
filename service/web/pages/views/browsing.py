"""Documents to leaf through: what there is of each kind of thing, and lists in an order."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from puente.model.documents import Document
from puente.model.filters import FILTERS, Filters
from puente.model.identifiers import WorkId
from service.i18n.translator import Translator
from service.web.pages.views.facets import Choice, ChoiceGroup, value_label
from service.web.parameters import ListOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWork:
    """A work by those of its versions that a list has, the one in the reader's language first."""

    versions: tuple[Document, ...]

    @property
    def shown(self) -> Document:
        """The version that the list names."""
        return self.versions[0]

    @property
    def added(self) -> str | None:
        """The last day on which a version came into its index, if that was kept."""
        return max((each.added for each in self.versions if each.added), default=None)


def holdings(
    documents: Iterable[Document], translate: Translator, filters: Filters = Filters()
) -> tuple[ChoiceGroup, ...]:
    """The values that there are under each filter, with how many works have it in a version.

    Those that the filters ask for are chosen.
    """
    known = tuple(documents)
    groups = []
    for each in FILTERS:
        held = {(str(each.value_of(one)), one.work_id, one.visibility) for one in known}
        counts = Counter(value for value, *_ in held if value != str(None))
        choices = [
            Choice(
                value=value,
                label=value_label(each.parameter, value, translate),
                count=count,
                chosen=value in each.texts(filters),
            )
            for value, count in counts.items()
        ]
        if each.name == "year":
            choices.sort(key=lambda choice: choice.value, reverse=True)
        else:
            choices.sort(key=lambda choice: (-(choice.count or 0), choice.label))
        groups.append(ChoiceGroup(parameter=each.parameter, choices=tuple(choices)))
    return tuple(group for group in groups if group.choices)


def listed(
    documents: Iterable[Document], order: ListOrder, preferred: str
) -> tuple[ListedWork, ...]:
    """The works of the documents in an order; works that are alike in it stand by title and id."""
    works: dict[tuple[WorkId, str], list[Document]] = {}
    for each in documents:
        # The same work id in another index is another work.
        works.setdefault((each.work_id, each.visibility), []).append(each)
    found = [
        ListedWork(versions=tuple(sorted(each, key=lambda one: one.language != preferred)))
        for each in works.values()
    ]
    found.sort(key=lambda work: (work.shown.title.casefold(), work.shown.id))
    match order:
        case ListOrder.TITLE:
            return tuple(found)
        case ListOrder.ADDED:
            return tuple(_by(found, lambda work: work.added, newest_first=True))
        case _:
            newest_first = order is ListOrder.NEWEST
            return tuple(_by(found, lambda work: work.shown.date, newest_first=newest_first))


def _by(
    works: Iterable[ListedWork], day: Callable[[ListedWork], str | None], *, newest_first: bool
) -> Iterator[ListedWork]:
    """The works by a day that they have, those without one last."""
    known = tuple(works)
    dated = [each for each in known if day(each)]
    yield from sorted(dated, key=lambda each: day(each) or "", reverse=newest_first)
    yield from (each for each in known if not day(each))
