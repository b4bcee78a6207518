"""The templates of index_templates/opensearch name what the code writes."""

from puente.model.documents import Language
from puente.store.opensearch.indices import load_template
from puente.store.term_fields import FIELDS


def test_every_language_has_its_fields():
    properties = load_template("fields")["template"]["mappings"]["properties"]
    for name in FIELDS:
        assert list(properties[name]["properties"]) == [language.value for language in Language]


def test_unknown_fields_are_refused():
    assert load_template("fields")["template"]["mappings"]["dynamic"] == "strict"


def test_vectors_name_their_engine():
    vector = load_template("vectors")["template"]["mappings"]["properties"]["vector"]
    assert vector["method"]["engine"] == "lucene"
    assert vector["data_type"] == "byte"
