"""Withdrawal of documents from every index of an installation, and its undoing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from puente.audit.trail import Act, AuditTrail
from puente.errors import DocumentNotFoundError, DocumentWithdrawnError, NotWithdrawnError
from puente.model.documents import Document, Visibility
from puente.model.identifiers import DocumentId
from puente.model.withdrawals import Withdrawal, withdrawal_of
from puente.store.addresses.histories import history_of, removed
from puente.store.protocol import Reader, Store

Indexes: TypeAlias = Mapping[Visibility, Store]


def withdraw(
    indexes: Indexes, document_id: DocumentId, trail: AuditTrail, *, reason: str, notice: str = ""
) -> tuple[DocumentId, ...]:
    """Take a document out for good, with every other of the same bytes; their ids.

    The public index comes first, and each is one transaction. Raises DocumentNotFoundError, or
    DocumentWithdrawnError for one that is withdrawn.
    """
    checksum = _find(indexes, document_id).checksum
    done: list[DocumentId] = []
    for visibility in Visibility:
        store = indexes.get(visibility)
        if store is None:
            continue
        leaving = [
            each
            for each in store.documents()
            if each.id == document_id or (checksum and each.checksum == checksum)
        ]
        if not leaving:
            continue
        ids = [each.id for each in leaving]
        with (
            trail.recorded(Act.WITHDRAWN, ids, index=visibility, detail=reason),
            store.writing() as writer,
        ):
            for each in leaving:
                known = history_of(store, each.id)
                writer.keep_history(removed(known, each, store.segments_of(each.id)))
                writer.withdraw(withdrawal_of(each, notice=notice))
        done += ids
    return tuple(done)


def undo_withdrawal(
    indexes: Indexes, document_id: DocumentId, trail: AuditTrail, *, reason: str = ""
) -> tuple[DocumentId, ...]:
    """Let the files of a withdrawn document, and of the same bytes, come back; their ids.

    The next ingest reads them. What stood restricted does so again: the restricted index remembers
    it until then. Raises NotWithdrawnError.
    """
    found = [
        (visibility, withdrawal)
        for visibility, store in indexes.items()
        for withdrawal in in_force([store])
    ]
    named = [each for _, each in found if each.document_id == document_id]
    if not named:
        raise NotWithdrawnError(document_id)
    lifted: list[DocumentId] = []
    for visibility, withdrawal in found:
        is_same = withdrawal.checksum and withdrawal.checksum == named[0].checksum
        if not is_same and withdrawal not in named:
            continue
        with (
            trail.recorded(
                Act.REINSTATED, [withdrawal.document_id], index=visibility, detail=reason
            ),
            indexes[visibility].writing() as writer,
        ):
            if visibility is Visibility.RESTRICTED:
                writer.withdraw(replace(withdrawal, is_lifted=True))
            else:
                writer.reinstate(withdrawal.document_id)
        lifted.append(withdrawal.document_id)
    return tuple(lifted)


def in_force(readers: Iterable[Reader]) -> tuple[Withdrawal, ...]:
    """The withdrawals of some indexes that were not undone."""
    return tuple(each for reader in readers for each in reader.withdrawals() if not each.is_lifted)


def _find(indexes: Indexes, document_id: DocumentId) -> Document:
    for store in indexes.values():
        for document in store.documents():
            if document.id == document_id:
                return document
    for withdrawal in in_force(indexes.values()):
        if withdrawal.document_id == document_id:
            raise DocumentWithdrawnError(document_id)
    raise DocumentNotFoundError(document_id)
