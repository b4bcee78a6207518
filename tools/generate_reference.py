"""The reference pages of docs/, made from the commands, the routes and the settings themselves."""

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

import typer
from fastapi.routing import APIRoute
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from ingest.pipeline.dask import ClusterError
from puente.data.tables import read_table
from puente.errors import (
    EvaluationError,
    ImportFormatError,
    ManifestError,
    NothingToPublishError,
    NotWithdrawnError,
    PathNotFoundError,
    PuenteError,
    RollbackError,
    SettingsError,
    SnapshotExistsError,
    SnapshotMismatchError,
    SnapshotNameError,
    SnapshotNotFoundError,
    SnapshotPlaceError,
    UnsoundIndexError,
)
from puente.model.reports import Reason
from puente.settings import Settings
from service.access.key_file import KeyExistsError, KeyNotFoundError
from service.access.visitors import NoSignOnError
from service.cli import main
from service.cli.keys import KeyOptionError
from service.cli.output import InputEncodingError, OutputError
from service.cli.oversight.audit import NoAuditTrailError
from service.i18n.translator import translator
from service.web.app import PAGE_ROUTERS, create_app
from service.web.pages.static_files import PageFiles
from service.web.problems import REQUEST_STATUSES, status_of
from service.web.server import AddressError, BadAddressError

_COMMAND_ERRORS: tuple[type[PuenteError], ...] = (
    SettingsError,
    PathNotFoundError,
    ManifestError,
    NothingToPublishError,
    EvaluationError,
    ImportFormatError,
    UnsoundIndexError,
    RollbackError,
    SnapshotNameError,
    SnapshotPlaceError,
    SnapshotNotFoundError,
    SnapshotExistsError,
    SnapshotMismatchError,
    ClusterError,
    KeyOptionError,
    NotWithdrawnError,
    NoAuditTrailError,
    KeyExistsError,
    KeyNotFoundError,
    NoSignOnError,
    AddressError,
    BadAddressError,
    InputEncodingError,
    OutputError,
)
# By the number of ways that the security of a route names; one of three is to send none.
_KEYS = {
    0: "Key: none is looked at.",
    2: "Key: needed.",
    3: "Key: for restricted documents, where they are served.",
}


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    prose = read_table("tools", "reference.toml")
    parts = {
        "cli.md": _commands_page(prose),
        "api.md": _api_page(prose),
        "settings.md": _settings_page(prose),
    }
    return {
        name: "\n\n".join(part.strip() for part in page if part) + "\n"
        for name, page in parts.items()
    }


def _commands_page(prose: Mapping[str, Any]) -> Iterator[str]:
    found = commands_of(cast(TyperGroup, typer.main.get_command(main.app)))
    order = [*prose["commands"], *found]
    commands = {name: found[name] for name in sorted(found, key=order.index)}
    yield "# Commands"
    yield prose["origin"]
    yield prose["cli"]["lead"]
    yield _contents([(f"puente {name}", command.help or "") for name, command in commands.items()])
    for name, command in commands.items():
        yield from _command(name, command, prose["commands"].get(name, {}))
    yield "## Exit codes"
    yield prose["cli"]["exit_codes"]
    yield "## Error codes"
    yield prose["cli"]["errors"]
    meanings = ((f"`{each.code}`", inspect.getdoc(each) or "") for each in _COMMAND_ERRORS)
    yield _table(("code", "meaning"), meanings)
    yield prose["cli"]["reasons"]
    yield _table(("reason", "meaning"), ((f"`{each}`", prose["reasons"][each]) for each in Reason))


def commands_of(group: TyperGroup) -> dict[str, TyperCommand]:
    """The commands of a group by name, those of a group in it with both names."""
    found: dict[str, TyperCommand] = {}
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            found |= {f"{name} {below}": own for below, own in commands_of(command).items()}
        else:
            found[name] = cast(TyperCommand, command)
    return found


def _command(name: str, command: TyperCommand, prose: Mapping[str, Any]) -> Iterator[str]:
    """The section of one command."""
    function = cast(Callable[..., None], command.callback)
    parameters = cast(Sequence[TyperArgument | TyperOption], command.params)
    hints = get_type_hints(function, include_extras=True)
    signature = inspect.signature(function).parameters
    rows = [
        (
            f"`{_displayed(each)}`",
            _accepted(hints[each.name]),
            _default(signature[each.name].default),
            each.help or "",
        )
        for each in parameters
    ]
    arguments = [_displayed(each) for each in parameters if each.param_type_name == "argument"]
    options = ["[OPTIONS]"] if len(arguments) < len(rows) else []
    yield f"## `puente {name}`"
    yield command.help or ""
    yield _block("text", " ".join(("puente", name, *arguments, *options)))
    yield prose.get("notes", "")
    if rows:
        yield _table(("argument or option", "value", "default", "meaning"), rows)
    if "rejected" in prose:
        yield f"Exit code 1: {prose['rejected']}."
    if "example" in prose:
        yield _block("console", prose["example"])


