"""Addresses that documents had lead to where they are now, or say that they are gone."""

import re
import warnings
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.pipeline.index_sync import Destination, IndexSync
from ingest.pipeline.version_links import link_versions
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import SourceFile
from puente.embedding.e5 import SHIPPED
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


def put(store, stores, texts, labels=()):
    """Put the text of one file anew; its id."""
    labels = (*labels, *[None] * (len(texts) - len(labels)))
    checksum = sha256("\n".join(texts).encode()).hexdigest()
    file = SourceFile(path=Path("/nowhere/nota.txt"), source="nota.txt", checksum=checksum, size=1)
    made = document(f"{checksum[:12]}.es", checksum=checksum, source="nota.txt")
    parts = tuple(
        segment(text, document=made, ordinal=ordinal, label=label)
        for ordinal, (text, label) in enumerate(zip(texts, labels, strict=True), 1)
    )
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
    assert '<p class="notice gone" id="p2">El párrafo de esta dirección ya no figura' in page
    put(store, stores, ["El foro se reunió.", "La CRM tiene once miembros.", "Fin."])
    answer = client.get(f"/api/v1/segments/{name}.0002")
    assert answer.json()["text"] == "La CRM tiene once miembros."


def test_an_official_number_leads_to_its_paragraph(client, store, stores):
    name = put(store, stores, ["Foro", "La CRM sesiona.", "La CEAM vota."], [None, "1.", "2."])
    slug = name.removesuffix(".es")
    found = client.get(f"/api/v1/documents/{name}/paragraphs/2").json()
    assert (found["segment"], found["text"]) == (f"{name}.0003", "La CEAM vota.")
    assert (found["official_number"], found["url"]) == ("2", f"/es/doc/{slug}#2")
    assert client.get(f"/api/v1/segments/{name}.0001").json()["url"] == f"/es/doc/{slug}#p1"
    page = client.get(f"/es/doc/{slug}").text
    assert '<div class="numbered" id="p3"><span id="2"></span>' in page
    assert f"párr. 2, {OWN}/es/doc/{slug}#2" in page
    for asked in ("3", "op-2", "p3"):
        answer = client.get(f"/api/v1/documents/{name}/paragraphs/{asked}")
        assert (answer.status_code, answer.json()["code"]) == (404, "paragraph-not-found"), asked


def test_an_official_number_leads_to_no_other_text(client, store, stores):
    name = put(store, stores, ["La CRM sesiona.", "La CEAM vota."], ["1.", "2."])
    address = f"/api/v1/documents/{name}/paragraphs"
    put(store, stores, ["La CRM debate.", "La CRM sesiona.", "Fin."], ["1.", "2.", "3."])
    assert client.get(f"{address}/1").json()["text"] == "La CRM sesiona."
    assert client.get(f"{address}/2").json()["code"] == "segment-gone"
    assert client.get(f"{address}/3").json()["text"] == "Fin."
    page = client.get(f"/es/doc/{name.removesuffix('.es')}").text
    assert 'id="1" lang="es">Este párrafo llevaba el número 1 cuando se dio la dirección.' in page
    [gone] = re.findall(r'<p class="notice gone" id="2">(.*?)</p>', page, re.DOTALL)
    assert gone.endswith('<a href="#p1">Su número corresponde ahora a otro párrafo.</a>')
    put(store, stores, ["La CRM sesiona.", "La CEAM vota."], ["1.", "2."])
    assert client.get(f"{address}/2").json()["text"] == "La CEAM vota."


def test_official_numbers_follow_a_document_to_its_new_id(client, store, stores):
    name = put(store, stores, ["La CRM sesiona."], ["1."])
    new = IndexSync(store, stores.embedder).rename(name, "otro-nombre")
    answer = client.get(f"/api/v1/documents/{name}/paragraphs/1")
    assert answer.headers["location"] == f"/api/v1/documents/{new}/paragraphs/1"
    assert client.get(answer.headers["location"]).json()["segment"] == f"{new}.0001"


def test_what_is_published_is_numbered_by_itself(client, stores, store):
    """A public number tells nothing of drafts, and a draft's number is not kept for it."""
    restricted = stores.create(Visibility.RESTRICTED)
    put(restricted, stores, ["Borrador.", "La CRM sesiona."], ["1.", "2."])
    name = put(store, stores, ["La CRM debate.", "La CRM sesiona."], ["1.", "2."])
    found = [client.get(f"/api/v1/documents/{name}/paragraphs/{n}").json() for n in (1, 2)]
    assert [each["segment"] for each in found] == [f"{name}.0001", f"{name}.0002"]


def test_a_document_that_was_removed_is_gone(client, store, stores):
    name = put(store, stores, ["El foro se reunió."])
    IndexSync(store, stores.embedder).remove([name])
    for address in (
        f"/api/v1/documents/{name}", f"/api/v1/segments/{name}.0001", f"/es/doc/{name[:-3]}",
        f"/api/v1/documents/{name}/paragraphs/1",
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


def test_ids_typed_in_capitals_lead_to_those_without(client):
    for asked, current in (
        (f"/en/doc/{TARGET.upper()}", f"/en/doc/{WORK}"),
        (f"/es/doc/{WORK.upper()}?version=en", f"/es/doc/{WORK}?version=en"),
        (f"/es-en/doc/{WORK.upper()}", f"/es-en/doc/{WORK}"),
        (f"/es/divergences/{WORK.upper()}", f"/es/divergences/{WORK}"),
        (f"/api/v1/documents/{SOURCE.upper()}", f"/api/v1/documents/{SOURCE}"),
        (f"/api/v1/documents/{SOURCE.upper()}/segments?size=3",
         f"/api/v1/documents/{SOURCE}/segments?size=3"),
        (f"/api/v1/segments/{SOURCE.upper()}.0002", f"/api/v1/segments/{SOURCE}.0002"),
        (f"/api/v1/alignments/{WORK.upper()}.ES-EN", f"/api/v1/alignments/{WORK}.es-en"),
    ):  # fmt: skip
        answer = client.get(asked)
        assert (answer.status_code, answer.headers.get("location")) == (301, current), asked
        assert client.get(current).status_code == 200
    asked, own = (
        client.get(f"/api/v1/export?format=csv&work={each}") for each in (WORK.upper(), WORK)
    )
    assert (asked.status_code, asked.content) == (200, own.content)


def test_capitals_in_a_former_id_lead_to_the_present_one(client, renamed):
    answer = client.get(f"/api/v1/documents/{SOURCE.upper()}")
    assert answer.headers["location"] == f"/api/v1/documents/{renamed}"
    answer = client.get(f"/es/doc/{WORK.upper()}")
    assert answer.headers["location"] == f"/es/doc/{renamed.removesuffix('.es')}"


def test_capitals_show_nothing_of_what_is_not_there_for_the_reader(client, stores):
    name = put(stores.create(Visibility.RESTRICTED), stores, ["Texto reservado."])
    asked = [*_asked(name.upper()), *_asked("NADA.ES")]
    answers = [client.get(each) for each in asked]
    assert {each.status_code for each in answers} == {404}
    assert "NADA.ES" in client.get("/api/v1/documents/NADA.ES").json()["detail"]


def _asked(name):
    return (
        f"/api/v1/documents/{name}", f"/api/v1/segments/{name}.0001", f"/es/doc/{name[:-3]}",
        f"/es-en/doc/{name[:-3]}", f"/api/v1/documents/{name}/paragraphs/1",
    )  # fmt: skip
