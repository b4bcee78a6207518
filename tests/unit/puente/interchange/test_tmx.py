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
