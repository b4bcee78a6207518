"""Licences of the packages that Puente is delivered with: `python -m tools.supply_chain.licences`.

They are Puente's dependencies and theirs, with what the image adds, and not the tools of
developers, which nobody is given. The exit status is 1 where one may be had under the GPL or AGPL
alone, or says nothing.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

DELIVERED = ("puente[opensearch]",)
_STRONG = re.compile(
    r"(?<!L)\bA?GPL|(?<!Lesser )(?<!Library )\bGeneral Public|Affero", re.IGNORECASE
)
_CHOICE = re.compile(r"\s+OR\s+", re.IGNORECASE)


def main() -> int:
    """Print each package that cannot be delivered."""
    refused = dict(find_refused(map(Requirement, DELIVERED)))
    for name, why in sorted(refused.items()):
        sys.stderr.write(f"{name}: {why}\n")
    return 1 if refused else 0


def find_refused(delivered: Iterable[Requirement]) -> Iterator[tuple[str, str]]:
    """The packages that cannot be delivered, each with the reason."""
    for package in closure(delivered):
        licences = licences_of(package)
        if not licences:
            yield package.name, "says nothing about its licence"
        elif all(map(_STRONG.search, licences)):
            yield package.name, " or ".join(licences)


def closure(delivered: Iterable[Requirement]) -> tuple[Distribution, ...]:
    """The packages that are installed for some requirements, by name."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(delivered)
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in ("", *wanted.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:
                continue  # of another platform, or a part of Python by now
            for line in found[name].requires or ():
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting.append(needed)
    return tuple(found[name] for name in sorted(found))


def licences_of(package: Distribution) -> tuple[str, ...]:
    """The licences that one can choose from."""
    said = package.metadata
    for expression in said.get_all("License-Expression") or ():
        return tuple(_CHOICE.split(expression))
    classifiers = said.get_all("Classifier") or ()
    named = tuple(
        each.rpartition("::")[2].strip()
        for each in classifiers
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    )
    texts = (text.strip().partition("\n")[0] for text in said.get_all("License") or ())
    return named or tuple(filter(None, texts))


if __name__ == "__main__":
    sys.exit(main())
