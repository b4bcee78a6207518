"""Reasons why a hit answers, in the reader's language."""

from collections.abc import Callable
from itertools import groupby

from puente.model.documents import Language
from puente.model.queries import TermRelation
from puente.model.results import Hit, HitEvidence
from puente.search.evidence import at_nearest


def reasons(
    hit: Hit,
    message: Callable[..., str],
    write: Callable[[str, Language | None], str] = lambda text, _: text,
) -> tuple[str, ...]:
    """A line for each place that has something of the question, the nearest first.

    `message` gives messages by key; `write` writes words that stand in a language.
    """
    if hit.by_meaning_alone:
        return (message("evidence.alone"),)
    separator = message("evidence.separator")

    def named(each: HitEvidence) -> str:
        if each.relation is TermRelation.OWN:
            return write(each.word, None)
        found = write(each.found[0], each.language)
        key = "related_to" if each.relation is TermRelation.RELATED else "standing_for"
        return message(f"evidence.{key}", found=found, word=each.word)

    return tuple(
        message(f"evidence.{place}", words=separator.join(map(named, evidence)))
        for place, evidence in groupby(at_nearest(hit.evidence), key=lambda each: each.place)
    )
