"""Data to stdout, talk to stderr, lines from stdin."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from puente.errors import PuenteError
from service.cli.language import messages

if TYPE_CHECKING:
    from puente.model.reports import Progress


SOME_REJECTED = 1

WRONG_USAGE = 2


# C0 and DEL have pictures of their own; C1 and what turns the direction of writing have none.
_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}


_LINES_OF_LOG = 10
"""Lines of progress that a log gets, at most, for a piece of work and its beginning."""


class OutputError(PuenteError):
    """Standard output, or a file named for output, that cannot be written."""

    code = "output-failed"

    def __init__(self, detail: str, where: str = "standard output") -> None:
        super().__init__(
            "{where}: {detail}. Make room, or send it elsewhere.", where=where, detail=detail
        )


class InputEncodingError(PuenteError):
    """Standard input that is not UTF-8."""

    code = "bad-input-encoding"

    def __init__(self, line: int) -> None:
        super().__init__(
            "standard input, line {line}: not UTF-8. Convert it, for one with iconv.", line=line
        )


def speak_utf8() -> None:
    """Let stdout and stderr be UTF-8 in any locale; what has no UTF-8 form is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def printable(text: str, *, keep: str = "") -> str:
    """The text with a picture (␛) for every control character, which would command a terminal.

    It keeps its length. `keep` names control characters that stay.
    """
    return text.translate({code: to for code, to in _PICTURES.items() if chr(code) not in keep})


@contextmanager
def output() -> Iterator[TextIO]:
    """Standard output; raises OutputError where it cannot be written."""
    if sys.stdout is None:
        raise OutputError("closed")
    try:
        yield sys.stdout
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror or str(error)) from error


def end_output() -> None:
    """Write out what is still buffered for stdout; raises OutputError."""
    if sys.stdout is None:
        return
    try:
        with output() as stream:
            stream.flush()
    except (OutputError, BrokenPipeError):
        # The interpreter writes out once more when it ends; that must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def print_line(text: str) -> None:
    """Write one line of data to stdout; raises OutputError."""
    with output() as stream:
        stream.write(f"{text}\n")


def print_json(value: object) -> None:
    """Write a value to stdout as one line of JSON."""
    print_line(json.dumps(value, ensure_ascii=False))


def write_json(path: Path, value: object) -> None:
    """Write a value to a file, which has the old or the new one; raises OutputError."""
    scratch = path.with_name(f"{path.name}.new")
    try:
        scratch.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
        scratch.replace(path)
    except OSError as error:
        raise OutputError(error.strerror or str(error), str(path)) from error


def write_bytes(pieces: Iterable[bytes], path: Path | None) -> None:
    """Write to a file, which has all of it or is as it was, or to stdout; raises OutputError."""
    if path is None:
        with output() as stream:
            for piece in pieces:
                stream.buffer.write(piece)
        return
    scratch = path.with_name(f"{path.name}.new")
    try:
        with scratch.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        scratch.replace(path)
    except OSError as error:
        raise OutputError(error.strerror or str(error), str(path)) from error
    finally:
        scratch.unlink(missing_ok=True)


def say(text: str) -> None:
    """Write one line of talk to stderr."""
    sys.stderr.write(f"{printable(text)}\n")


@contextmanager
def sign_in_log() -> Iterator[None]:
    """Meanwhile stderr has a line for every key that is used or refused."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("service.access")
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)


def typed_lines() -> Iterator[str]:
    """The lines of stdin without their ends; raises InputEncodingError for one not in UTF-8."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputEncodingError(number) from error


def _subject(progress: "Progress") -> str:
    """The file or the stage that progress is about."""
    return messages().name("progress", progress.what)


def _tenths() -> Callable[["Progress"], None]:
    """Says progress at its beginning and about every tenth of it, each kind of work anew."""
    said, total = 0, -1

    def tell(progress: "Progress") -> None:
        nonlocal said, total
        is_new = progress.total != total or progress.done < said
        if is_new or progress.done - said >= progress.total / _LINES_OF_LOG:
            say(f"{progress.done}/{progress.total} {_subject(progress)}")
            said, total = progress.done, progress.total

    return tell


@contextmanager
def progress_bar() -> Iterator[Callable[["Progress"], None]]:
    """The function that shows progress on stderr: a bar for a person, some lines for a log."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _tenths()
        return
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")

        def show(progress: "Progress") -> None:
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                description=printable(_subject(progress)),
            )

        yield show
