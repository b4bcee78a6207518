"""The commands of the audit trail: listed, and checked."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from puente.errors import PuenteError
from service.cli.language import messages
from service.cli.options import AsJson, StoreUrl, read_settings
from service.cli.output import SOME_REJECTED, print_json, say
from service.cli.usage import SpokenSubgroup, SpokenTyper

if TYPE_CHECKING:
    from pathlib import Path

audit = SpokenTyper(
    cls=SpokenSubgroup, help="Audit trail: who added, corrected, withdrew or published what."
)


class NoAuditTrailError(PuenteError):
    """A trail that is to be checked and is not there."""

    code = "no-audit-trail"

    def __init__(self, path: "Path") -> None:
        super().__init__(
            "There is no audit trail {path}. The first ingest, correction, key or withdrawal makes"
            " it; if there was one, look for who removed it.",
            path=path,
        )


@audit.command("list")
def list_records(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List the records, oldest first."""
    from puente.audit.trail import read_trail
    from service.cli.tables import audit_table

    records = list(read_trail(_path(store)))
    if as_json:
        print_json([asdict(each) for each in records])
    else:
        audit_table(records)


@audit.command()
def verify(
    noted: Annotated[
        str,
        typer.Option(metavar="CHECKSUM", help="Checksum noted earlier, which must be in it."),
    ] = "",
    store: StoreUrl = None,
) -> None:
    """Check the chain of checksums, and name the first record that is broken."""
    from puente.audit.trail import read_trail, verify_trail

    path = _path(store)
    found = verify_trail(path)
    words = messages()
    if found.broken is not None:
        why = words.detail(found.why)
        say(words.text("audit.broken", path=path, number=found.broken, why=why))
        raise typer.Exit(SOME_REJECTED)
    if noted and all(each.checksum != noted for each in read_trail(path)):
        say(words.text("audit.cut", path=path, checksum=noted))
        raise typer.Exit(SOME_REJECTED)
    say(words.counted("audit.sound", found.records, path=path, last=found.last))


def _path(store: str | None) -> "Path":
    """The file of the trail; raises NoAuditTrailError."""
    from service.bootstrap import audit_path_of

    path = audit_path_of(read_settings(store))
    if not path.exists():
        raise NoAuditTrailError(path)
    return path
