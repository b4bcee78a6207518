import pytest

from puente.alignment.features import find_features, text_features
from puente.model.documents import Language
from tests.fixtures.builders import segment


@pytest.mark.parametrize(
    ("spanish", "english", "shared"),
    [
        ("La OEA y la CRM.", "OAS and RCM.", {"=OEA=OAS", "=CRM=RCM"}),
        ("Los EE.UU.", "The U.S.", {"=EEUU=US"}),
        ("en Washington", "in Washington", {"~washi"}),
        ("13 de febrero", "February 13", {"#13", "februari"}),
        ("Dos ONG", "Two NGOs", {"=ONG=NGO", "two"}),
    ],
)
def test_a_text_and_its_translation_share_keys(spanish, english, shared):
    here, there = text_features(spanish, Language.ES), text_features(english, Language.EN)
    assert here.keys() & there.keys() >= shared


def test_the_symbols_of_a_segment_are_features():
    found = find_features(segment("Véase.", citations=("CE/AM-75/09 rev. 2",)))
    assert found["@ce/am-75/09 rev. 2"] == 3.0


def test_a_title_in_capitals_has_no_acronyms():
    assert not [key for key in text_features("ORDEN DEL DÍA", Language.ES) if key.startswith("=")]
