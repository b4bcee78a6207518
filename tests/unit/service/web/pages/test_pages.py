"""The pages: what they say, in which language, and where they lead."""

import re
from dataclasses import replace
from urllib.parse import quote_plus

import pytest

from puente.errors import FilterError, PageError
from puente.model.documents import Distribution, Language, Provenance
from puente.model.results import Facet, FacetValue, HydratedSegment, SpellingCorrection
from puente.model.segments import SegmentKind
from puente.search.question.query_parser import parse_query
from service.web import urls
from tests.fixtures.builders import document, segment
from tests.fixtures.commands import Page
from tests.fixtures.library import Library

PAGES = [
    "/{ui}/",
    "/{ui}/search?q=constante",
    "/{ui}/search?q=nothing-has-this",
    "/{ui}/doc/notas",
    "/{ui}/doc/ce-am-75-09-rev-2",
    "/{ui}/symbol/CE/AM-75/09_rev._2",
    "/{ui}/concordance",
    "/{ui}/concordance?q=constante",
    "/{ui}/concordance?q=nothing-has-this",
    "/{ui}/divergences",
    "/{ui}/divergences/ce-am-75-09-rev-2",
    "/{ui}/divergences/notas",
    "/{ui}/divergences?by=document",
    "/{ui}/coverage",
    "/{ui}/coverage/table",
    "/{ui}/collections",
    "/{ui}/collections/oas",
    "/{ui}/symbol/CE/AM-76/09",
    "/{ui}/browse",
    "/{ui}/documents",
    "/{ui}/documents?lang=es&sort=title",
    "/{ui}/help",
    "/{ui}/about",
    "/{ui}/accessibility",
    "/{ui}/privacy",
    "/{ui}/contact",
    "/{ui}/api",
]
ADDRESSES = [page.format(ui=ui) for page in PAGES for ui in ("es", "en")]
ADDRESSES += ["/es-en/doc/ce-am-75-09-rev-2", "/en-es/doc/ce-am-75-09-rev-2"]
REFUSED = [
    ("/es/search?q=a&lang=xx", 400, "bad-filter"),
    ("/es/search?q=a&page=0", 400, "bad-parameter"),
    (f"/es/search?q={'a' * 10_000}", 400, "query-too-long"),
    ("/es/search?q=a&q=b", 400, "repeated-parameter"),
    ("/es/doc/notas?version=es&version=es", 400, "repeated-parameter"),
    ("/metrics", 404, "not-found"),
    ("/fr/", 404, "not-found"),
    ("/es/doc/nothing", 404, "document-not-found"),
    ("/es/doc/notas?version=en", 404, "version-not-found"),
    ("/es-en/doc/notas", 404, "version-not-found"),
    ("/es-es/doc/notas", 404, "not-found"),
    ("/fr/help", 404, "not-found"),
    ("/es/symbol/hola", 404, "not-a-symbol"),
    ("/es/concordance?q=a&lang=xx", 400, "bad-filter"),
    ("/es/concordance?q=...", 400, "empty-query"),
    ("/es/divergences/nothing", 404, "document-not-found"),
    ("/es/coverage?page=0", 400, "bad-parameter"),
    ("/es/coverage.csv?lang=xx", 400, "bad-filter"),
    ("/es/divergences?severity=grave", 400, "bad-filter"),
    ("/es/collections/nothing", 404, "not-found"),
    ("/es/documents?sort=size", 400, "bad-filter"),
    ("/static/secret.txt", 404, "not-found"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_its_language_and_has_one_heading_and_unique_anchors(client, address):
    answer = client.get(address)
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.tags[0] == ("html", {"lang": address[1:3]})
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_on_a_page_answers(client, address):
    links = {link for link in Page(client.get(address).text).links if link.startswith("/")}
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_answers_head_requests(client, address):
    assert client.head(address).status_code == 200


@pytest.mark.parametrize(("address", "status", "code"), REFUSED)
def test_an_error_is_a_page_with_the_code(client, address, status, code):
    answer = client.get(address, headers={"Accept-Language": "es"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'data-code="{code}"' in answer.text


def test_an_error_keeps_the_question(client):
    page = Page(client.get("/en/search?q=remittances&page=0").text)
    (box,) = [values for tag, values in page.tags if tag == "input"]
    assert box["value"] == "remittances"


def test_a_filter_that_nothing_has_can_be_removed_and_the_question_stays(client_of):
    class Strict(Library):
        def search(self, text, **values):
            raise FilterError("collection", "nada", "oas")

    answer = client_of(Strict((), ())).get("/es/search?q=remesas&lang=es&collection=nada")
    page = Page(answer.text)
    assert answer.status_code == 400
    assert 'data-code="bad-filter"' in answer.text
    assert "/es/search?q=remesas&lang=es" in page.links
    (box,) = [values for tag, values in page.tags if tag == "input"]
    assert box["value"] == "remesas"


def test_the_parameter_to_take_off_does_not_become_markup(client):
    page = Page(client.get("/es/search", params={"q": "a", '"><script>': "<b>"}).text)
    assert "/es/search?q=a" in page.links
    assert [values for tag, values in page.tags if tag == "script"] == [
        {"src": "/static/theme.js"},
        {"src": "/static/puente.js", "defer": None},
        {"src": "/static/suggest.js", "defer": None},
    ]


def test_a_failure_is_a_page_without_a_traceback(client_of):
    class Broken(Library):
        def collections(self):
            raise ValueError("a secret path")

    answer = client_of(Broken((), ())).get("/en/")
    assert answer.status_code == 500
    assert "Internal error" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("en-GB,en;q=0.9,es;q=0.8", "/en/"),
        ("es-MX,en;q=0.5", "/es/"),
        ("fr,en;q=0.3", "/en/"),
        ("fr", "/es/"),
        ("", "/es/"),
        ("en;q=x", "/es/"),
    ],
)
def test_the_entrance_leads_to_the_readers_language(client, accepted, home):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (307, home)
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("address", "status", "location"),
    [
        ("/es/symbol/ce/am-75/09 rev.2", 301, "/es/symbol/CE/AM-75/09_rev._2"),
        ("/es/symbol/CE/AM-75/09 rev. 2", 301, "/es/symbol/CE/AM-75/09_rev._2"),
        ("/en/search?q=", 307, "/en/"),
        ("/en/search?q=%20&lang=es", 307, "/en/"),
        ("/es", 307, "/es/"),
        ("/favicon.ico", 307, "/static/favicon.svg"),
    ],
)
def test_an_address_leads_to_its_canonical_form(client, address, status, location):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (status, location)


@pytest.mark.parametrize("address", ADDRESSES)
def test_marks_that_mails_and_networks_add_to_a_link_change_nothing(client, address):
    marks = "utm_source=boletin&utm_source=x&fbclid=Iw%C3%A1"
    marked = f"{address}{'&' if '?' in address else '?'}{marks}"
    plain, answer = client.get(address), client.get(marked)
    assert (answer.status_code, answer.text) == (plain.status_code, plain.text)


def test_a_document_leads_to_the_work_it_belongs_to(client_of, library):
    documents = [
        replace(document, work_id="informe") if document.id == "notas.es" else document
        for document in library.documents()
    ]
    client = client_of(Library(documents, ()))
    assert client.get("/es/doc/notas").headers["location"] == "/es/doc/informe"


def test_content_is_marked_with_its_own_language(client):
    page = Page(client.get("/en/search?q=constante").text)
    assert page.language_of("La migración es") == "es"
    assert page.language_of("Migration is constant.") == "en"
    assert page.language_of("English version") == "en"
    assert page.language_of("Orden del día") == "es"


def test_a_result_shows_what_matched_and_warns_of_a_doubtful_link(client):
    html = client.get("/es/search?q=constante").text
    assert "La migración es <mark>constante</mark>." in html
    assert "Alineación dudosa" in html
    assert "/es/doc/ce-am-75-09-rev-2#p2" in Page(html).links
    assert "/es-en/doc/ce-am-75-09-rev-2#p2" in Page(html).links


def test_a_result_in_the_other_language_leads_to_its_paragraph(client):
    links = Page(client.get("/en/search?q=constante").text).links
    assert "/en/doc/ce-am-75-09-rev-2?version=es#p2" in links
    assert "/en-es/doc/ce-am-75-09-rev-2#es-p2" in links


def test_a_paragraph_without_a_translation_says_so(client):
    html = client.get("/en/search?q=CRM").text
    assert "No version in another language" in html


def test_a_paragraph_without_a_counterpart_leads_to_the_other_version(client):
    html = client.get("/en/search?q=Desarrollo").text
    assert "No aligned paragraph in the English version." in html
    assert "/en/doc/ce-am-75-09-rev-2" in Page(html).links


def test_filters_in_force_can_be_taken_off_one_by_one(client):
    address = "/es/search?q=constante&lang=es&kind=report&year=2004-2009"
    page = Page(client.get(address).text)
    assert "/es/search?q=constante&kind=report&year=2004-2009" in page.links
    assert "/es/search?q=constante&lang=es&year=2004-2009" in page.links
    assert "/es/search?q=constante&lang=es&kind=report" in page.links
    ticked = [values["value"] for tag, values in page.tags if "checked" in values]
    assert ticked == ["es", "report"]
    fields = {each["name"]: each["value"] for _, each in page.tags if each.get("type") == "number"}
    assert fields == {"since": "2004", "until": "2009"}


def test_results_are_paged_with_the_filters_kept(client_of, library):
    library.answer = {"total": 95, "page": 5}
    page = Page(client_of(library).get("/es/search?q=constante&lang=es").text)
    paged = [link for link in page.links if "page=" in link]
    assert paged[0] == "/es/search?q=constante&lang=es&page=4"
    assert [link.rpartition("=")[2] for link in paged[1:]] == ["3", "4", "5", "6", "7", "10", "6"]


@pytest.mark.parametrize(("page", "last"), [(1, "20"), (20, "20")])
def test_no_page_is_offered_that_cannot_be_asked_for(client_of, library, page, last):
    library.answer = {"total": 348, "page": page}
    links = Page(client_of(library).get(f"/es/search?q=constante&page={page}").text).links
    numbers = [int(link.rpartition("=")[2]) for link in links if "page=" in link]
    assert max([page, *numbers]) == int(last)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        (True, "Versión oficial en inglés"),
        (False, "Versión en inglés"),
        (None, "Versión en inglés"),
    ],
)
def test_only_a_version_that_its_source_calls_official_is_called_so(
    client_of, library, official, said
):
    documents = library.documents()
    segments = [segment for each in documents for segment in library.segments(each.id)]
    stated = [
        replace(each, official=official if each.language == Language.EN else None)
        for each in documents
    ]
    stating = Library(
        stated, segments, map(library.alignment, ["ce-am-75-09-rev-2.es"], ["ce-am-75-09-rev-2.en"])
    )
    assert f"<span>{said}</span>" in client_of(stating).get("/es/search?q=constante").text


