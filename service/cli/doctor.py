"""Diagnosis of this machine: versions, encoder, index, optional programs."""

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
from service.i18n.translator import Translator

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


def diagnose(settings: Settings, say: Translator) -> tuple[Finding, ...]:
    """The findings in one language, from the machine up to the indexes."""
    return (
        Finding(name="python", state=platform.python_version()),
        *(Finding(name=name, state=_version(name, say)) for name in _PACKAGES),
        *(
            Finding(name=name, state=shutil.which(name) or say.text("doctor.not_found"))
            for name in _PROGRAMS
        ),
        _look_at_recognition(say),
        _look_at_isolation(say),
        _look_at_encoder(settings.embedder, say),
        *(look_at_index(url_for(settings.store, each), settings, say) for each in Visibility),
    )


def _version(package: str, say: Translator) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return say.text("doctor.not_installed")


def _look_at_recognition(say: Translator) -> Finding:
    """Tesseract is not needed, only missed by those who have scans."""
    name = say.text("doctor.tesseract.name")
    program = shutil.which("tesseract")
    if program is None:
        return Finding(name=name, state=say.text("doctor.tesseract.missing"))
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=10
    )
    missing = sorted(_RECOGNISED - set(listed.stdout.split()))
    if missing:
        state = say.text("doctor.tesseract.no_languages", languages=", ".join(missing))
        return Finding(name=name, state=state)
    return Finding(name=name, state=say.text("doctor.tesseract.ready"))


def _look_at_isolation(say: Translator) -> Finding:
    """Not every machine lets go of its network; that files are read at all is a must."""
    sandbox = WorkerPool()
    try:
        state = "ready" if sandbox.is_offline() else "missing"
    except (EOFError, OSError) as error:
        return Finding(name=say.text("doctor.network.name"), state=repr(error), is_fault=True)
    finally:
        sandbox.close()
    return Finding(name=say.text("doctor.network.name"), state=say.text(f"doctor.network.{state}"))


def _look_at_encoder(name: str, say: Translator) -> Finding:
    title = say.text("doctor.encoder.name")
    try:
        embedder = open_embedder(name)
    except PuenteError as error:
        return Finding(name=title, state=say.error(error), is_fault=True)
    state = say.text("doctor.encoder.ready", name=embedder.name, dimension=embedder.dimension)
    return Finding(name=title, state=state)


def look_at_index(url: str, settings: Settings, say: Translator) -> Finding:
    """An index that was never made is no fault; a damaged or foreign one is."""
    try:
        if not exists(url, settings.access):
            return Finding(name=url, state=say.text("doctor.index.missing"))
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
        return Finding(name=url, state=say.error(error), is_fault=True)
    counts = ", ".join(
        (
            say.counted("counts.documents", state.documents),
            say.counted("counts.segments", state.segments),
            say.counted("counts.alignments", state.alignments),
        )
    )
    faults = map(say.detail, problems)
    return Finding(name=url, state="; ".join((counts, *faults)), is_fault=bool(problems))
