"""Make the vocabulary of right words: the inflected forms of word lists, folded and sorted.

    python -m tools.build_vocabulary FOLDER [FOLDER ...]

writes `puente/data/vocabulary.txt.gz` from unpacked packages: Hunspell dictionaries (`index.aff`
with `index.dic`), lists of words (`*-words-*.json`, `es.json.gz`), names of CLDR and cities of
GeoNames; docs/data.md says which. Hunspell's format is that of hunspell(5): of its rules those are
read that make words, which are prefixes and suffixes.
"""

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from puente.text.spelling import can_be_meant
from puente.text.tokenization import words
from puente.text.vocabulary import PATH

_NO_WORD = "!c"
"""Flags of what may not be suggested and of what stands in compounds only (dictionary-en)."""

_AMERICAS = ("NA", "SA")

_NEGATIONS = {"b": "im", "p": "im", "l": "i", "r": "ir"}
"""Spelling of in- before a letter."""

_PRONOUNS = ("me", "te", "se", "nos", "le", "les", "lo", "la", "los", "las")
_ENCLITICS = (*_PRONOUNS, *(f"se{each}" for each in _PRONOUNS[4:]))


@dataclass(frozen=True, slots=True)
class _Affix:
    """One rule of a flag: what is taken off a word that it fits, what is put on."""

    is_prefix: bool
    crosses: bool
    strip: str
    add: str
    flags: str
    fits: re.Pattern[str]

    def apply(self, word: str) -> str | None:
        """The word with the affix; None where it does not fit."""
        if not self.fits.search(word):
            return None
        if self.is_prefix:
            return self.add + word[len(self.strip) :]
        return word[: len(word) - len(self.strip)] + self.add


def read_affixes(text: str) -> Mapping[str, Sequence[_Affix]]:
    """The rules of an `.aff` file by their flag, each one character."""
    affixes: dict[str, list[_Affix]] = defaultdict(list)
    crossing = {}
    for line in text.splitlines():
        match line.split():
            case ["PFX" | "SFX", flag, "Y" | "N" as crosses, count] if count.isdigit():
                crossing[flag] = crosses == "Y"
            case ["PFX" | "SFX" as kind, flag, strip, added, *condition]:
                add, _, flags = added.partition("/")
                pattern = condition[0] if condition else "."
                affixes[flag].append(
                    _Affix(
                        is_prefix=kind == "PFX",
                        crosses=crossing[flag],
                        strip="" if strip == "0" else strip,
                        add="" if add == "0" else add,
                        flags=flags,
                        fits=re.compile(f"^{pattern}" if kind == "PFX" else f"{pattern}$"),
                    )
                )
    return affixes


def inflect(word: str, flags: str, affixes: Mapping[str, Sequence[_Affix]]) -> Iterator[str]:
    """A word of a dictionary and all its forms."""
    yield word
    suffixed = [word]
    for flag in flags:
        for affix in affixes.get(flag, ()):
            if (form := affix.apply(word)) is None:
                continue
            yield from inflect(form, affix.flags, affixes)
            if affix.crosses and not affix.is_prefix:
                suffixed.append(form)
    for flag in flags:
        for prefix in affixes.get(flag, ()):
            if prefix.is_prefix and prefix.crosses:
                yield from (made for form in suffixed if (made := prefix.apply(form)))


def derive(verb: str, forms: Iterable[str]) -> Iterator[str]:
    """Regular words of a Spanish verb that its dictionary gives for a few verbs only.

    Infinitive and gerund take pronouns (disparándoles), -ble makes adjectives (objetable), which
    in- negates (inelegible), and -eo nouns of verbs in -ear (cateos).
    """
    root, ending = verb[:-2], verb[-2:]
    for host in (verb, *(form for form in forms if form.endswith("ndo"))):
        yield from (host + pronouns for pronouns in _ENCLITICS)
    adjective = root + ("able" if ending == "ar" else "ible")
    negation = _NEGATIONS.get(adjective[0], "in")
    yield from (sign + adjective + number for sign in ("", negation) for number in ("", "s"))
    if verb.endswith("ear"):
        yield from (root + "o" + number for number in ("", "s"))


def read_folder(folder: Path) -> Iterator[str]:
    """All words and forms, and all names, of a folder and those below it."""
    for dictionary in sorted(folder.rglob("*.dic")):
        affixes = read_affixes(dictionary.with_suffix(".aff").read_text(encoding="utf-8"))
        for line in dictionary.read_text(encoding="utf-8").splitlines()[1:]:
            word, _, flags = line.split("\t")[0].strip().partition("/")
            if set(flags) & set(_NO_WORD):
                continue
            forms = set(inflect(word, flags, affixes))
            yield from forms
            if any(form.endswith("ndo") for form in forms) and word.endswith(("ar", "er", "ir")):
                yield from derive(word, forms)
    for listed in sorted(folder.rglob("*-words-*.json")):
        yield from json.loads(listed.read_text(encoding="utf-8"))
    for counted in sorted(each for of in ("es", "en") for each in folder.rglob(f"{of}.json.gz")):
        yield from json.loads(gzip.decompress(counted.read_bytes()))
    for named in sorted(each for of in ("es", "en") for each in folder.rglob(f"{of}/*.json")):
        yield from _texts(json.loads(named.read_text(encoding="utf-8")))
    for listed in sorted(folder.rglob("cities15000.json")):
        countries = json.loads(listed.with_name("countries.json").read_text(encoding="utf-8"))
        for city in json.loads(listed.read_text(encoding="utf-8")).values():
            if countries[city["countrycode"]]["continentcode"] in _AMERICAS:
                yield city["name"]


def _texts(value: str | Mapping[str, Any]) -> Iterator[str]:
    """The texts in a tree of CLDR, where identifiers are keys."""
    if isinstance(value, str):
        yield value
    else:
        for each in value.values():
            yield from _texts(each)


def main() -> None:
    """Write the vocabulary of the folders named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    folders = parser.parse_args().folders
    found = {each for folder in folders for form in read_folder(folder) for each in words(form)}
    known = sorted(filter(can_be_meant, found))
    PATH.write_bytes(gzip.compress("".join(f"{each}\n" for each in known).encode(), mtime=0))
    sys.stdout.write(f"{len(known):,} words, {PATH.stat().st_size:,} bytes in {PATH.name}\n")


if __name__ == "__main__":
    main()