def test_a_count_of_documents_is_told_in_words_to_who_cannot_see_it(client):
    page = Page(client.get("/es/search?q=constante").text)
    assert ("es", "2 documentos") in page.texts
    assert not [values for tag, values in page.tags if tag == "span" and "aria-label" in values]


def test_a_corrected_word_is_told_and_can_be_insisted_on(client_of, library):
    library.answer = {"corrections": (SpellingCorrection(typed="costante", used="constante"),)}
    html = client_of(library).get("/en/search?q=constante+no&year=2004").text
    assert "“costante” does not occur in the collection; showing results for <strong>c" in html
    assert "/en/search?q=constante+no&year=2004&respell=false" in Page(html).links


def test_a_question_that_is_not_respelt_stays_so_with_other_filters(client):
    page = Page(client.get("/es/search?q=constante&language=es&respell=false").text)
    assert "/es/search?q=constante&respell=false" in page.links
    [hidden] = [values for tag, values in page.tags if values.get("name") == "respell"]
    assert (hidden["form"], hidden["value"]) == ("search", "false")


def test_an_order_stays_on_every_link_of_the_page_and_with_other_filters(client_of, library):
    library.answer = {"total": 30}
    html = client_of(library).get("/es/search?q=constante&lang=es&sort=date&years=false").text
    page = Page(html)
    assert "/es/search?q=constante&lang=es&sort=date&years=false&page=2" in page.links
    assert "/es/search?q=constante&sort=date&years=false" in page.links
    assert "/es/search?q=constante&lang=es&years=false" in page.links
    hidden = {v["name"]: v["value"] for tag, v in page.tags if v.get("type") == "hidden"}
    assert hidden == {"sort": "date", "years": "false"}


