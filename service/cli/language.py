"""Language of the terminal, and what commands say in it."""

import os
from typing import TYPE_CHECKING

from service.i18n.interfaces import ENGLISH, spoken_interface

if TYPE_CHECKING:
    from puente.errors import PuenteError
    from service.i18n.translator import Translator


def is_english() -> bool:
    """True where the terminal speaks English, which needs no catalogue."""
    return spoken_interface(os.environ) == ENGLISH


def messages() -> "Translator":
    """The messages in the language of the terminal."""
    from service.i18n.translator import translator

    return translator(spoken_interface(os.environ))


def error_line(error: "PuenteError") -> str:
    """The code of an error, which every language shares, and its message."""
    return f"{error.code}: {error if is_english() else messages().error(error)}"
