"""The client of an OpenSearch cluster: what it tries again, and what its errors mean."""

import base64
import logging
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch, Transport, exceptions

from puente.errors import StoreUnavailableError
from puente.store.credentials import Access, Credentials
from puente.store.deadline import deadline_in, seconds_left
from puente.store.opensearch.transport.address import parse_address

PASSING = frozenset({429, 502, 503, 504})
"""Statuses of a cluster that may answer otherwise in a moment."""

OPENING_SECONDS = 3.0
"""Seconds for which a server is looked for before it counts as missing."""

_OLDEST = (2, 19)
# A node that was killed is out of the cluster in a second and a half, one that hangs in half a
# minute: a write outlasts the first, and gives up before its lease ends on the second.
_SECONDS = 20.0
_ATTEMPT_SECONDS = 30.0
# Merging and refreshing a large index, or rewriting many entries, is one long request.
_LONG_SECONDS = 1_800.0
_LONG = ("/_refresh", "/_update_by_query", "/_delete_by_query", "/_forcemerge")
# What their callers send again themselves: they have to ask first whether they still may write.
_SENT_ONCE = ("/_bulk",)
# Of the time that is left, so that another node can still be asked.
_SHARE = 0.6
_LEAST_SECONDS = 0.05
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
# A node that does not answer is asked again after so long.
_DEAD_SECONDS = 5
# The web service answers in forty threads.
_CONNECTIONS = 40

# The client tells every failure that it meets as a warning, with a traceback, on stderr.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class _PatientTransport(Transport):
    """Asks again, after growing pauses and each time another node, while there is patience left."""

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: object = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """The answer, if it is whole; raises TransportError."""
        left = seconds_left()
        end = time.monotonic() + (_SECONDS if left is None else left)
        pause, asked = _FIRST_PAUSE, dict(params or {})
        longest = asked.pop("request_timeout", timeout) or _longest_attempt(url)
        while True:
            if left is not None and time.monotonic() > end:
                raise exceptions.ConnectionTimeout("TIMEOUT", "the patience has ended", None)
            try:
                answer = super().perform_request(
                    method, url, dict(asked), body, _attempt_seconds(longest), ignore, headers
                )
                _check_whole(url, answer)
            except exceptions.TransportError as error:
                has_time = time.monotonic() + pause + _LEAST_SECONDS < end
                if not (has_time and can_pass(error)) or url.endswith(_SENT_ONCE):
                    raise
            else:
                return answer
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def connect(url: str, access: Access = Access()) -> OpenSearch:
    """A client that knows every node of the address; raises StoreUnavailableError."""
    address = parse_address(url)
    return OpenSearch(
        [{"host": host, "port": port} for host, port in address.nodes],
        transport_class=_PatientTransport,
        headers=_authorization(access.to(address.visibility)),
        use_ssl=access.authority is not None,
        ca_certs=str(access.authority) if access.authority else None,
        # To pack and unpack the hits of a question takes longer than a local network does: of 29 ms
        # for the searches of one over the seeds, 7.
        http_compress=False,
        max_retries=0,
        retry_on_timeout=True,
        retry_on_status=(),
        dead_timeout=_DEAD_SECONDS,
        pool_maxsize=_CONNECTIONS,
    )


def check_engine(client: OpenSearch, url: str) -> None:
    """Raise StoreUnavailableError unless the engine can hold an index of Puente."""
    with deadline_in(OPENING_SECONDS):
        match client.info():
            case {"version": {"distribution": "opensearch", "number": str(number)}}:
                is_new = tuple(int(part) for part in number.split(".")[:2]) >= _OLDEST
            case _:
                is_new = False
        if not is_new:
            raise StoreUnavailableError(url, _OTHER_SERVER)
        plugins = {plugin["component"] for plugin in client.cat.plugins(format="json")}
    if "opensearch-knn" not in plugins:
        raise StoreUnavailableError(
            url, "the server lacks the k-NN plugin. Run `opensearch-plugin install opensearch-knn`."
        )


def can_pass(error: exceptions.TransportError) -> bool:
    """Test whether the same request may be answered in a moment."""
    if isinstance(error, exceptions.ConnectionError):
        return not isinstance(error, exceptions.SSLError)
    return error.status_code in PASSING


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns an error of the client into StoreUnavailableError, with what to do about it."""
    try:
        yield
    except exceptions.TransportError as error:
        raise StoreUnavailableError(url, explain_error(error)) from error
    except exceptions.SerializationError as error:
        raise StoreUnavailableError(url, _OTHER_SERVER) from error


def explain_error(error: exceptions.TransportError) -> str:
    """Explain an error of the client, with the remedy."""
    match error:
        case exceptions.ConnectionTimeout():
            return "no server answered in time. Try again; if that stays so, see its log."
        case exceptions.ConnectionError():
            return _explain_connection(str(error.error))
        case _:
            return explain(error.status_code, f"{error.error}: {_reason(error)}")


def explain(status: int | str, kind: str) -> str:
    """Explain a refusal of the engine, with the remedy."""
    for word, remedy in _REFUSALS.items():
        if word in kind:
            return remedy
    return _STATUSES.get(status, f"the server refused ({status}, {kind}). See its log.")


def _reason(error: exceptions.TransportError) -> str:
    """The engine's own words for why it refused."""
    match error.info:
        case {"error": {"reason": reason}} | {"reason": reason}:
            return str(reason)
        case _:
            return ""