@pytest.mark.parametrize(
    ("asked", "used"),
    [("", "By relevance"), ("&sort=relevance", "By relevance"), ("&sort=date", "By date")],
)
def test_the_order_in_use_is_marked(client, asked, used):
    html = client.get(f"/en/search?q=constante{asked}").text
    [sorts] = re.findall(r'<nav class="sorts.*?</nav>', html, re.DOTALL)
    [current] = re.findall(r'aria-current="true">([^<]*)<', sorts)
    assert current.startswith(used)


def test_a_question_for_the_newest_is_told_and_leads_back_to_relevance(client_of, library):
    library.answer = {"query": parse_query("último informe constante"), "total": 30}
    html = client_of(library).get("/es/search?q=constante").text
    assert "Se muestran primero los documentos más recientes, conforme a la consulta." in html
    assert "/es/search?q=%C3%BAltimo+informe+constante&sort=relevance" in Page(html).links


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("informes entre 2005 y 2007", "Solo se muestran documentos de <strong>2005 a 2007"),
        ("informes desde 2010", "Solo se muestran documentos de <strong>2010 en adelante"),
        ("informes antes de 2000", "Solo se muestran documentos de <strong>1999 o antes"),
        ("informes de 1998", "Se da prioridad a los documentos de <strong>1998"),
    ],
)
def test_the_years_of_a_question_are_told_and_taken_away_by_a_link(client_of, library, text, told):
    library.answer = {"query": parse_query(text)}
    html = client_of(library).get("/es/search?q=constante").text
    assert told in html
    assert f"{urls.search_address('es', text)}&years=false" in Page(html).links


