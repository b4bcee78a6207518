"""Versions of a work, as an address names them."""

from collections import defaultdict
from collections.abc import Iterable

from fastapi import HTTPException

from puente.errors import AlignmentGoneError, DocumentNotFoundError
from puente.model.documents import Document, Language
from puente.model.identifiers import DocumentId
from service.web.dependencies import CatalogueOfApp
from service.web.problems import VersionNotFoundError


def versions_of(catalogue: CatalogueOfApp, slug: str) -> dict[Language, Document]:
    """The versions of a work by language; raises what `Catalogue.document` does."""
    found = catalogue.work(slug)
    if not found:
        raise DocumentNotFoundError(slug)
    return {document.language: document for document in found}


def other_versions(
    catalogue: CatalogueOfApp, documents: Iterable[Document]
) -> dict[DocumentId, tuple[Document, ...]]:
    """For each document the other versions of its work in the same index, by its id."""
    known = {each.id: each for each in documents}
    versions = catalogue.versions({each.work_id for each in known.values()}) if known else ()
    # The same work id in another index is another work.
    works = defaultdict(list)
    for each in versions:
        works[each.work_id, each.visibility].append(each)
    return {
        document.id: tuple(
            each for each in works[document.work_id, document.visibility] if each.id != document.id
        )
        for document in known.values()
    }


def two_versions(
    catalogue: CatalogueOfApp, slug: str, first: Language, second: Language
) -> tuple[Document, Document]:
    """Two versions of a work, under the id that it has now.

    Raises what `Catalogue.document` does, AlignmentGoneError, or VersionNotFoundError.
    """
    named = [catalogue.version(slug, each) for each in (first, second)]
    known = {each.work_id for each in named if each}
    if all(named) and len(known) > 1:
        raise AlignmentGoneError(slug, first, second)
    versions = versions_of(catalogue, known.pop() if all(named) else slug)
    left, right = version_in(versions, first), version_in(versions, second)
    if left is right:
        raise HTTPException(404)
    return left, right


def version_in(versions: dict[Language, Document], language: Language) -> Document:
    """The version in a language; raises VersionNotFoundError."""
    if language not in versions:
        raise VersionNotFoundError(next(iter(versions.values())).work_id, language)
    return versions[language]


def nearest_version(
    versions: dict[Language, Document], preferred: Language, asked: Language | None
) -> Document:
    """The version asked for, else the preferred one, else the first that there is."""
    if asked:
        return version_in(versions, asked)
    return versions.get(preferred) or next(iter(versions.values()))
