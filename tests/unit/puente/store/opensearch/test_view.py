"""What a view of an index in the engine sees: one generation, whatever is written meanwhile."""

from collections.abc import Callable

import pytest
from opensearchpy import OpenSearch

from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.identifiers import DocumentId, SegmentId, WorkId
from puente.model.segments import Segment
from puente.store.opensearch.indices import Index
from puente.store.opensearch.lease import read_head
from puente.store.opensearch.queries import visible
from puente.store.opensearch.store import OpenSearchStore
from puente.store.opensearch.transport.address import parse_address
from puente.store.opensearch.view import OpenSearchView, between, touching
from tests.fixtures.builders import alignment, document, put, segment, vectors

pytestmark = pytest.mark.opensearch

SPANISH, ENGLISH = DocumentId("informe.es"), DocumentId("report.en")


@pytest.fixture
def linked(store: OpenSearchStore) -> tuple[Segment, Segment]:
    """Two versions of one paragraph."""
    [first] = put(store, document(SPANISH), "El asilo")
    [second] = put(store, document(ENGLISH), "Asylum")
    with store.writing() as writer:
        writer.link(alignment([first], [second]))
    return first, second


@pytest.fixture
def view(
    client: OpenSearch, store: OpenSearchStore, linked: tuple[Segment, Segment]
) -> OpenSearchView:
    """What is visible when both are linked, and stays so."""
    head = read_head(client, parse_address(store.url).alias)
    return OpenSearchView(Index(client, head.name), visible(head.generation))


def seen(view: OpenSearchView) -> tuple[object, ...]:
    """All that the view tells of the two documents."""
    return (
        view.counts("document", "segment", "alignment", "bead"),
        tuple(view.stored()),
        tuple(view.document_ids()),
        tuple(view.of_work(WorkId("informe"))),
        view.segments([SegmentId("report.en.0001"), SegmentId("informe.es.0001")]),
        tuple(view.links()),
        tuple(view.summaries()),
        tuple(view.beads()),
    )


def test_a_view_sees_none_of_what_others_write(
    view: OpenSearchView, opened: Callable[..., OpenSearchStore]
) -> None:
    before = seen(view)
    assert before[0] == {"document": 2, "segment": 2, "alignment": 1, "bead": 1}
    other, made = opened(), document("otro.es")
    found = [segment("La trata", document=made)]
    with other.writing() as writer:
        writer.put(made, found, vectors(found))
        assert seen(view) == before
    with other.writing() as writer:
        writer.delete(ENGLISH)
    assert seen(view) == before
    assert [each.id for each in other.documents()] == [SPANISH, "otro.es"]


def test_a_view_sees_the_old_words_of_what_is_put_again(
    view: OpenSearchView, store: OpenSearchStore
) -> None:
    before = seen(view)
    put(store, document(SPANISH), "El refugio", "La trata")
    assert seen(view) == before
    assert [each.text for each in view.segments_of(SPANISH)] == ["El asilo"]


def test_segments_are_in_the_order_asked_however_many_requests_that_takes(
    store: OpenSearchStore,
    client: OpenSearch,
    linked: tuple[Segment, Segment],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del linked
    found = put(store, document("largo.es"), *"abcde")
    head = read_head(client, parse_address(store.url).alias)
    view = OpenSearchView(Index(client, head.name), visible(head.generation))
    monkeypatch.setattr("puente.store.opensearch.view.MOST_TERMS", 2)
    asked = [found[place] for place in (3, 0, 4, 3, 1)]
    assert view.segments([each.id for each in asked]) == tuple(asked)
    with pytest.raises(SegmentNotFoundError, match=r"nada\.es\.0001"):
        view.segments([found[0].id, SegmentId("nada.es.0001")])


def test_what_is_not_there_is_an_error_or_nothing(view: OpenSearchView) -> None:
    assert view.find(DocumentId("nada.es")) is None
    with pytest.raises(DocumentNotFoundError, match=r"nada\.es"):
        view.document(DocumentId("nada.es"))
    assert list(view.segments_of(DocumentId("nada.es"))) == []


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [(SPANISH, ENGLISH, 1), (ENGLISH, SPANISH, 1), (SPANISH, DocumentId("otro.es"), 0)],
)
def test_a_link_is_found_whichever_document_is_named_first(
    view: OpenSearchView, first: DocumentId, second: DocumentId, count: int
) -> None:
    found = list(view.links(*between(first, second)))
    assert [(link.source_id, link.target_id) for link in found] == [(SPANISH, ENGLISH)] * count


@pytest.mark.parametrize("name", [SPANISH, ENGLISH])
def test_a_link_touches_the_document_on_either_side(
    view: OpenSearchView, linked: tuple[Segment, Segment], name: DocumentId
) -> None:
    [link] = view.links(touching([name]))
    assert view.alignment(link) == alignment(linked[:1], linked[1:])


def test_an_alignment_from_before_there_were_summaries_is_summed_up(store, client):
    [first], [second] = (put(store, document(name), "Uno") for name in ("uno.es", "uno.en"))
    with store.writing() as writer:
        writer.link(alignment([first], [second]))
    summaries = store.alignments()
    client.update_by_query(
        index=parse_address(store.url).alias,
        body={
            "query": {"term": {"type": "alignment"}},
            "script": {"source": "ctx._source.remove('record')"},
        },
        refresh=True,
    )
    assert store.alignments() == summaries