def _authorization(credentials: Credentials) -> dict[str, str]:
    """The header by which a cluster knows who asks."""
    if credentials.api_key:
        return {"authorization": f"ApiKey {credentials.api_key}"}
    if credentials.user:
        pair = f"{credentials.user}:{credentials.password}".encode()
        return {"authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
    return {}


def _longest_attempt(url: str) -> float:
    """Seconds that one node has to answer where nobody is waiting."""
    return _LONG_SECONDS if url.endswith(_LONG) else _ATTEMPT_SECONDS


def _attempt_seconds(longest: float) -> float:
    """Seconds that one node has to answer: a share of those left until the deadline."""
    left = seconds_left()
    return longest if left is None else max(min(left * _SHARE, longest), _LEAST_SECONDS)


def _check_whole(url: str, answer: Mapping[str, Any]) -> None:
    """Raise TransportError for an answer that says in its body that a part of it failed."""
    if url.endswith("/_msearch"):
        for each in answer["responses"]:
            if "error" in each:
                raise exceptions.TransportError(each["status"], each["error"]["type"], each)
            if each["timed_out"]:
                raise exceptions.TransportError(504, "timed_out", each)
    elif url.endswith("/_refresh") and answer["_shards"]["failed"]:
        raise exceptions.TransportError(503, "refresh_failed", answer)
    elif url.endswith("_by_query") and (answer.get("failures") or answer.get("timed_out")):
        raise exceptions.TransportError(503, "by_query_failed", answer)


def _explain_connection(detail: str) -> str:
    for pattern, remedy in _CONNECTIONS_REFUSED.items():
        if re.search(pattern, detail):
            return remedy
    return "no server answers. Start it, or correct the address."


# What OpenSSL says of a certificate, by a part of it.
_CONNECTIONS_REFUSED = {
    "certificate has expired": "its certificate has expired. Renew it.",
    "[Hh]ostname mismatch|IP address mismatch|doesn't match": (
        "its certificate is for another host. Use the name that stands in it."
    ),
    "self-signed|self signed|unable to get": (
        "its certificate is not signed by any in PUENTE_OPENSEARCH_CA. Put the authority's there."
    ),
    "WRONG_VERSION_NUMBER|wrong version number|record layer failure": (
        "it does not speak TLS. Unset PUENTE_OPENSEARCH_CA, or turn its TLS on."
    ),
    "NO_CERTIFICATE_OR_CRL_FOUND|PEM lib": (
        "PUENTE_OPENSEARCH_CA has no certificate. Give the file that the authority gave you."
    ),
    "RemoteDisconnected|Connection reset|BadStatusLine|IncompleteRead|Connection aborted": (
        "it closed the connection. If it speaks TLS, set PUENTE_OPENSEARCH_CA."
    ),
    "CERTIFICATE_VERIFY_FAILED": "its certificate is not valid. Renew it.",
}
_OTHER_SERVER = (
    f"the server is not OpenSearch {'.'.join(map(str, _OLDEST))} or newer. Upgrade it, or correct"
    " the address."
)
_FULL = "a node's disk is full, so the cluster accepts no writes. Make room and try again."
_REFUSALS = {
    "index_not_found": "the index does not exist. Run `puente ingest` to make it.",
    "index_create_block": _FULL,
    "disk usage exceeded": _FULL,
    "cluster_block_exception": (
        "the cluster accepts no writes: its disk is full, or it has no manager. Make room, or"
        " start the missing nodes."
    ),
    "no_shard_available": "parts of the index are missing. Start the missing nodes.",
    "search_phase_execution": "parts of the index are missing. Start the missing nodes.",
    "unavailable_shards": "parts of the index are missing. Start the missing nodes.",
    "resource_already_exists": "another program is making the index. Try again.",
    "strict_dynamic_mapping": "its index has other fields. Run `puente reindex`.",
    "mapper_parsing": "its index has other fields. Run `puente reindex`.",
    "script_exception": "its index has other fields. Run `puente reindex`.",
}
_STATUSES: dict[int | str, str] = {
    401: (
        "the user, the password or the API key is wrong. Correct PUENTE_OPENSEARCH_USER and"
        " _PASSWORD, or _API_KEY."
    ),
    403: "the user may not do this. Give it rights to the indices puente*.",
    409: "another program changes the index at the same time. Try again.",
    429: "the server is overloaded. Try again later.",
    502: "the server is not ready. Try again when its health is yellow or green.",
    503: "the server is not ready. Try again when its health is yellow or green.",
    504: "the server did not answer in time. Try again when its health is yellow or green.",
}