def test_a_question_can_be_searched_by_its_own_words_alone(client):
    page = Page(client.get("/en/search?q=constante&year=2004").text)
    assert "/en/search?q=constante&year=2004&expand=off" in page.links


def test_a_question_that_is_not_expanded_says_so_and_stays_so_with_other_filters(client):
    html = client.get("/es/search?q=constante&year=2004&expand=off").text
    assert "Solo se buscaron estas palabras, sin traducciones, palabras afines ni siglas" in html
    page = Page(html)
    assert "/es/search?q=constante&year=2004" in page.links
    assert "/es/search?q=constante&expand=off" in page.links
    [hidden] = [values for tag, values in page.tags if values.get("name") == "expand"]
    assert (hidden["form"], hidden["value"]) == ("search", "off")


@pytest.mark.parametrize(
    ("ui", "count", "words"),
    [
        ("en", 1, "Also in 1 other place, with the same or nearly the same text"),
        ("en", 2, "Also in 2 other places, with the same or nearly the same text"),
        ("es", 1, "También en 1 lugar más, con un texto igual o casi igual"),
        ("es", 2, "También en 2 lugares más, con un texto igual o casi igual"),
    ],
)
def test_a_result_leads_to_the_other_places_of_its_text(client_of, library, ui, count, words):
    address = f"/{ui}/search?q=constante"
    assert words not in client_of(library).get(address).text
    (hit,) = library.search("constante").hits
    names = [f"otro-{number}" for number in range(count)]
    library.answer = {"hits": (replace(hit, also_in=tuple(map(_place, names))),)}
    html = client_of(library).get(address).text
    assert words in html
    version = "" if ui == "es" else "?version=es"
    assert {f"/{ui}/doc/{name}{version}#p1" for name in names} <= set(Page(html).links)


def _place(name):
    other = document(f"{name}.es")
    return HydratedSegment(segment=segment("La constante", document=other), document=other)


def test_a_degraded_answer_says_what_was_missing(client_of, library):
    library.answer = {"degraded": ("vector",)}
    assert "Search by meaning is not available" in client_of(library).get("/en/search?q=a").text


