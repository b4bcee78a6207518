"""JSON routes of the alignment of two versions and its corrections."""

from typing import Annotated

from fastapi import Path, Query

from puente.errors import AddressMovedError, AlignmentGoneError, AlignmentNotFoundError
from puente.model.documents import Document, Language
from service.web.api.schemas.alignments import AlignmentAnswer, CorrectionAnswer
from service.web.authentication import EditorOfRequest, author_of
from service.web.dependencies import CatalogueOfApp, CorrectionsOfApp
from service.web.parameters import (
    AlignmentParameters,
    CorrectionBody,
    Id,
    NoParameters,
)
from service.web.routing import api_router

AlignmentPath = Annotated[
    Id, Path(description="A work and two languages of it: WORK.es-en. Either may stand first.")
]


router = api_router()


@router.get("/alignments/{alignment_id}")
def alignment(
    alignment_id: AlignmentPath,
    parameters: Annotated[AlignmentParameters, Query()],
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> AlignmentAnswer:
    """The links between two versions, with what is doubtful, diverging or stale about them."""
    versions = _versions(alignment_id, catalogue)
    first, second = (each.id for each in versions.values())
    review = corrections.review(first, second)
    return AlignmentAnswer.from_page(review, versions, page=parameters.page, size=parameters.size)


@router.post("/alignments/{alignment_id}/corrections")
def correct(
    alignment_id: AlignmentPath,
    body: CorrectionBody,
    parameters: Annotated[NoParameters, Query()],
    editor: EditorOfRequest,
    catalogue: CatalogueOfApp,
    corrections: CorrectionsOfApp,
) -> CorrectionAnswer:
    """Correct a link; for editors only. A correction outlives every new ingest."""
    versions = _versions(alignment_id, catalogue)
    first, second = (each.id for each in versions.values())
    author = author_of(editor, versions.values())
    review, changed = corrections.correct(first, second, body.proposed(), author=author)
    return CorrectionAnswer.from_review(review, versions, changed)


# The address and the name of the first releases, which programs go on using.
router.post(
    "/alignments/{alignment_id}/rulings",
    deprecated=True,
    name="rule",
)(correct)


def _versions(alignment_id: str, catalogue: CatalogueOfApp) -> dict[Language, Document]:
    """The two versions that an alignment is of.

    Raises AlignmentNotFoundError, or what became of them: AddressMovedError, AlignmentGoneError,
    or what `Catalogue.version` raises.
    """
    work, _, languages = alignment_id.rpartition(".")
    first, _, second = languages.lower().partition("-")
    wanted = [each for each in Language if work and each in (first, second)]
    versions = {each: catalogue.version(work, each) for each in wanted}
    found = {language: version for language, version in versions.items() if version}
    if len(found) != 2:
        raise AlignmentNotFoundError(f"{work}.{first}", f"{work}.{second}")
    works = {each.work_id for each in found.values()}
    if len(works) != 1:
        raise AlignmentGoneError(work, first, second)
    current = f"{works.pop()}.{first}-{second}"
    if current != alignment_id:
        raise AddressMovedError(alignment_id, current)
    return found
