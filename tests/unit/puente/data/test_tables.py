import re

import pytest

from puente.data.tables import read_table
from tests.paths import ROOT


def test_a_table_is_read_from_a_package_and_from_a_folder_below_one():
    assert read_table("puente.data", "stopwords.toml").keys() >= {"es", "en"}
    assert "Comuníquese" in read_table("ingest", "data/resolution.toml")["closings"]


def test_a_table_that_does_not_exist_is_an_error():
    with pytest.raises(FileNotFoundError):
        read_table("puente.data", "nowhere.toml")


def test_shipped_tables_are_read_in_one_place():
    modules = [
        path.relative_to(ROOT).as_posix()
        for package in ("puente", "ingest", "service", "tools")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"^import tomllib", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    # A manifest and a site's own names lie in the user's folder.
    assert sorted(modules) == [
        "ingest/sources/manifest_rows.py",
        "puente/data/tables.py",
        "service/i18n/own_names.py",
    ]
