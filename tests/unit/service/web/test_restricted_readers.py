"""Restricted readers see their collections, and nobody else learns that these are there."""

import os
import random
from urllib.parse import quote, urlencode

import pytest

from puente.model.documents import Visibility
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.cluster import new_cluster_address
from tests.fixtures.restricted import COLLECTIONS, MARKS, make_world

REQUESTS = int(os.environ.get("TWIN_REQUESTS", "60"))
"""Each is asked of two worlds; `TWIN_REQUESTS=2000` asks longer."""
SLOW_REQUESTS = 30
"""The same of a cluster."""
WORDS = [
    "apertura", "opening", "migración", "sesión", "session", "desarrollo", "pública", "acta",
    "xilofono", "xilofano", "zarzuela", "zarsuela", '"apertura de la sesión"', "CE/AM-75/09",
    "CE/AM-3/09", "CE/AM-5/09", "aperturra", "nada",
]  # fmt: skip
WORKS = ["acta", *COLLECTIONS, "nothing"]
VALUES = {
    "lang": ["es", "en"], "collection": ["oas", "csm", "crm"], "organ": ["CE/AM"],
    "year": ["2009", "1999-2010"], "kind": ["document"], "page": ["1", "2"], "size": ["1", "20"],
}  # fmt: skip
PAGED = {"page", "size"}


def engines():
    yield pytest.param("sqlite", id="sqlite")
    yield pytest.param("opensearch", id="opensearch", marks=pytest.mark.opensearch)


@pytest.fixture(scope="module", params=engines())
def world_of(request, tmp_path_factory):
    """Builds a service with some restricted collections, or one where nobody can sign on."""
    made = {}

    def world_of(*restricted, signs_on=True):
        if (restricted, signs_on) not in made:
            folder = tmp_path_factory.mktemp("world")
            is_embedded = request.param == "sqlite"
            url = (
                f"sqlite:///{folder}/p.db"
                if is_embedded
                else new_cluster_address(request.getfixturevalue("cluster"), request)
            )
            made[restricted, signs_on] = make_world(
                folder, url, restricted=restricted, signs_on=signs_on
            )
        return made[restricted, signs_on]

    return world_of


@pytest.fixture
def addresses(world_of):
    """Builds addresses that can be asked, of every kind, the same for the same seed."""
    is_embedded = isinstance(world_of("own").stores.open(Visibility.PUBLIC), SqliteStore)

    def addresses(seed):
        chance = random.Random(seed)
        return [_address(chance) for _ in range(REQUESTS if is_embedded else SLOW_REQUESTS)]

    return addresses


def _address(chance):
    work, language, ui = (
        chance.choice(WORKS),
        chance.choice(["es", "en"]),
        chance.choice(["es", "en"]),
    )
    symbol = quote(chance.choice([each for each in WORDS if "/" in each]))
    asked = [("q", chance.choice(WORDS))]
    names = chance.sample(sorted(VALUES), chance.randint(0, 2))
    filters = [(name, chance.choice(VALUES[name])) for name in names]
    plain = [each for each in filters if each[0] not in PAGED]
    shown = [each for each in filters if each[0] != "size"]
    export = [("format", "csv"), *chance.choice([plain, [("work", work)]])]
    return chance.choice([
        f"/api/v1/search?{urlencode(asked + filters)}",
        f"/api/v1/search?{urlencode([*asked, ('size', '100')])}",
        f"/{ui}/search?{urlencode(asked + shown)}",
        f"/api/v1/concordance?{urlencode(asked + filters)}",
        f"/{ui}/concordance?{urlencode(asked + shown)}",
        f"/api/v1/documents?{urlencode(filters)}",
        f"/api/v1/documents/{work}.{language}",
        f"/api/v1/documents/{work}.{language}/segments",
        f"/api/v1/segments/{work}.{language}.000{chance.randint(1, 3)}",
        f"/api/v1/symbols/{symbol}",
        "/api/v1/collections",
        f"/api/v1/alignments/{work}.es-en",
        f"/api/v1/export?{urlencode(export)}",
        f"/api/v1/divergences?{urlencode(filters)}",
        f"/api/v1/coverage?{urlencode(filters)}",
        f"/{ui}/browse", f"/{ui}/documents?{urlencode(plain)}",
        f"/{ui}/", f"/{ui}/doc/{work}", f"/es-en/doc/{work}", f"/{ui}/symbol/{symbol}",
        f"/{ui}/divergences", f"/{ui}/divergences/{work}", f"/{ui}/coverage", "/readyz",
        f"/{ui}/help", "/robots.txt", "/sitemap.xml", "/openapi.json",
        "/api/v1/search?visibility=restricted&q=acta",
    ])  # fmt: skip


