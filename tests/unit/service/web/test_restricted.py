"""Public answers while something restricted is corrected: not a byte of them changes."""

import warnings
from dataclasses import replace

from ingest.pipeline.ingest_files import ingest
from puente.embedding.e5 import SHIPPED
from puente.model.documents import Visibility
from puente.store.protocol import Store
from service.bootstrap import open_services, stores_at
from service.web.app import create_app
from tests.fixtures.builders import segment
from tests.fixtures.hosts import OWN
from tests.fixtures.shelf import accept_first_link

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

SOURCE, TARGET = "86f17f4806d5.es", "43bd9f98f096.en"
WORK = "86f17f4806d5"
ADDRESSES = (
    f"/api/v1/alignments/{WORK}.es-en",
    f"/api/v1/documents/{SOURCE}",
    f"/api/v1/documents/{SOURCE}/segments",
    f"/api/v1/segments/{SOURCE}.0001",
    "/api/v1/documents",
    "/api/v1/search?q=borrador",
    "/api/v1/search?q=migrantes",
    "/api/v1/collections",
    f"/api/v1/export?work={WORK}&format=csv",
    "/api/v1/concordance?q=migrantes",
    "/api/v1/divergences",
    "/api/v1/coverage",
    f"/es-en/doc/{WORK}",
    f"/en/doc/{WORK}",
    "/en/coverage",
    "/en/browse",
    "/sitemap.xml",
    "/en/documents",
    "/readyz",
)


def put_drafts(restricted: Store, public: Store) -> None:
    """Drafts under the ids of two public versions, as their symbols would give them."""
    sides = []
    for document_id in (SOURCE, TARGET):
        document = replace(public.document(document_id), visibility=Visibility.RESTRICTED)
        texts = [f"Borrador {number} reservado" for number in range(30)]
        segments = [
            segment(text, document=document, ordinal=number) for number, text in enumerate(texts, 1)
        ]
        vectors = public.vectors_of(document_id)[[0] * 30]
        with restricted.writing() as writer:
            writer.put(document, segments, vectors)
        sides.append(segments)
    with restricted.writing() as writer:
        found = public.alignment(SOURCE, TARGET)
        assert found is not None
        writer.link(found)


def test_a_correction_of_a_draft_changes_no_public_answer(own_index, tmp_path):
    """A draft that bears a public document's symbol turned public links stale."""
    with stores_at(own_index, SHIPPED) as stores:
        client = TestClient(create_app(lambda: open_services(stores)), base_url=OWN)

        def answers():
            found = [client.get(each) for each in ADDRESSES]
            return [(each.status_code, each.content, dict(each.headers)) for each in found]

        before = answers()
        assert [
            each for each, (code, *_) in zip(ADDRESSES, before, strict=True) if code != 200
        ] == []
        restricted = stores.create(Visibility.RESTRICTED)
        put_drafts(restricted, stores.open(Visibility.PUBLIC))
        accept_first_link(restricted, (SOURCE, TARGET), "Revisora Reservada")
        (tmp_path / "empty").mkdir()
        ingest([tmp_path / "empty"], stores, stores.embedder)
        assert answers() == before
        assert not set(restricted.document_ids()) & {SOURCE, TARGET}
    path = own_index.removeprefix("sqlite:///")
    with open(path, "rb") as stream:  # noqa: PTH123
        assert b"Revisora" not in stream.read()
