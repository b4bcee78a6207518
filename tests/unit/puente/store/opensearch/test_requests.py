"""Requests of a question and of a correction, and what happens when a write comes between."""

import json
from collections.abc import Iterator

import pytest

from puente.catalogue.catalogue import Catalogue
from puente.errors import FilterError
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.search.searcher import Searcher
from puente.store import open_store
from puente.store.opensearch.store import OpenSearchStore
from puente.symbols.finding import parse_symbol
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.web.pages.views.versions import other_versions
from tests.fixtures.builders import EMBEDDER, alignment, document, put, segment, vectors
from tests.fixtures.corrections import CORRECTIONS, correct, put_versions

pytestmark = pytest.mark.opensearch

SEARCH = ("POST", "/_msearch")


@pytest.fixture
def store(cluster_address: str) -> Iterator[OpenSearchStore]:
    """Two aligned versions, one of which bears a symbol and cites another."""
    store = open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    spanish = document("informe.es", symbol=parse_symbol("CE/AM-75/09"), collection="oas")
    english = document("report.en", symbol=parse_symbol("CE/AM-75/09 rev. 1"), collection="crm")
    first = segment("La trata de personas", document=spanish, citations=("AG/RES. 2356",))
    second = segment("Trafficking in persons", document=english)
    with store.writing() as writer:
        writer.put(spanish, [first], vectors([first]))
        writer.put(english, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    yield store
    store.close()


@pytest.fixture
def searcher(store: OpenSearchStore) -> Searcher:
    return Searcher([store], EMBEDDER, load_lexicon(), load_glossary())


@pytest.fixture
def requests(store, monkeypatch) -> list[tuple[str, str]]:
    """Every request of the store's client, as it is sent."""
    sent = []
    perform = store._client.transport.perform_request

    def record(method, url, **values):
        sent.append((method, url))
        return perform(method, url, **values)

    monkeypatch.setattr(store._client.transport, "perform_request", record)
    return sent


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("trata de personas", Filters()),
        ("“trata de personas”", Filters()),
        ("trafficking in persons", Filters(languages=(Language.EN,), collections=("crm",))),
        ("CE/AM-75/09", Filters()),
        ("AG/RES. 2356 trata", Filters(collections=("oas",))),
    ],
)
def test_a_question_is_one_request_and_its_page_another(searcher, requests, question, filters):
    first = searcher.search(question, filters=filters)
    requests.clear()
    assert searcher.search(question, filters=filters) == first
    assert first.hits
    assert requests == [SEARCH, SEARCH]


def test_unknown_words_are_counted_by_one_request_more(searcher, requests):
    searcher.search("trata de personas")
    requests.clear()
    searcher.search("trafficking in persons")
    assert requests == [SEARCH] * 3


def test_a_question_without_results_asks_for_no_page(searcher, requests):
    searcher.search("CP/RES. 1234 (1456/19)")
    requests.clear()
    searcher.search("CP/RES. 1234 (1456/19)")
    assert requests == [SEARCH]


def test_what_is_looked_up_is_one_request(store, requests):
    store.document("informe.es")
    requests.clear()
    for read in (store.document, store.segments_of):
        read("informe.es")
    assert requests == [SEARCH, SEARCH]


def test_a_work_and_the_versions_of_many_are_one_request_each(store, requests):
    catalogue = Catalogue([store])
    document, other = store.document("informe.es"), store.document("report.en")
    requests.clear()
    assert catalogue.work("informe") == (other, document)
    assert requests == [SEARCH]
    requests.clear()
    assert catalogue.work("report") == (other, document)
    assert requests == [SEARCH] * 3
    requests.clear()
    found = other_versions(catalogue, [document, other])
    assert found == {"informe.es": (other,), "report.en": (document,)}
    assert requests == [SEARCH]


