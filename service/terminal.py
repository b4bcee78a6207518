"""What every command shares: its options, lines in, data out on stdout, talk on stderr."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from puente.errors import SettingsError

if TYPE_CHECKING:
    from ingest.pipeline import Progress
    from puente.settings import Settings

SOME_REJECTED = 1
WRONG_USAGE = 2

StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", help="Index, sqlite:///path/file.db; else $PUENTE_STORE.", metavar="URL"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]
Paths = Annotated[list[Path], typer.Argument(help="Files and folders.")]


def print_line(text: str) -> None:
    """Write one line of data to stdout."""
    sys.stdout.write(f"{text}\n")


def print_json(value: object) -> None:
    """Write a value to stdout as one line of JSON."""
    print_line(json.dumps(value, ensure_ascii=False))


def say(text: str) -> None:
    """Write one line of talk to stderr."""
    sys.stderr.write(f"{text}\n")


def typed_lines() -> Iterator[str]:
    """The lines of stdin, read as UTF-8, without their ends."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        yield line.rstrip("\r\n")


@contextmanager
def progress_bar() -> Iterator[Callable[["Progress"], None]]:
    """The function that shows progress on stderr: a bar for a person, lines for a log."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda progress: say(f"{progress.done}/{progress.total} {progress.what}")
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")

        def show(progress: "Progress") -> None:
            bar.update(
                task, completed=progress.done, total=progress.total, description=progress.what
            )

        yield show


def read_settings(store: str | None = None) -> "Settings":
    """The settings of the environment, with the store that the command names.

    Raises SettingsError.
    """
    from pydantic import ValidationError

    from puente.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"PUENTE_{first['loc'][0]}".upper(), str(first["msg"])) from error
    return settings.model_copy(update={"store": store}) if store else settings
