"""Makes an index anew from what it holds, while it goes on answering."""

from collections.abc import Callable

from ingest.maintenance.smoke_test import WrittenSample, known_item_places
from puente.embedding.protocol import Embedder
from puente.embedding.segments import embed_segments
from puente.model.reports import Progress
from puente.store.addresses.histories import history_of, numbered
from puente.store.addresses.official_numbers import given_numbers, number_officially
from puente.store.protocol import Store


def reindex(
    store: Store, embedder: Embedder, report_progress: Callable[[Progress], None] = lambda _: None
) -> int:
    """Make a store's index anew with this encoder and the current analysis; how many documents.

    Questions are answered from the old index until the new one has been seen to answer, too; then
    the new one takes its place, and the old one is kept. One document at a time is in memory.
    Raises UnsoundIndexError, and the old index stays.
    """
    written = WrittenSample()
    # What the same encoder made need not be made again, which is nine tenths of the time; of a
    # damaged index it is, for its vectors may be what is damaged.
    has_its_vectors = store.index_state().embedder == embedder.name and not store.problems()
    with store.rebuilding(
        embedder=embedder.name,
        dimension=embedder.dimension,
        check=lambda reader: written.check(store.url, reader),
    ) as writer:
        for history in store.histories():  # which say what a work may not be called
            writer.keep_history(history)
        ids, alignments = store.document_ids(), store.alignments()
        places = known_item_places(len(ids))
        for done, document_id in enumerate(ids):
            document, stored = store.document(document_id), store.segments_of(document_id)
            known = history_of(store, document_id)
            segments = number_officially(stored, given_numbers(stored, known))
            if segments != stored:  # by an earlier version of Puente, which gave no numbers
                writer.keep_history(numbered(known, document, segments))
            report_progress(Progress(done=done, total=len(ids), what=document.source))
            if has_its_vectors:
                vectors = store.vectors_of(document_id)
            else:
                vectors = embed_segments(embedder, segments)
            writer.put(document, segments, vectors)
            written.add(segments)
            if done in places:
                written.add_known_items(document, segments, vectors)
        for summary in alignments:
            if alignment := store.alignment(summary.source_id, summary.target_id):
                writer.link(alignment)
        written.add_alignments(len(alignments))
        for pair in store.corrected_pairs():
            corrections = store.corrections(*pair)
            for correction in corrections:
                writer.add_correction(correction)
            written.add_corrections(len(corrections))
        for withdrawal in store.withdrawals():
            writer.withdraw(withdrawal)
        writer.propose(store.proposals())
        if not store.index_state().pairing_is_due:
            writer.settle_pairing()
    return len(ids)
