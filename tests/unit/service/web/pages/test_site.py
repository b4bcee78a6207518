"""A ministry's name, logo, colours and texts stand on the pages, and Puente's own without them."""

import pytest
from pydantic import ValidationError

from puente.errors import SettingsError
from puente.settings import Settings
from service.web.pages.site import Site, SitePage, read_site
from tests.fixtures.commands import Page

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def site_of(client):
    """Gives the client of the pages of a site."""

    def site_of(site):
        client.app.state.site = site
        return client

    return site_of


@pytest.mark.parametrize("page", SitePage)
@pytest.mark.parametrize("ui", ["es", "en"])
def test_the_foot_leads_to_a_page_in_both_languages(client, ui, page):
    assert f"/{ui}/{page}" in Page(client.get(f"/{ui}/").text).links
    answer = client.get(f"/{ui}/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1


def test_a_body_names_itself(site_of):
    client = site_of(Site(name="Cancillería <de> X", email="archivo@example.org"))
    text = client.get("/es/contact").text
    assert "Cancillería &lt;de&gt; X" in text
    assert 'href="mailto:archivo@example.org"' in text
    assert "<title>Contacto – Cancillería &lt;de&gt; X</title>" in text
    assert 'content="Cancillería &lt;de&gt; X"' in client.get("/es/").text


def test_without_an_address_nobody_is_told_to_write(client):
    text = client.get("/es/contact").text
    assert "mailto:" not in text
    assert "no ha indicado una dirección" in text


def test_a_body_has_its_logo_and_colours(site_of, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text(SVG, encoding="utf-8")
    settings = Settings(site_logo=logo, site_colour="#123456", site_accent="#abcdef")
    client = site_of(read_site(settings))
    text = client.get("/en/").text
    assert '<img class="logo" src="/site/logo" alt="">' in text
    assert '<link rel="stylesheet" href="/site/style.css">' in text
    answer = client.get("/site/logo")
    assert (answer.text, answer.headers["content-type"]) == (SVG, "image/svg+xml")
    assert client.get("/site/style.css").text == (
        ":root:root:root{--brand:#123456;--on-brand:#fff;--rule:#abcdef;}"
    )


def test_without_settings_the_pages_are_puentes_own(client):
    assert read_site(Settings()) == Site()
    text = client.get("/en/").text
    assert "/site/" not in text
    assert client.get("/site/logo").status_code == 204


def test_a_bodys_own_text_takes_the_place_of_ours_and_is_no_markup(site_of, tmp_path):
    own = "Uno <b>.\n\n## Dos\n\nTres https://www.example.org/a y\r\ncuatro\r\n\r\ncinco"
    (tmp_path / "privacy.es.txt").write_bytes(own.encode())
    client = site_of(read_site(Settings(site_texts=tmp_path)))
    text = client.get("/es/privacy").text
    assert '<p class="own">Uno &lt;b&gt;.</p>' in text
    assert '<h2 class="own">Dos</h2>' in text
    assert 'href="https://www.example.org/a" rel="external noopener noreferrer"' in text
    assert text.count('<p class="own">') == 3
    assert "Claves y correcciones" not in text
    assert "Keys and corrections" in client.get("/en/privacy").text


@pytest.mark.parametrize(
    ("name", "content"),
    [("logo.svg", b"a" * 100_001), ("logo.gif", b"GIF8"), ("logo", b"")],
)
def test_a_logo_that_cannot_be_shown_is_a_wrong_setting(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError, match="PUENTE_SITE_LOGO"):
        read_site(Settings(site_logo=tmp_path / name))


def test_a_text_that_cannot_be_read_is_a_wrong_setting(tmp_path):
    (tmp_path / "about.en.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"about\.en\.txt is not UTF-8"):
        read_site(Settings(site_texts=tmp_path))


@pytest.mark.parametrize(
    "wrong",
    [
        {"site_colour": "#ffcc00"}, {"site_colour": "#777777"}, {"site_colour": "red"},
        {"site_colour": "#123456;}body{display:none"}, {"site_accent": "url(x)"},
        {"site_email": "nobody"}, {"site_email": 'a@b.c"><script>'}, {"site_email": "a b@c.d"},
        {"site_name": "a" * 81},
    ],
)  # fmt: skip
def test_what_would_not_be_read_or_would_be_markup_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_a_dark_colour_is_taken():
    assert Settings(site_colour="#17375e").site_colour == "#17375e"
