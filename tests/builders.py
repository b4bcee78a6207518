"""Records for tests: a test states only what it is about."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puente.analysis import stem
from puente.embedding import HashingEmbedder
from puente.records import (
    Alignment,
    Bead,
    Concept,
    Document,
    DocumentId,
    DocumentKind,
    KeywordQuery,
    Language,
    Ranking,
    Role,
    Ruling,
    Segment,
    SegmentId,
    SegmentKind,
    Term,
    Verdict,
    WorkId,
)
from puente.rulings import make_ruling
from puente.store.protocol import Store

EMBEDDER = HashingEmbedder()


def document(identifier: str = "informe.es", **values: Any) -> Document:
    """A document whose id says its language: `informe.es`."""
    slug, _, language = identifier.rpartition(".")
    return Document(
        **{
            "id": DocumentId(identifier),
            "work_id": WorkId(slug),
            "language": Language(language),
            "title": f"Title of {slug}",
            "source": f"{identifier}.txt",
            "checksum": slug,
            "collection": "oas",
            "kind": DocumentKind.DOCUMENT,
            **values,
        }
    )


def segment(
    text: str,
    *,
    language: Language | None = None,
    document: Document | None = None,
    ordinal: int = 1,
    **values: Any,
) -> Segment:
    """A paragraph of a document, or of `informe` in the given language (Spanish)."""
    language = language or (document.language if document else Language.ES)
    document_id = document.id if document else DocumentId(f"informe.{language}")
    return Segment(
        **{
            "id": SegmentId(f"{document_id}.{ordinal:04}"),
            "document_id": document_id,
            "ordinal": ordinal,
            "language": language,
            "kind": SegmentKind.PARAGRAPH,
            "text": text,
            **values,
        }
    )


def alignment(source: Sequence[Segment], target: Sequence[Segment]) -> Alignment:
    """The alignment of two versions, segment by segment."""
    beads = tuple(
        Bead(source=(first.id,), target=(second.id,), confidence=0.9)
        for first, second in zip(source, target, strict=True)
    )
    return Alignment(
        source_id=source[0].document_id,
        target_id=target[0].document_id,
        beads=beads,
        score=0.9,
    )


def ruling(
    source: Sequence[Segment],
    target: Sequence[Segment],
    verdict: Verdict = Verdict.CONFIRMED,
    *,
    made: str = "2026-11-21T12:00:00Z",
) -> Ruling:
    """What a person ruled on some segments of two versions; either side may be empty."""
    ruled = Alignment(
        source_id=source[0].document_id if source else DocumentId("informe.es"),
        target_id=target[0].document_id if target else DocumentId("report.en"),
        beads=(),
        score=0,
    )
    return make_ruling(ruled, source, target, verdict, author="ana", made=made)


def vectors(segments: Sequence[Segment]) -> NDArray[np.float32]:
    """What the hashing encoder makes of some segments."""
    return EMBEDDER.embed([segment.text for segment in segments], role=Role.PASSAGE)


def put(store: Store, document: Document, *texts: str | Segment) -> tuple[Segment, ...]:
    """Put a document with paragraphs, or segments, in a transaction of its own."""
    found = tuple(
        segment(text, document=document, ordinal=ordinal) if isinstance(text, str) else text
        for ordinal, text in enumerate(texts, 1)
    )
    with store.writing() as writer:
        writer.put(document, found, vectors(found))
    return found


def ask(text: str, *languages: Language, **values: Any) -> KeywordQuery:
    """The words of a text as concepts, each with its term in every language (both by default)."""
    return KeywordQuery(
        concepts=tuple(
            Concept(
                terms=tuple(
                    Term(language=language, stem=stem(word, language))
                    for language in languages or (Language.ES, Language.EN)
                )
            )
            for word in text.split()
        ),
        **values,
    )


def ids(ranking: Ranking) -> list[str]:
    """The segments of a ranking, in order."""
    return [scored.segment_id for scored in ranking.scored]
