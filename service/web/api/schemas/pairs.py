"""The public shapes of what the API says of pairs of documents."""

from typing import Self

from pydantic import BaseModel

from puente.catalogue.catalogue import OpenProposal
from puente.model.documents import Document, Language
from puente.model.reports import ProposalReason
from service.web.api.schemas.documents import DocumentSchema
from service.web.parameters import PairDecision


class PairedDocumentSchema(BaseModel):
    """One of two documents that may be versions of each other."""

    document: str
    work: str
    language: Language
    title: str
    symbol: str | None
    date: str | None
    url: str

    @classmethod
    def from_record(cls, document: Document) -> Self:
        told = DocumentSchema.from_record(document)
        return cls(**told.model_dump(include=set(cls.model_fields)))


class ProposalSchema(BaseModel):
    """Two documents that may be versions of each other, for a person to decide.

    `reason` speaks against it most, `confidence` is in their being versions.
    """

    source: PairedDocumentSchema
    target: PairedDocumentSchema
    confidence: float
    reason: ProposalReason

    @classmethod
    def from_record(cls, proposal: OpenProposal) -> Self:
        return cls(
            source=PairedDocumentSchema.from_record(proposal.source),
            target=PairedDocumentSchema.from_record(proposal.target),
            confidence=proposal.score,
            reason=proposal.reason,
        )


class PairAnswer(BaseModel):
    """Decision on two documents; as versions they have one `work`."""

    documents: list[PairedDocumentSchema]
    are_versions: bool

    @classmethod
    def from_records(cls, first: Document, second: Document, decision: PairDecision) -> Self:
        return cls(
            documents=[PairedDocumentSchema.from_record(each) for each in (first, second)],
            are_versions=decision.are_versions,
        )
