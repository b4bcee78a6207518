"""Files of the pages are served with what lets a browser keep them."""

import pytest


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("puente.css", "text/css; charset=utf-8"),
        ("puente.js", "text/javascript; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
    ],
)
def test_a_file_comes_with_its_type_and_may_be_kept(client, name, media_type):
    answer = client.get(f"/static/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_a_file_that_has_not_changed_is_not_sent_again(client):
    etag = client.get("/static/puente.css").headers["etag"]
    again = client.get("/static/puente.css", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "../templates/home.html", "__init__.py", ""])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404
