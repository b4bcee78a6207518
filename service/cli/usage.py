"""Help and errors of usage in the language of the terminal.

The library that reads the command line speaks English. Where the terminal does, its words stay
as they are, and no catalogue is read.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from service.cli.language import is_english, messages

if TYPE_CHECKING:
    from typer._click.core import Command as _Command
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter
else:
    # What is below a command and a group alike has no public name.
    _Command = object

_Function = TypeVar("_Function", bound=Callable[..., Any])

# The error of which a bad parameter is one; the library gives it no public name.
_UsageError: Any = typer.BadParameter.__mro__[1]

FRAME = (
    "DEPRECATED_STRING", "DEFAULT_STRING", "ENVVAR_STRING", "REQUIRED_LONG_STRING",
    "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "ERRORS_PANEL_TITLE",
    "ABORTED_TEXT", "RICH_HELP",
)  # fmt: skip
"""The words around help and errors, by their names in `typer.rich_utils`."""
USAGE = "Usage:"


class _SpokenHelp(_Command):
    """Help in the language of the terminal, for a command or some commands under one word."""

    def get_usage(self, ctx: "Context") -> str:
        _speak(self, ctx)
        return _spoken_usage(super().get_usage(ctx))

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        with _spoken_frame():
            super().format_help(ctx, formatter)


class SpokenCommand(_SpokenHelp, TyperCommand):
    """A command whose help is in the language of the terminal."""


class SpokenSubgroup(_SpokenHelp, TyperGroup):
    """Some commands under one word; their help is in the language of the terminal."""


class SpokenGroup(SpokenSubgroup):
    """The commands together; their help and errors of usage are in the language of the terminal."""

    _frame: ExitStack

    def main(self, *args: Any, **options: Any) -> Any:
        with ExitStack() as self._frame:
            return super().main(*args, **options)

    def make_context(self, *args: Any, **options: Any) -> "Context":
        with self._spoken_errors():
            return super().make_context(*args, **options)

    def invoke(self, ctx: "Context") -> Any:
        with self._spoken_errors():
            return super().invoke(ctx)

    @contextmanager
    def _spoken_errors(self) -> Iterator[None]:
        """Errors of usage inside are translated; the frame stays until the command has ended."""
        try:
            yield
        except _UsageError as error:
            if is_english():
                raise
            self._frame.enter_context(_spoken_frame())
            spoken = messages().detail(error.format_message())
            error.format_message = lambda: spoken
            raise


class SpokenTyper(typer.Typer):
    """Commands that speak the language of the terminal."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[_Function], _Function]:
        return super().command(name, cls=SpokenCommand, **options)


def _speak(command: "_Command", ctx: "Context") -> None:
    """Put the help of a command, its options and its commands into the language of the terminal."""
    if is_english():
        return
    say = messages().help
    commands: list[Any] = [command]
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = say(command.subcommand_metavar)
        commands += command.commands.values()
    for each in commands:
        each.help = say(each.help or "")
        each.options_metavar = say(each.options_metavar or "")
    parameters: list[Any] = list(command.get_params(ctx))
    for parameter in parameters:
        parameter.help = say(parameter.help or "")
        parameter.metavar = parameter.metavar and say(parameter.metavar)


def _spoken_usage(usage: str) -> str:
    return usage if is_english() else usage.replace(USAGE, messages().help(USAGE), 1)


@contextmanager
def _spoken_frame() -> Iterator[None]:
    """The library says the words around help and errors in the language of the terminal."""
    if is_english():
        yield
        return
    from typer import rich_utils

    english = {name: getattr(rich_utils, name) for name in FRAME}
    for name, text in english.items():
        setattr(rich_utils, name, messages().help(text))
    try:
        yield
    finally:
        for name, text in english.items():
            setattr(rich_utils, name, text)
