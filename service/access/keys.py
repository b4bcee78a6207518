"""Keys: names with 256 random bits, kept as checksums with what each of them may do."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from puente.errors import PuenteError

_BITS = 256
_PREFIX = "puente_"

KEY_PATTERN = re.compile(rf"{_PREFIX}[A-Za-z0-9_-]{{43}}")
"""Keys as they are made: 256 bits in base64, behind a word by which a leaked one is found."""


class Scope(StrEnum):
    """Permission that a key gives, in its collections; `admin` gives the others as well."""

    READ_RESTRICTED = "read-restricted"
    CORRECT = "correct"
    ADMIN = "admin"


class KeyExpiredError(PuenteError):
    """A key whose time is over."""

    code = "key-expired"

    def __init__(self) -> None:
        super().__init__("The time of this key is over. Ask for another one (`puente keys add`).")


class KeyRevokedError(PuenteError):
    """A key that was taken back."""

    code = "key-revoked"

    def __init__(self) -> None:
        super().__init__("This key was taken back. Ask for another one (`puente keys add`).")


class ScopeMissingError(PuenteError):
    """A key that is right, but not for what is asked."""

    code = "key-lacks-scope"

    def __init__(self) -> None:
        super().__init__("This key does not permit that. Ask for one with the scope that does.")


class OtherCollectionError(PuenteError):
    """A key of one collection for a document of another."""

    code = "key-of-other-collection"

    def __init__(self) -> None:
        super().__init__("This key is for other collections. Ask for one for this collection.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Key without its secret: a checksum of it, and what may be done with it.

    It holds for all collections where `collections` is None, and for good where `expires` is.
    """

    name: str
    digest: str
    scopes: tuple[Scope, ...]
    collections: tuple[str, ...] | None
    expires: datetime | None
    made: datetime
    made_by: str
    revoked: datetime | None = None
    revoked_by: str | None = None

    def state(self, now: datetime) -> str:
        """State of the key: `valid`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= now else "valid"

    def permits(self, scope: Scope) -> bool:
        """Test whether the key has a scope, or the one that gives all."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def check(self, scope: Scope | None, now: datetime) -> None:
        """Raise KeyRevokedError, KeyExpiredError or ScopeMissingError."""
        match self.state(now):
            case "revoked":
                raise KeyRevokedError
            case "expired":
                raise KeyExpiredError
        if scope and not self.permits(scope):
            raise ScopeMissingError

    def check_collections(self, collections: Iterable[str]) -> None:
        """Raise OtherCollectionError for a collection that the key is not for."""
        if self.collections is not None and not set(collections) <= set(self.collections):
            raise OtherCollectionError


def make_secret() -> str:
    """A secret that nobody had before; it is shown once and kept nowhere."""
    return _PREFIX + secrets.token_urlsafe(_BITS // 8)


def digest_of(secret: str) -> str:
    """Checksum by which a secret is known again.

    A slow, salted hash protects what people think up, for they think alike. Of 2**256 random bits
    nobody finds the right ones however fast the hash is, so SHA-256 is enough, and a wrong key
    costs the service next to nothing.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def now() -> datetime:
    """The time, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