def _displayed(parameter: TyperArgument | TyperOption) -> str:
    """An option by its name, an argument as the usage line has it."""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    name = str(parameter.metavar or parameter.name.upper())
    return f"{name}..." if parameter.nargs == -1 else name


def _accepted(annotation: object) -> str:
    """Description of what a parameter of a command accepts; empty for a switch."""
    hint, stated = get_args(annotation)
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(each for each in kinds if each is not NoneType)
    several = get_origin(kind) is list
    if several:
        (kind,) = get_args(kind)
    if kind is bool:
        return ""
    if kind in (int, float):
        return "number" if stated.max is None else f"{stated.min} to {stated.max}"
    plain = stated.metavar or "text"
    name = _choice(kind) if issubclass(kind, StrEnum) else "path" if kind is Path else plain
    return f"{name}; may be repeated" if several else name


def _api_page(prose: Mapping[str, Any]) -> Iterator[str]:
    # Nothing is read while the routes are described.
    description = create_app(cast(Any, None)).openapi()
    schemas = description["components"]["schemas"]
    operations = {
        f"{method.upper()} {path}": operation
        for path, ways in description["paths"].items()
        for method, operation in ways.items()
    }
    statuses = _statuses()
    yield "# API"
    yield prose["origin"]
    yield prose["api"]["lead"]
    yield _contents([(name, each["description"]) for name, each in operations.items()])
    for name, operation in operations.items():
        route = prose["routes"][operation["operationId"]]
        if operation.get("deprecated"):
            instead = route["instead"]
            yield f"## `{name}`"
            yield f"Deprecated: the former address of [`{instead}`](#{_anchor(instead)})."
            continue
        yield from _route(name, operation, schemas)
        yield _block("sh", _curl(route))
        example = _example(operation["responses"]["200"])
        yield _block("xml", example) if isinstance(example, str) else _block("json", _json(example))
        yield _KEYS[len(operation.get("security", ()))]
        yield _problem_list(operation["responses"])
    yield "## Problems"
    yield prose["api"]["problems"]
    yield _block("json", _json(_example(next(iter(operations.values()))["responses"]["400"])))
    yield _table(("code", "status", "meaning"), _problem_rows(statuses))
    yield "## Pages"
    yield prose["api"]["pages"]
    yield _table(("address", "shows"), _page_rows())


def _route(name: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    """The heading, the meaning and the parameters of one route."""
    content = operation["responses"]["200"]["content"]
    yield f"## `{name}`"
    yield operation["description"]
    rows = [
        (
            f"`{each['name']}`",
            _accepted_by_schema(each["schema"], schemas),
            _default(each["schema"].get("default")),
            each.get("description", ""),
        )
        for each in operation.get("parameters", ())
    ]
    if rows:
        yield _table(("parameter", "value", "default", "meaning"), rows)
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        yield "Send a JSON object:"
        yield _table(("field", "value", "default", "meaning"), _fields(body, schemas))
    if "application/json" in content:
        yield f"Answer: {_resolved(content['application/json']['schema'], schemas)['description']}"
    else:
        yield f"Answer: a file, by format {_choice(content)}."


def _fields(
    body: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str]]:
    """Rows for the fields of a body."""
    for name, schema in _resolved(body, schemas)["properties"].items():
        default = _default(schema.get("default"))
        accepted = _accepted_by_schema(schema.get("items", schema), schemas)
        several = f"list of up to {schema['maxItems']}: " if "items" in schema else ""
        yield f"`{name}`", several + accepted, default, schema["description"]


