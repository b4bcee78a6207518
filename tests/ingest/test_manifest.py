import hashlib

import pytest

from ingest.manifest import Given, list_files
from puente.errors import ManifestError, PathNotFoundError
from puente.records import Language, Visibility


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


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(PathNotFoundError, match="no such file or folder"):
        list_files([tmp_path / "nothing"])


def test_a_file_that_vanishes_is_listed_without_a_checksum(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert [(file.source, file.checksum) for file in list_files([tmp_path])] == [("link.txt", "")]
