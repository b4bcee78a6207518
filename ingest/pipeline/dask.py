"""Reading files on a Dask cluster, with the extra `puente[cluster]`."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from puente.errors import PuenteError

_SECONDS_TO_ANSWER = 10


class ClusterError(PuenteError):
    """A cluster that cannot be used."""

    code = "cluster-unavailable"

    def __init__(self, address: str, detail: str) -> None:
        super().__init__(
            "The cluster {address} cannot be used: {detail}", address=address, detail=detail
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Executor on the workers of a cluster, with the number of their cores."""

    executor: Executor
    cores: int


@contextmanager
def cluster_at(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler has this address; raises ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        detail = "Dask is not installed. Install puente[cluster]."
        raise ClusterError(address, detail) from error
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        detail = f"{error}. Check the address of the scheduler."
        raise ClusterError(address, detail) from error
    with client:
        cores = sum(client.ncores().values())
        if not cores:
            raise ClusterError(address, "it has no workers. Start some.")
        # Not pure: a file that was refused may be asked for again.
        with client.get_executor(pure=False) as executor:
            yield Cluster(executor=executor, cores=cores)
