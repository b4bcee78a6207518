from lxml import etree

from puente.interchange.xliff import File, Unit, write_xliff
from puente.model.documents import Language

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
META = "{urn:oasis:names:tc:xliff:metadata:2.0}"
UNITS = (
    Unit(id="informe.es.0001", source="Los «niños» & <niñas>\x00", target="Children"),
    Unit(
        id="informe.es.0002", source="año", target="year", is_reviewed=True,
        metadata={"confidence": "0.98", "divergences": 'a "b"'},
    ),
    Unit(id="informe.es.0003", source="nada", target=None),
)  # fmt: skip
# What the specification requires, and the children that each element may have, in their order.
REQUIRED = {"xliff": {"version", "srcLang"}, "file": {"id"}, "unit": {"id"}}
CHILDREN = {
    "xliff": ["file"], "file": ["unit"], "unit": ["metadata", "segment"],
    "segment": ["source", "target"], "source": [], "target": [], "metadata": ["metaGroup"],
    "metaGroup": ["meta"], "meta": [],
}  # fmt: skip


def written(*units):
    file = File(id="informe", original="informe.docx", units=units)
    pieces = write_xliff((Language.ES, Language.EN), [file])
    return etree.fromstring("".join(pieces).encode())


def name(element):
    return etree.QName(element).localname


def test_every_element_is_one_of_the_specification_and_has_what_it_requires():
    for element in written(*UNITS).iter():
        assert REQUIRED.get(name(element), set()) <= set(element.attrib)
        places = [CHILDREN[name(element)].index(name(child)) for child in element]
        assert places == sorted(places)


def test_the_document_says_its_version_and_languages():
    root = written(*UNITS)
    assert root.tag == f"{CORE}xliff"
    assert dict(root.attrib) == {"version": "2.1", "srcLang": "es", "trgLang": "en"}


def test_a_segment_has_both_texts_and_its_state():
    segments = list(written(*UNITS).iter(f"{CORE}segment"))
    assert [each.get("state") for each in segments] == ["translated", "reviewed", "initial"]
    assert [[side.text for side in each] for each in segments] == [
        ["Los «niños» & <niñas>", "Children"], ["año", "year"], ["nada"],
    ]  # fmt: skip


def test_what_is_said_of_a_unit_is_in_its_metadata():
    found = written(*UNITS).iter(f"{META}meta")
    assert {each.get("type"): each.text for each in found} == UNITS[1].metadata


def test_a_file_without_units_is_left_out():
    assert len(written()) == 0
