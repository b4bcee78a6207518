"""Messages in the reader's language: plural forms, numbers, dates, names, errors."""

import pytest

from puente.errors import IndexMismatchError, PathNotFoundError
from service.i18n.translator import translator


@pytest.mark.parametrize(
    ("count", "spanish", "english"),
    [
        (0, "0 documentos", "0 documents"),
        (1, "1 documento", "1 document"),
        (2, "2 documentos", "2 documents"),
        (5, "5 documentos", "5 documents"),
        (21, "21 documentos", "21 documents"),
        (12_500, "12.500 documentos", "12,500 documents"),
        (1_000_000, "1.000.000 de documentos", "1,000,000 documents"),
        (1_000_001, "1.000.001 documentos", "1,000,001 documents"),
    ],
)
def test_counts_agree_with_their_noun(count, spanish, english):
    assert translator("es")("filters.documents", count=count) == spanish
    assert translator("en")("filters.documents", count=count) == english
    assert translator("es").text("filters.documents", count=count) == spanish


@pytest.mark.parametrize(
    ("given", "spanish", "english"),
    [
        ("2004-10-13", "13 de octubre de 2004", "October 13, 2004"),
        ("2004-10", "octubre de 2004", "October 2004"),
        ("2004", "2004", "2004"),
    ],
)
def test_a_date_stays_as_precise_as_it_is(given, spanish, english):
    assert translator("es").date(given) == spanish
    assert translator("en").date(given) == english


def test_values_are_escaped_on_pages_and_not_in_terminals():
    assert "<b>" not in translator("en")("results.none", query="<b>")
    assert "&lt;b&gt;" in translator("en")("results.none", query="<b>")
    assert "<b>" in translator("en").text("results.none", query="<b>")


def test_a_value_without_a_name_is_called_by_itself():
    assert translator("es").name("collections", "uno") == "uno"
    assert translator("es").name("collections", "oas").endswith("(OEA)")


def test_an_error_is_told_with_its_values():
    error = PathNotFoundError("/nowhere/{x}")
    assert str(error) == "/nowhere/{x}: no such file or folder. Check the path."
    assert translator("en").error(error) == str(error)
    assert translator("es").error(error) == (
        "/nowhere/{x}: no existe ese archivo ni esa carpeta. Compruebe la ruta."
    )


def test_a_detail_of_an_error_is_told_too():
    error = IndexMismatchError("sqlite:///a.db", "was made with schema 1, and 2 is in use")
    assert translator("es").error(error) == (
        "El índice sqlite:///a.db se hizo con el esquema 1, y está en uso 2."
        " Ejecute `puente reindex --store sqlite:///a.db` para reconstruirlo."
    )


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("the file is empty", "el archivo está vacío"),
        ("the file has over 200 MiB", "el archivo supera los 200 MiB"),
        (
            "the package is no good: its directory cannot be read",
            "el paquete no es válido: su directorio no puede leerse",
        ),
        (
            "it looks like UTF-16 without a byte order mark. Save it as UTF-8.",
            "parece UTF-16 sin marca de orden de bytes. Guárdelo como UTF-8.",
        ),
        ("what nobody has met yet", "what nobody has met yet"),
    ],
)
def test_a_detail_is_recognised_in_its_text(english, spanish):
    assert translator("es").detail(english) == spanish
    assert translator("en").detail(english) == english
