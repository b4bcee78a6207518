"""The file of keys: closed to others, seen as it is now, refused when it is not sound."""

import stat
import threading
from datetime import timedelta

import pytest

from service.access.key_file import KeyExistsError, KeyFile, KeyFileError, KeyNotFoundError
from service.access.keys import Key, Scope, digest_of, make_secret, now


def key(name="ana", secret="", **values):
    fields = {
        "name": name, "digest": digest_of(secret or make_secret()), "scopes": (Scope.CORRECT,),
        "collections": ("oas",), "expires": None, "made": now(), "made_by": "luis",
    }  # fmt: skip
    return Key(**{**fields, **values})


@pytest.fixture
def file(tmp_path):
    return KeyFile(tmp_path / "new" / "keys.json")


def test_a_file_that_is_not_there_has_no_keys(file):
    assert file.read() == ()


def test_a_key_is_read_as_it_was_kept(file):
    kept = [key(expires=now() + timedelta(days=1)), key("luis", collections=None)]
    for each in kept:
        file.add(each)
    assert KeyFile(file.path).read() == tuple(kept)


def test_only_its_owner_may_open_the_file_and_the_secret_is_not_in_it(file):
    secret = make_secret()
    file.add(key(secret=secret))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert secret not in file.path.read_text()
    assert [each.name for each in file.path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_may_open_is_refused(file, mode):
    file.add(key())
    file.path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        file.read()


@pytest.mark.parametrize(
    "text", ["", "{", '{"version": 2, "keys": []}', '{"version": 1, "keys": [{"name": "ana"}]}']
)
def test_a_file_of_another_shape_is_refused(file, text):
    file.add(key())
    file.path.write_text(text)
    with pytest.raises(KeyFileError, match="Mend the file"):
        file.read()


def test_an_unknown_scope_is_refused(file):
    file.add(key())
    file.path.write_text(file.path.read_text().replace("correct", "everything"))
    with pytest.raises(KeyFileError):
        file.read()


def test_another_reader_sees_a_change_at_once(file):
    other = KeyFile(file.path)
    assert other.read() == ()
    file.add(key())
    assert [each.state(now()) for each in other.read()] == ["valid"]
    file.revoke("ana", when=now(), by="luis")
    assert [(each.state(now()), each.revoked_by) for each in other.read()] == [("revoked", "luis")]


def test_a_name_has_one_key_in_force(file):
    file.add(key())
    with pytest.raises(KeyExistsError, match="ana"):
        file.add(key())
    file.revoke("ana", when=now(), by="luis")
    file.add(key())
    assert [each.state(now()) for each in file.read()] == ["revoked", "valid"]


def test_an_expired_key_can_be_followed_by_another(file):
    file.add(key(expires=now() - timedelta(seconds=1)))
    file.add(key())
    assert [each.state(now()) for each in file.read()] == ["expired", "valid"]


def test_who_has_no_key_loses_none(file):
    file.add(key())
    before = file.path.read_bytes()
    with pytest.raises(KeyNotFoundError, match="luis"):
        file.revoke("luis", when=now(), by="luis")
    assert file.path.read_bytes() == before


def test_changes_at_the_same_time_lose_no_key(file):
    names = [f"n{number}" for number in range(20)]
    threads = [threading.Thread(target=KeyFile(file.path).add, args=(key(name),)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.name for each in file.read()) == sorted(names)
