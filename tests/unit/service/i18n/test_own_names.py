"""Names that an installation gives to its collections and organs."""

import pytest

from puente.errors import SettingsError
from puente.settings import Settings
from service.i18n.own_names import read_own_names
from service.i18n.translator import Translator
from service.web.pages.site import read_site

NAMES = """
[collections.usdol]
name = { es = "Departamento de Trabajo", en = "Department of Labor" }
description = { es = "Acuerdos.", en = "Agreements." }

[collections.oas]
description = { es = "Resoluciones.", en = "Resolutions." }

[organs."CE/AM"]
name = { es = "Comisión Migratoria", en = "Migration Committee" }
"""


@pytest.fixture
def file_of(tmp_path):
    def file_of(text):
        path = tmp_path / "names.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return file_of


def test_a_value_has_the_installation_s_name_or_else_that_of_the_messages(file_of):
    spanish = Translator("es", read_own_names(file_of(NAMES))["es"])
    assert spanish.name("collections", "usdol") == "Departamento de Trabajo"
    assert spanish.name("collections", "crm") == "Conferencia Regional sobre Migración (CRM)"
    assert spanish.name("collections", "xyz") == "xyz"
    assert spanish.own_name("organs", "CE/AM") == "Comisión Migratoria"
    assert (spanish.description("oas"), spanish.description("crm")) == ("Resoluciones.", None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[collections.a]\nname = { es = 'x' }", r"collections\.a\.name: .*es, en"),
        ("[organs.a]\nname = { es = 'x', en = 'y', de = 'z' }", r"organs\.a\.name"),
        ("[organs.a]\ndescription = { es = 'x', en = 'y' }", r"organs\.a\.name"),
        ("[collection.a]", "collection"),
        ("[collections.a]\nname = { es = '', en = 'y' }", r"collections\.a\.name\.es"),
        ("no", "names.toml"),
        ("#" * 200_001, "more than 200000 bytes"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_at_the_start(file_of, text, named):
    with pytest.raises(SettingsError, match=f"PUENTE_SITE_NAMES: .*{named}"):
        read_own_names(file_of(text))


def test_the_names_stand_on_every_page(client, file_of):
    names = NAMES.replace(
        "[collections.oas]",
        """[collections.oas]
name = { es = "OEA <b>", en = "OAS" }""",
    )
    client.app.state.site = read_site(Settings(site_names=file_of(names)))
    for address in ("/es/browse", "/es/search?q=constante", "/es/doc/ce-am-75-09-rev-2",
                    "/es/documents", "/es/collections/oas", "/es/coverage/table"):  # fmt: skip
        html = client.get(address).text
        assert "Comisión Migratoria" in html, address
        assert "Comisión Especial de Asuntos Migratorios" not in html, address
        assert "<b>" not in html
    html = client.get("/es/collections/oas").text
    assert "<h1>OEA &lt;b&gt;</h1>" in html
    assert '<p class="lead own">Resoluciones.</p>' in html
    assert "Agreements" not in client.get("/en/collections").text
    assert "Migration Committee" in client.get("/en/documents").text
