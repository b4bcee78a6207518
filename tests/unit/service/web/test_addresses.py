"""Addresses that documents had lead to where they are now, or say that they are gone."""

import warnings
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.pipeline.index_sync import Destination, IndexSync
from ingest.pipeline.version_links import link_versions
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import SourceFile
from puente.embedding.universal import SHIPPED
from puente.model.documents import Visibility
from service.bootstrap import open_services, stores_at
from service.web.app import create_app
from tests.fixtures.builders import document, segment
from tests.fixtures.hosts import OWN
from tests.fixtures.shelf import accept_first_link

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

SOURCE, TARGET = "86f17f4806d5.es", "43bd9f98f096.en"
WORK = "86f17f4806d5"


@pytest.fixture
def stores(own_index):
    with stores_at(own_index, SHIPPED) as stores:
        yield stores


@pytest.fixture
def store(stores):
    return stores.open(Visibility.PUBLIC)


@pytest.fixture
def client(stores):
    return TestClient(
        create_app(lambda: open_services(stores)), base_url=OWN, follow_redirects=False
    )


@pytest.fixture
def renamed(store, stores):
    """The new id of the Spanish version, whose pair is linked again."""
    accept_first_link(store, (SOURCE, TARGET), "Ana")
    name = IndexSync(store, stores.embedder).rename(SOURCE, "otro-nombre")
    link_versions(store)
    return name


def put(store, stores, texts):
    """Put the text of one file anew; its id."""
    checksum = sha256("\n".join(texts).encode()).hexdigest()
    file = SourceFile(path=Path("/nowhere/nota.txt"), source="nota.txt", checksum=checksum, size=1)
    made = document(f"{checksum[:12]}.es", checksum=checksum, source="nota.txt")
    parts = tuple(segment(each, document=made, ordinal=k) for k, each in enumerate(texts, 1))
    read = ReadDocument(document=made, segments=parts)
    return IndexSync(store, stores.embedder).put(file, Destination(), read).document_id


def test_the_api_leads_from_a_former_id_to_the_present_one(client, renamed):
    work = renamed.removesuffix(".es")
    for former, current in (
        (f"documents/{SOURCE}", f"documents/{renamed}"),
        (f"documents/{SOURCE}/segments?size=3", f"documents/{renamed}/segments?size=3"),
        (f"segments/{SOURCE}.0002", f"segments/{renamed}.0002"),
        (f"alignments/{WORK}.es-en", f"alignments/{work}.es-en"),
    ):  # fmt: skip
        answer = client.get(f"/api/v1/{former}")
        assert answer.status_code == 301, former
        assert answer.headers["location"] == f"/api/v1/{current}"
        assert (answer.json()["code"], answer.headers["cache-control"]) == ("moved", "no-cache")
        assert client.get(f"/api/v1/{current}").status_code == 200
    assert client.get(f"/api/v1/segments/{SOURCE}.9999").status_code == 404


def test_pages_lead_from_a_former_work_to_the_present_one(client, renamed):
    work = renamed.removesuffix(".es")
    for former, current in (
        (f"/es/doc/{WORK}", f"/es/doc/{work}"),
        (f"/en/doc/{WORK}?version=es", f"/en/doc/{work}?version=es"),
        (f"/es/doc/{SOURCE}", f"/es/doc/{work}"),
        (f"/es-en/doc/{WORK}", f"/es-en/doc/{work}"),
        (f"/es/divergences/{WORK}", f"/es/divergences/{work}"),
    ):  # fmt: skip
        answer = client.get(former)
        assert (answer.status_code, answer.headers.get("location")) == (301, current), former


def test_corrections_follow_their_document(store, renamed):
    assert store.corrected_pairs() == (tuple(sorted((renamed, TARGET))),)
    [kept] = store.corrections(renamed, TARGET)
    ids = {each.id for each in (*store.segments_of(renamed), *store.segments_of(TARGET))}
    assert kept.author == "Ana"
    assert ids.issuperset(each.id for each in (*kept.source, *kept.target))


def test_a_paragraph_that_was_rewritten_is_gone(client, store, stores):
    name = put(store, stores, ["El foro se reunió.", "La CRM tiene once miembros.", "Fin."])
    assert put(store, stores, ["El foro se reunió.", "La CRM tiene doce.", "Fin."]) == name
    answer = client.get(f"/api/v1/segments/{name}.0002")
    assert (answer.status_code, answer.json()["code"]) == (410, "segment-gone")
    assert client.get(f"/api/v1/segments/{name}.0003").json()["text"] == "Fin."
    assert client.get(f"/api/v1/segments/{name}.0004").json()["text"] == "La CRM tiene doce."
    assert client.get(f"/api/v1/segments/{name}.0005").status_code == 404
    page = client.get(f"/es/doc/{name.removesuffix('.es')}").text
    assert '<p class="notice gone" id="p2">El párrafo que tenía esta dirección ya no está' in page
    put(store, stores, ["El foro se reunió.", "La CRM tiene once miembros.", "Fin."])
    answer = client.get(f"/api/v1/segments/{name}.0002")
    assert answer.json()["text"] == "La CRM tiene once miembros."


def test_a_document_that_was_removed_is_gone(client, store, stores):
    name = put(store, stores, ["El foro se reunió."])
    IndexSync(store, stores.embedder).remove([name])
    for address in (
        f"/api/v1/documents/{name}", f"/api/v1/segments/{name}.0001", f"/es/doc/{name[:-3]}",
        f"/api/v1/export?format=csv&work={name[:-3]}",
    ):  # fmt: skip
        assert client.get(address).status_code == 410, address
    assert client.get(f"/api/v1/documents/{name}").json()["code"] == "document-gone"
    [kept] = store.histories(name)
    assert kept.gone == ()


def test_versions_that_were_parted_say_so(client, store):
    with store.writing() as writer:
        writer.unlink(SOURCE, TARGET)
    for address in (f"/api/v1/alignments/{WORK}.es-en", f"/es-en/doc/{WORK}"):
        assert client.get(address).status_code == 410, address
    answer = client.get(f"/en/doc/{WORK}?version=en")
    assert answer.headers["location"] == f"/en/doc/{TARGET.removesuffix('.en')}"


def test_public_answers_know_no_former_id_of_a_restricted_document(client, stores):
    restricted = stores.create(Visibility.RESTRICTED)
    name = put(restricted, stores, ["Texto reservado."])
    before = [client.get(each) for each in _asked(name)]
    new = IndexSync(restricted, stores.embedder).rename(name, "otro-nombre")
    assert restricted.histories(name)[0].document_id == new
    after = [client.get(each) for each in _asked(name)]
    assert {each.status_code for each in after} == {404}
    assert [each.content for each in after] == [each.content for each in before]


def _asked(name):
    return (
        f"/api/v1/documents/{name}", f"/api/v1/segments/{name}.0001", f"/es/doc/{name[:-3]}",
        f"/es-en/doc/{name[:-3]}",
    )  # fmt: skip
