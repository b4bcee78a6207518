"""Searching the seeds as their users do."""

import pytest

from puente.embedding.e5 import E5Embedder
from puente.errors import EmptyQueryError, FilterError, PageError, QueryError
from puente.evaluation.questions import passage_of
from puente.model.documents import DocumentKind, Language
from puente.model.filters import Filters, YearRange
from puente.model.segments import SegmentKind
from puente.search.searcher import COMPARED, Searcher, required_concepts
from puente.store import open_store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from puente.text.tokenization import exact_words
from tests.conftest import SEEDS
from tests.fixtures.builders import EMBEDDER, document, put


def first(seeds, question, **filters):
    return seeds.searcher.search(question, filters=Filters(**filters)).hits[0]


def lines(name):
    return (SEEDS / name).read_text(encoding="utf-8").splitlines()


def test_an_english_question_finds_the_paragraph_that_exists_only_in_spanish(seeds):
    hit = first(seeds, "labor migration program with Maple Leaf and Tyson Foods")
    assert hit.document.language is Language.ES
    assert "Maple Leaf y Tyson Foods" in hit.segment.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("duplicidad de esfuerzos", Language.ES),
        ("duplication of efforts", Language.EN),
    ],
)
def test_a_paragraph_with_versions_is_shown_once_in_the_language_of_the_question(
    seeds, question, language
):
    page = seeds.searcher.search(question)
    hit = page.hits[0]
    assert hit.segment.language is language
    (translation,) = hit.translations
    assert translation.language is not language
    passages = [passage_of(each.segment.id, each.translations) for each in page.hits]
    assert len(passages) == len(set(passages))


def test_a_symbol_puts_its_document_on_top_however_it_is_typed(seeds):
    for typed in ("CAJP/GT/TM-14/04 add.5", "cajp/gt/tm-14/04 ADD 5"):
        page = seeds.searcher.search(typed)
        assert page.hits[0].document.symbol.text == "CAJP/GT/TM-14/04 add. 5"
        assert page.symbols[0].found


def test_a_series_finds_the_document_that_bears_it(seeds):
    for typed in ("OEA/Ser.G", "oas/ser.g"):
        hits = seeds.searcher.search(typed).hits
        assert [hit.document.symbol.text for hit in hits] == ["CAJP/GT/TM-14/04 add. 5"]
        assert hits[0].document.series == "OEA/Ser.G"


def test_a_symbol_without_its_mark_is_the_first_version_and_shows_its_family(seeds):
    page = seeds.searcher.search("CAJP/GT/TM-14/04")
    (answer,) = page.symbols
    assert not answer.found
    assert [each.symbol.text for each in answer.family] == ["CAJP/GT/TM-14/04 add. 5"]
    assert page.hits[0].document == answer.family[0]


def test_a_filter_does_not_deny_a_symbol_that_the_collection_has(seeds):
    page = seeds.searcher.search(
        "CAJP/GT/TM-14/04 add.5", filters=Filters(languages=(Language.EN,))
    )
    assert page.symbols[0].found
    assert page.hits == ()


def test_the_words_beside_a_phrase_only_rank(seeds):
    alone = seeds.searcher.search("“procesos regionales”", size=100)
    beside = seeds.searcher.search("“procesos regionales” Canadá", size=100)
    assert {hit.segment.id for hit in alone.hits} == {hit.segment.id for hit in beside.hits}
    assert alone.total > 5


def test_a_facet_value_leads_to_results(seeds):
    page = seeds.searcher.search("niños migrantes no acompañados")
    for value in next(facet.values for facet in page.facets if facet.name == "language"):
        chosen = Filters(languages=(Language(value.value),))
        narrowed = seeds.searcher.search("niños migrantes no acompañados", filters=chosen)
        assert len({hit.document.id for hit in narrowed.hits}) >= 1


@pytest.mark.parametrize(
    "filters", [Filters(collections=("foo",)), Filters(organs=("ZZ",))], ids=["collection", "organ"]
)
def test_a_value_that_no_document_has_is_refused(seeds, filters):
    with pytest.raises(FilterError):
        seeds.searcher.search("migrantes", filters=filters)


