"""A world: files with their manifest, the indexes made of them, and the service over these."""

import csv
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ingest.pipeline.index_sync import Destination
from ingest.pipeline.ingest_files import IngestOptions, ingest
from puente.audit.trail import AuditTrail
from puente.errors import NothingToPublishError
from puente.model.documents import Document, Visibility
from puente.originals.kept_files import NOTHING_KEPT
from puente.settings import Settings
from puente.store import exists, url_for
from service.access.key_file import KeyFile
from service.access.keys import Key, Scope, digest_of, make_secret
from service.bootstrap import Stores, kept_files_of, stores_at
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.command_line import Done, puente
from tests.fixtures.restricted import serve
from tests.twin_worlds.grounds import Ground

_COLUMNS = ("file", "visibility", "collection", "embargo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Row of the manifest on a file; empty values state nothing."""

    visibility: str = ""
    collection: str = "oas"
    embargo: str = ""


class TwinWorld:
    """One of two worlds: what is done to it is done by the commands and by the service."""

    def __init__(self, name: str, folder: Path, url: str, snapshots: str) -> None:
        self.name = name
        self.folder = folder
        self.url = url
        self.now = datetime(2026, 11, 29, 12, tzinfo=UTC)
        self.rows: dict[str, Row] = {}
        self._texts: dict[str, str] = {}
        self._snapshots = snapshots
        self._files = folder / "documents"
        self._files.mkdir(parents=True)
        self._trail = AuditTrail(folder / "audit.jsonl", "operator", lambda: self.now)
        self._stores = Stores(url, EMBEDDER)
        self._stores.create(Visibility.PUBLIC)
        # Those of an index in a cluster would lie with the user's data.
        settings = Settings(store=url, keep_files=True)
        self.originals = kept_files_of(settings) if url.startswith("sqlite:") else NOTHING_KEPT
        made = {
            signs_on: serve(folder / f"keys-{signs_on}", self._stores, signs_on=signs_on,
                            trail=self._trail, originals=self.originals)
            for signs_on in self._key_folders()
        }  # fmt: skip
        self.signing_service = made[True]
        self.clients = {
            (signs_on, actor): made[signs_on].client(actor)
            for signs_on, actor in (
                (False, "anonymous"), (True, "anonymous"), (True, "reader"), (True, "group"),
                (True, "editor"), (True, "admin"), (True, "everything"),
            )
        }  # fmt: skip

    def _key_folders(self) -> Iterator[bool]:
        for signs_on in (False, True):
            (self.folder / f"keys-{signs_on}").mkdir()
            yield signs_on

    def hire(self, name: str) -> None:
        """Give a key to an editor of everything who has that name."""
        secret = make_secret()
        key = Key(
            name=name, digest=digest_of(secret), scopes=(Scope.READ_RESTRICTED, Scope.CORRECT),
            collections=None, expires=None, made=self.now, made_by="luis",
        )  # fmt: skip
        KeyFile(self.folder / "keys-True" / "keys.json").add(key)
        self.signing_service.actors[name] = {"Authorization": f"Bearer {secret}"}
        self.clients[True, name] = self.signing_service.client(name)

    def close(self) -> None:
        """Close what was opened."""
        self._stores.close()

    @property
    def files(self) -> dict[str, str]:
        """The texts of the files, by path."""
        return dict(self._texts)

    def write(self, path: str, text: str, row: Row | None = None) -> None:
        """Write a file, and its row if it gets another."""
        file = self._files / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self._texts[path] = text
        self.rows[path] = row or self.rows.get(path, Row())

    def state(self, path: str, **values: str) -> None:
        """State something else of a file."""
        self.rows[path] = replace(self.rows[path], **values)

    def remove(self, path: str) -> None:
        """Remove a file and its row."""
        (self._files / path).unlink()
        del self.rows[path], self._texts[path]

    def move(self, path: str, target: str) -> None:
        """Give a file another name."""
        text, row = self._texts[path], self.rows[path]
        self.write(target, text, row)
        self.remove(path)

    def ingest(self, *, publish: bool = False, prune: bool = False) -> None:
        """Bring the indexes up to date, as the command does."""
        lines = io.StringIO()
        table = csv.writer(lines)
        table.writerow(_COLUMNS)
        for path, row in sorted(self.rows.items()):
            table.writerow((path, row.visibility, row.collection, row.embargo))
        (self._files / "manifest.csv").write_text(lines.getvalue(), encoding="utf-8")
        options = IngestOptions(
            prune=prune, clock=lambda: self.now, trail=self._trail, originals=self.originals
        )
        with stores_at(self.url, EMBEDDER.name) as stores:
            try:
                ingest([self._files], stores, EMBEDDER, Destination(publish=publish),
                       options=options)  # fmt: skip
            except NothingToPublishError:
                ingest([self._files], stores, EMBEDDER, options=options)

    def command(self, *arguments: str) -> Done:
        """Run a command over the indexes, with the clock of this world."""
        environment = {
            "PUENTE_STORE": self.url, "PUENTE_EMBEDDER": EMBEDDER.name,
            "PUENTE_SNAPSHOTS": self._snapshots,
            "PUENTE_AUDIT": str(self.folder / "audit.jsonl"),
        }  # fmt: skip
        with patch("service.cli.interchange.utc_now", lambda: self.now):
            return puente(*arguments, **environment)

    def documents(self, visibility: Visibility) -> tuple[Document, ...]:
        """The documents of one index."""
        if not exists(url_for(self.url, visibility)):
            return ()
        return self._stores.open(visibility).documents()

    def shared_documents(self) -> tuple[Document, ...]:
        """The documents that either world has: public ones, and those that a reader may see."""
        restricted = self.documents(Visibility.RESTRICTED)
        own = (each for each in restricted if each.collection == "csm")
        return (*self.documents(Visibility.PUBLIC), *own)

    def public_texts(self) -> Iterator[str]:
        """The texts of the public documents that there are, with their titles."""
        store = self._stores.open(Visibility.PUBLIC)
        for each in store.documents():
            yield each.title or ""
            for segment in store.segments_of(each.id):
                yield segment.text

    def link_of(self, alignment: str, choice: random.Random) -> dict[str, Any] | None:
        """The link of an alignment that the choice falls on, as a correction names it."""
        found = self.clients[True, "everything"].get(f"/api/v1/alignments/{alignment}")
        beads = found.json()["beads"] if found.status_code == 200 else []
        linked = [each for each in beads if each["source"] and each["target"]]
        if not linked:
            return None
        bead = choice.choice(linked)
        sides = {side: [each["segment"] for each in bead[side]] for side in ("source", "target")}
        return {"version": found.json()["version"], **sides}

    def correct(self, alignment: str, choice: random.Random, *, actor: str, action: str) -> None:
        """Have an editor decide on a link that the choice falls on, if there is one."""
        if link := self.link_of(alignment, choice):
            self.clients[True, actor].post(
                f"/api/v1/alignments/{alignment}/corrections", json={"action": action, **link}
            )

    def scrubbed(self, text: str) -> str:
        """A text of the operator's without what no two installations share: their addresses.

        The place of snapshots in a cluster is no folder of the world: `restore` named it, which was
        the one difference on OpenSearch.
        """
        places = {self._snapshots: "SNAPSHOTS", self.url: "STORE", str(self.folder): "FOLDER"}
        for place, name in places.items():
            text = text.replace(place, name)
        return text


@contextmanager
def make_worlds(ground: Ground, name: str = "") -> Iterator[tuple[TwinWorld, TwinWorld]]:
    """Two worlds of one name that are still alike, closed at the end."""
    made: list[TwinWorld] = []
    try:
        for side in ("a", "b"):
            own = f"{side}{name}"
            made.append(
                TwinWorld(side, ground.folder / own, ground.address(own), ground.snapshots(own))
            )
        yield made[0], made[1]
    finally:
        for each in made:
            each.close()
            ground.clear(f"{each.name}{name}")
