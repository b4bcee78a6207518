"""What a store's keyword leg finds, and in what order."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from puente.model.documents import DocumentKind, Language
from puente.model.filters import Filters
from puente.model.queries import Concept, KeywordQuery, Term
from puente.model.results import Ranking
from puente.model.segments import Cell, SegmentKind
from puente.store.protocol import Store
from tests.fixtures.builders import alignment, ask, document, ids, put, segment

IndexOf = Callable[[Callable[[Store], None]], Store]
ES, EN, PT = Language.ES, Language.EN, Language.PT


STEMS = [
    (ES, "Los niños migrantes", "niño", True),
    (ES, "El niño migrante", "niños", True),
    (ES, "Los gobiernos", "gobierno", True),
    (ES, "La mujer", "mujeres", True),
    (ES, "Un caso", "casos", True),
    (ES, "Las resoluciones", "resolución", True),
    (ES, "La niñez", "ninez", True),
    (ES, "MIGRACIÓN", "migracion", True),
    (ES, "La trata de personas", "tratado", False),
    (ES, "Los EE.UU. ratificaron", "EEUU", True),
    (ES, "Unas 1.383.000 personas", "1,383,000", True),
    (ES, "La resolución AG/RES. 2356", "2356", True),
    (EN, "Migrant children", "migrants", True),
    (EN, "Several countries", "country", True),
    (EN, "The children’s rights", "children", True),
    (EN, "Policies on asylum", "policy", True),
    (EN, "The U.S. delegation", "US", True),
    (EN, "A border", "order", False),
    (PT, "A migração", "migracao", True),
]


def _fill_with_stems(store: Store) -> None:
    for number, (language, text, _, _) in enumerate(STEMS):
        put(store, document(f"texto{number}.{language}"), text)


@pytest.mark.parametrize("number", range(len(STEMS)))
def test_words_match_by_their_stem(index_of: IndexOf, number: int) -> None:
    language, _, asked, matches = STEMS[number]
    ranking = index_of(_fill_with_stems).keyword(ask(asked, language), limit=99)
    assert (f"texto{number}.{language}.0001" in ids(ranking)) == matches


def test_a_term_of_one_language_does_not_match_another(store: Store) -> None:
    put(store, document("informe.en"), "A normal case")
    assert store.keyword(ask("normal", ES), limit=9).total == 0
    assert store.keyword(ask("normal", EN), limit=9).total == 1


def test_the_heavier_translation_of_a_word_ranks_higher(store: Store) -> None:
    put(store, document("informe.en"), "Human smuggling today", "Human trafficking today")
    terms = (
        Term(language=EN, stem="smuggl", weight=0.2),
        Term(language=EN, stem="traffick", weight=0.7),
    )
    query = KeywordQuery(concepts=(Concept(terms=terms),))
    assert ids(store.keyword(query, limit=9)) == ["informe.en.0002", "informe.en.0001"]


def test_the_heavier_concept_ranks_higher(store: Store) -> None:
    put(store, document(), "La trata de hoy", "El asilo de hoy")
    concepts = (
        Concept(terms=(Term(language=ES, stem="trat"),), weight=0.5),
        Concept(terms=(Term(language=ES, stem="asil"),)),
    )
    ranking = store.keyword(KeywordQuery(concepts=concepts), limit=9)
    assert ids(ranking) == ["informe.es.0002", "informe.es.0001"]


def test_a_rarer_word_and_a_shorter_text_rank_higher(store: Store) -> None:
    put(
        store,
        document(),
        "El asilo y otras cosas más que se dicen",
        "El asilo",
        "La trata",
        "Asilo",
    )
    assert ids(store.keyword(ask("asilo trata", ES), limit=9)) == [
        "informe.es.0003",
        "informe.es.0004",
        "informe.es.0002",
        "informe.es.0001",
    ]


def _fill_with_concepts(store: Store) -> None:
    put(store, document(), "trata asilo", "trata", "trata asilo refugio")


@pytest.mark.parametrize(
    ("required", "found"),
    [(1, ["0001", "0002", "0003"]), (2, ["0001", "0003"]), (3, ["0003"]), (4, [])],
)
def test_at_least_the_required_concepts_are_there(
    index_of: IndexOf, required: int, found: list[str]
) -> None:
    ranking = index_of(_fill_with_concepts).keyword(
        ask("trata asilo refugio", ES, required=required), limit=9
    )
    assert sorted(ids(ranking)) == [f"informe.es.{ordinal}" for ordinal in found]


def test_a_segment_is_found_by_its_headings_but_lower(store: Store) -> None:
    made = document()
    below = segment("Brasil ratificó ambos", document=made, heading_path=("I. Trata", "b) Estado"))
    put(store, made, below, segment("La trata hoy", document=made, ordinal=2))
    assert ids(store.keyword(ask("trata"), limit=9)) == ["informe.es.0002", "informe.es.0001"]
    assert ids(store.keyword(ask("estado"), limit=9)) == ["informe.es.0001"]


def test_a_table_row_is_found_by_its_headers(store: Store) -> None:
    made = document()
    row = segment(
        "Sí",
        document=made,
        kind=SegmentKind.TABLE_ROW,
        label="Retorno voluntario",
        cells=(Cell(header="Conferencia Regional", text="Sí"),),
    )
    put(store, made, row)
    assert store.keyword(ask("retorno conferencia", required=2), limit=9).total == 1


def test_an_aligned_segment_is_found_by_its_translation_but_lower(store: Store) -> None:
    spanish = put(store, document("informe.es"), "La apatridia", "El asilo")
    english = put(store, document("report.en"), "Statelessness", "Asylum")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    ranking = store.keyword(ask("statelessness", EN), limit=9)
    assert ids(ranking) == ["report.en.0001", "informe.es.0001"]
    only = store.keyword(ask("statelessness", EN, filters=Filters(languages=(ES,))), limit=9)
    assert ids(only) == ["informe.es.0001"]


def test_a_broken_alignment_is_no_longer_searched(store: Store) -> None:
    spanish = put(store, document("informe.es"), "La apatridia")
    english = put(store, document("report.en"), "Statelessness")
    with store.writing() as writer:
        writer.link(alignment(spanish, english))
    put(store, document("report.en"), "Something else")
    assert store.keyword(ask("statelessness", EN), limit=9).total == 0
    assert store.keyword(ask("apatridia", ES), limit=9).total == 1


def test_equal_scores_are_ordered_by_segment_id(store: Store) -> None:
    for identifier in ("b.es", "a-b.es", "a.es"):
        put(store, document(identifier), "El asilo", "El asilo")
    expected = [
        f"{identifier}.es.000{ordinal}" for identifier in ("a-b", "a", "b") for ordinal in (1, 2)
    ]
    ranking = store.keyword(ask("asilo"), limit=9)
    assert ids(ranking) == expected
    assert len({scored.score for scored in ranking.scored}) == 1


def _fill_with_lengths(store: Store) -> None:
    put(store, document(), *("asilo" + " de" * length for length in range(5)))


@pytest.mark.parametrize("limit", [0, 1, 3, 5, 9])
def test_a_ranking_has_the_best_up_to_the_limit_and_counts_all(
    index_of: IndexOf, limit: int
) -> None:
    ranking = index_of(_fill_with_lengths).keyword(ask("asilo"), limit=limit)
    assert ids(ranking) == [f"informe.es.{ordinal:04}" for ordinal in range(1, 6)][:limit]
    assert ranking.total == 5


def test_no_score_passes_the_ceiling_of_its_ranking(store: Store) -> None:
    put(store, document(), "asilo " * 300, "asilo trata", "trata", "otro")
    ranking = store.keyword(ask("asilo trata", ES), limit=9)
    assert ranking.scored[0].score < ranking.ceiling
    # Each word is in two of the four segments: idf = ln(1 + 2.5 / 2.5).
    assert ranking.ceiling == pytest.approx(2 * 0.693147)


def test_an_empty_query_matches_nothing(store: Store) -> None:
    put(store, document(), "El asilo")
    assert store.keyword(KeywordQuery(), limit=9) == Ranking(ceiling=0.0)


@pytest.mark.parametrize("text", ["", "  ", "«»", "Ø" * 3, "\0", '"', "a\0b", "😀"])
def test_odd_texts_and_questions_are_answered(store: Store, text: str) -> None:
    put(store, document(), text)
    store.keyword(ask(text), limit=9)
    assert store.keyword(KeywordQuery(phrases=("asilo",)), limit=9).total == 0
    assert store.keyword(KeywordQuery(phrases=(f"asilo {text}",)), limit=9).total == 0


def _fill_with_phrases(store: Store) -> None:
    text = "Los procesos\nregionales de  consulta; año de la nínez. NIÑEZ migrante, AG/RES. 2356"
    put(store, document(), f"{text}, O’Neill’s EE.UU.")


@pytest.mark.parametrize(
    ("phrase", "matches"),
    [
        ("procesos regionales de consulta", True),
        ("PROCESOS REGIONALES", True),
        ("año de la ninez", True),
        ("niñez migrante", True),
        ("nifiez migrante", False),
        ("ano de la ninez", False),
        ("regionales procesos", False),
        ("procesos regional", False),
        ("AG/RES. 2356", True),
        ('regionales" OR "nada', False),
        ("o'neill's", True),
        ("o neill", False),
        ("EEUU", True),
        ("«»", False),
        ("", False),
    ],
)
def test_a_phrase_matches_word_for_word(index_of: IndexOf, phrase: str, *, matches: bool) -> None:
    assert (
        index_of(_fill_with_phrases).keyword(KeywordQuery(phrases=(phrase,)), limit=9).total
        == matches
    )


def test_every_phrase_and_the_concepts_must_hold(store: Store) -> None:
    put(store, document(), "trata de personas y asilo", "trata de personas", "asilo de personas")
    both = KeywordQuery(phrases=("trata de", "de personas"))
    assert ids(store.keyword(both, limit=9)) == ["informe.es.0002", "informe.es.0001"]
    mixed = ask("asilo", phrases=("de personas",))
    assert ids(store.keyword(mixed, limit=9)) == ["informe.es.0003", "informe.es.0001"]


def test_a_phrase_alone_ranks_by_how_often_it_stands_there(store: Store) -> None:
    put(store, document(), "en Puebla hay un proceso", "en Puebla o en Puebla")
    ranking = store.keyword(KeywordQuery(phrases=("en Puebla",)), limit=9)
    assert ids(ranking) == ["informe.es.0002", "informe.es.0001"]
    assert all(0 < scored.score < ranking.ceiling for scored in ranking.scored)


def test_a_word_that_nothing_has_is_no_error(store: Store) -> None:
    put(store, document(), "El asilo")
    assert store.keyword(ask("inexistente"), limit=9).total == 0


def test_an_empty_index_answers(store: Store) -> None:
    assert store.keyword(ask("asilo"), limit=9).total == 0


def test_words_are_counted_by_segment_and_folded(store: Store) -> None:
    put(store, document("uno.es"), "La niñez, la NIÑEZ", "La migración")
    put(store, document("dos.en"), "Migration")
    assert store.spellings(["la", "ninez", "el"]) == {
        "la": {"la": 2},
        "ninez": {"ninez": 1},
        "el": {},
    }


def test_a_word_that_is_not_there_has_those_it_may_be_a_slip_for(store: Store) -> None:
    put(store, document("uno.es"), "remesas remesa remeras", "Las remesas", "rem 2356 xremesas")
    assert store.spellings(["remezas", "ermesas", "re", "2357", "migrante"]) == {
        "remezas": {"remesas": 2, "remeras": 1, "remesa": 1},
        "ermesas": {"remesas": 2},
        "re": {},
        "2357": {},
        "migrante": {},
    }


def test_what_was_replaced_is_not_what_a_word_is_a_slip_for(store: Store) -> None:
    put(store, document("uno.es"), "La migración", "migraciones")
    assert store.spellings(["migracoin"]) == {"migracoin": {"migracion": 1}}
    put(store, document("uno.es"), "La trata")
    assert store.spellings(["migracoin", "migracion"]) == {"migracoin": {}, "migracion": {}}


def test_a_document_is_found_by_its_names_through_the_segment_that_stands_for_it(
    store: Store,
) -> None:
    named = replace(
        document("resolution.en"),
        title="Rights of migrants",
        organ="CIDH",
        date="1998-06-05",
        kind=DocumentKind.RESOLUTION,
    )
    put(store, named, "The Commission,", "Recalling the rights of migrants,")
    for asked in ("rights migrants", "resolution", "1998", "June 5", "Inter-American Commission"):
        query = replace(ask(asked, EN), openings_only=True)
        assert ids(store.keyword(query, limit=9)) == ["resolution.en.0001"], asked
    both = store.keyword(ask("migrants", EN), limit=9)
    assert sorted(ids(both)) == ["resolution.en.0001", "resolution.en.0002"]


def test_one_that_has_a_title_stands_for_its_document_in_place_of_the_first(store: Store) -> None:
    named = replace(document("informe.es"), title="Informe sobre asilo")
    title = segment("Informe sobre asilo", ordinal=2, kind=SegmentKind.TITLE)
    put(store, named, segment("Distr. general"), title)
    query = replace(ask("asilo", ES), openings_only=True)
    assert ids(store.keyword(query, limit=9)) == ["informe.es.0002"]


def test_it_is_told_in_how_many_segments_each_word_stands(store: Store) -> None:
    put(store, document(), "La trata de hoy", "El asilo de hoy")
    assert store.keyword(ask("trata hoy remesas", ES), limit=9).having == (1, 2, 0)