def answers(world, actor, asked):
    client = world.client(actor)
    found = (_answer(client, address) for address in asked)
    return [(each.status_code, dict(each.headers), each.content) for each in found]


def _answer(client, address):
    """The answer, asked for again as long as a busy machine says so."""
    for _ in range(20):
        answer = client.get(address)
        if answer.status_code != 503:
            break
    return answer


def differing(asked, *worlds):
    """The addresses that are answered otherwise in one of two worlds."""
    return [address for address, one, other in zip(asked, *worlds, strict=True) if one != other]


def test_who_has_not_signed_on_is_answered_as_if_there_were_nothing_restricted(world_of, addresses):
    asked = addresses("anonymous")
    found = answers(world_of(*COLLECTIONS), "anonymous", asked)
    assert differing(asked, found, answers(world_of(), "anonymous", asked)) == []
    assert differing(asked, found, answers(world_of(signs_on=False), "anonymous", asked)) == []


@pytest.mark.parametrize("actor", ["editor", "reader-of-none", "group-of-none"])
def test_who_may_see_nothing_is_answered_as_if_there_were_nothing_restricted(
    world_of, addresses, actor
):
    asked = addresses(actor)
    found = answers(world_of(*COLLECTIONS), actor, asked)
    assert differing(asked, found, answers(world_of(), actor, asked)) == []


@pytest.mark.parametrize("actor", ["reader", "admin", "group"])
def test_a_reader_is_answered_as_if_there_were_no_other_collection(world_of, addresses, actor):
    asked = addresses(actor)
    found = answers(world_of(*COLLECTIONS), actor, asked)
    assert differing(asked, found, answers(world_of("own"), actor, asked)) == []
    seen = b"".join(content for status, _, content in found if status == 200)
    assert MARKS["own"].encode() in seen
    assert b"other.es" not in seen


def test_the_worlds_differ_for_who_may_see_the_difference(world_of, addresses):
    asked = addresses("everything")
    found = answers(world_of(*COLLECTIONS), "everything", asked)
    others = answers(world_of("own"), "everything", asked)
    assert len(differing(asked, found, others)) > len(asked) / 5


def test_what_is_served_bounds_what_a_reader_sees(world_of):
    world = world_of(*COLLECTIONS)
    client = world.client("everything")
    before = world.application.state.sign_on
    try:
        world.application.state.sign_on = type(before)(
            served=("csm",), open_restricted=before.open_restricted, proxy=before.proxy
        )
        found = client.get("/api/v1/search?q=apertura").text
    finally:
        world.application.state.sign_on = before
    assert (MARKS["own"] in found, MARKS["other"] in found) == (True, False)


def test_a_signed_on_reader_may_name_the_visibility(world_of):
    world = world_of(*COLLECTIONS)
    asked = "/api/v1/search?q=apertura&visibility=restricted"
    assert MARKS["own"] in world.client("reader").get(asked).text
    assert world.client("anonymous").get(asked).json()["code"] == "restricted"


@pytest.mark.parametrize(
    "headers",
    [
        [("X-User", "ana"), ("X-User", "eva")],
        [("X-User", "ana"), ("X-Groups", "team"), ("X-Groups", "all")],
        [("X-Groups", "all")],
    ],
)
def test_headers_that_a_proxy_passed_on_are_refused(world_of, headers):
    answer = world_of(*COLLECTIONS).client("anonymous").get("/es/", headers=headers)
    assert (answer.status_code, "untrusted-proxy" in answer.text) == (403, True)


def test_a_failure_is_private_too(world_of):
    world = world_of(*COLLECTIONS)
    before = world.application.state.open_reading
    try:
        world.application.state.open_reading = None
        answer = world.client("reader-of-none").get("/es/")
    finally:
        world.application.state.open_reading = before
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "private, no-store")
