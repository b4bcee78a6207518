"""The life of an index in the engine: its templates, its names, and one index by its name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from puente.errors import StoreUnavailableError
from puente.model.filters import FILTERS
from puente.store.compatibility import Identity
from puente.store.opensearch.mapping import LIVE, head_entry
from puente.store.opensearch.queries import (
    INTRODUCED,
    LINKED_COLLECTION,
    Json,
    page_body,
    value_counts_body,
)

Name = TypeVar("Name")
"""Name of one of several searches, and of its answer."""

HEAD = "head"
# An address cannot end like this: see opensearch_address.
KEPT = "-before"
_COMPONENTS = ("fields", "vectors")
# Each word of a question is a dozen terms in three fields; the engine's default is 1,024.
_MOST_CLAUSES = 16_384
_BLOCKS = {
    "read_only_allow_delete": (
        "it accepts no writes, for a node's disk is full (make room; the engine lifts that itself)"
    ),
    "read_only": "it accepts no writes (someone has set index.blocks.read_only)",
    "write": "it accepts no writes (someone has set index.blocks.write)",
}
# Between two pages; what reads them may be indexing what it reads.
_PAGE_SECONDS = "5m"
_RETIRE = "ctx._source.until = params.until; ctx._source.retired = params.now"
_RESTORE = "ctx._source.until = params.until; ctx._source.retired = null"


class Index:
    """One index by its own name, whatever the alias points to meanwhile."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self.client = client
        self.name = name

    def search(self, body: Json) -> Json:
        """The answer of every part of the index; a part that is missing is an error."""
        return self.search_together({"search": body})["search"]

    def search_together(self, bodies: Mapping[Name, Json]) -> dict[Name, Json]:
        """The answers to several searches in one round trip, each by the name of its search."""
        answers = self.ask((self.name, body) for body in bodies.values())
        return {name: checked(answer) for name, answer in zip(bodies, answers, strict=True)}

    def ask(self, searches: Iterable[tuple[str, Json]]) -> list[Json]:
        """Answers to several searches, each of an index or alias, errors and all."""
        lines = [
            line
            for name, body in searches
            for line in ({"index": name, "allow_partial_search_results": False}, body)
        ]
        answers: list[Json] = self.client.msearch(body=lines)["responses"] if lines else []
        return answers

    def pages(self, query: Json, sort: Sequence[Json], wanted: Sequence[str]) -> Iterator[Json]:
        """The sources of all matching entries, in order."""
        body = page_body(query, sort) | {"_source": list(wanted)}
        return (hit["_source"] for hit in self.followed(body, self.search(body)))

    def followed(self, body: Json, first: Json) -> Iterator[Json]:
        """All the hits of a `page_body`, whose first page is there already.

        Few have a second one. Then the rest is read at one point in time, which keeps entries that
        are removed meanwhile.
        """
        found = first["hits"]["hits"]
        yield from found
        if len(found) < body["size"]:
            return
        with self._point_in_time() as pit:
            while len(found) == body["size"]:
                after = {"search_after": found[-1]["sort"], "pit": pit}
                answer = self.client.search(
                    body=body | after, params={"allow_partial_search_results": "false"}
                )
                found = checked(answer)["hits"]["hits"]
                yield from found

    @contextmanager
    def _point_in_time(self) -> Iterator[Json]:
        """Point in time, by which a search sees the index as it is now; given back at the end."""
        kept = {"keep_alive": _PAGE_SECONDS}
        made = self.client.create_pit(
            index=self.name, params=kept | {"allow_partial_pit_creation": "false"}
        )
        try:
            yield {"id": made["pit_id"]} | kept
        finally:
            self.client.delete_pit(body={"pit_id": [made["pit_id"]]})

    def value_counts(self, name: str, query: Json) -> Iterator[tuple[str, int]]:
        """The values of a field, in order, with the number of entries that have each."""
        after = None
        while True:
            answer = self.search(value_counts_body(name, query, after))
            values = answer["aggregations"]["values"]
            for bucket in values["buckets"]:
                yield bucket["key"][name], bucket["doc_count"]
            after = values.get("after_key")
            if after is None:
                return

    def retire(self, query: Json, generation: int, now: int) -> None:
        """Mark entries as replaced by a generation."""
        self._update(query, _RETIRE, {"until": generation, "now": now})

    def restore(self, query: Json) -> None:
        """Take the mark of a write that was not committed off again."""
        self._update(query, _RESTORE, {"until": LIVE})

    def remove(self, query: Json) -> None:
        """Remove entries."""
        self.client.delete_by_query(index=self.name, body={"query": query}, refresh=True)

    def stop_rewriting(self) -> None:
        """End what a writer that died has asked the engine to mark or remove, and is still at it.

        A mark that came after the next write would hide what that one shows.
        """
        tasks = self.client.tasks
        found = tasks.list(actions="*/byquery", detailed=True)["nodes"]
        for node in found.values():
            for task_id, task in node["tasks"].items():
                if f"[{self.name}]" in task["description"]:
                    tasks.cancel(task_id=task_id, wait_for_completion=True)

    def bulk(self, lines: str) -> Mapping[str, Any]:
        """The answer to a bulk request."""
        answer: Mapping[str, Any] = self.client.bulk(index=self.name, body=lines)
        return answer

    def refresh(self) -> None:
        """Make what was written visible to searches."""
        self.client.indices.refresh(index=self.name)

    def write_head(self, head: Json) -> None:
        """Say which generation readers see, where nobody else can be writing."""
        self.client.index(index=self.name, id=HEAD, body=head, refresh=True)

    def _update(self, query: Json, source: str, parameters: Json) -> None:
        self.client.update_by_query(
            index=self.name,
            body={"query": query, "script": {"source": source, "params": parameters}},
            refresh=True,
        )