def _accepted_by_schema(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """Description of what a parameter of a route accepts."""
    match _resolved(schema, schemas):
        case {"enum": values}:
            return _choice(values)
        case {"type": "array", "items": items}:
            most = f", {schema['maxItems']} at most" if "maxItems" in schema else ""
            return f"{_accepted_by_schema(items, schemas)}; may be repeated{most}"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer" | "number", "minimum": least, "maximum": most}:
            return f"{least} to {most}"
        case {"type": "number"}:
            return "number"
        case {"anyOf": ways}:
            return ", or ".join(_accepted_by_schema(each, schemas) for each in ways)
        case text:
            return f"text{_length(text)}{_form(text)}"


def _length(schema: Mapping[str, Any]) -> str:
    """The lengths that a text may have."""
    match schema:
        case {"minLength": least, "maxLength": most}:
            return f" of {least} to {most} characters"
        case {"maxLength": most}:
            return f" of up to {most} characters"
        case {"minLength": 1}:
            return ", not empty"
    return ""


def _form(schema: Mapping[str, Any]) -> str:
    """The pattern that a text must fit."""
    return f" like `{schema['pattern']}`" if "pattern" in schema else ""


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    reference: str = schema.get("$ref", "")
    return {**schema, **schemas[reference.rpartition("/")[2]]} if reference else schema


def _example(answer: Mapping[str, Any]) -> object:
    return next(iter(answer["content"].values()))["example"]


def _curl(route: Mapping[str, Any]) -> str:
    """The command line that asks what the prose of a route asks."""
    address = "http://127.0.0.1:8000" + route["request"]
    if "body" in route:
        user = f" --user {route['user']}" if "user" in route else ""
        return f"curl{user} {address} \\\n  --json '{route['body']}'"
    values = [f"--data-urlencode '{each}'" for each in route.get("query", ())]
    return " \\\n  ".join((f"curl --get {address}" if values else f"curl {address}", *values))


def _statuses() -> dict[str, int]:
    """The status of every code that a request can be answered with."""
    by_class = {kind.code: status_of(kind) for kind in _below(PuenteError)}
    by_code = {**by_class, **REQUEST_STATUSES}
    return {code: int(status) for code, status in by_code.items() if status}


def _below(kind: type[PuenteError]) -> Iterator[type[PuenteError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _problem_list(responses: Mapping[str, Any]) -> str:
    named = [
        f"{status} {', '.join(f'`{code}`' for code in _codes(answer))}"
        for status, answer in responses.items()
        if status != "200"
    ]
    return f"Problems: {'; '.join(named)}."


def _codes(answer: Mapping[str, Any]) -> list[str]:
    """The codes of the problems with one status."""
    _, narrowed = answer["content"]["application/problem+json"]["schema"]["allOf"]
    codes: list[str] = narrowed["properties"]["code"]["enum"]
    return codes


def _problem_rows(statuses: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    t = translator("en")
    for code in t.names("problems"):
        meaning = f"{t(f'problems.{code}.title')}. {t(f'problems.{code}.advice')}"
        yield f"`{code}`", str(statuses[code]), meaning


def _page_rows() -> Iterator[tuple[str, ...]]:
    for route in (route for router in PAGE_ROUTERS for route in router.routes):
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield f"`{route.path_format}`", inspect.getdoc(route.endpoint) or ""
    yield "`/static/{path}`", inspect.getdoc(PageFiles) or ""


def _settings_page(prose: Mapping[str, Any]) -> Iterator[str]:
    yield "# Settings"
    yield prose["origin"]
    yield prose["settings"]["lead"]
    rows = [
        (
            f"`PUENTE_{name.upper()}`",
            _default(field.default) or prose["settings"][f"default_{name}"],
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]
    yield _table(("variable", "default", "meaning"), rows)
    yield _block("console", prose["settings"]["example"])


def _default(value: object) -> str:
    """A default as a reader would type it; nothing for none, an empty one and a switch."""
    worth_saying = isinstance(value, str | int) and str(value) not in ("", "True", "False")
    return f"`{value}`" if worth_saying else ""


def _choice(values: Iterable[str]) -> str:
    *most, last = (f"`{value}`" for value in values)
    return f"{', '.join(most)} or {last}" if most else last


def _contents(sections: Iterable[tuple[str, str]]) -> str:
    """A list of links to the sections with these headings."""
    return "\n".join(
        f"- [`{heading}`](#{_anchor(heading)}): {meaning}" for heading, meaning in sections
    )


def _anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _table(names: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(names), *(list(row) for row in rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```"


def _json(value: object, indent: str = "") -> str:
    """JSON with what fits into a line on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent + line) <= 88 or not isinstance(value, list | dict):
        return line
    within = f"{indent}  "
    if isinstance(value, list):
        first, last = "[]"
        parts = [_json(each, within) for each in value]
    else:
        first, last = "{}"
        parts = [f"{json.dumps(key)}: {_json(each, within)}" for key, each in value.items()]
    return "".join((first, "\n", within, f",\n{within}".join(parts), "\n", indent, last))


def write(folder: Path) -> None:
    """Write the pages into a folder."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path("docs"))
