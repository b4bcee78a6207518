"""The command that takes a document out of a collection for good."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from puente.model.identifiers import DocumentId
from service.cli.language import messages
from service.cli.options import StoreUrl, read_settings
from service.cli.output import say
from service.cli.usage import SpokenTyper

if TYPE_CHECKING:
    from puente.settings import Settings
    from puente.withdrawal.service import Indexes

withdrawing = SpokenTyper()


@withdrawing.command()
def withdraw(
    document: Annotated[str, typer.Argument(metavar="ID", help="Id of the document.")],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Reason, for the audit trail only.")
    ] = "",
    public_notice: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Words that readers are shown at its addresses."),
    ] = "",
    undo: Annotated[
        bool, typer.Option("--undo", help="Let its file come back with the next ingest.")
    ] = False,
    store: StoreUrl = None,
) -> None:
    """Take a document out of the collection, for good."""
    from puente.withdrawal.service import undo_withdrawal
    from puente.withdrawal.service import withdraw as take_out
    from service.bootstrap import audit_trail_of, kept_files_of

    if not undo and not reason.strip():
        raise typer.BadParameter("say why, for the audit trail.", param_hint="--reason")
    if undo and public_notice:
        raise typer.BadParameter("it is for a withdrawal.", param_hint="--public-notice")
    settings = read_settings(store)
    trail, document_id = audit_trail_of(settings), DocumentId(document)
    with _opened(settings) as indexes:
        if undo:
            done = undo_withdrawal(indexes, document_id, trail, reason=reason)
        else:
            done = take_out(indexes, document_id, trail, reason=reason, notice=public_notice)
            originals = kept_files_of(settings)
            for visibility, index in indexes.items():
                originals.sweep(visibility, index)
    for each in done:
        say(messages().text("withdrawal.undone" if undo else "withdrawal.done", document=each))


@contextmanager
def _opened(settings: "Settings") -> Iterator["Indexes"]:
    """The indexes that were ever made, whatever encoder made them."""
    from puente.store import open_store, url_for
    from service.bootstrap import visibilities_made

    with ExitStack() as stack:
        indexes = {}
        for visibility in visibilities_made(settings):
            url = url_for(settings.store, visibility)
            store = open_store(
                url, embedder=None, dimension=None, create=False, access=settings.access
            )
            stack.callback(store.close)
            indexes[visibility] = store
        yield indexes
