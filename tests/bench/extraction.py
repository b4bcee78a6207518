"""Reading PDF: Puente and the tools that would be used instead, on the same files in one run.

    python -m tests.bench.extraction [--tools PYTHON]

PYTHON is the interpreter of an environment with `extractous` (Apache Tika) and `kreuzberg`, which
are no dependencies of the project. What is not installed is said and left out. LibreOffice makes
two of the files, but reads none: it opens a PDF as a drawing, and its text export is empty.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from ingest.extraction.pdf.reader import read_pdf
from puente.model.blocks import Block
from tests.bench.flat_odf import write_flat_odf
from tests.fixtures.documents.gold import REALDOCS, count_found, read_gold
from tests.fixtures.documents.synthetic import make_document, score
from tests.fixtures.documents.typesetter import write_pdf

# What the other tools' interpreter runs: the texts of files, and the seconds of its processor.
_FOREIGN = """
import json, sys, time
name, *paths = sys.argv[1:]
if name == "extractous":
    from extractous import Extractor
    extractor = Extractor().set_extract_string_max_length(50_000_000)
    def read(path): return extractor.extract_file_to_string(path)[0]
else:
    from kreuzberg import extract_file_sync
    def read(path): return extract_file_sync(path).content
started = time.process_time()
texts = [read(path) for path in paths]
print(json.dumps({"seconds": time.process_time() - started, "texts": texts}))
"""
_Reading = tuple[float, list[list[Block]]]
"""Seconds of processor time, and the blocks of each file."""


def main() -> None:
    """The table of all tools."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", metavar="PYTHON", help="with extractous and kreuzberg")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = [*_write_documents(Path(folder)), *sorted(REALDOCS.glob("*.pdf"))]
        if not REALDOCS.is_dir():
            _say("not there: ../shared/realdocs")
        pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
        print(f"{len(paths)} files, {pages} pages")
        for name, read in _tools(arguments.tools).items():
            try:
                seconds, blocks = read(paths)
            except (OSError, subprocess.CalledProcessError) as error:
                _say(f"not measured: {name} ({error})")
                continue
            print(f"\n{name}: {pages / seconds:.0f} pages a second")
            _print_scores(dict(zip(paths, blocks, strict=True)))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _write_documents(folder: Path) -> list[Path]:
    """The synthetic document, plain and hyphenated, from two programs where both are there."""
    parts = make_document()
    paths = []
    for hyphenated in (False, True):
        kind = "hyphenated" if hyphenated else "plain"
        path = folder / f"synthetic {kind}.pdf"
        path.write_bytes(write_pdf(parts, hyphenated=hyphenated))
        paths.append(path)
        if shutil.which("soffice") is None:
            _say(f"not there: LibreOffice, for its own PDF ({kind})")
            continue
        source = folder / f"LibreOffice {kind}.fodt"
        source.write_text(write_flat_odf(parts, hyphenated=hyphenated), encoding="utf-8")
        _convert(source, folder)
        paths.append(source.with_suffix(".pdf"))
    return paths


def _convert(source: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", str(source)]
    subprocess.run(
        [*command, "--outdir", str(folder)], check=True, capture_output=True, timeout=300
    )


def _tools(python: str | None) -> Mapping[str, Callable[[Sequence[Path]], _Reading]]:
    tools: dict[str, Callable[[Sequence[Path]], _Reading]] = {"Puente": _read_ourselves}
    tools["pdfplumber"] = _read_with_pdfplumber
    if shutil.which("pdftotext"):
        tools["pdftotext"] = _read_with_pdftotext
    else:
        _say("not there: pdftotext")
    if python is None:
        _say("not there: extractous and kreuzberg (--tools names an interpreter with them)")
    else:
        tools["extractous (Apache Tika)"] = lambda paths: _read_foreign(python, "extractous", paths)
        tools["kreuzberg"] = lambda paths: _read_foreign(python, "kreuzberg", paths)
    return tools


def _read_ourselves(paths: Sequence[Path]) -> _Reading:
    started = time.process_time()
    blocks = [list(read_pdf(path, path.read_bytes()).blocks) for path in paths]
    return time.process_time() - started, blocks


def _read_with_pdfplumber(paths: Sequence[Path]) -> _Reading:
    started = time.process_time()
    texts = []
    for path in paths:
        with pdfplumber.open(path) as document:
            texts.append("\n\n".join(page.extract_text() for page in document.pages))
    return time.process_time() - started, [_split(text) for text in texts]


def _read_with_pdftotext(paths: Sequence[Path]) -> _Reading:
    return _time_children(
        lambda path: (
            subprocess.run(
                ["pdftotext", str(path), "-"], check=True, capture_output=True, text=True
            ).stdout
        ),
        paths,
    )


def _time_children(read: Callable[[Path], str], paths: Sequence[Path]) -> _Reading:
    """The texts, and the processor time of the programs that were started for them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    texts = [read(path) for path in paths]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, [_split(text) for text in texts]


def _read_foreign(python: str, name: str, paths: Sequence[Path]) -> _Reading:
    command = [python, "-c", _FOREIGN, name, *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    return answer["seconds"], [_split(text) for text in answer["texts"]]


def _split(text: str) -> list[Block]:
    """The paragraphs of a tool that gives text: what stands between empty lines."""
    paragraphs = re.split(r"\n\s*\n|\f", text)
    return [
        Block(text=" ".join(paragraph.split()), first_line=1, last_line=1)
        for paragraph in paragraphs
        if paragraph.strip()
    ]


def _print_scores(blocks: Mapping[Path, Sequence[Block]]) -> None:
    parts = make_document()
    gold = read_gold() if REALDOCS.is_dir() else {}
    found = total = 0
    for path, read in blocks.items():
        if path.name in gold:
            body = [block.text for block in read if block.note is None]
            found += count_found(body, gold[path.name])
            total += len(gold[path.name])
            continue
        scores = score(parts, read)
        print(
            f"  {path.stem}: paragraphs {scores.recall:.3f} recall,"
            f" {scores.precision:.3f} precision, words {scores.words:.4f},"
            f" wrong {scores.wrong_joins:.4f}, notes {scores.notes} of 16,"
            f" cells {scores.cells:.3f}, heads and notes in text {scores.foreign}"
        )
    if total:
        print(f"  numbered paragraphs of real files: {found} of {total} = {found / total:.3f}")


if __name__ == "__main__":
    main()
