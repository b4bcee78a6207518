import hashlib
import os
import unicodedata

import pytest

from ingest.extraction import extract
from ingest.sources.listing import list_files
from ingest.sources.manifest import Given
from puente.errors import ExtractionError, ManifestError, PathNotFoundError
from puente.model.documents import Distribution, Language, Visibility
from puente.model.reports import Reason


def test_a_folder_is_walked_in_order_without_hidden_files_and_manifests(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/x.txt", "__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("texto")
    (tmp_path / "manifest.toml").write_text("")
    assert [file.source for file in list_files([tmp_path])] == ["a.txt", "b.txt", "sub/c.txt"]


def test_a_file_is_known_by_its_name_and_checksum(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"texto")
    (file,) = list_files([path])
    expected = hashlib.sha256(b"texto").hexdigest()
    assert (file.path, file.source, file.checksum, file.size) == (path, "a.txt", expected, 5)


def test_a_file_given_twice_is_listed_once(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("texto")
    assert [file.source for file in list_files([tmp_path, path])] == ["a.txt"]


def test_a_manifest_speaks_for_the_files_beside_it(tmp_path):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "b.txt").write_text("texto")
    (tmp_path / "manifest.toml").write_text(
        '[files."a.txt"]\ntitle = "Informe"\nlanguage = "es"\ndate = 2004-10-13\n'
        'visibility = "restricted"\n'
    )
    first, second = list_files([tmp_path])
    assert first.given == Given(
        title="Informe",
        language=Language.ES,
        date="2004-10-13",
        visibility=Visibility.RESTRICTED,
    )
    assert second.given == Given()


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        ("[files", "cannot be read"),
        ('[files."b.txt"]\ntitle = "x"', "describes “b.txt”, which is not in the folder"),
        ("[other]\nx = 1", "other: there is no field of that name"),
    ],
)
def test_a_wrong_manifest_says_what_is_wrong(tmp_path, manifest, complaint):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "manifest.toml").write_text(manifest)
    with pytest.raises(ManifestError) as caught:
        list_files([tmp_path])
    assert complaint in str(caught.value)
    assert caught.value.code == "bad-manifest"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_table_speaks_for_the_files_beside_it(tmp_path, encoding, divider):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("texto")
    rows = (
        ("file", "title", "session", "distribution", "date"),
        ("a.txt", "Niñez", "131º período de sesiones", "limited", "2004-10"),
        ("c.txt", "", "", "", "2004"),
        ("", "", "", "", ""),
    )
    table = "\r\n".join(divider.join(row) for row in rows)
    (tmp_path / "manifest.csv").write_bytes(table.encode(encoding))
    assert [file.given for file in list_files([tmp_path])] == [
        Given(
            title="Niñez",
            session="131º período de sesiones",
            distribution=Distribution.LIMITED,
            date="2004-10",
        ),
        Given(),
        Given(date="2004"),
    ]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("", "line 1: there is no column “file”"),
        ("name,title\na.txt,x", "line 1: there is no column “file”"),
        ("file,titel\na.txt,x", "line 1: titel: there is no such column"),
        ("file,title\na.txt,x\na.txt,y", "line 3: “a.txt” is described twice"),
        ("file,title\nb.txt,x", "line 2: it describes “b.txt”, which is not in the folder"),
        ('file,title\na.txt,"x\ny"\na.txt,z', "line 4: “a.txt” is described twice"),
        ("file,title\na.txt,x,y", "line 2: it has more cells than there are columns"),
        ("file,title\n,x", "line 2: it names no file"),
        ("file,title\na.txt," + "x" * 200_000, "line 2: cannot be read: field larger"),
        ("sep=,\nfile,title\n\na.txt," + "x" * 200_000, "line 4: cannot be read: field larger"),
        ("file,title\n.hidden.txt,x", "line 2: “.hidden.txt” is no file that is ingested"),
        ("file,title\nmanifest.csv,x", "line 2: “manifest.csv” is no file that is ingested"),
        ("file,title\nsub,x", "line 2: “sub” is no file that is ingested"),
        ("file,title\n.,x", "line 2: “.” leads out of the folder"),
        ("file,title\n../b.txt,x", "line 2: “../b.txt” leads out of the folder"),
        ("file,title\n/b.txt,x", "line 2: “/b.txt” leads out of the folder"),
        ("file,title\nout/b.txt,x", "line 2: “out/b.txt” is no file that is ingested"),
        ("file,title\nsub/B.TXT,x", "“sub/B.TXT”, which fits several files"),
        ("file,title\na.txt,x\n./A.TXT,y", "line 3: “./A.TXT” is described twice"),
    ],
)
def test_a_wrong_table_says_which_line_is_wrong(tmp_path, table, complaint):
    folder = tmp_path / "folder"
    for name in ("a.txt", ".hidden.txt", "sub/b.txt", "sub/B.txt", "../elsewhere/b.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("texto")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "manifest.csv").write_text(table)
    with pytest.raises(ManifestError) as caught:
        list_files([folder])
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("manifest", "content", "complaint"),
    [
        ("manifest.toml", '[files."a.txt"]\ntitel = "x"', "files.a.txt: titel: there is no field"),
        ("manifest.toml", '[files."a.txt"]\nlanguage = "de"', "language: it must be one of"),
        ("manifest.toml", '[files."a.txt"]\ndate = "13/10/2004"', "date: a date is"),
        ("manifest.toml", '[files."a.txt"]\ndate = "2004-02-31"', "2004-10-13, 2004-10 or 2004"),
        ("manifest.toml", '[files."a.txt"]\nsymbol = "ninguna"', "is not a document symbol"),
        ("manifest.csv", "file,date\n\na.txt,13/10/2004", "line 3: date: a date is"),
    ],
)
def test_a_row_with_a_wrong_value_holds_back_its_file_only(tmp_path, manifest, content, complaint):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("texto")
    (tmp_path / manifest).write_text(content)
    first, second = list_files([tmp_path])
    assert complaint in first.complaint
    assert str(tmp_path / manifest) in first.complaint
    assert (first.given, second.given, second.complaint) == (Given(), Given(), "")


