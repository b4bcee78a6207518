"""How long a request may wait for the index."""

from starlette.types import ASGIApp, Receive, Scope, Send

from puente.store.patience import ANSWER_SECONDS, patience

EXPORT_SECONDS = 60.0
"""What is sent while it is read may take longer: nobody waits for its first line only."""
_EXPORT = "/api/v1/export"


class Patience:
    """Middleware that gives a request so long, however many times it asks the index."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with its error when the index does not in time."""
        is_export = scope.get("path") == _EXPORT
        with patience(EXPORT_SECONDS if is_export else ANSWER_SECONDS):
            await self._app(scope, receive, send)
