"""JSON shapes of collections, health and readiness."""

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import BaseModel

from puente.model.documents import (
    Language,
)
from puente.model.index import CollectionSummary, IndexState


class CollectionSchema(BaseModel):
    """A collection: its documents by language, and its years."""

    name: str
    documents: int
    languages: Mapping[Language, int]
    first_year: int | None
    last_year: int | None

    @classmethod
    def from_record(cls, summary: CollectionSummary) -> Self:
        return cls(
            name=summary.name,
            documents=summary.documents,
            languages=dict(summary.languages),
            first_year=summary.first_year,
            last_year=summary.last_year,
        )


class CollectionListAnswer(BaseModel):
    """Every collection that is served."""

    collections: list[CollectionSchema]

    @classmethod
    def from_records(cls, summaries: Iterable[CollectionSummary]) -> Self:
        return cls(collections=[CollectionSchema.from_record(each) for each in summaries])


class HealthAnswer(BaseModel):
    """The service is alive."""

    status: str


class ReadinessAnswer(BaseModel):
    """The service can answer questions, and what its index holds."""

    status: str
    documents: int
    segments: int
    alignments: int
    embedder: str

    @classmethod
    def from_record(cls, state: IndexState) -> Self:
        return cls(
            status="ready",
            documents=state.documents,
            segments=state.segments,
            alignments=state.alignments,
            embedder=state.embedder,
        )
