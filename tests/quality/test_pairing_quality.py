"""Pairing over real documents: all true pairs, no false one."""

import re
from dataclasses import replace

import pytest

from ingest.pairing.matcher import unpaired_translations
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.documents import Language
from tests.fixtures.builders import document, segment
from tests.fixtures.pairing import Entry, pair
from tests.fixtures.versions import version
from tests.paths import ROOT
from tests.quality.realdocs import load_pairs


def realdoc_entries() -> list[Entry]:
    return [
        Entry(
            document=document(f"doc{number}.{language}"),
            segments=version((pair[side] for pair in each), language, f"doc{number}"),
        )
        for number, each in enumerate(load_pairs())
        for side, language in enumerate((Language.ES, Language.EN))
    ]


def seed_entries() -> list[Entry]:
    read = [read_document(file) for file in list_files([ROOT / "seeds"])]
    return [Entry(document=each.document, segments=each.segments) for each in read]


def paired(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(each.source_id, each.target_id) for each in pair(entries).pairs]


def test_eighteen_files_and_the_seeds_give_their_ten_pairs():
    seeds = seed_entries()
    expected = [(f"doc{number}.es", f"doc{number}.en") for number in range(9)]
    expected.append((seeds[0].document.id, seeds[1].document.id))
    assert paired(realdoc_entries() + seeds) == sorted(expected)


def test_a_document_without_its_version_is_paired_with_nothing():
    entries = realdoc_entries()
    without_english = [each for each in entries if each.document.language is Language.ES]
    one_english = [each for each in entries if each.document.id == "doc3.en"]
    assert paired(without_english + one_english) == [("doc3.es", "doc3.en")]


def test_the_same_text_of_another_year_is_another_document():
    entries = realdoc_entries()
    later = [
        replace(each, segments=tuple(replace(s, text=next_year(s.text)) for s in each.segments))
        for each in entries
        if each.document.language is Language.ES
    ]
    english = [each for each in entries if each.document.language is Language.EN]
    assert paired(later + english) == []


def next_year(text: str) -> str:
    """The text with every year one later and every day of a month one later."""
    text = re.sub(r"\b(\d{1,2}) de ", lambda day: f"{int(day[1]) % 28 + 1} de ", text)
    return re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) + 1), text)


def test_among_the_seeds_the_presentation_lacks_its_original():
    seeds = seed_entries()
    documents = [each.document for each in seeds]
    assert unpaired_translations(documents, paired(seeds)) == (seeds[2].document.id,)


@pytest.mark.parametrize("missing", [0, 3], ids=["all there", "every third lacks its version"])
def test_forty_years_of_one_resolution_are_told_apart(missing):
    seeds, entries, expected = seed_entries()[:2], [], []
    for year in range(40):
        spanish, english = (edition(each, year) for each in seeds)
        ids = spanish.document.id, english.document.id
        lacks = missing and year % missing
        entries += [spanish, english][year % 2 :][:1] if lacks else [spanish, english]
        expected += [] if lacks else [ids]
    assert paired(entries) == expected


def edition(entry: Entry, year: int) -> Entry:
    """A seed so many years later, under the symbols of that year."""
    identifier = f"year{year:02}.{entry.document.language}"
    made = document(identifier)
    return Entry(
        document=made,
        segments=tuple(
            segment(of_year(each.text, year), document=made, ordinal=each.ordinal)
            for each in entry.segments
        ),
    )


def of_year(text: str, later: int) -> str:
    """The text with the years and the numbers of resolutions so much later."""
    text = re.sub(r"(?<=RES\. )\d+", lambda number: str(int(number[0]) + 61 * later), text)
    return re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) + later), text)
