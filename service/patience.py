"""How long a request may wait for the index."""

from starlette.types import ASGIApp, Receive, Scope, Send

from puente.store.patience import ANSWER_SECONDS, patience

CHANGE_SECONDS = 20.0
"""What changes the index may take so long, of which a quarter may go by in waiting for others."""


class Patience:
    """Middleware that gives a request so long, however many times it asks the index."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with its error when the index does not in time."""
        changes = scope.get("method") == "POST"
        with patience(CHANGE_SECONDS if changes else ANSWER_SECONDS):
            await self._app(scope, receive, send)
