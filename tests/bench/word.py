"""Word files against the tools that a person would take instead, on one document with known truth.

`python -m tests.bench.word` needs LibreOffice, which writes the document as .docx and .doc; catdoc
and antiword are measured where they are. `--tools PYTHON` names a Python that has python-docx,
docx2python and mammoth.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.extraction.doc.reader import read_doc
from ingest.extraction.docx.reader import read_docx
from puente.model.blocks import Block
from puente.text.normalization import normalise
from tests.bench.flat_odf import write_flat_odf
from tests.fixtures.documents.synthetic import Paragraph, Part, make_document, score

_ROUNDS = 7
_WORD = re.compile(r"\w+")
_LONG = 60
# Each reads the file that is its argument and prints its text; imports are not timed.
_LIBRARIES = {
    "python-docx": "import docx; read = lambda path: '\\n'.join("
    "p.text for p in docx.Document(path).paragraphs)",
    "docx2python": "import docx2python; read = lambda path: docx2python.docx2python(path).text",
    "mammoth": "import mammoth; read = lambda path: mammoth.extract_raw_text("
    "open(path, 'rb')).value",
}
_TIMED = """
import json, sys, time
{read}
times = []
for _ in range(3):
    start = time.process_time()
    text = read(sys.argv[1])
    times.append(time.process_time() - start)
print(json.dumps([min(times), text]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a text of the document has to hold."""

    words: Counter[str]
    fives: Counter[tuple[str, ...]]
    notes: tuple[str, ...]
    long: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Processor time and the text that came of it; LibreOffice counts by the clock."""

    seconds: float
    text: str


def main() -> None:
    """Print a row for each tool, then what of its structure is right in ours."""
    options = argparse.ArgumentParser()
    options.add_argument("--tools")
    tools = options.parse_args().tools
    if shutil.which("soffice") is None:
        sys.exit("LibreOffice (soffice) is not here, and nothing else writes .doc files.")
    parts = make_document()
    truth = _truth(parts)
    with tempfile.TemporaryDirectory() as folder:
        files = _write(parts, Path(folder))
        print("| tool | file | ms | words | 5-grams | notes | whole long paragraphs |")
        print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
        for name, file, reading in _readings(files, tools):
            row = f"{name} | {file} | {reading.seconds * 1000:.0f} | {_shares(reading.text, truth)}"
            print(f"| {row} |")
        for ending, read in (("docx", read_docx), ("doc", read_doc)):
            content = files[ending].read_bytes()
            print(ending, score(parts, read(files[ending], content).blocks))


def _write(parts: tuple[Part, ...], folder: Path) -> dict[str, Path]:
    source = folder / "synthetic.fodt"
    source.write_text(write_flat_odf(parts, hyphenated=False), encoding="utf-8")
    for kind in ("docx", "doc:MS Word 97"):
        _office(folder, kind, source)
    return {ending: folder / f"synthetic.{ending}" for ending in ("docx", "doc")}


def _office(folder: Path, kind: str, source: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _readings(files: dict[str, Path], tools: str | None) -> Iterator[tuple[str, str, Reading]]:
    docx, doc = files["docx"], files["doc"]
    yield "Puente", "docx", _timed(lambda: _text(read_docx(docx, docx.read_bytes()).blocks))
    for name, code in _LIBRARIES.items() if tools else ():
        command = [tools, "-c", _TIMED.format(read=code), docx]
        seconds, text = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        yield name, "docx", Reading(seconds, text)
    yield "Puente", "doc", _timed(lambda: _text(read_doc(doc, doc.read_bytes()).blocks))
    for name, flags in (
        ("catdoc", ["-d", "utf-8", "-w"]),
        ("antiword", ["-w", "0", "-m", "UTF-8.txt"]),
    ):
        if shutil.which(name):
            yield name, "doc", _run([name, *flags, doc])
    start = time.perf_counter()
    _office(doc.parent, "docx:Office Open XML Text", doc)
    converted = read_docx(docx, docx.read_bytes()).blocks
    yield "LibreOffice to .docx", "doc", Reading(time.perf_counter() - start, _text(converted))


def _timed(read: Callable[[], str]) -> Reading:
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        text = read()
        times.append(time.process_time() - start)
    return Reading(min(times), text)


def _run(command: list[str | Path]) -> Reading:
    """The program's output; its time has its start in it."""
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        output = subprocess.run(command, capture_output=True, check=True).stdout
        times.append(time.perf_counter() - start)
    return Reading(min(times), output.decode("utf-8", "replace"))


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def _truth(parts: tuple[Part, ...]) -> Truth:
    paragraphs = [part for part in parts if isinstance(part, Paragraph)]
    texts = [text for part in paragraphs for text in (part.whole, part.note) if text]
    words = [word for text in texts for word in _words(text)]
    fives = [five for text in texts for five in _fives(_words(text))]
    return Truth(
        words=Counter(words),
        fives=Counter(fives),
        notes=tuple(_plain(part.note) for part in paragraphs if part.note),
        long=tuple(_plain(part.text) for part in paragraphs if len(part.text) > _LONG),
    )


def _shares(text: str, truth: Truth) -> str:
    words = _words(text)
    found, fives = Counter(words), Counter(_fives(words))
    plain = _plain(text)
    lines = "\n".join(map(_plain, text.splitlines()))
    return " | ".join(
        (
            f"{(truth.words & found).total() / truth.words.total():.4f}",
            f"{(truth.fives & fives).total() / truth.fives.total():.4f}",
            f"{sum(note in plain for note in truth.notes)} of {len(truth.notes)}",
            f"{sum(paragraph in lines for paragraph in truth.long)} of {len(truth.long)}",
        )
    )


def _plain(text: str) -> str:
    return normalise(" ".join(text.split()))


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text).casefold())


def _fives(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(5)), strict=False)


if __name__ == "__main__":
    main()
