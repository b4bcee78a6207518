"""How long a request may wait for the index."""

from starlette.types import ASGIApp, Receive, Scope, Send

from puente.store.patience import ANSWER_SECONDS, patience


class Patience:
    """Middleware that gives a request so long, however many times it asks the index."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with its error when the index does not in time."""
        with patience(ANSWER_SECONDS):
            await self._app(scope, receive, send)
