import hashlib
import os

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
        ('[files."a.txt"]\ntitel = "x"', "files.a.txt.titel: Extra inputs are not permitted"),
        ('[files."a.txt"]\nlanguage = "de"', "files.a.txt.language"),
        ('[files."a.txt"]\ndate = "13/10/2004"', "a date is written 2004-10-13, 2004-10 or 2004"),
        ('[files."a.txt"]\ndate = "2004-02-31"', "a date is written 2004-10-13, 2004-10 or 2004"),
        ('[files."a.txt"]\nsymbol = "ninguna"', "is not a document symbol"),
        ('[files."b.txt"]\ntitle = "x"', "describes “b.txt”, which is not in the folder"),
        ("[other]\nx = 1", "other: Extra inputs are not permitted"),
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
        ("file,titel\na.txt,x", "line 2: titel: Extra inputs are not permitted"),
        ("file,title\na.txt,x\na.txt,y", "line 3: “a.txt” is described twice"),
        ("file,title\nb.txt,x", "line 2: it describes “b.txt”, which is not in the folder"),
        ("file,date\n\na.txt,13/10/2004", "line 3: date: Value error, a date is written"),
        ('file,title\na.txt,"x\ny"\na.txt,z', "line 4: “a.txt” is described twice"),
        ("file,title\na.txt,x,y", "line 2: it has more cells than there are columns"),
        ("file,title\n,x", "line 2: it names no file"),
        ("file,title\na.txt," + "x" * 200_000, "line 2: cannot be read: field larger"),
    ],
)
def test_a_wrong_table_says_which_line_is_wrong(tmp_path, table, complaint):
    (tmp_path / "a.txt").write_text("texto")
    (tmp_path / "manifest.csv").write_text(table)
    with pytest.raises(ManifestError) as caught:
        list_files([tmp_path])
    assert complaint in str(caught.value)


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
