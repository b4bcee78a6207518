"""Sign-on as the settings say it: complete, or the service does not start."""

from datetime import timedelta

import pytest

from puente.embedding.hashing import HashingEmbedder
from puente.errors import SettingsError
from puente.model.documents import Visibility
from puente.settings import Settings
from service.access.keys import Key, Scope, digest_of, now
from service.access.visitors import NoSignOnError
from service.bootstrap import (
    RestrictedReading,
    Stores,
    check_sign_on,
    key_file_of,
    open_services,
    proxy_sign_on_of,
)
from tests.fixtures.builders import document, put
from tests.fixtures.command_line import puente

BY_PROXY = {
    "user_header": "X-User",
    "groups_header": "X-Groups",
    "groups": "team:csm",
    "trusted_proxies": "10.0.0.9",
}


@pytest.fixture
def settings_with(tmp_path):
    def settings_with(**values):
        return Settings(keys=tmp_path / "keys.json", restricted="csm", **values)

    return settings_with


def keep(settings, **values):
    fields = {
        "name": "ana", "digest": digest_of("x"), "scopes": (Scope.READ_RESTRICTED,),
        "collections": ("csm",), "expires": None, "made": now(), "made_by": "luis",
    }  # fmt: skip
    key_file_of(settings).add(Key(**{**fields, **values}))


def test_a_reader_by_key_or_by_proxy_can_sign_on(settings_with):
    check_sign_on(settings_with(**BY_PROXY))
    settings = settings_with()
    keep(settings)
    check_sign_on(settings)


@pytest.mark.parametrize(
    "values",
    [
        {"scopes": (Scope.CORRECT,)},
        {"expires": now() - timedelta(seconds=1)},
        {"revoked": now(), "revoked_by": "luis"},
    ],
)
def test_a_key_for_other_things_is_no_sign_on(settings_with, values):
    settings = settings_with()
    keep(settings, **values)
    with pytest.raises(NoSignOnError, match="puente keys add"):
        check_sign_on(settings)


@pytest.mark.parametrize("missing", ["user_header", "groups_header", "groups"])
def test_half_a_proxy_is_no_sign_on(settings_with, missing):
    with pytest.raises(NoSignOnError):
        check_sign_on(settings_with(**{**BY_PROXY, missing: ""}))


def test_a_header_that_anybody_could_write_is_refused(settings_with):
    with pytest.raises(SettingsError, match="PUENTE_USER_HEADER: anybody could write it"):
        proxy_sign_on_of(settings_with(**{**BY_PROXY, "trusted_proxies": ""}))


def test_the_service_does_not_start_where_nobody_can_sign_on(tmp_path):
    url = f"sqlite:///{tmp_path}/puente.db"
    done = puente("serve", "--store", url, "--port", "0", PUENTE_RESTRICTED="csm")
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "no-sign-on")


def test_a_restricted_index_that_comes_later_is_found(tmp_path):
    stores = Stores(f"sqlite:///{tmp_path}/puente.db", HashingEmbedder())
    stores.create(Visibility.PUBLIC)
    public = open_services(stores)
    reading = RestrictedReading(stores, lambda: public)
    assert reading(("csm",)) is public
    other = Stores(stores.url, HashingEmbedder())
    put(other.create(Visibility.RESTRICTED), document("a.es", collection="csm"), "El asilo")
    other.close()
    assert [each.id for each in reading(("csm",)).catalogue.documents()] == ["a.es"]
    assert [each.id for each in reading(None).catalogue.documents()] == ["a.es"]
    assert reading(("crm",)).catalogue.documents() == public.catalogue.documents() == ()
    stores.close()
