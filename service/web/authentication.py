"""Who may correct links: people with a name and a key, asked for on every request."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from puente.errors import PuenteError

CHALLENGE = {"WWW-Authenticate": 'Basic realm="Puente", charset="UTF-8"'}


class EditingOffError(PuenteError):
    """A correction where nobody may make one."""

    code = "editing-off"

    def __init__(self) -> None:
        super().__init__("Links are not corrected here: PUENTE_EDITORS names nobody who may.")


class NotAnEditorError(PuenteError):
    """A correction without the name and key of an editor."""

    code = "not-an-editor"

    def __init__(self) -> None:
        super().__init__("Give the name and the key of an editor (HTTP Basic authentication).")


class CrossSiteError(PuenteError):
    """A correction that a page of another site asks for."""

    code = "cross-site"

    def __init__(self) -> None:
        super().__init__("A correction is sent from this site's own pages, or by a program.")


@dataclass(frozen=True, slots=True)
class Editors:
    """The keys of those who may correct links, by name; none where corrections are off."""

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def identify(self, authorization: str) -> str:
        """The name of who asks; raises EditingOffError or NotAnEditorError."""
        if not self.keys:
            raise EditingOffError
        name, key = _credentials(authorization)
        # Compared for unknown names too: how long it takes says nothing of who there is.
        is_right = hmac.compare_digest(self.keys.get(name, "").encode(), key.encode())
        if not (is_right and name in self.keys):
            raise NotAnEditorError
        return name


def _credentials(authorization: str) -> tuple[str, str]:
    """The name and the key of an Authorization header; both empty where it has none."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, key = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, key


def _editor(request: Request) -> str:
    """The name of the editor who asks; raises EditingOffError or NotAnEditorError."""
    editors: Editors = request.app.state.editors
    return editors.identify(request.headers.get("authorization", ""))


def _refuse_other_sites(request: Request) -> None:
    """Raise CrossSiteError for what a page of another site sends, with the reader's own key.

    Browsers say where a request comes from; programs that are none say nothing.
    """
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    is_own_site = site in (None, "same-origin", "none")
    is_own_origin = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not (is_own_site and is_own_origin):
        raise CrossSiteError


EditorOfRequest = Annotated[str, Depends(_editor)]
OWN_SITE_ONLY = Depends(_refuse_other_sites)