def test_a_symbol_in_the_question_is_answered_above_the_results(client_of, library):
    answers = [library.symbol("CE/AM-75/09 rev. 2"), library.symbol("CE/AM-99/09")]
    library.answer = {"symbols": tuple(answers)}
    html = client_of(library).get("/en/search?q=constante").text
    assert "Symbol CE/AM-75/09 rev. 2" in html
    assert "1 paragraph cites it." in html
    assert "the symbol <strong>CE/AM-99/09</strong>" in html


def test_a_document_opens_in_the_interface_language(client):
    for interface, title in (("es", "Orden del día"), ("en", "Order of business")):
        page = Page(client.get(f"/{interface}/doc/ce-am-75-09-rev-2").text)
        assert (interface, title) in page.texts


def test_a_version_can_be_asked_for(client):
    page = Page(client.get("/en/doc/ce-am-75-09-rev-2?version=es").text)
    assert page.language_of("La migración es constante.") == "es"


def test_a_document_in_another_language_only_says_so(client):
    html = client.get("/en/doc/notas").text
    assert "no version in English; the version in Spanish is shown" in html
    assert "the original, in English, is not in the collection" in html


@pytest.mark.parametrize(
    ("interface", "shown"),
    [
        ("es", ["Período de sesiones 131º leído en la portada", "Distribución Restringida tomado"]),
        ("en", ["Session 131º read in the title block", "Distribution Restricted taken"]),
    ],
)
def test_a_document_shows_what_its_title_block_states(client_of, interface, shown):
    notes = document(
        "notas.es",
        session="131º",
        distribution=Distribution.RESTRICTED,
        provenance=(
            Provenance(field="session", origin="title block"),
            Provenance(field="distribution", origin="file"),
        ),
    )
    library = Library((notes,), (segment("x", document=notes),))
    html = client_of(library).get(f"/{interface}/doc/notas?version=es").text
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert [each for each in shown if each in words] == shown


@pytest.mark.parametrize(
    ("interface", "shown"),
    [
        ("es", "Original en el sitio de la secretaría"),
        ("en", "Original on the secretariat's site"),
    ],
)
def test_a_document_leads_to_its_original_where_a_manifest_says_where(client_of, interface, shown):
    address = "https://www.oas.org/a.pdf?l=es&n=1"
    notes = document("notas.es", source_url=address)
    client = client_of(Library((notes,), (segment("x", document=notes),)))
    html = client.get(f"/{interface}/doc/notas?version=es").text
    link = f'<a rel="external noreferrer" href="{address.replace("&", "&amp;")}">{shown}</a>'
    assert link in html
    assert client.get("/api/v1/documents/notas.es").json()["source_url"] == address


def test_a_document_without_an_address_leads_to_no_original(client):
    assert "external" not in client.get("/es/doc/notas").text
    assert client.get("/api/v1/documents/notas.es").json()["source_url"] is None


def test_a_document_shows_partial_dates_as_they_are(client):
    assert '<time datetime="2004-10">October 2004</time>' in client.get("/en/search?q=CRM").text
    assert "octubre de 2004" in client.get("/es/doc/notas").text


def test_a_document_has_anchors_notes_tables_and_links_to_what_it_cites(client):
    html = client.get("/es/doc/notas").text
    page = Page(html)
    assert {"p1", "p2", "p3"} <= set(page.ids)
    assert '<td role="cell" data-column="CRM">Diálogo</td>' in html
    assert "/es/symbol/CE/AM-75/09_rev._2" in page.links
    assert page.links.count("#p3") == 2


def test_notes_are_called_by_their_own_marks_and_lost_marks_by_their_place(client_of):
    report = document("informe.es", title="Informe")
    notes = [
        segment("Cfr.", document=report, ordinal=number, kind=SegmentKind.FOOTNOTE, label=label)
        for number, label in ((3, "86"), (4, "*"), (5, None))
    ]
    texts = [
        segment("Uno.", document=report, ordinal=1, notes=(notes[0].id,)),
        segment("Dos.", document=report, ordinal=2, notes=(notes[1].id, notes[2].id)),
    ]
    html = client_of(Library((report,), (*texts, *notes))).get("/es/doc/informe").text
    assert re.findall(r'<sup class="note-call">.*?>([^<]+)</a>', html) == ["86", "*", "3"]
    assert re.findall(r'footnote"><span class="label own">([^<]+)<', html) == ["86", "*", "3"]


