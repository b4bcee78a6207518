"""The documents and segments of the seeds, reviewed as data.

`pytest tests/golden --update-golden` writes them anew; read the diff before it is committed.
"""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from ingest.pipeline.read_document import read_document
from ingest.pipeline.worker_protocol import ReadDocument
from ingest.sources.listing import list_files
from tests.paths import SEEDS

FILES = list_files(sorted(SEEDS.glob("*.txt")))


def json_lines(read: ReadDocument) -> str:
    rows = [{"document": asdict(read.document)}]
    rows += [{"segment": _without_defaults(asdict(segment))} for segment in read.segments]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _without_defaults(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, ())}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.stem)
def test_a_seed_is_read_as_reviewed(file, update_golden):
    golden = Path(__file__).parent / "reading" / f"{file.path.stem}.jsonl"
    found = json_lines(read_document(file))
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines()
