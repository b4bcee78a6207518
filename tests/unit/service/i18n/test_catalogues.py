"""The catalogues are whole: what is said is in each of them, and nothing else is."""

import ast
import re
import string
from importlib.resources import files
from pathlib import Path

import pytest

from puente.model.reports import Outcome, Reason
from service.i18n.catalogues import DETAILS, ERRORS, HELP, named_messages, read_catalogue, template
from service.i18n.interfaces import ENGLISH, interfaces
from service.i18n.translator import translator
from tests.paths import ROOT
from tools.update_catalogues import CATALOGUES, error_templates, help_texts, pages

TRANSLATED = [each for each in interfaces() if each != ENGLISH]
TEMPLATES_FOLDER = files("service.web.pages").joinpath("templates")
TEMPLATES = {
    each.name: each.read_text(encoding="utf-8")
    for each in TEMPLATES_FOLDER.iterdir()
    if each.name.endswith(".html")
}
CODE = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for package in ("puente", "ingest", "service")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def messages(catalogue):
    return [each for each in catalogue if each.id]


def forms(text):
    return (text,) if isinstance(text, str) else text


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("interface", TRANSLATED)
def test_a_catalogue_has_the_messages_of_the_template_in_its_order(interface):
    translated = messages(read_catalogue(f"{interface}.po"))
    expected = [(each.context, each.id) for each in messages(template())]
    assert [(each.context, each.id) for each in translated] == expected


@pytest.mark.parametrize("interface", TRANSLATED)
def test_every_message_is_translated_in_all_its_forms_and_none_is_in_doubt(interface):
    catalogue = read_catalogue(f"{interface}.po")
    expected = {True: catalogue.num_plurals, False: 1}
    wrong = [
        (each.context, each.id)
        for each in messages(catalogue)
        if each.fuzzy
        or not all(forms(each.string))
        or len(forms(each.string)) != expected[each.pluralizable]
    ]
    assert wrong == []
    assert catalogue.obsolete == {}


@pytest.mark.parametrize("interface", TRANSLATED)
def test_a_message_takes_the_same_values_in_every_language(interface):
    wrong = [
        (each.context, each.id)
        for each in messages(read_catalogue(f"{interface}.po"))
        if {frozenset(fields(text)) for text in forms(each.string)}
        != {frozenset(fields(text)) for text in forms(each.id)}
    ]
    assert wrong == []


def test_a_name_is_that_of_one_message():
    named = [
        each.context for each in messages(template()) if each.context not in {HELP, ERRORS, DETAILS}
    ]
    assert None not in named
    assert len(named) == len(set(named))


def strings(tree):
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_every_named_message_is_used():
    service = [tree for path, tree in CODE.items() if (ROOT / "service") in path.parents]
    said = {text for tree in service for text in strings(tree)}
    said |= {text for page in TEMPLATES.values() for text in re.findall(r'"([\w.-]+)"', page)}
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "service").rglob("*.py")
    )
    groups = r'\.(?:name|names|listing)\(\s*["\']([\w.]+)["\']'
    named = set(re.findall(groups, source + "".join(TEMPLATES.values())))
    # The label of a facet names its group in a table.
    named |= {"headings", *(each for each in said if f"{each}s" in {"kinds", "collections"})}
    unused = [
        key
        for key in named_messages()
        if key not in said
        and f"{key.rpartition('.')[0]}." not in said
        and f"{key.partition('.')[0]}." not in said
        and key.rpartition(".")[0] not in named
    ]
    assert unused == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_only_messages_that_exist(name):
    used = set(re.findall(r'\bt\("([\w.-]+)"[,)]', TEMPLATES[name]))
    assert used <= set(named_messages())


@pytest.mark.parametrize(
    "path", [path for path in CODE if "cli" in path.parts], ids=lambda path: path.name
)
def test_a_command_uses_only_messages_that_exist(path):
    source = path.read_text(encoding="utf-8")
    used = set(re.findall(r'\.(?:text|counted)\(\s*"([\w.]+)"', source))
    headings = re.findall(r"_headings\(([^*)]*)\)", source)
    used |= {f"headings.{name}" for each in headings for name in re.findall(r'"(\w+)"', each)}
    assert used <= set(named_messages())


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_words_of_its_own(name):
    text = re.sub(r"{%.*?%}|{{.*?}}", "", TEMPLATES[name], flags=re.DOTALL)
    attributes = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', text)
    words = re.sub(r"<[^>]*>", " ", text) + " ".join(attributes)
    assert re.findall(r"\w+", words) == []


def test_the_catalogues_are_up_to_date_with_the_code():
    """Help of the commands and templates of errors among others."""
    texts = {name: (CATALOGUES / name).read_text(encoding="utf-8") for name in pages()}
    assert texts == pages(), "run `make catalogues`"


def test_the_code_is_read_for_help_and_errors():
    assert {"Usage:", "Serve the API and the pages.", "SECONDS"} <= set(help_texts())
    assert {"{path}: {detail}.", "No document has the id “{document_id}”."} <= set(
        error_templates()
    )


def test_a_changed_text_keeps_its_translation_in_doubt(tmp_path):
    for each in CATALOGUES.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    path = tmp_path / "messages.pot"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Skip to content"', '"Skip to the content"'), encoding="utf-8")
    merged = pages(tmp_path)["es.po"]
    assert (
        '#, fuzzy\nmsgctxt "site.skip"\nmsgid "Skip to the content"\nmsgstr "Ir al contenido"\n'
        in merged
    )
    assert merged.count("#, fuzzy") == 1


def sample(node):
    """A text as the code makes it, with a 7 for every value; None for what has no words."""
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else "7" for each in node.values]
        text = "".join(parts)
    else:
        text = node.value if isinstance(node, ast.Constant) else None
    # A place before the words has a sentence of its own.
    text = re.sub(r"^7(?=[a-z])", "", text) if isinstance(text, str) else ""
    return text if re.search(r"\b[a-z]{2,} [^7]*[a-z]{2}", text) else None


def details():
    """The details that the code hands to errors, beside those that pages have words for."""
    for path, tree in CODE.items():
        if (ROOT / "service" / "web") in path.parents:
            continue
        for node in ast.walk(tree):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if re.fullmatch(r"[A-Z]\w*Error|Refusal|typer\.BadParameter", name):
                given = [*node.args, *(each.value for each in node.keywords)]
                if not re.fullmatch(r"(Value|Type|Transport|Missing\w*)Error", name):
                    yield from ((path.name, sample(each)) for each in given)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "detail":
                yield path.name, sample(node.value)


@pytest.mark.parametrize(("module", "text"), sorted({each for each in details() if each[1]}))
def test_every_detail_is_in_the_catalogues(module, text):
    assert translator("es").detail(text) != text


def test_every_detail_of_the_catalogues_is_said():
    said = "\n".join(text for tree in CODE.values() for text in strings(tree))
    unsaid = [
        each.id
        for each in messages(template())
        if each.context == DETAILS and not each.auto_comments
        for literal, *_ in string.Formatter().parse(each.id)
        if not all(word in said for word in re.split(r"\W", literal))
    ]
    assert unsaid == []


def test_every_outcome_and_reason_has_its_message():
    assert {f"outcomes.{each}" for each in Outcome} <= set(named_messages())
    assert {f"refusals.{each}" for each in Reason} <= set(named_messages())


def test_the_catalogues_are_found_without_the_sources():
    assert Path(str(files("service.i18n"))).joinpath("locale", "messages.pot").is_file()