@pytest.mark.parametrize(
    ("kind", "label", "cited"),
    [
        ("item", "24.", "Notas, párr. 24, "),
        ("paragraph", "24)", "Notas, párr. 24, "),
        ("item", "a)", "Notas, "),
        ("item", None, "Notas, "),
        ("heading", "1.", "Notas, "),
    ],
)
def test_a_citation_has_the_number_that_is_printed_or_none(client_of, kind, label, cited):
    notes = document("notas.es", title="Notas")
    text = segment("x", document=notes, ordinal=7, kind=SegmentKind(kind), label=label)
    page = Page(client_of(Library((notes,), (text,))).get("/es/doc/notas").text)
    (citation,) = [values["data-citation"] for _, values in page.tags if "data-citation" in values]
    assert citation == f"{cited}http://localhost/es/doc/notas#p7"


@pytest.mark.parametrize(
    ("interface", "kind", "cited"),
    [
        ("es", "operative", "Notas, punto resolutivo 3, "),
        ("en", "operative", "Notas, operative para. 3, "),
        ("es", "preambular", "Notas, párr. preambular 3, "),
        ("en", "preambular", "Notas, preambular para. 3, "),
    ],
)
def test_a_citation_says_of_which_part_the_number_is(client_of, interface, kind, cited):
    notes = document("notas.es", title="Notas")
    number = f"{kind[0]}p-3"
    text = segment("x", document=notes, kind=SegmentKind(kind), label="3.", official_number=number)
    page = Page(client_of(Library((notes,), (text,))).get(f"/{interface}/doc/notas").text)
    (citation,) = [values["data-citation"] for _, values in page.tags if "data-citation" in values]
    assert citation == f"{cited}http://localhost/es/doc/notas#{number}"


def test_links_on_a_page_without_the_language_of_its_address_name_the_version(client_of):
    report = document("informe.es", title="Informe")
    texts = (
        segment("Parte", document=report, ordinal=1, kind=SegmentKind.HEADING),
        segment("Uno.", document=report, ordinal=2, label="1.", official_number="1",
                notes=("informe.es.0003",)),
        segment("Cfr.", document=report, ordinal=3, kind=SegmentKind.FOOTNOTE, label="9"),
    )  # fmt: skip
    client = client_of(Library((report,), texts))
    for address, before in (
        ("/en/doc/informe", "/en/doc/informe?version=es"),
        ("/en/doc/informe?version=es", ""),
        ("/es/doc/informe", ""),
    ):
        links = [link for link in Page(client.get(address).text).links if "#" in link]
        own = [link for link in links if link not in ("#main", "#content")]
        assert own == [f"{before}#{each}" for each in ("p1", "p1", "1", "p3", "p3")], address


def test_a_title_that_the_text_repeats_is_shown_once_with_its_anchor(client_of):
    notes = document("notas.es", title="NOTAS DEL 1º DE OCTUBRE")
    title = segment("NOTAS DEL\n1º DE OCTUBRE", document=notes, kind=SegmentKind.TITLE)
    other = segment("Grupo de Trabajo", document=notes, ordinal=2, kind=SegmentKind.TITLE)
    page = Page(client_of(Library((notes,), (title, other))).get("/es/doc/notas").text)
    cited = "http://localhost/es/doc/notas"  # at the end, for who prints it
    said = [text for _, text in page.texts if "NOTAS DEL" in text]
    assert said == [f"{notes.title} – Puente", notes.title, f"{notes.title}, {cited}"]
    assert [each for each in page.ids if each in {"p1", "p2"}] == ["p1", "p2"]
    assert ("h1", {"class": "capitals", "lang": "es"}) in page.tags


def test_two_versions_stand_side_by_side_in_the_order_of_the_first(client):
    html = client.get("/es-en/doc/ce-am-75-09-rev-2").text
    ids = [each for each in Page(html).ids if each[-2:] in {"p1", "p2", "p3"}]
    assert ids == ["p1", "en-p1", "p2", "en-p2", "en-p3", "p3"]
    assert html.count("Alineación dudosa") == 1
    assert html.count("Sin correspondencia en la versión en") == 2


