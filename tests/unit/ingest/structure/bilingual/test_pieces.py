import pytest

from ingest.structure.bilingual.pieces import names_languages


@pytest.mark.parametrize(
    "line",
    [
        "Español | English", "ES/EN", "ESPAÑOL", "[English]", "Versión en español", "English text:",
        "Texto en inglés", "Inglés / English", "Español – Inglés", "Spanish version",
    ],
)  # fmt: skip
def test_a_line_that_names_languages(line):
    assert names_languages(line)


@pytest.mark.parametrize(
    "line",
    ["", "Original: español", "El español", "English Harbour | Antigua", "Enseñanza del español"],
)
def test_a_line_that_says_more(line):
    assert not names_languages(line)
