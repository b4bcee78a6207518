"""Sentences: tables of cases with their bar, what may never be lost, and spaCy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puente.model.documents import Language
from puente.text.sentences import (
    ends_clause,
    sentence_pipeline,
    sentence_spans,
    split_end_mark,
    split_sentences,
)
from tests.paths import FIXTURES as FOLDER


def cases(language):
    """The lines of the table of a language: each a list of sentences."""
    lines = (FOLDER / f"sentences.{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines]


@pytest.mark.parametrize("language", [Language.ES, Language.EN])
def test_nineteen_cases_in_twenty_are_split_right(language):
    table = cases(language)
    wrong = [
        (case, split_sentences(" ".join(case), language))
        for case in table
        if list(split_sentences(" ".join(case), language)) != case
    ]
    assert len(table) >= 50
    assert len(wrong) <= 0.05 * len(table), wrong


@pytest.mark.parametrize(
    "text",
    [
        "AG/RES. 2356 (XXXVIII-O/08)",
        "AG/DEC. 57 (XXXVIII-O/08)",
        "CE/AM-59/08 rev. 1",
        "CP/doc. 4548/06 add. 6 corr. 1",
        "OEA/Ser. G CP/CAJP-2456/07",
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_document_symbol_is_never_split(text, language):
    assert split_sentences(text, language) == (text,)


@given(st.text(alphabet="aÁ1. \n“”()[]?!…¿·U.S.rev", max_size=60))
def test_only_white_space_is_lost(text):
    kept = "".join("".join(sentence.split()) for sentence in split_sentences(text, Language.ES))
    assert kept == "".join(text.split())


def test_spans_are_the_places_of_the_sentences():
    assert sentence_spans(" Sí.  No. ", Language.ES) == ((1, 4), (6, 9))


@pytest.mark.parametrize("text", ["", "  \n "])
def test_no_text_has_no_sentence(text):
    assert split_sentences(text, Language.EN) == ()


def test_a_blank_line_ends_a_sentence():
    assert split_sentences("Visto el informe\n\ny aprobado", Language.ES) == (
        "Visto el informe",
        "y aprobado",
    )


def test_a_sentence_glued_to_the_next_is_parted():
    assert split_sentences("Hubo avances.El informe sigue.", Language.ES) == (
        "Hubo avances.",
        "El informe sigue.",
    )


def test_spacy_carries_the_rules():
    text = "La Comisión se reunió en Washington, D.C. el 13 de febrero. Aprobó CE/AM-59/08 rev. 1."
    sentences = [sentence.text for sentence in sentence_pipeline(Language.ES)(text).sents]
    assert sentences == list(split_sentences(text, Language.ES))


@pytest.mark.parametrize(
    ("line", "before", "mark"),
    [
        ("RESUELVE:", "RESUELVE", ":"),
        ("(Anexo 1.)", "(Anexo 1", "."),
        ("dijo “¿por qué?”", "dijo “¿por qué", "?"),
        ("El Salvador,", "El Salvador", ","),
        ("[véase el anexo]", "[véase el anexo]", ""),
        ("", "", ""),
    ],
)
def test_a_line_is_divided_before_the_mark_that_ends_it(line, before, mark):
    assert split_end_mark(line) == (before, mark)
    assert ends_clause(line) == (mark not in ("", ","))
