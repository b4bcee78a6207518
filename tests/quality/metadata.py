"""Metadata of 106 real documents against what a person read on their first pages.

`python -m tests.quality.metadata tune` (or `held`, `second`) reads documents of ../shared and
prints how many values of each field are right, and with `--show` those that are not. In the title
of the gold, words in square brackets may be there or not; "?" is not scored. Only what is tuned on
can be shown, so that nobody reads by mistake what was set aside.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.errors import SymbolError
from puente.model.documents import Document
from puente.symbols.finding import parse_symbol, slug
from puente.text.tokenization import fold
from tests.paths import QUALITY, SHARED

TUNED = "tune"
SETS = (TUNED, "held", "second")
FIELDS = ("title", "symbol", "organ", "kind", "date", "language", "original_language")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One value of one document: what was found, what is right, whether they agree."""

    file: str
    field: str
    found: str
    right: str
    agrees: bool


def read_gold(name: str) -> list[dict[str, str]]:
    """The rows of one of the sets."""
    with (QUALITY / f"metadata.{name}.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(name: str) -> Iterator[Judgement]:
    """Every scored value of one of the sets."""
    for row in read_gold(name):
        (file,) = list_files([SHARED / row["file"]])
        document = read_document(file).document
        for field in FIELDS:
            if row[field] != "?":
                found = _found(document, field)
                agrees = _AGREES.get(field, str.__eq__)(found, row[field])
                yield Judgement(
                    file=row["file"], field=field, found=found, right=row[field], agrees=agrees
                )


def _found(document: Document, field: str) -> str:
    value = getattr(document, field)
    return "" if value is None else str(value.text if field == "symbol" else value)


def _titles_agree(found: str, right: str) -> bool:
    """Whether the words are those of the gold, with or without each part in brackets."""
    parts = re.split(r"(\[[^]]*\])", right)
    pattern = "".join(
        f"(?:{_words(part)})?" if part.startswith("[") else _words(part) for part in parts
    )
    return re.fullmatch(pattern, _words(found)) is not None


def _words(text: str) -> str:
    return "".join(f"{word} " for word in _WORD.findall(fold(text)))


def _symbols_agree(found: str, right: str) -> bool:
    """Whether both are spellings of one symbol."""
    if not found or not right:
        return found == right
    try:
        return slug(parse_symbol(found)) == slug(parse_symbol(right))
    except SymbolError:
        return _words(found) == _words(right)


_AGREES = {"title": _titles_agree, "symbol": _symbols_agree}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--show", action="store_true", help="print what is not right")
    arguments = parser.parse_args()
    if arguments.show and arguments.set != TUNED:
        parser.error(f"what was set aside is scored by totals: --show is for {TUNED!r}")
    judgements = list(judge(arguments.set))
    for field in FIELDS:
        scored = [each for each in judgements if each.field == field]
        right = sum(each.agrees for each in scored)
        print(f"{field:18} {right:3} of {len(scored):3}  {right / len(scored):.3f}")
    for each in judgements if arguments.show else ():
        if not each.agrees:
            print(f"{each.file}\t{each.field}\t{each.found!r}\tright: {each.right!r}")


if __name__ == "__main__":
    main()