@pytest.mark.parametrize(
    ("visibility", "held"),
    [
        ("restricted", Visibility.RESTRICTED),
        ("Reservado", Visibility.RESTRICTED),
        ("secret", Visibility.RESTRICTED),
        ("Público", None),
        ("", None),
    ],
)
def test_a_wrong_row_states_nothing_but_a_doubt_about_its_visibility(tmp_path, visibility, held):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text(f"file,date,visibility\na.txt,ayer,{visibility}")
    (file,) = list_files([tmp_path])
    assert file.complaint
    assert file.given == Given(visibility=held)


@pytest.mark.parametrize(
    ("columns", "values", "held"),
    [
        ("distribution", "general", None),
        ("distribution", "reservada", Visibility.RESTRICTED),
        ("distribution", "de casa", Visibility.RESTRICTED),
        ("distribution,visibility", "reservada,public", None),
        ("embargo,visibility", "2099-01-01,public", Visibility.RESTRICTED),
    ],
)
def test_a_wrong_row_counts_as_restricted_when_it_says_anything_like_it(
    tmp_path, columns, values, held
):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text(f"file,date,{columns}\na.txt,ayer,{values}")
    (file,) = list_files([tmp_path])
    assert (bool(file.complaint), file.given) == (True, Given(visibility=held))