def test_a_word_of_the_street_finds_the_word_of_the_documents(seeds):
    assert "maras" in first(seeds, "gangs and migration").segment.text.casefold()


def test_a_cited_symbol_finds_the_paragraphs_that_cite_it(seeds):
    page = seeds.searcher.search("AG/RES. 2356 (XXXVIII-0/08)")
    assert not page.symbols[0].found
    assert all("AG/RES. 2356 (XXXVIII-O/08)" in hit.segment.citations for hit in page.hits)
    assert page.total == 1
    facets = {facet.name: {v.value: v.count for v in facet.values} for facet in page.facets}
    assert facets["language"] == {"es": 1, "en": 1}


def test_a_symbol_that_is_not_there_is_answered_as_such(seeds):
    page = seeds.searcher.search("CP/RES. 1234 (1456/19)")
    assert (page.total, page.hits) == (0, ())
    (answer,) = page.symbols
    assert (answer.found, answer.cited_by) == (False, ())


def test_a_quoted_phrase_stands_word_for_word_in_every_hit(seeds):
    page = seeds.searcher.search("“trata de personas”", size=50)
    occurrences = sum(
        "trata de personas" in line.casefold() for line in lines("003_f0108a1cdbcb2580.txt")
    )
    places = [place for hit in page.hits for place in (hit, *hit.also_in)]
    assert sum(place.document.source.startswith("003") for place in places) == occurrences
    phrases = [" ".join(exact_words(place.segment.text)) for place in places]
    assert all("trata de personas" in phrase for phrase in phrases)


def test_a_phrase_is_found_across_the_line_break_of_its_source(seeds):
    text = lines("003_f0108a1cdbcb2580.txt")
    assert (text[531][-7:], text[532][:3]) == ("(RROCM)", " en")
    page = seeds.searcher.search("“Organizaciones Civiles (RROCM) en puntos específicos”")
    assert [hit.segment.first_line for hit in page.hits] == [532]


def test_what_nothing_answers_has_no_hits(seeds):
    for question in ("cuotas de pesca del atún", "“football world cup”", "zzxqy"):
        assert seeds.searcher.search(question).total == 0


def test_a_misspelt_word_is_corrected_and_the_page_says_so(seeds):
    page = seeds.searcher.search("remessas de los migrantes")
    assert [(each.typed, each.used) for each in page.corrections] == [("remessas", "remesas")]
    assert "remesas" in page.hits[0].segment.text.casefold()


def test_a_misspelt_word_is_searched_as_it_was_typed_on_demand(seeds):
    page = seeds.searcher.search("remessas", respell=False)
    assert page.corrections == ()
    assert page.missing == ("remessas",)
    assert not page.is_answered


def test_a_question_is_searched_by_its_own_words_alone_on_demand(seeds):
    assert seeds.searcher.search("remittances").total
    assert seeds.searcher.search("remittances", expand=False).total == 0
    page = seeds.searcher.search("remesas", expand=False)
    words = {hit.segment.text[m.start : m.end] for hit in page.hits for m in hit.highlights}
    assert {each.casefold() for each in words} <= {"remesas", "remesa"}


def test_an_acronym_that_the_collection_teaches_finds_its_name_and_the_name_finds_it(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}", embedder=EMBEDDER.name, dimension=64)
    name = "Equipo Peruano de Antropología Forense"
    put(store, document(), f"El {name} (EPAF) declaró.", f"El {name} llegó.", "El EPAF llegó.")
    searcher = Searcher([store], None, load_lexicon(), load_glossary())

    def found(text, **choices):
        return {hit.segment.ordinal for hit in searcher.search(text, **choices).hits}

    assert found("epaf") == found(name) == {1, 2, 3}
    assert found("E.P.A.F.") == {1, 2, 3}
    assert found("epaf", expand=False) == {1, 3}
    assert found(name, expand=False) == {1, 2}


def test_filters_narrow_and_each_facet_counts_without_its_own(seeds):
    page = seeds.searcher.search("migrantes", filters=Filters(kinds=(DocumentKind.REPORT,)))
    assert {hit.document.kind for hit in page.hits} == {DocumentKind.REPORT}
    facets = {facet.name: {v.value: v.count for v in facet.values} for facet in page.facets}
    assert facets["language"] == {"es": 2, "en": 1}
    assert facets["kind"] == {"report": 3, "presentation": 1, "matrix": 1}


