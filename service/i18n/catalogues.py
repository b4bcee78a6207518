"""Catalogues of messages, read from their .po files.

A message has a context (`msgctxt`), and its English text is its `msgid`. The context is the name
by which pages and commands ask for it. Three contexts hold many messages, which are asked for by
their English text: it stands in the code, where it has to be said without a catalogue.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from service.i18n import interfaces

HELP = "help"
"""Help of the commands and of their options."""
ERRORS = "errors"
"""Templates of errors."""
DETAILS = "details"
"""Parts of an error that come as text, as templates: causes and remedies."""


def read_catalogue(name: str) -> Catalog:
    """The messages of one file among the catalogues."""
    with interfaces.CATALOGUES.joinpath(name).open("rb") as file:
        return read_po(file, abort_invalid=True)


@cache
def template() -> Catalog:
    """The messages in English."""
    return read_catalogue("messages.pot")


@cache
def named_messages() -> Mapping[str, tuple[str, ...]]:
    """The English text of each message that has a name: one form, or singular and plural."""
    return {
        message.context: (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for message in template()
        if message.context and message.context not in (HELP, ERRORS, DETAILS)
    }


@cache
def translations(interface: str) -> NullTranslations:
    """The translations into one language, with its rule of plurals; those into English are none."""
    if interface == interfaces.ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(f"{interface}.po"))
    compiled.seek(0)
    return GNUTranslations(compiled)
