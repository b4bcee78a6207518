"""Comparison of two worlds: what is answered in public, printed, exported and kept."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.pipeline.stable_ids import confined_name
from puente.interchange.formats import ExportFormat
from puente.model.documents import Visibility
from puente.settings import Settings
from puente.store import url_for
from service.cli.doctor import look_at_index
from service.i18n.interfaces import ENGLISH
from service.i18n.translator import translator
from tests.fixtures.builders import EMBEDDER, document
from tests.twin_worlds.grounds import Ground
from tests.twin_worlds.history import History
from tests.twin_worlds.requests import ROUTES, Asking, Request, name_of
from tests.twin_worlds.traces import find_traces, kept_now, kept_of
from tests.twin_worlds.world import TwinWorld, make_worlds

_MOST_SHOWN = 20
_OF_OTHERS = confined_name(document(collection="crm", visibility=Visibility.RESTRICTED))[-9:]
"""The mark in the ids of the collection that nobody who asks may see."""
_ACTORS = (
    ((False, "anonymous"), (False, "anonymous")),
    ((True, "anonymous"), (True, "anonymous")),
    ((True, "anonymous"), (False, "anonymous")),
    ((True, "reader"), (True, "reader")),
    ((True, "group"), (True, "group")),
    ((True, "admin"), (True, "admin")),
    ((True, "editor"), (True, "editor")),
)
"""Who asks in either world, and whether one can sign on to the service there."""


@dataclass
class Report:
    """Report on the worlds: how much was asked and done, and what told them apart."""

    requests: int = 0
    histories: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Requests by route that were answered with something."""
    commands: int = 0
    marks: int = 0
    """Words of restricted documents that were looked for in what is kept of public ones."""
    faults: int = 0
    shown: list[str] = field(default_factory=list)
    """The first faults, in words."""
    seconds: float = 0.0

    def blame(self, fault: str) -> None:
        """Count a fault, and show it if few were shown."""
        self.faults += 1
        if len(self.shown) < _MOST_SHOWN:
            self.shown.append(fault)


def compare(
    ground: Ground, wanted: int, *, seed: int = 0, per_history: int = 60, acts: int = 8
) -> Report:
    """Ask so many requests of two worlds, in histories of their own; the same for each seed."""
    report, start = Report(), time.perf_counter()
    while report.requests < wanted:
        number = report.histories
        with make_worlds(ground, str(number)) as worlds:
            history = History(f"{seed} {number}", worlds)
            count = min(per_history, wanted - report.requests)
            chance = random.Random(f"{seed} {number} asked")
            _live(history, report, count, acts=acts, chance=chance)
    report.seconds = round(time.perf_counter() - start, 1)
    return report


def _live(
    history: History, report: Report, count: int, *, acts: int, chance: random.Random
) -> None:
    """One history: its acts, requests in between, and commands and files at its end."""
    routes = list(ROUTES)
    for step in range(acts):
        act = history.step()
        asking = Asking(history, chance)
        for number in range(count * step // acts, count * (step + 1) // acts):
            if number % len(routes) == 0:
                chance.shuffle(routes)
            # Of both languages and of many kinds: a route in its turn, so that none is left out.
            route = routes[number % len(routes)]
            is_known = report.found[name_of(route)] > 0
            request = asking.on(route, is_known=is_known)
            # A route that answered nobody yet may be for editors.
            actors = chance.choice(_ACTORS if is_known else _ACTORS[-2:])
            _ask(history.worlds, request, actors, report, f"after {act}")
    report.histories += 1
    report.acts += history.acts
    _compare_commands(history.worlds, report)
    _look_for_marks(history, report)


def _ask(
    worlds: tuple[TwinWorld, TwinWorld],
    request: Request,
    actors: tuple[tuple[bool, str], tuple[bool, str]],
    report: Report,
    when: str,
) -> None:
    answers = []
    for world, actor in zip(worlds, actors, strict=True):
        answer = world.clients[actor].request(
            request.method, request.address, headers=dict(request.headers), **request.body
        )
        answers.append((answer.status_code, sorted(answer.headers.raw), answer.content))
    report.requests += 1
    status = answers[0][0]
    report.answers[status] += 1
    report.found[request.route] += status < 400
    asked = f"{request.address}{request.posted}"
    for _, _, content in answers:
        # What both worlds have in common would not tell them apart.
        if _OF_OTHERS in content.decode(errors="replace") and _OF_OTHERS not in asked:
            report.blame(f"{actors[0][1]} {request.address} {when}: it has an id of others")
    if answers[0] != answers[1]:
        report.blame(
            f"{actors[0][1]} {request.method} {request.address} {when}: {_difference(*answers)}"
        )


def _difference(one: tuple, other: tuple) -> str:
    if one[0] != other[0]:
        return f"{one[0]} and {other[0]}: {one[2][:200]!r} {other[2][:200]!r}"
    if one[2] != other[2]:
        place = next(
            (n for n, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b),
            min(len(one[2]), len(other[2])),
        )
        shown = slice(max(0, place - 150), place + 150)
        return f"{one[2][shown]!r}\n   and {other[2][shown]!r}"
    return f"{set(one[1]) ^ set(other[1])}"


def _compare_commands(worlds: tuple[TwinWorld, TwinWorld], report: Report) -> None:
    for one, other in zip(*map(_outputs, worlds), strict=True):
        report.commands += 1
        if one != other:
            report.blame(f"a command says {one!r}\n   and {other!r}")


def _outputs(world: TwinWorld) -> Iterator[tuple[int, str, str] | bytes]:
    """The public outputs of commands in a world."""
    for words in (
        ("search", "migrantes"), ("search", "workers", "--json"), ("search", "CE/AM-3/09"),
        ("coverage",), ("coverage", "--json"), ("divergences",), ("divergences", "--json"),
        ("restore", "unknown"),
    ):  # fmt: skip
        done = world.command(*words)
        yield done.returncode, world.scrubbed(done.stdout), world.scrubbed(done.stderr)
    for form in ExportFormat:
        out = world.folder / f"export.{form}"
        world.command("export", "--format", form, "--output", str(out))
        yield out.read_bytes() if out.exists() else b""
    settings = Settings(store=world.url, embedder=EMBEDDER.name)
    finding = look_at_index(url_for(world.url, Visibility.PUBLIC), settings, translator(ENGLISH))
    yield int(finding.is_fault), world.scrubbed(finding.state), ""


def _look_for_marks(history: History, report: Report) -> None:
    for world in history.worlds:
        marks = history.marks[world.name].given
        report.marks += len(marks)
        for word in find_traces(marks, kept_of(world)):
            report.blame(f"{word!r} is in what is kept of the public index of {world.folder}")
        public = " ".join(world.public_texts()).lower()
        gone = [each for each in history.public_words.given if each not in public]
        for word in find_traces(gone, kept_now(world)):
            report.blame(f"{word!r} of a document that left is still in {world.folder}")
