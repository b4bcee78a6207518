"""Who may do what: the table of the fixtures, asked of a service actor by actor."""

import csv
from itertools import count, product

import pytest

from tests.fixtures.restricted import COLLECTIONS, MARKS, make_world
from tests.fixtures.routes import routes_of
from tests.paths import ROOT

TABLE = ROOT / "tests" / "fixtures" / "authorisation.tsv"
WORKS = {"public": "acta", **{name: name for name in COLLECTIONS}}
POSTED = {
    "/api/v1/embed": {"texts": ["apertura"]},
    "/api/v1/embeddings": {"input": "apertura", "model": "hashing-64"},
    "/api/v1/nearest": {"text": "apertura"},
}
SYMBOLS = {"public": "CE/AM-75/09", **{name: f"CE/AM-{len(name)}/09" for name in COLLECTIONS}}


def recorded():
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


ROWS = recorded()
ACTORS = [name for name in ROWS[0] if name not in ("action", "route", "resource")]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authorisation")
    return make_world(folder, f"sqlite:///{folder}/puente.db")


def address(route, resource):
    """The address of a resource on a route."""
    work = WORKS.get(resource, "acta")
    values = {
        "ui": "es", "first": "es", "second": "en", "slug": work, "work": work,
        "document_id": f"{work}.es", "other_id": f"{work}.en",
        "segment_id": f"{work}.es.0001", "official_number": "1", "path": "puente.css",
        "alignment_id": f"{work}.es-en", "symbol:path": SYMBOLS.get(resource, SYMBOLS["public"]),
        "symbol": SYMBOLS.get(resource, SYMBOLS["public"]), "form": "atom",
        "collection": COLLECTIONS.get(resource, "oas"), "name": COLLECTIONS.get(resource, "oas"),
    }  # fmt: skip
    path = route
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, route
    asks = path.endswith(("/search", "/concordance", "/search.atom"))
    if path.endswith("/suggest"):
        return path + "?q=acta"
    return path + ("?q=apertura" if asks else "?format=csv" if path.endswith("/export") else "")


def ask(world, actor, row):
    """The answer to an actor: its status and what of restricted documents is in it."""
    client, path = world.client(actor), address(row["route"], row["resource"])
    options = {}
    if path in POSTED:
        options = {"json": POSTED[path]}
    elif row["action"] == "POST":
        work = WORKS[row["resource"]]
        seen = world.client("everything").get(f"/api/v1/alignments/{work}.es-en").json()["version"]
        body = {
            "action": "accept", "version": seen, "source": [f"{work}.es.0001"],
            "target": [f"{work}.en.0001"],
        }  # fmt: skip
        if "/pairs/" in path:
            body = {"are_versions": True}
        options = {"json": body} if path.startswith("/api/") else {"data": body}
    answer = client.request(row["action"], path, **options)
    marks = [name for name, mark in MARKS.items() if mark in answer.text]
    return " ".join([str(answer.status_code), *marks]), answer


def stated(world):
    """The table as the service has it now."""
    rows = [{name: row[name] for name in ("action", "route", "resource")} for row in ROWS]
    return [{**row, **{actor: ask(world, actor, row)[0] for actor in ACTORS}} for row in rows]


def test_every_route_is_in_the_table(world):
    listed = {(row["action"], row["route"]) for row in ROWS}
    assert (
        sorted({(each.method, each.path) for each in routes_of(world.application)} ^ listed) == []
    )


def test_every_actor_is_in_the_table(world):
    assert set(ACTORS) == set(world.actors)


@pytest.mark.parametrize(
    ("number", "actor"),
    [
        pytest.param(n, actor, id=f"{row['action']} {row['route']} {row['resource']} {actor}")
        for (n, row), actor in product(zip(count(), ROWS), ACTORS)
    ],
)
def test_an_actor_may_do_what_the_table_says(world, number, actor):
    row = ROWS[number]
    outcome, answer = ask(world, actor, row)
    assert outcome == row[actor]
    control, vary = (answer.headers.get(name, "") for name in ("cache-control", "vary"))
    if actor == "anonymous":
        assert "private" not in control
        assert "Authorization" not in vary
    else:
        assert control == "private, no-store"
        assert {"Authorization", "X-User", "X-Groups"} <= set(map(str.strip, vary.split(",")))


def test_no_cell_shows_what_is_not_open_to_the_actor():
    open_to = {
        "reader": {"own"}, "admin": {"own"}, "group": {"own"}, "reader-elsewhere": {"other"},
        "groups": {"own", "other"}, "everything": {"own", "other"},
    }  # fmt: skip
    for row, actor in product(ROWS, ACTORS):
        assert set(row[actor].split()[1:]) <= open_to.get(actor, set()), (row["route"], actor)