def test_a_span_of_years_narrows(seeds):
    page = seeds.searcher.search(
        "migrantes", filters=Filters(years=(YearRange(first=2000, last=2005),))
    )
    assert {hit.document.year for hit in page.hits} == {2002, 2004}


def test_the_highlights_are_the_words_that_answer(seeds):
    hit = first(seeds, "remittances")
    assert {hit.segment.text[h.start : h.end].casefold() for h in hit.highlights} == {"remesas"}


def test_pages_cut_one_ranking(seeds):
    whole = [hit.segment.id for hit in seeds.searcher.search("migrantes", size=20).hits]
    cut = [
        hit.segment.id
        for page in (1, 2)
        for hit in seeds.searcher.search("migrantes", page=page, size=10).hits
    ]
    assert cut == whole


def test_the_pages_have_all_results_once_beyond_those_that_are_compared(seeds):
    first = seeds.searcher.search("migrantes", size=20)
    pages = [seeds.searcher.search("migrantes", page=n, size=20) for n in range(1, 11)]
    hits = [hit for page in pages for hit in page.hits]
    assert len(hits) == first.total > COMPARED
    shown = [each.segment.id for hit in hits for each in (hit, *hit.also_in)]
    assert len(shown) == len(set(shown))


def test_near_duplicates_are_looked_for_among_the_best(seeds, monkeypatch):
    question = "“trata de personas”"
    collapsed = seeds.searcher.search(question, size=100)
    assert any(hit.also_in for hit in collapsed.hits)
    monkeypatch.setattr("puente.search.searcher.COMPARED", 1)
    whole = seeds.searcher.search(question, size=100)
    assert whole.total == collapsed.total + sum(len(hit.also_in) for hit in collapsed.hits)


def test_headings_do_not_outrank_the_paragraph(seeds):
    for question in ("actividades programadas", "derechos humanos"):
        assert first(seeds, question).segment.kind not in {SegmentKind.HEADING, SegmentKind.TITLE}


@pytest.mark.parametrize("question", ["", "  ", "¿?", "…"])
def test_an_empty_question_is_refused(seeds, question):
    with pytest.raises(EmptyQueryError):
        seeds.searcher.search(question)


@pytest.mark.parametrize(("page", "size"), [(0, 10), (-1, 10), (1, 0), (1, 101), (21, 10)])
def test_a_page_that_cannot_be_cut_is_refused(seeds, page, size):
    with pytest.raises(PageError):
        seeds.searcher.search("migrantes", page=page, size=size)


@pytest.mark.parametrize(
    "question",
    ['"' * 200, "(" * 300, "*", "NEAR(a b)", "a:b AND NOT c", "'; DROP TABLE segment; --",
     "\u202emigrantes", "🌎 migración", "m\u0301igrantes", "{}[]^~", "-", "AG/" * 150],
)  # fmt: skip
def test_odd_questions_are_answered_or_refused_on_purpose(seeds, question):
    try:
        seeds.searcher.search(question)
    except QueryError as error:
        assert error.code in {"empty-query", "query-too-long"}  # noqa: PT017


def test_without_an_encoder_the_answer_says_so(seed_index):
    store = next(iter(seed_index[0].opened.values()))
    searcher = Searcher([store], None, load_lexicon(), load_glossary())
    page = searcher.search("remesas")
    assert page.degraded == ("vector",)
    assert "remesas" in page.hits[0].segment.text.casefold()


def test_with_a_damaged_encoder_words_answer_and_the_page_says_so(seed_index, tmp_path):
    store = next(iter(seed_index[0].opened.values()))
    searcher = Searcher([store], E5Embedder(tmp_path), load_lexicon(), load_glossary())
    page = searcher.search("remesas")
    assert page.degraded == ("vector",)
    assert page.hits


@pytest.mark.parametrize(("count", "required"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (7, 4)])
def test_half_of_the_concepts_are_required(count, required):
    assert required_concepts(count) == required