def test_versions_that_nothing_aligned_are_shown_whole(client_of, library):
    segments = [each for d in library.documents() for each in library.segments(d.id)]
    unaligned = Library(library.documents(), segments)
    html = client_of(unaligned).get("/en-es/doc/ce-am-75-09-rev-2").text
    assert "not aligned by paragraph yet" in html
    assert "Desarrollo" in html


def test_the_other_language_switches_the_page_and_keeps_the_question(client):
    page = Page(client.get("/es/search?q=constante&lang=es").text)
    assert "/en/search?q=constante&lang=es" in page.links
    page = Page(client.get("/es-en/doc/ce-am-75-09-rev-2").text)
    assert "/en-es/doc/ce-am-75-09-rev-2" in page.links


def test_a_symbol_page_shows_documents_and_who_cites_it(client):
    page = Page(client.get("/en/symbol/CE/AM-75/09_rev._2").text)
    assert page.language_of("La CRM ratificó") == "es"
    assert "/en/doc/ce-am-75-09-rev-2" in page.links
    assert "/en/doc/notas?version=es#p1" in page.links


def test_a_passage_that_cites_in_two_versions_counts_once(client_of, library):
    segments = [
        replace(each, citations=("CE/AM-1/09",)) if each.ordinal == 2 else each
        for each in map(library.segment, library.segment_ids())
    ]
    alignment = library.alignment("ce-am-75-09-rev-2.es", "ce-am-75-09-rev-2.en")
    client = client_of(Library(library.documents(), segments, (alignment,)))
    html = client.get("/en/symbol/CE/AM-1/09").text
    assert "It is cited in 2 paragraphs of the collection." in html
    assert "Migration is constant." in html
    assert "La migración es constante." not in html
    assert "La migración es constante." in client.get("/es/symbol/CE/AM-1/09").text


def test_a_symbol_page_names_each_work_once_with_its_versions(client):
    html = client.get("/es/symbol/CE/AM-75/09_rev._2").text
    bearing = html.partition("<h2>Documentos con esta signatura")[2].partition("</section>")[0]
    assert re.findall('href="([^"]+)"', bearing) == [
        "/es/doc/ce-am-75-09-rev-2", "/es/doc/ce-am-75-09-rev-2",
        "/es/doc/ce-am-75-09-rev-2?version=en",
    ]  # fmt: skip


def test_a_symbol_that_is_only_cited_says_so(client_of, library):
    segments = [
        replace(each, citations=("CE/AM-1/09",)) if each.document_id == "notas.es" else each
        for each in map(library.segment, library.segment_ids())
    ]
    html = client_of(Library(library.documents(), segments)).get("/en/symbol/CE/AM-1/09").text
    assert "No document with the symbol <strong>CE/AM-1/09</strong> was found. It is" in html
    assert "It is cited in 3 paragraphs of the collection." in html


def test_a_symbol_that_nobody_bears_or_cites_says_so(client):
    html = client.get("/en/symbol/CE/AM-99/09").text
    assert "the symbol <strong>CE/AM-99/09</strong>" in html
    assert "No paragraph of the collection cites it." in html


def test_a_language_without_an_interface_is_shown_in_english(client_of, library):
    spanish = library.document("notas.es")
    portuguese = replace(spanish, id="notas.pt", language=Language.PT)
    client = client_of(Library((portuguese,), ()))
    assert "the version in Portuguese is shown" in client.get("/en/doc/notas").text
    url = client.get("/api/v1/documents/notas.pt").json()["url"]
    assert url == "/en/doc/notas?version=pt"


def test_the_spanish_page_of_the_api_says_that_it_describes_in_english(client):
    said = "La descripción técnica está en inglés."
    assert said in client.get("/es/api").text
    assert "technical description" not in client.get("/en/api").text


