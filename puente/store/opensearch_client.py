"""The client of an OpenSearch cluster, and what its errors mean."""

from collections.abc import Iterator
from contextlib import contextmanager

from opensearchpy import OpenSearch, exceptions

from puente.errors import StoreUnavailableError
from puente.store.access import Access
from puente.store.opensearch_address import parse_address

_OLDEST = (2, 19)
# A node that is killed under load is out of the cluster in a second and a half: more than the three
# tries, each with its own node.
_TRIES = 3
_SECONDS = 30


def connect(url: str, access: Access = Access()) -> OpenSearch:
    """A client that knows every node of the address; raises StoreUnavailableError."""
    address = parse_address(url)
    return OpenSearch(
        [{"host": host, "port": port} for host, port in address.nodes],
        http_auth=(access.user, access.password) if access.user else None,
        use_ssl=access.authority is not None,
        ca_certs=str(access.authority) if access.authority else None,
        # To pack and unpack the hits of a question takes longer than a local network does: of 29 ms
        # for the searches of one over the seeds, 7.
        http_compress=False,
        timeout=_SECONDS,
        max_retries=_TRIES,
        retry_on_timeout=True,
        retry_on_status=(429, 502, 503, 504),
    )


def check_engine(client: OpenSearch, url: str) -> None:
    """Raise StoreUnavailableError unless the engine can hold an index of Puente."""
    version = client.info()["version"]
    number = tuple(int(part) for part in version["number"].split(".")[:2])
    if version.get("distribution") != "opensearch" or number < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise StoreUnavailableError(
            url, f"the server is not OpenSearch {oldest} or newer. Upgrade it."
        )
    plugins = {plugin["component"] for plugin in client.cat.plugins(format="json")}
    if "opensearch-knn" not in plugins:
        raise StoreUnavailableError(
            url, "the server lacks the k-NN plugin. Run `opensearch-plugin install opensearch-knn`."
        )


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns an error of the client into StoreUnavailableError, with what to do about it."""
    try:
        yield
    except exceptions.ConnectionError as error:
        raise StoreUnavailableError(
            url, "no server answers. Start it, or correct the address."
        ) from error
    except exceptions.TransportError as error:
        raise StoreUnavailableError(url, explain(error.status_code, str(error.error))) from error


def explain(status: int | str, kind: str) -> str:
    """What a refusal of the engine means, with the remedy."""
    for word, remedy in _REFUSALS.items():
        if word in kind:
            return remedy
    return _STATUSES.get(status, f"the server refused ({status}, {kind}). See its log.")


_REFUSALS = {
    "cluster_block_exception": (
        "the cluster accepts no writes: its disk is full, or it has no manager. Make room, or"
        " start the missing nodes."
    ),
    "no_shard_available": "parts of the index are missing. Start the missing nodes.",
    "search_phase_execution": "parts of the index are missing. Start the missing nodes.",
    "index_not_found": "the index does not exist. Run `puente ingest` to make it.",
    "resource_already_exists": "another program is making the index. Try again.",
    "strict_dynamic_mapping": "its index has other fields. Run `puente reindex`.",
}
_STATUSES: dict[int | str, str] = {
    401: "the user or the password is wrong. Correct PUENTE_OPENSEARCH_USER and _PASSWORD.",
    403: "the user may not do this. Give it rights to the indices puente*.",
    429: "the server is overloaded. Try again later.",
    502: "the server is not ready. Try again when its health is yellow or green.",
    503: "the server is not ready. Try again when its health is yellow or green.",
    504: "the server did not answer in time. Try again when its health is yellow or green.",
}
