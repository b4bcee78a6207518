"""The commands of keys: made, listed, taken back."""

import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from puente.errors import PuenteError
from service.access.keys import Key, Scope, digest_of, make_secret, now
from service.cli.language import messages
from service.cli.options import AsJson, StoreUrl, read_settings
from service.cli.output import print_json, print_line, say
from service.cli.usage import SpokenSubgroup, SpokenTyper

keys = SpokenTyper(
    cls=SpokenSubgroup, help="Keys of those who correct links or read restricted documents."
)

_NAME = re.compile(r"[\w.@-]{1,60}")
_DAYS = re.compile(r"(\d{1,4})d")

KeyName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the person or program.")]


class KeyOptionError(PuenteError):
    """A key that is described wrongly."""

    code = "bad-key"

    def __init__(self, detail: str) -> None:
        super().__init__("No key was made: {detail}.", detail=detail)


@keys.command()
def add(
    name: KeyName,
    scope: Annotated[list[Scope], typer.Option(help="Permission that the key gives.")],
    collection: Annotated[
        list[str] | None, typer.Option(help="Collection that the key is for.")
    ] = None,
    all_collections: Annotated[
        bool, typer.Option("--all-collections", help="The key is for all collections.")
    ] = False,
    expires: Annotated[
        str,
        typer.Option(
            help="Last day of the key (2027-01-31), number of days (90d), or never.", metavar="WHEN"
        ),
    ] = "365d",
    store: StoreUrl = None,
) -> None:
    """Make a key and show it, this once."""
    from puente.audit.trail import Act
    from service.bootstrap import audit_trail_of, key_file_of, user_name

    if not _NAME.fullmatch(name):
        raise KeyOptionError(f"“{name}” is no name. Use letters, digits and . _ - @, 60 at most")
    if all_collections is bool(collection):
        raise KeyOptionError("name its collections (--collection), or say --all-collections")
    secret, when = make_secret(), now()
    key = Key(
        name=name,
        digest=digest_of(secret),
        scopes=tuple(dict.fromkeys(scope)),
        collections=None if all_collections else tuple(dict.fromkeys(collection or ())),
        expires=_end(expires, when),
        made=when,
        made_by=user_name(),
    )
    settings = read_settings(store)
    file = key_file_of(settings)
    seen = ("*",) if key.collections is None else key.collections
    with audit_trail_of(settings).recorded(
        Act.KEY_ADDED, [name], detail=f"{', '.join(key.scopes)}: {', '.join(seen)}"
    ):
        file.add(key)
    print_line(secret)
    say(messages().text("keys.made", path=file.path, name=name))


@keys.command("list")
def list_keys(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List the keys, also those that are no longer in force; never a key itself."""
    from service.bootstrap import key_file_of
    from service.cli.tables import key_table

    found = key_file_of(read_settings(store)).read()
    if as_json:
        print_json([_as_json(key) for key in found])
    else:
        key_table(found, now())


@keys.command()
def revoke(name: KeyName, store: StoreUrl = None) -> None:
    """Take a key back: a running service refuses it from the next request on."""
    from puente.audit.trail import Act
    from service.bootstrap import audit_trail_of, key_file_of, user_name

    settings = read_settings(store)
    file = key_file_of(settings)
    with audit_trail_of(settings).recorded(Act.KEY_REVOKED, [name]):
        file.revoke(name, when=now(), by=user_name())
    say(messages().text("keys.revoked", path=file.path, name=name))


def _end(expires: str, made: datetime) -> datetime | None:
    """The moment from which a key is refused; raises KeyOptionError."""
    if expires == "never":
        return None
    if days := _DAYS.fullmatch(expires):
        end = made + timedelta(days=int(days[1]))
    else:
        try:
            last = datetime.strptime(expires, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            raise KeyOptionError(
                f"“{expires}” is no day (2027-01-31), no 90d and not never"
            ) from None
        end = last + timedelta(days=1)
    if end <= made:
        raise KeyOptionError(f"{expires} is over already")
    return end


def _as_json(key: Key) -> dict[str, object]:
    """The key as JSON, without its checksum."""
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(key).items()
        if name != "digest"
    }
    return {**values, "state": key.state(now())}
