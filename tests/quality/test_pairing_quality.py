"""Pairing over real documents: all true pairs, no false one."""

import re
from dataclasses import replace
from pathlib import Path

from ingest.manifest import list_files
from ingest.pair import Entry, pair, unpaired_translations
from ingest.read import read_document
from puente.records import Language
from tests.builders import document
from tests.quality.realdocs import load_pairs
from tests.versions import version

ROOT = Path(__file__).parent.parent.parent


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
    return [(each.source_id, each.target_id) for each in pair(entries)]


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
    assert unpaired_translations(seeds, pair(seeds)) == (seeds[2].document.id,)
