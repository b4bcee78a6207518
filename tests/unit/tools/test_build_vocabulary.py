import gzip
import json

import pytest

from tools.build_vocabulary import derive, inflect, read_affixes, read_folder

AFFIXES = read_affixes(
    """
PFX a Y 1
PFX a 0 des .
SFX R Y 2
SFX R ar aron ar
SFX R ar ando/S [^g]ar
SFX S Y 1
SFX S 0 s [aeo]
SFX N N 1
SFX N 0 mente .
"""
)


@pytest.mark.parametrize(
    ("word", "flags", "forms"),
    [
        ("asilo", "S", {"asilo", "asilos"}),
        ("pagar", "R", {"pagar", "pagaron"}),
        ("armar", "aR", {"armar", "armaron", "armando", "armandos"} | {"desarmar"}
         | {"desarmaron", "desarmando"}),
        ("libre", "aN", {"libre", "libremente", "deslibre"}),
        ("vejez", "", {"vejez"}),
    ],
)  # fmt: skip
def test_a_word_gets_the_forms_of_its_flags(word, flags, forms):
    assert set(inflect(word, flags, AFFIXES)) == forms


def read(folder, **files):
    """The words of a folder with these files."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return set(read_folder(folder))


def test_a_verb_takes_pronouns_and_makes_words(tmp_path):
    affixes = "SFX R Y 1\nSFX R r ndo r\n"
    found = read(tmp_path, index_aff=affixes, index_dic="2\ncatear/R\nvago/!\n")
    assert {
        "catear",
        "cateando",
        "cateandoles",
        "catearselo",
        "cateable",
        "incateable",
        "cateos",
    } <= found
    assert "vago" not in found


@pytest.mark.parametrize(
    ("verb", "negated"),
    [
        ("elegir", "inelegibles"),
        ("probar", "improbable"),
        ("leer", "ileible"),
        ("rentar", "irrentable"),
    ],
)
def test_an_adjective_is_negated_as_it_is_spelt(verb, negated):
    assert negated in set(derive(verb, ()))


def test_lists_and_names_are_read(tmp_path):
    cities = {
        "1": {"name": "Danlí", "countrycode": "HN"},
        "2": {"name": "Lyon", "countrycode": "FR"},
    }
    countries = {"HN": {"continentcode": "NA"}, "FR": {"continentcode": "EU"}}
    (tmp_path / "english-words-10.json").write_text('["asylum"]')
    (tmp_path / "es.json.gz").write_bytes(gzip.compress(b'{"zafra": 3}'))
    (tmp_path / "fr.json.gz").write_bytes(gzip.compress(b'{"asile": 3}'))
    found = read(
        tmp_path,
        es__es_json=json.dumps({"names": {"pa4": "Chiriquí"}}),
        cities15000_json=json.dumps(cities),
        countries_json=json.dumps(countries),
    )
    assert found == {"asylum", "zafra", "Chiriquí", "Danlí"}
