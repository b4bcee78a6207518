"""Original files are sent whole, under a safe name, and only to who may see their document."""

import hashlib
from urllib.parse import unquote

import pytest

from puente.originals.kept_files import KeptFiles
from service.web.api.downloads import file_answer, safe_name
from service.web.middleware import SECURITY_HEADERS
from tests.fixtures.builders import document
from tests.fixtures.restricted import MARKS, make_world

PUBLIC, OWN = (f"/api/v1/documents/{work}.es/file" for work in ("acta", "own"))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    return make_world(folder, f"sqlite:///{folder}/puente.db")


@pytest.fixture
def client(world):
    return world.client("anonymous")


def test_a_file_comes_whole_with_its_type_and_its_name(client):
    answer = client.get(PUBLIC, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.text) == (200, "acta.es pública")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"acta.es.txt\"; filename*=UTF-8''acta.es.txt"
    )
    assert answer.headers["content-length"] == str(len(answer.content))
    assert (
        SECURITY_HEADERS.items()
        <= {name: answer.headers[name] for name in SECURITY_HEADERS}.items()
    )


@pytest.mark.parametrize("asked", ["bytes=0-1", "bytes=0-1,3-4,0-1", "bytes=99999999999-", "x"])
def test_no_part_of_a_file_is_sent(client, asked):
    answer = client.get(PUBLIC, headers={"Range": asked, "If-Range": "x"})
    assert (answer.status_code, answer.text) == (200, "acta.es pública")
    assert answer.headers["accept-ranges"] == "none"


def test_the_head_of_a_file_can_be_asked_for(client):
    answer = client.head(PUBLIC)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len("acta.es pública".encode()))


def test_a_restricted_file_is_for_who_may_see_its_document(world):
    nothing = world.client("anonymous").get(OWN)
    missing = world.client("anonymous").get(OWN.replace("own", "nothing"))
    assert nothing.status_code == missing.status_code == 404
    assert nothing.json()["code"] == missing.json()["code"] == "document-not-found"
    answer = world.client("reader").get(OWN)
    assert MARKS["own"] in answer.text
    assert answer.headers["cache-control"] == "private, no-store"


def test_the_page_leads_to_the_file_where_it_is_kept(world, client):
    assert f'href="{PUBLIC}"' in client.get("/es/doc/acta").text
    application = world.application
    kept, application.state.originals = application.state.originals, KeptFiles()
    try:
        assert PUBLIC not in client.get("/es/doc/acta").text
        answer = client.get(PUBLIC)
        assert (answer.status_code, answer.json()["code"]) == (404, "file-not-kept")
    finally:
        application.state.originals = kept


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("2009/acta final.pdf", "acta final.pdf"),
        ("Sesión (2).docx", "Sesión (2).docx"),
        ('a"; filename=x.exe.pdf', "a_ filename_x.exe.pdf"),
        ("..%2f..%2fetc.txt", "2f__2fetc.txt"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("c:\\x\\y.doc", "c_x_y.doc"),
        (".htaccess", "htaccess"),
        ("…", "acta.es"),
        (f"{'a' * 300}.pdf", f"{'a' * 100}.pdf"),
    ],
)
def test_a_name_is_safe(source, name):
    assert safe_name(document("acta.es", source=source)) == name


def test_a_pdf_is_shown_and_other_files_are_saved(tmp_path):
    shown = {}
    for name, content in (("a.pdf", b"%PDF-1.7"), ("a.html", b"<script>alert(1)</script>")):
        made = document("acta.es", source=name, checksum=hashlib.sha256(content).hexdigest())
        (tmp_path / name).write_bytes(content)
        originals = KeptFiles(tmp_path / "files")
        originals.keep(tmp_path / name, made)
        file = originals.open(made)
        with file.stream:
            answer = file_answer(made, file)
        shown[name] = answer.headers["content-disposition"].partition(";")[0]
        assert unquote(answer.headers["content-disposition"]).endswith(name)
    assert shown == {"a.pdf": "inline", "a.html": "attachment"}
