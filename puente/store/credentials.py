"""Who asks a cluster, and whom it trusts."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from puente.model.documents import Visibility

# A password may have a slash or an @ of its own: up to the last one.
_SECRETS = re.compile(r"//.*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A user with a password, or an API key; neither where the cluster's security is off."""

    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Access to a cluster with security on; an embedded store needs none.

    `authority` is a file with the certificates to trust: with one, the cluster is asked over TLS.
    The restricted index may have `restricted` credentials of its own.
    """

    credentials: Credentials = Credentials()
    restricted: Credentials | None = None
    authority: Path | None = None

    def to(self, visibility: Visibility) -> Credentials:
        """The credentials for the index of one visibility."""
        if visibility is Visibility.RESTRICTED and self.restricted:
            return self.restricted
        return self.credentials


def without_secrets(url: str) -> str:
    """An address as it may be shown: without what stands before an @."""
    return _SECRETS.sub("//", url)
