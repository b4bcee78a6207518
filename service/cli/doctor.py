"""What works on this machine: versions, encoder, index, optional programs."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from ingest.pipeline.worker_pool import WorkerPool
from puente.embedding import open_embedder
from puente.errors import PuenteError
from puente.model.documents import Visibility
from puente.settings import Settings
from puente.store import exists, open_store, url_for
from service.i18n.translator import spoken_interface, translator

_PACKAGES = (
    "puente",
    "apsw",
    "numpy",
    "spacy",
    "fastapi",
    "opensearch-py",
    "sentence-transformers",
    "torch",
)
_PROGRAMS = ("chromium",)
_RECOGNISED = {"spa", "eng"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; a fault is something that should work and does not."""

    name: str
    state: str
    is_fault: bool = False


def diagnose(settings: Settings) -> tuple[Finding, ...]:
    """The findings, from the machine up to the indexes."""
    return (
        Finding(name="python", state=platform.python_version()),
        *(Finding(name=name, state=_version(name)) for name in _PACKAGES),
        *(Finding(name=name, state=shutil.which(name) or "not found") for name in _PROGRAMS),
        _look_at_recognition(),
        _look_at_isolation(),
        _look_at_encoder(settings.embedder),
        *(look_at_index(url_for(settings.store, each), settings) for each in Visibility),
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _look_at_recognition() -> Finding:
    """Tesseract is not needed, only missed by those who have scans."""
    say = translator(spoken_interface(os.environ))
    name = str(say("doctor.tesseract.name"))
    program = shutil.which("tesseract")
    if program is None:
        return Finding(name=name, state=str(say("doctor.tesseract.missing")))
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=10
    )
    missing = sorted(_RECOGNISED - set(listed.stdout.split()))
    if missing:
        state = say("doctor.tesseract.no_languages", languages=", ".join(missing))
        return Finding(name=name, state=str(state))
    return Finding(name=name, state=str(say("doctor.tesseract.ready")))


def _look_at_isolation() -> Finding:
    """Not every machine lets go of its network; that files are read at all is a must."""
    say = translator(spoken_interface(os.environ))
    sandbox = WorkerPool()
    try:
        state = "ready" if sandbox.is_offline() else "missing"
    except (EOFError, OSError) as error:
        return Finding(name=str(say("doctor.network.name")), state=repr(error), is_fault=True)
    finally:
        sandbox.close()
    return Finding(name=str(say("doctor.network.name")), state=str(say(f"doctor.network.{state}")))


def _look_at_encoder(name: str) -> Finding:
    try:
        embedder = open_embedder(name)
    except PuenteError as error:
        return Finding(name="encoder", state=str(error), is_fault=True)
    return Finding(name="encoder", state=f"{embedder.name}, {embedder.dimension} dimensions")


def look_at_index(url: str, settings: Settings) -> Finding:
    """An index that was never made is no fault; a damaged or foreign one is."""
    try:
        if not exists(url, settings.access):
            return Finding(name=url, state="not made yet: puente ingest makes it")
        embedder = open_embedder(settings.embedder)
        store = open_store(
            url,
            embedder=embedder.name,
            dimension=embedder.dimension,
            create=False,
            access=settings.access,
        )
        state, problems = store.index_state(), store.problems()
        store.close()
    except PuenteError as error:
        return Finding(name=url, state=str(error), is_fault=True)
    counts = (
        f"{state.documents} documents, {state.segments} segments, {state.alignments} alignments"
    )
    return Finding(name=url, state="; ".join((counts, *problems)), is_fault=bool(problems))