def test_a_write_of_another_program_is_seen_by_the_next_question(store, searcher, requests):
    searcher.search("trata de personas", filters=Filters(collections=("oas",)))
    other = open_store(store.url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put(other, document("otro.es", collection="csm"), "La trata de personas otra vez")
    requests.clear()
    page = searcher.search("trata de personas", filters=Filters(collections=("csm",)))
    assert [hit.segment.id for hit in page.hits] == ["otro.es.0001"]
    # What is known of the index refuses the filter: it is looked at before anything is searched.
    assert requests[0] == ("GET", f"/{store._alias}/_doc/head")
    other.close()


def test_an_index_that_was_empty_is_searched_when_it_is_filled(cluster_address):
    stores = [
        open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        for _ in range(2)
    ]
    searcher = Searcher([stores[0]], EMBEDDER, load_lexicon(), load_glossary())
    assert searcher.search("apatridia").total == 0
    put(stores[1], document(), "La apatridia")
    assert searcher.search("apatridia").total == 1
    for store in stores:
        store.close()


def test_a_write_between_search_and_page_does_not_mix_them(store, searcher, monkeypatch):
    other = open_store(store.url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    searcher.search("trata de personas")
    ask = store._client.msearch

    def write_between(**values):
        answer = ask(**values)
        monkeypatch.undo()
        put(other, document("informe.es"), "Nada que ver")
        return answer

    monkeypatch.setattr(store._client, "msearch", write_between)
    page = searcher.search("trata de personas")
    assert page.hits[0].segment.text == "La trata de personas"
    assert page.hits[0].translations[0].segments[0].id == "report.en.0001"
    assert searcher.search("trata de personas").hits[0].segment.id == "report.en.0001"
    other.close()


def test_a_filter_that_nothing_passes_is_refused_only_for_what_is_there_now(store, searcher):
    with pytest.raises(FilterError):
        searcher.search("trata", filters=Filters(collections=("csm",)))
    put(store, document("otro.es", collection="csm"), "La trata")
    assert searcher.search("trata", filters=Filters(collections=("csm",))).total == 1


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_long_reading_goes_on_at_one_point_in_time_that_is_given_back(
    store, requests, monkeypatch, *, is_whole
):
    monkeypatch.setattr("puente.store.opensearch.queries._PAGE", 2)
    made = document("largo.es")
    found = put(store, made, *"abcdefg")
    requests.clear()
    with store.view(newest=True) as view:
        reading = view.segments_of(made.id)
        read = [next(reading) for _ in range(3)]
        put(store, made, *"hijkl")
        store._client.delete_by_query(
            index=view.index.name,
            body={"query": {"range": {"until": {"lt": 2**62}}}},
            refresh=True,
        )
        read += reading if is_whole else []
        reading.close()
    assert tuple(read) == (found if is_whole else found[:3])
    pits = [method for method, url in requests if url.endswith("point_in_time")]
    assert pits == ["POST", "DELETE"]
    stats = store._client.nodes.stats(metric="indices", index_metric="search")["nodes"]
    assert sum(node["indices"]["search"]["point_in_time_current"] for node in stats.values()) == 0


@pytest.fixture
def versions(cluster_address: str) -> Iterator[OpenSearchStore]:
    """Three aligned versions, in a store that has corrected a link before."""
    store = open_store(cluster_address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    put_versions(store)
    correct(store, *CORRECTIONS["alone"])
    yield store
    store.close()


@pytest.fixture
def sent(versions, monkeypatch) -> list[tuple[str, str, object]]:
    """Every request of the store's client with its body, as it is sent."""
    found = []
    perform = versions._client.transport.perform_request
    [name] = versions._client.indices.get_alias(name=versions._alias)

    def record(method, url, **values):
        found.append((method, url.replace(name, "INDEX"), values.get("body")))
        return perform(method, url, **values)

    monkeypatch.setattr(versions._client.transport, "perform_request", record)
    return found


def bulk_lines(sent):
    [body] = [body for _, url, body in sent if url == "/INDEX/_bulk"]
    return [json.loads(line) for line in body.splitlines()]


def test_to_accept_a_link_is_one_bulk_request_of_its_own_entries(versions, sent):
    correct(versions, *CORRECTIONS["accept"])
    actions = bulk_lines(sent)
    entries = [each["type"] for each in actions if "type" in each]
    marked = [each["update"]["_id"] for each in actions if "update" in each]
    assert sorted(entries) == ["alignment", "bead", "ruling"]
    # What they replace is marked in the same request.
    assert sorted(each.split()[0] for each in marked) == ["bead", "link"]


def test_beside_it_an_accepted_link_takes_the_lease_and_publishes(versions, sent):
    correct(versions, *CORRECTIONS["accept"])
    reads = [url for method, url, _ in sent if method == "GET" or url == "/_msearch"]
    writes = [(method, url) for method, url, _ in sent if url not in reads or method == "PUT"]
    assert writes == [
        ("PUT", "/INDEX/_doc/head"),  # the lease is taken
        ("POST", "/INDEX/_refresh"),  # what a writer that died left is looked for
        ("POST", "/INDEX/_bulk"),
        ("POST", "/INDEX/_refresh"),
        ("PUT", "/INDEX/_doc/head"),  # the lease is given back, and the write is seen
    ]
    assert len(reads) == 28  # 10 for the review that the editor saw, 18 for the correction


@pytest.mark.parametrize(
    ("kind", "segments"),
    [
        ("accept", []),
        ("reject", ["acta.en.0002", "acta.es.0002"]),
        ("move", ["acta.en.0003", "acta.en.0004", "acta.es.0003", "acta.es.0004"]),
    ],
)
def test_a_correction_writes_the_segments_that_have_another_counterpart(
    versions, sent, kind, segments
):
    correct(versions, *CORRECTIONS[kind])
    found = [each["segment_id"] for each in bulk_lines(sent) if each.get("type") == "segment"]
    assert sorted(found) == segments
    assert not any(each.get("type") == "document" for each in bulk_lines(sent))
    assert not any("_update_by_query" in url for _, url, _ in sent)
