"""The few files that the pages load."""

from os import PathLike, stat_result

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

router = APIRouter(include_in_schema=False)


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """To the icon of the pages."""
    return RedirectResponse("/static/favicon.svg")


class PageFiles(StaticFiles):
    """The style sheet, the script and the icon of the pages, with ETag and answer 304."""

    def __init__(self) -> None:
        super().__init__(packages=[("service.web.pages", "static")])

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, which a browser may keep for five minutes before it asks again."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "public, max-age=300"
        return response
