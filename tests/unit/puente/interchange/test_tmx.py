from datetime import UTC, datetime

import pytest
from lxml import etree

from puente.errors import ImportFormatError
from puente.interchange.tmx import TranslationUnit, read_tmx, write_tmx
from puente.model.documents import Language
from tests.paths import FIXTURES

DTD = etree.DTD(str(FIXTURES / "tmx14.dtd"))
ES, EN = Language.ES, Language.EN
UNITS = (
    TranslationUnit(
        id="informe.es.0001",
        texts={ES: "Los «niños» & <niñas>", EN: "Children"},
        properties={"confidence": "0.98", "symbol": "AG/RES. 2356"},
    ),
    TranslationUnit(id='a"b', texts={ES: "año", EN: "year"}),
)


def written(units=UNITS):
    return "".join(write_tmx(units, "1.0", datetime(2026, 11, 21, tzinfo=UTC))).encode()


def foreign(body, head='<?xml version="1.0"?>'):
    return f'{head}<tmx version="1.4"><header/><body>{body}</body></tmx>'.encode()


def test_what_is_written_is_read_back():
    assert read_tmx(written()) == UNITS


@pytest.mark.parametrize("units", [UNITS, ()])
def test_what_is_written_is_valid_tmx(units):
    document = etree.fromstring(written(units), etree.XMLParser(load_dtd=False))
    assert DTD.validate(document), DTD.error_log


def test_characters_that_xml_cannot_hold_are_left_out():
    unit = TranslationUnit(id="1", texts={ES: "a\x00b\x0bc", EN: "\ufffed"})
    assert read_tmx(written([unit]))[0].texts == {ES: "abc", EN: "d"}


def test_formatting_codes_are_no_text_and_regions_are_languages():
    body = (
        '<tu tuid="7"><tuv xml:lang="es-MX"><seg>Los <bpt i="1">&lt;b></bpt>países<ept i="1"/>'
        ' <hi>miembros</hi></seg></tuv><tuv lang="EN_us"><seg>Member\n states</seg></tuv>'
        '<tuv xml:lang="de"><seg>Staaten</seg></tuv></tu>'
    )
    (unit,) = read_tmx(foreign(body))
    assert unit == TranslationUnit(id="7", texts={ES: "Los países miembros", EN: "Member states"})


def test_a_unit_in_one_language_is_left_out():
    assert read_tmx(foreign('<tu><tuv xml:lang="es"><seg>uno</seg></tuv></tu>')) == ()


def test_utf_16_is_read():
    text = written().decode().replace("UTF-8", "UTF-16")
    assert read_tmx(text.encode("utf-16")) == UNITS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<html></html>",
        b"<html><body/></html>",
        written()[:300],
        b'<?xml version="1.0"?><tmx/>',
    ],
)
def test_what_is_no_memory_is_refused(content):
    with pytest.raises(ImportFormatError, match="cannot be read"):
        read_tmx(content)


def test_entities_are_neither_followed_nor_multiplied(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    versions = '<tuv xml:lang="es"><seg>uno &x;</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv>'
    body = f"<tu>{versions}</tu>"
    (unit,) = read_tmx(foreign(body, head))
    assert unit.texts == {ES: "uno", EN: "one"}


def test_a_text_without_a_segment_is_read():
    body = (
        '<tu><tuv xml:lang="es"><note>n</note>Los niños</tuv><tuv xml:lang="en">Children</tuv></tu>'
    )
    (unit,) = read_tmx(foreign(body))
    assert unit.texts == {ES: "Los niños", EN: "Children"}


def test_a_language_keeps_all_its_texts():
    versions = "".join(
        f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>'
        for code, text in (("es-ES", "ordenador"), ("es-MX", "computadora"), ("en", "computer"))
    )
    (unit,) = read_tmx(foreign(f"<tu>{versions}</tu>"))
    assert unit.texts_in(ES) == ("ordenador", "computadora")
    assert unit.texts_in(EN) == ("computer",)


@pytest.mark.parametrize(
    ("header", "own", "is_sentence"),
    [("sentence", "", True), ("paragraph", "", False), ("paragraph", "sentence", True)],
)
def test_a_unit_says_whether_it_is_a_sentence(header, own, is_sentence):
    said = f' segtype="{own}"' if own else ""
    body = (
        f'<tu{said}><tuv xml:lang="es"><seg>a</seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv></tu>'
    )
    content = f'<tmx version="1.4"><header segtype="{header}"/><body>{body}</body></tmx>'
    (unit,) = read_tmx(content.encode())
    assert unit.is_sentence == is_sentence


@pytest.mark.parametrize(
    ("bad", "read"),
    [
        (b"\x0b", "u\ufffdno"),
        (b"&#x1F;", "u\ufffdno"),
        (b"&#0;", "u\ufffdno"),
        (b"&#xD800;", "u\ufffdno"),
        (b"\xe9", "u\ufffdno"),
        (b" & ", "u & no"),
    ],
)
@pytest.mark.parametrize("head", [b"", b'<?xml version="1.0" encoding="UTF-8"?>\n'])
def test_a_character_that_xml_cannot_hold_spoils_its_own_unit_only(head, bad, read):
    tu = b'<tu><tuv xml:lang="es"><seg>%s</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu>'
    units = tu % (b"u" + bad + b"no") + tu % "año".encode()
    found = read_tmx(head + b'<tmx version="1.4"><header/><body>' + units + b"</body></tmx>")
    assert [each.texts[ES] for each in found] == [read, "año"]


def test_a_character_in_another_encoding_is_found_bad_too():
    content = written().decode().replace("UTF-8", "UTF-16").replace("año", "a\x0bño")
    assert [each.texts[ES] for each in read_tmx(content.encode("utf-16"))][1] == "a\ufffdño"
