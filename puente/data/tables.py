"""Tables of words and patterns in TOML, as the packages ship them."""

import tomllib
from importlib.resources import files
from typing import Any


def read_table(package: str, name: str) -> dict[str, Any]:
    """The content of a TOML file that a package ships; `name` is its path below the package.

    Each caller gives the content its type, and keeps what it makes of it.
    """
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
