"""Addresses that led to something once, in either index of a service: asked for, they say so."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeAlias

from ingest.pipeline.index_sync import IndexSync
from puente.audit.trail import UNRECORDED
from puente.model.documents import Visibility
from puente.model.histories import AddressHistory, GoneParagraph
from puente.model.identifiers import DocumentId
from puente.withdrawal.service import withdraw
from service.bootstrap import Stores
from tests.fixtures.builders import alignment
from tests.fixtures.restricted import fill

_Pair: TypeAlias = tuple[DocumentId, DocumentId]
_LONGEST = 12
"""Paragraphs that a shortened document had; it has three."""


def leave_former_addresses(stores: Stores) -> Mapping[str, tuple[Any, ...]]:
    """Have documents of both visibilities come and go; what led to them, by parameter."""
    led: defaultdict[str, list[Any]] = defaultdict(list)
    for visibility, collection in ((Visibility.PUBLIC, "oas"), (Visibility.RESTRICTED, "csm")):
        store = stores.create(visibility)
        for number, befall in enumerate((_move, _remove, _withdraw, _part, _shorten), 101):
            work = f"{collection}-{number}"
            fill(store, work, collection, "fue", f"CE/AM-{number}/09", visibility=visibility)
            ids = (DocumentId(f"{work}.es"), DocumentId(f"{work}.en"))
            befall(IndexSync(store, stores.embedder, visibility), ids)
            if befall is not _shorten:
                led["alignment_id"].append(f"{work}.es-en")
            asked = _LONGEST if befall is _shorten else 1
            led["segment_id"] += [f"{each}.{asked:04}" for each in ids]
            led["work"].append(work)
            led["document_id"] += ids
            led["other_id"] += ids
    return {parameter: tuple(values) for parameter, values in led.items()}


def _move(index: IndexSync, ids: _Pair) -> None:
    """Both versions get another name, and are linked again."""
    source, target = (index.rename(each, f"{each[:-3]}-moved") for each in ids)
    sides = index.store.segments_of(source), index.store.segments_of(target)
    with index.store.writing() as writer:
        writer.link(alignment(*sides))


def _remove(index: IndexSync, ids: _Pair) -> None:
    index.remove(ids)


def _withdraw(index: IndexSync, ids: _Pair) -> None:
    indexes = {index.store.document(ids[0]).visibility: index.store}
    withdraw(indexes, ids[0], UNRECORDED, reason="Sin firma", notice="Se publicará otra versión.")


def _part(index: IndexSync, ids: _Pair) -> None:
    """One version becomes a work of its own."""
    index.rename(ids[1], f"{ids[1][:-3]}-apart")


def _shorten(index: IndexSync, ids: _Pair) -> None:
    with index.store.writing() as writer:
        for each in ids:
            document = index.store.document(each)
            gone = GoneParagraph(number=_LONGEST, checksum="0" * 16)
            writer.keep_history(
                AddressHistory(
                    document_id=each, language=document.language, collection=document.collection,
                    last_number=_LONGEST, gone=(gone,),
                )
            )  # fmt: skip