def checked(answer: Json) -> Json:
    """The answer, if it is that of every part of an index; raises TransportError."""
    if "error" in answer:
        raise TransportError(answer["status"], answer["error"]["type"], answer["error"])
    if answer["timed_out"]:
        raise TransportError(504, "timed_out", answer)
    return answer


def names(client: OpenSearch, alias: str) -> list[str]:
    """The indices that were made for an alias, oldest first."""
    found = client.indices.get(index=f"{alias}-*", expand_wildcards="open")
    return sorted(name for name in found if re.fullmatch(rf"{re.escape(alias)}-\d{{6}}", name))


def next_name(client: OpenSearch, alias: str) -> str:
    """The name of a new index, behind all others of the alias."""
    last = names(client, alias)[-1:]
    number = int(last[0].rpartition("-")[2]) + 1 if last else 1
    return f"{alias}-{number:06}"


def current(client: OpenSearch, alias: str) -> str | None:
    """The index that an alias points to."""
    if not client.indices.exists_alias(name=alias):
        return None
    found = sorted(client.indices.get_alias(name=alias))
    if len(found) > 1:
        raise StoreUnavailableError(
            alias, f"it is an alias of {' and '.join(found)}. Leave it on one of them."
        )
    return str(found[0])


def kept(client: OpenSearch, alias: str) -> str | None:
    """The index that was kept when the one that an alias points to took its place."""
    return current(client, alias + KEPT)


def unused(client: OpenSearch, alias: str) -> list[str]:
    """The indices of an alias that are neither in use nor kept: none of them was finished."""
    used = (current(client, alias), kept(client, alias))
    return [name for name in names(client, alias) if name not in used]


def read_identity(client: OpenSearch, name: str) -> Identity | None:
    """Read what made an index; None when it is not an index of Puente."""
    [found] = client.indices.get_mapping(index=name).values()
    meta = found["mappings"].get("_meta", {})
    if not meta.keys() >= {"schema", "analyzer", "embedder", "dimension"}:
        return None
    return Identity(
        embedder=meta["embedder"],
        dimension=meta["dimension"],
        analyzer=meta["analyzer"],
        schema=meta["schema"],
    )


def bars(client: OpenSearch, name: str) -> tuple[str, ...]:
    """Blocks that keep writes out of an index, a line each."""
    [found] = client.indices.get_settings(index=name).values()
    blocks = found["settings"].get("index", {}).get("blocks", {})
    return tuple(line for block, line in _BLOCKS.items() if blocks.get(block) == "true")


def make(client: OpenSearch, name: str, identity: Identity, generation: int) -> Index:
    """A new, empty index that no alias points to."""
    _put_templates(client)
    vector = load_template("vectors")["template"]["mappings"]["properties"]["vector"]
    client.indices.create(
        index=name,
        body={
            "mappings": {
                "_meta": {
                    "schema": identity.schema,
                    "analyzer": identity.analyzer,
                    "embedder": identity.embedder,
                    "dimension": identity.dimension,
                },
                "properties": {"vector": {**vector, "dimension": identity.dimension}},
            }
        },
        wait_for_active_shards="1",
    )
    index = Index(client, name)
    index.write_head(head_entry(generation, 0, pairing_is_due=False))
    return index


def add_fields(client: OpenSearch, name: str) -> None:
    """Give an index that an earlier version has made the fields that it lacks."""
    fields = load_template("fields")["template"]["mappings"]["properties"]
    names = (*(each.name for each in FILTERS), "date", LINKED_COLLECTION, INTRODUCED)
    wanted = {each: fields[each] for each in names}
    client.indices.put_mapping(index=name, body={"properties": wanted})


def point(client: OpenSearch, alias: str, name: str, *, keep: str | None = None) -> None:
    """Make the alias point to an index, and keep another for going back, in one step."""
    both = [alias, alias + KEPT]
    actions: list[Json] = [
        {"remove": {"index": f"{alias}-*", "aliases": both, "must_exist": False}},
        {"add": {"index": name, "alias": alias}},
    ]
    if keep:
        actions.append({"add": {"index": keep, "alias": alias + KEPT}})
    client.indices.update_aliases(body={"actions": actions})


def drop(client: OpenSearch, name: str) -> None:
    """Remove an index, if it is there."""
    client.indices.delete(index=name, ignore_unavailable=True)


def load_template(name: str) -> Json:
    """One of the templates of index_templates/opensearch."""
    file = resources.files("index_templates.opensearch").joinpath(f"{name}.json")
    template: Json = json.loads(file.read_text(encoding="utf-8"))
    return template


def _put_templates(client: OpenSearch) -> None:
    """Bring the engine's templates, and how long a question may be, up to date."""
    for name in _COMPONENTS:
        client.cluster.put_component_template(name=f"puente-{name}", body=load_template(name))
    client.indices.put_index_template(name="puente", body=load_template("index"))
    client.cluster.put_settings(
        body={"persistent": {"indices.query.bool.max_clause_count": _MOST_CLAUSES}}
    )
