"""How long a request may wait for the index."""

from starlette.types import ASGIApp, Receive, Scope, Send

from puente.store.patience import ANSWER_SECONDS, patience

EXPORT_SECONDS = 60.0
"""What is sent while it is read may take longer: nobody waits for its first line only."""
_EXPORT = "/api/v1/export"
CHANGE_SECONDS = 20.0
"""What changes the index may take so long, of which a quarter may go by in waiting for others."""


class Patience:
    """Middleware that gives a request so long, however many times it asks the index."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with its error when the index does not in time."""
        with patience(_seconds(scope)):
            await self._app(scope, receive, send)


def _seconds(scope: Scope) -> float:
    """How long what is asked may take."""
    if scope.get("method") == "POST":
        return CHANGE_SECONDS
    return EXPORT_SECONDS if scope.get("path") == _EXPORT else ANSWER_SECONDS
