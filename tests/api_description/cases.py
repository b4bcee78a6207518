"""Cases: requests that schemathesis makes from the description, sent by everyone who may ask."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from puente.model.documents import Language
from tests.api_description.former_addresses import leave_former_addresses
from tests.api_description.holdings import Holdings, read_holdings
from tests.api_description.rules import breaks_a_rule
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.hosts import OWN
from tests.fixtures.restricted import World

_CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance, positive_data_acceptance,
]  # fmt: skip
_ROUND = 25
"""Cases of an operation in a row: so all of them have their turn, however few are wanted."""
_MOST_SHOWN = 20
_LET_IN = ("anonymous", "reader", "everything")
# Three of four fit the schema; the others must be refused as the description says, or not at all.
_MODES = [GenerationMode.POSITIVE] * 3 + [GenerationMode.NEGATIVE]


@dataclass
class Report:
    """Report on the cases: how many, what was answered, and what should not have been."""

    cases: int = 0
    fitting: int = 0
    """Cases that fit the schema."""
    beyond: int = 0
    """Fitting ones that were refused by a rule which the schema cannot state."""
    answers: Counter[str] = field(default_factory=Counter)
    """Cases by status and code."""
    operations: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    """Cases of each operation that got what was asked for."""
    faults: int = 0
    shown: list[str] = field(default_factory=list)
    """The first faults, in words."""
    seconds: float = 0.0


@dataclass(frozen=True)
class _Request:
    """A case as somebody sends it; `is_apt` when it was made to find something."""

    case: Any
    actor: str
    is_apt: bool


def run_cases(world: World, wanted: int, *, first_seed: int = 0) -> Report:
    """Send so many cases to a service, by turns of its operations; the same ones each time."""
    report, start = Report(), time.perf_counter()
    session = _Session(world, report, leave_former_addresses(world.stores))
    for number, strategy in enumerate(_turns(world, session.holdings)):
        if report.cases >= wanted:
            break
        _run_turn(session.send, strategy, min(_ROUND, wanted - report.cases), first_seed + number)
    report.seconds = round(time.perf_counter() - start, 1)
    return report


def _turns(world: World, holdings: dict[str, Holdings]) -> Iterator[st.SearchStrategy[_Request]]:
    """The requests of each operation in turn, again and again."""
    schema = schemathesis.openapi.from_dict(world.application.openapi())
    operations = [each.ok() for each in schema.get_all_operations()]
    strategies = [_requests(each, holdings) for each in operations]
    while True:
        yield from strategies


def _run_turn(
    send: Callable[[_Request], None], strategy: st.SearchStrategy[_Request], cases: int, number: int
) -> None:
    @seed(number)
    @settings(
        max_examples=cases, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def turn(request: _Request) -> None:
        send(request)

    turn()


def _requests(operation: Any, holdings: dict[str, Holdings]) -> st.SearchStrategy[_Request]:
    """Requests of an operation by anybody; half of their values are those that there are."""
    takes_anything = bool(list(operation.iter_parameters()) or operation.body)
    strategies = {
        mode: operation.as_strategy(generation_mode=mode)
        for mode in (_MODES if takes_anything else [GenerationMode.POSITIVE])
    }

    # Half of them by those who are let in; of the others most are refused before anything is read.
    actors = [*sorted(holdings), *_LET_IN * (len(holdings) // len(_LET_IN))]

    @st.composite
    def requests(draw: Callable[[Any], Any]) -> _Request:
        mode = draw(st.sampled_from(_MODES)) if takes_anything else GenerationMode.POSITIVE
        # Of corrections many should be made, not only refused.
        is_editor = bool(operation.body) and draw(st.booleans())
        actor = "everything" if is_editor else draw(st.sampled_from(actors))
        case = draw(strategies[mode])
        is_apt = mode is GenerationMode.POSITIVE and draw(st.booleans())
        if is_apt:
            for values in (case.path_parameters, case.query):
                for name in sorted(values or ()):
                    if known := holdings[actor].of(name):
                        values[name] = draw(st.sampled_from(known))
        return _Request(case, actor, is_apt)

    return requests()


class _Session:
    """Sends requests and keeps what is wrong with the answers."""

    def __init__(self, world: World, report: Report, former: Mapping[str, tuple[Any, ...]]) -> None:
        self._clients = {actor: world.client(actor) for actor in world.actors}
        self._report = report
        self.holdings = {
            actor: read_holdings(client, former) for actor, client in self._clients.items()
        }

    def send(self, request: _Request) -> None:
        """Send a request and hold its answer against the description."""
        case, client = request.case, self._clients[request.actor]
        names_links = "alignment_id" in case.path_parameters and isinstance(case.body, dict)
        if request.is_apt and names_links:
            self._name_a_link(case)
        if request.is_apt and isinstance(case.body, dict) and "model" in case.body:
            case.body["model"] = EMBEDDER.name
        if request.is_apt and "other_id" in case.path_parameters:
            self._name_two_languages(case.path_parameters, self.holdings[request.actor])
        sent = case.as_transport_kwargs(base_url=OWN)
        # They differ from those of requests, which the case takes itself to be sent by.
        answer = client.request(**{name: sent[name] for name in sent if name != "stream"})
        self._judge(request, answer)

    def _name_a_link(self, case: Any) -> None:
        """Have a correction name paragraphs of the alignment as it is now."""
        address = f"/api/v1/alignments/{case.path_parameters['alignment_id']}"
        found = self._clients["everything"].get(address)
        if found.status_code == 200:
            beads = found.json()["beads"]
            bead = beads[self._report.cases % len(beads)]
            case.body["version"] = found.json()["version"]
            for side in ("source", "target"):
                case.body[side] = [each["segment"] for each in bead[side]]

    def _name_two_languages(self, named: dict[str, Any], known: Holdings) -> None:
        """Have a decision on two documents name the first one's version in another language."""
        work, _, language = named["document_id"].rpartition(".")
        others = {f"{work}.{each}" for each in Language if each != language}
        versions = others.intersection(known.of("other_id"))
        named["other_id"] = min(versions, default=named["other_id"])

    def _judge(self, request: _Request, answer: Any) -> None:
        case, report = request.case, self._report
        is_problem = answer.headers.get("content-type") == "application/problem+json"
        code = answer.json().get("code", "") if is_problem else ""
        fits = case.meta.generation.mode.is_positive
        report.cases += 1
        report.fitting += fits
        report.answers[f"{int(answer.status_code)} {code}".strip()] += 1
        report.operations[case.operation.label] += 1
        report.answered[case.operation.label] += answer.status_code == 200
        try:
            case.validate_response(answer, checks=_CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                is_refusal = isinstance(failure, RejectedPositiveData)
                # What is gone is no fault of the request, any more than what is not there: of the
                # two, schemathesis lets pass 404 alone.
                if is_refusal and answer.status_code == HTTPStatus.GONE:
                    continue
                if is_refusal and breaks_a_rule(code, case):
                    report.beyond += 1
                else:
                    self._keep(request, answer, f"{type(failure).__name__}: {failure}")

    def _keep(self, request: _Request, answer: Any, fault: str) -> None:
        self._report.faults += 1
        if len(self._report.shown) < _MOST_SHOWN:
            asked = f"{request.actor}: {answer.request.method} {answer.request.url}"
            self._report.shown.append(
                f"{asked}\n  {int(answer.status_code)} {answer.text[:300]}\n  {fault}"
            )
