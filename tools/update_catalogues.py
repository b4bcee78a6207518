"""Catalogues of messages, brought up to date with the code and with their template."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from typer import rich_utils

from service.cli.main import app
from service.cli.usage import FRAME, USAGE
from service.i18n.catalogues import DETAILS, ERRORS, HELP

_ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = _ROOT / "service" / "i18n" / "locale"
_PACKAGES = ("puente", "ingest", "service")
_WIDTH = 100
_BY_TEXT = (HELP, ERRORS, DETAILS)


def help_texts() -> tuple[str, ...]:
    """Texts that the help of the commands shows, the words around it first."""
    frame = (USAGE, *(getattr(rich_utils, name) for name in FRAME))
    texts = _help_of(typer.main.get_command(app))
    return tuple(dict.fromkeys(text for text in (*frame, *texts) if text))


def _help_of(command: Any) -> Iterator[str | None]:  # noqa: ANN401 - typer has no public name
    yield from (command.help, command.options_metavar)
    context = command.make_context(command.name, [], resilient_parsing=True)
    for parameter in command.get_params(context):
        yield from (parameter.help, parameter.metavar)
    if below := getattr(command, "commands", None):
        yield command.subcommand_metavar
        for each in below.values():
            yield from _help_of(each)


def error_templates() -> tuple[str, ...]:
    """Templates of the messages of all errors in the code.

    A class of errors hands its template to `super().__init__`, or chooses among two before.
    """
    found: list[ast.expr] = []
    for path in sorted(path for name in _PACKAGES for path in (_ROOT / name).rglob("*.py")):
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(kind, ast.ClassDef) and kind.name.endswith("Error"):
                found += _templates_in(kind)
    texts = [each.value for each in found if isinstance(each, ast.Constant)]
    return tuple(dict.fromkeys(text for text in texts if isinstance(text, str)))


def _templates_in(kind: ast.ClassDef) -> Iterator[ast.expr]:
    for node in ast.walk(kind):
        match node:
            case ast.Call(args=[template, *_]) if ast.unparse(node.func) == "super().__init__":
                yield template
            case ast.Assign(targets=[ast.Name(id="template")], value=ast.IfExp() as choice):
                yield from (choice.body, choice.orelse)


def updated_template(template: Catalog) -> tuple[Message, ...]:
    """The messages of the template, with the help and the errors that the code has."""
    messages = [message for message in template if message.id]
    known = {(message.context, message.id): message for message in messages}
    texts = {HELP: help_texts(), ERRORS: error_templates()}
    made = {
        context: [known.get((context, text)) or Message(text, context=context) for text in texts]
        for context, texts in texts.items()
    }
    own = [message for message in messages if message.context not in texts]
    return (*own, *made[HELP], *made[ERRORS])


def merged(catalogue: Catalog, template: Iterable[Message]) -> tuple[Message, ...]:
    """The messages of a template with the translations of a catalogue.

    A named message whose English text has changed keeps its translation, which is then fuzzy.
    """
    exact = {(message.context, message.id): message for message in catalogue if message.id}
    named = {context: message for (context, _), message in exact.items()}
    translated = []
    for message in template:
        found = exact.get((message.context, message.id))
        before = found or (None if message.context in _BY_TEXT else named.get(message.context))
        flags = set(before.flags if found and before else ())
        if before and not found:
            flags.add("fuzzy")
        translated.append(
            Message(
                message.id,
                before.string if before else "",
                flags=flags,
                auto_comments=message.auto_comments,
                user_comments=before.user_comments if before else (),
                context=message.context,
            )
        )
    return tuple(translated)


def pages(folder: Path = CATALOGUES) -> dict[str, str]:
    """The text of each catalogue by its file name, the template first."""
    path = folder / "messages.pot"
    template = updated_template(_read(path))
    texts = {path.name: _text(path, template)}
    for each in sorted(folder.glob("*.po")):
        texts[each.name] = _text(each, merged(_read(each), template))
    return texts


def write(folder: Path = CATALOGUES) -> None:
    """Write the catalogues of a folder anew."""
    for name, text in pages(folder).items():
        (folder / name).write_text(text, encoding="utf-8")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _text(path: Path, messages: Sequence[Message]) -> str:
    """A catalogue with the head of a file and other messages."""
    catalogue = Catalog(fuzzy=False)
    catalogue.mime_headers = _read(path).mime_headers
    for message in messages:
        catalogue[message.id] = message
    body = BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True)
    head, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"


if __name__ == "__main__":
    write()