def test_robots_read_documents_but_not_results(client):
    assert "Disallow: /es/search" in client.get("/robots.txt").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/es/doc/ce-am-75-09-rev-2?at=p2", "/es/doc/ce-am-75-09-rev-2#p2"),
        ("/en/doc/ce-am-75-09-rev-2?at=es-p2", "/en/doc/ce-am-75-09-rev-2#p2"),
        ("/en/doc/ce-am-75-09-rev-2?at=es-p3", "/en/doc/ce-am-75-09-rev-2#p2"),
        ("/en/doc/notas?at=p2", "/en/doc/notas?version=es#p2"),
        ("/es/doc/notas?at=p9", "/es/doc/notas"),
        ("/es/doc/notas?at=en-p1", "/es/doc/notas#p1"),
        ("/es/doc/notas?at=<script>", "/es/doc/notas"),
        ("/es-en/doc/ce-am-75-09-rev-2?at=en-p3", "/es-en/doc/ce-am-75-09-rev-2#en-p3"),
        ("/es-en/doc/ce-am-75-09-rev-2?at=nothing", "/es-en/doc/ce-am-75-09-rev-2"),
    ],
)
def test_an_address_asks_for_a_place(client, asked, found):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (303, found)


@pytest.mark.parametrize("address", ["/es/doc/notas?part=2", "/es-en/doc/ce-am-75-09-rev-2?part=2"])
def test_a_part_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
    assert client.get(address.replace("part=2", "part=all")).status_code == 200


def test_a_link_deep_into_a_document_asks_for_the_place(client_of):
    notes = document("notas.es", title="Notas")
    text = segment("remesas", document=notes, ordinal=26, official_number="9")
    links = Page(client_of(Library((notes,), (text,))).get("/es/search?q=remesas").text).links
    assert "/es/doc/notas?at=9" in links
    assert "/es/doc/notas#9" not in links


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/es/search?q=constante&lang=es&page=2", "q=constante&lang=es"),
        ("/es/concordance?q=constante&lang=es", "q=constante&lang=es"),
        ("/es/symbol/CE/AM-75/09_rev._2", "q=CE%2FAM-75%2F09+rev.+2"),
        ("/es/search?q=constante&page=0", "q=constante"),
    ],
)
def test_the_menu_takes_the_question_along(client, address, asked):
    page = Page(client.get(address).text)
    assert {f"/es/search?{asked}", f"/es/concordance?{asked}"} <= set(page.links)
    (box,) = [values for tag, values in page.tags if tag == "input" and values.get("name") == "q"]
    assert f"q={quote_plus(box['value'])}" == asked.partition("&")[0]


def test_the_menu_without_a_question_leads_to_where_one_is_asked(client):
    assert {"/es/", "/es/concordance"} <= set(Page(client.get("/es/doc/notas").text).links)


def test_results_beyond_the_best_are_told_of(client_of):
    class Full(Library):
        def search(self, text, *, page=1, **values):
            if page > 20:
                raise PageError(200, 100)
            return replace(super().search(text, **values), page=page, total=321)

    client = client_of(Full((), ()))
    for number in (21, 1000):
        answer = client.get(f"/en/search?q=rights&page={number}")
        page = Page(answer.text)
        assert answer.status_code == 200
        assert "Only the first 200 results are shown" in answer.text
        assert "/en/search?q=rights" in page.links


def test_results_of_a_document_stand_under_one_title_three_of_them_open(client_of, library):
    (hit,) = library.search("constante").hits
    elsewhere = library.search("CRM").hits[0]
    assert elsewhere.document != hit.document
    library.answer = {"hits": (hit, elsewhere, hit, hit, hit, hit), "total": 6}
    html = client_of(library).get("/es/search?q=constante").text
    first, second = html.split('<li class="group">')[1:]
    assert (first.count("<h2"), second.count("<h2")) == (1, 1)
    assert (hit.document.title in first, elsewhere.document.title in second) == (True, True)
    shown, more = first.split("<details")
    assert (shown.count('class="hit"'), more.count('class="hit"')) == (3, 2)
    assert "2 párrafos más de este documento" in more


def test_years_are_offered_in_order_of_time(client_of, library):
    counts = {"2004": 3, "2010": 2, "1998": 1}
    values = tuple(FacetValue(value=year, count=count) for year, count in counts.items())
    library.answer = {"facets": (Facet(name="year", values=values),)}
    html = client_of(library).get("/es/search?q=constante&year=2007").text
    assert re.findall(r'name="year" value="(\d+)"', html) == ["2010", "2007", "2004", "1998"]