@pytest.mark.parametrize(
    "named",
    ["sub/acta.txt", "./sub/acta.txt", "sub\\acta.txt", "SUB/Acta.TXT", "@HERE@/sub/acta.txt"],
)
@pytest.mark.parametrize("manifest", ["manifest.csv", "manifest.toml"])
def test_a_row_names_its_file_by_a_path(tmp_path, named, manifest):
    """K2: such a row passed the check and said nothing, so a restricted document went public."""
    for name in ("otro.txt", "sub/acta.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("texto")
    named = named.replace("@HERE@", str(tmp_path))
    (tmp_path / manifest).write_text(
        f"file,visibility\n{named},restricted\n"
        if manifest == "manifest.csv"
        else f"[files.'{named}']\nvisibility = 'restricted'\n"
    )
    assert [(file.source, file.given) for file in list_files([tmp_path])] == [
        ("otro.txt", Given()),
        ("sub/acta.txt", Given(visibility=Visibility.RESTRICTED)),
    ]


def test_a_manifest_of_a_folder_above_counts(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "acta.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text("file,title\nsub/acta.txt,T\ngone.txt,U\n")
    for path in (tmp_path / "sub", tmp_path / "sub" / "acta.txt"):
        (file,) = list_files([path])
        assert file.given == Given(title="T")


def test_two_rows_for_one_file_in_two_folders_are_an_error(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "acta.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text("file,title\nsub/acta.txt,T\n")
    (tmp_path / "sub" / "manifest.csv").write_text("file,title\nacta.txt,T\n")
    with pytest.raises(ManifestError, match=r"“acta\.txt” is described in"):
        list_files([tmp_path])


@pytest.mark.parametrize("column", ["source_url", "URL", "Enlace al original"])
def test_a_row_states_where_the_original_is(tmp_path, column):
    (tmp_path / "acta.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text(f"file,{column}\nacta.txt,https://www.oas.org/acta\n")
    (file,) = list_files([tmp_path])
    assert file.given == Given(source_url="https://www.oas.org/acta")


@pytest.mark.parametrize("address", ["www.oas.org/acta", "javascript:alert(1)", "http://a:b@c/"])
def test_an_address_that_cannot_be_opened_holds_back_its_file(tmp_path, address):
    (tmp_path / "acta.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text(f"file,source_url\nacta.txt,{address}\n")
    (file,) = list_files([tmp_path])
    assert "an address begins with http:// or https://" in file.complaint
    assert file.given.source_url is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_row_names_its_file_in_another_form_of_unicode(tmp_path, form):
    """K13: the name of a file from a Mac is decomposed, what a person types is not."""
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    (tmp_path / unicodedata.normalize(other, "Resolución_São.txt")).write_text("texto")
    row = unicodedata.normalize(form, "file,title\nResolución_São.txt,T\n")
    (tmp_path / "manifest.csv").write_text(row, encoding="utf-8")
    (file,) = list_files([tmp_path])
    assert file.given == Given(title="T")


@pytest.mark.parametrize(
    ("content", "given"),
    [
        ("\ufeffsep=;\r\nfile;title\r\nacta.txt;Título\r\n", Given(title="Título")),
        ("File;Title;Date\r\nACTA.TXT;T;2009\r\n", Given(title="T", date="2009")),
        ("Archivo,Oficial\r\nacta.txt,Sí\r\n", Given(official=True)),
        ("file,official\r\nacta.txt,no\r\n", Given(official=False)),
        ("file,visibility\r\nacta.txt,Restricted\r\n", Given(visibility=Visibility.RESTRICTED)),
        (
            "Archivo;Título;Órgano;Idioma;Visibilidad\r\nActa.txt;T;OEA;Español;RESERVADA\r\n",
            Given(title="T", organ="OEA", language=Language.ES, visibility=Visibility.RESTRICTED),
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_read_as_spreadsheets_save_it(tmp_path, content, given, encoding):
    """K14: the divider above the table, UTF-16, and names and values in any case and in Spanish."""
    (tmp_path / "acta.txt").write_text("texto")
    plain = content if encoding == "utf-8" else content.lstrip("\ufeff").replace(";", "\t")
    (tmp_path / "manifest.csv").write_bytes(plain.encode(encoding))
    (file,) = list_files([tmp_path])
    assert (file.given, file.complaint) == (given, "")


def test_a_hidden_file_that_is_given_may_have_a_row(tmp_path):
    (tmp_path / ".acta.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text("file,title\n.acta.txt,T\n")
    (file,) = list_files([tmp_path / ".acta.txt"])
    assert file.given == Given(title="T")


def test_a_file_is_described_in_one_place(tmp_path):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "manifest.toml").write_text('[files."a.txt"]\ntitle = "x"')
    (tmp_path / "manifest.csv").write_text("file,title\na.txt,y")
    with pytest.raises(ManifestError, match=r"“a\.txt” is described in"):
        list_files([tmp_path])


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(PathNotFoundError, match="no such file or folder"):
        list_files([tmp_path / "nothing"])


def test_a_file_that_vanishes_is_listed_without_a_checksum(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert [(file.source, file.checksum) for file in list_files([tmp_path])] == [("link.txt", "")]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (b"lat\xf3n.txt", "lat\\xf3n.txt"),
        (b"dos\nl\x1b[1m.txt", "dos\\x0al\\x1b[1m.txt"),
        (b"dos\\x0al.txt", "dos\\x5cx0al.txt"),
        ("ni\u202eo.txt".encode(), "ni\\u{202e}o.txt"),
        ("nin\u0303o.txt".encode(), "niño.txt"),
    ],
)
def test_the_source_of_a_file_can_be_printed(tmp_path, name, source):
    path = tmp_path / os.fsdecode(name)
    path.write_text("texto")
    (file,) = list_files([tmp_path])
    assert (file.source, file.path) == (source, path)
    assert [given.source for given in list_files([path])] == [source]


def test_names_that_differ_only_in_form_stay_apart(tmp_path):
    for name in ("e\u0301.txt", "\u00e9.txt"):
        (tmp_path / name).write_text("texto")
    assert [file.source for file in list_files([tmp_path])] == ["é.txt", "\\u{e9}.txt"]


def test_a_named_pipe_is_listed_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert [(file.source, file.checksum) for file in list_files([tmp_path])] == [("pipe.txt", "")]


@pytest.mark.parametrize("target", ["outside.txt", "outside"])
def test_a_link_out_of_the_folder_is_listed_and_refused(tmp_path, target):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside.txt").write_text("texto")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(tmp_path / target)
    (file,) = list_files([tmp_path / "folder"])
    assert (file.source, file.checksum) == ("link.txt", "")
    with pytest.raises(ExtractionError, match="a symbolic link that leads out") as caught:
        extract(file.path)
    assert caught.value.reason is Reason.UNSUPPORTED


def test_links_within_the_folder_and_links_given_are_followed(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").symlink_to("b.txt")
    (tmp_path / "folder" / "b.txt").write_text("texto")
    (tmp_path / "link.txt").symlink_to(tmp_path / "folder" / "b.txt")
    for given, source in (("folder", "a.txt"), ("link.txt", "link.txt")):
        (file,) = list_files([tmp_path / given])
        assert (file.source, [block.text for block in extract(file.path).blocks]) == (
            source,
            ["texto"],
        )


def test_a_refused_link_does_not_hide_its_target(tmp_path):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(tmp_path / "a.txt")
    files = list_files([tmp_path / "folder", tmp_path / "a.txt"])
    assert [(file.source, file.size) for file in files] == [("link.txt", 0), ("a.txt", 5)]


def test_links_that_lead_to_each_other_are_listed(tmp_path):
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert {file.checksum for file in list_files([tmp_path])} == {""}
