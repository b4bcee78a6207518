"""Sign-in of a request: who may correct links, asked for their key every time."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Request

from puente.errors import PuenteError
from puente.model.documents import Document
from service.access.key_file import KeyFileError
from service.access.keys import Key, Scope
from service.access.sign_in import Attempt, SignIn, WrongKeyError

CHALLENGE = {"WWW-Authenticate": 'Basic realm="Puente", charset="UTF-8"'}


class EditingOffError(PuenteError):
    """A correction where nobody may make one."""

    code = "editing-off"

    def __init__(self) -> None:
        super().__init__("Links are not corrected here: no key permits it (`puente keys add`).")


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


def can_anyone_correct(request: Request) -> bool:
    """Test whether links are corrected here; without a sound file of keys they are not."""
    try:
        return sign_in_of(request).ring.may_anyone(Scope.CORRECT)
    except KeyFileError:
        return False


def author_of(editor: Key, documents: Iterable[Document]) -> str:
    """The name of an editor, who may correct these documents; raises OtherCollectionError."""
    editor.check_collections(document.collection for document in documents)
    return editor.name


def sign_in_of(request: Request) -> SignIn:
    """The sign-in of the application."""
    sign_in: SignIn = request.app.state.sign_in
    return sign_in


def attempt_of(request: Request) -> Attempt:
    """The key that a request shows, and what it asks."""
    return Attempt(
        authorization=request.headers.get("authorization", ""),
        method=request.method,
        path=request.url.path,
        client=request.client.host if request.client else "",
    )


def _editor(request: Request) -> Key:
    """The key of the editor who asks; raises EditingOffError, NotAnEditorError or SignIn's."""
    sign_in = sign_in_of(request)
    if not any(key.permits(Scope.CORRECT) for key in sign_in.ring.known()):
        raise EditingOffError
    try:
        return sign_in.identify(attempt_of(request), Scope.CORRECT)
    except WrongKeyError as error:
        raise NotAnEditorError from error


EditorOfRequest = Annotated[Key, Depends(_editor)]
