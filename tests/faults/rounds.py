"""Rounds in which a node dies, and what has to be true after them."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from opensearchpy import OpenSearch

from puente.store import open_store
from puente.store.opensearch.lease import read_head
from puente.store.opensearch.transport.client import connect
from puente.store.protocol import Store
from puente.store.serialization import segment_from
from tests.faults.load import SEGMENTS, Answers, Reader, Work, Writer, document_ids
from tests.fixtures.builders import EMBEDDER
from tools.opensearch_node.node import OpenSearchNodes

READERS = 2
MOST_SECONDS = 2.0
"""By then a question is answered, or refused."""
_ALIAS = "puente"
_PAGE = 5_000
# As many works are read whole, with their alignment, by a store that was not there before.
_READ = 50


@dataclass(slots=True, kw_only=True)
class Report:
    """What the rounds came to; all is well when `faults` is empty."""

    rounds: int
    seconds: float = 0.0
    writes_acknowledged: int = 0
    writes_failed: int = 0
    documents_acknowledged: int = 0
    segments_acknowledged: int = 0
    longest_write_seconds: float = 0.0
    questions: int = 0
    searches_right: int = 0
    readings_right: int = 0
    unavailable: int = 0
    longest_answer_seconds: float = 0.0
    faults: tuple[str, ...] = ()


def run_rounds(
    kills: int, seed: int = 0, *, hangs: int = 0, tell: Callable[[Report], None] = lambda _: None
) -> Report:
    """Kill a random node in each round, then let one hang, with a writer and readers at work."""
    chance, started = random.Random(seed), time.monotonic()
    with OpenSearchNodes(3) as cluster:
        url = "opensearch://" + ",".join(each.removeprefix("http://") for each in cluster.urls)
        store = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
        with _service(url) as address:
            writer = Writer(store)
            readers = [Reader(address, writer, seed + number) for number in range(READERS)]
            threads = [writer, *readers]
            for thread in threads:
                thread.start()
            time.sleep(3)
            for number in range(kills + hangs):
                _round(cluster, chance, hang=number >= kills)
                tell(_report(number + 1, started, writer, readers))
            for thread in threads:
                thread.end()
        store.close()
        report = _report(kills + hangs, started, writer, readers)
        # A store that was not there when it happened.
        fresh = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension, create=False)
        report.faults += tuple(_find_faults(fresh, url, writer))
        fresh.close()
    return report


def _round(cluster: OpenSearchNodes, chance: random.Random, *, hang: bool) -> None:
    """One node goes and comes back; at the end every copy is there again."""
    node = chance.randrange(3)
    (cluster.hang if hang else cluster.kill)(node)
    time.sleep(chance.uniform(0.5, 8.0))
    (cluster.go_on if hang else cluster.start)(node)
    cluster.wait(green=True)
    time.sleep(1)


def _report(rounds: int, started: float, writer: Writer, readers: list[Reader]) -> Report:
    answers = [reader.answers for reader in readers]
    documents = 2 * len(writer.acknowledged)
    longest = max(each.longest_seconds for each in answers)
    return Report(
        rounds=rounds,
        seconds=round(time.monotonic() - started, 1),
        writes_acknowledged=len(writer.acknowledged),
        writes_failed=len(writer.failed),
        documents_acknowledged=documents,
        segments_acknowledged=documents * SEGMENTS,
        longest_write_seconds=round(writer.longest_seconds, 2),
        questions=sum(each.asked for each in answers),
        searches_right=sum(each.searches_right for each in answers),
        readings_right=sum(each.readings_right for each in answers),
        unavailable=sum(each.unavailable for each in answers),
        longest_answer_seconds=round(longest, 3),
        faults=tuple(_wrong_answers(answers, longest)),
    )


def _wrong_answers(answers: list[Answers], longest: float) -> Iterator[str]:
    for each in answers:
        yield from (f"wrong answer: {wrong}" for wrong in each.wrong)
    if longest > MOST_SECONDS:
        yield f"a question waited {longest:.2f} s"


def _find_faults(store: Store, url: str, writer: Writer) -> Iterator[str]:
    """What was acknowledged and is not there, and what was not and is there by half."""
    yield from (f"damage: {problem}" for problem in store.problems())
    there = set(store.document_ids())
    half = {work.word for work in writer.failed if len(there & set(document_ids([work]))) == 1}
    yield from (f"half of an unacknowledged work is there: {word}" for word in half)
    present = [work for work in writer.failed if there >= set(document_ids([work]))]
    expected: dict[str, str] = {}
    for work in [*writer.acknowledged, *present]:
        expected |= work.segments
        missing = set(document_ids([work])) - there
        yield from (f"{document_id} is not there" for document_id in missing)
    for work in random.Random(0).sample(writer.acknowledged, min(_READ, len(writer.acknowledged))):
        yield from _differences(store, work)
    client = connect(url)
    generation = read_head(client, _ALIAS).generation
    shards = client.cat.shards(index=f"{_ALIAS}-*", format="json", h="node,state")
    nodes = sorted(shard["node"] for shard in shards if shard["state"] == "STARTED")
    if len(nodes) != 2:
        yield f"{len(nodes)} copies at the end, not 2"
    for node in nodes:
        found = dict(_segments_on(client, node, generation))
        yield from _compare(node, expected, found)
    client.close()


def _differences(store: Store, work: Work) -> Iterator[str]:
    for version in work.versions:
        if store.segments_of(version[0].document_id) != version:
            yield f"{version[0].document_id} is not as it was written"
    if store.alignment(work.alignment.source_id, work.alignment.target_id) != work.alignment:
        yield f"the alignment of {work.alignment.source_id} is not as it was written"


def _compare(node: str, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    lost, other = expected.keys() - found.keys(), found.keys() - expected.keys()
    changed = [key for key in expected.keys() & found.keys() if expected[key] != found[key]]
    for what, ids in (("lost", lost), ("unknown", other), ("changed", changed)):
        if ids:
            yield f"{node}: {len(ids)} segments {what}, such as {min(ids)}"


def _segments_on(client: OpenSearch, node: str, generation: int) -> Iterator[tuple[str, str]]:
    """The segments that one copy of the index shows, with their texts."""
    shown = [
        {"term": {"type": "segment"}},
        {"range": {"since": {"lte": generation}}},
        {"range": {"until": {"gt": generation}}},
    ]
    body: dict[str, Any] = {
        "query": {"bool": {"filter": shown}},
        "sort": [{"segment_id": "asc"}],
        "size": _PAGE,
        "_source": ["segment_id", "record"],
    }
    while True:
        answer = client.search(index=_ALIAS, body=body, preference=f"_only_nodes:{node}")
        hits = answer["hits"]["hits"]
        if not hits:
            return
        for hit in hits:
            yield hit["_source"]["segment_id"], segment_from(hit["_source"]["record"]).text
        body["search_after"] = hits[-1]["sort"]


@contextmanager
def _service(url: str) -> Iterator[str]:
    """The address of `puente serve` in a process of its own."""
    environment = os.environ | {"PUENTE_STORE": url, "PUENTE_EMBEDDER": EMBEDDER.name}
    command = [Path(sys.executable).with_name("puente"), "serve", "--port", "0"]
    with (
        tempfile.NamedTemporaryFile("r") as said,
        Path(said.name).open("w") as told,
        subprocess.Popen(command, env=environment, stderr=told) as process,
    ):
        try:
            yield _address_in(said)
        finally:
            process.terminate()


def _address_in(said: IO[str]) -> str:
    """Where a service says that it serves."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for line in said:
            if line.startswith("Puente: "):
                return line.split()[1].rstrip("/")
        time.sleep(0.2)
    raise TimeoutError("the service does not start")
