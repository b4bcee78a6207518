"""Sign-in by key: finds the key that a request carries, and logs its use without the key."""

import base64
import binascii
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from puente.errors import PuenteError
from service.access.guesses import GuessLimit, TooManyGuessesError
from service.access.key_file import KeyFile
from service.access.keys import Key, Scope, digest_of, now

_log = logging.getLogger(__name__)
_START = datetime.fromtimestamp(0, UTC)


class WrongKeyError(PuenteError):
    """A request that needs a key, with none that is known."""

    code = "wrong-key"

    def __init__(self) -> None:
        super().__init__("Give a key that is known here (Authorization: Bearer KEY).")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that are accepted: those of a file, and editors of the environment by name."""

    file: KeyFile | None = None
    editors: Mapping[str, str] = field(default_factory=dict, repr=False)

    def known(self) -> tuple[Key, ...]:
        """All keys, those not in force too; raises KeyFileError."""
        of_file = self.file.read() if self.file else ()
        return (*of_file, *(_of_editor(name, key) for name, key in self.editors.items()))

    def may_anyone(self, scope: Scope) -> bool:
        """Test whether a key in force has a scope; raises KeyFileError."""
        return any(key.permits(scope) and key.state(now()) == "valid" for key in self.known())


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A request that shows a key: what it asks, without parameters, and where it comes from."""

    authorization: str
    method: str
    path: str
    client: str


class SignIn:
    """Tells who asks, by the keys of a ring; slows down who guesses."""

    def __init__(self, ring: KeyRing = KeyRing(), limit: GuessLimit | None = None) -> None:
        self.ring = ring
        self._limit = limit or GuessLimit()

    def identify(self, attempt: Attempt, scope: Scope | None = None) -> Key:
        """The key, if it is in force and has the scope, where one is asked for.

        Raises WrongKeyError, TooManyGuessesError, KeyRevokedError, KeyExpiredError,
        ScopeMissingError or KeyFileError.
        """
        name, secret = _credentials(attempt.authorization)
        if not secret:
            raise WrongKeyError
        found = _matching(self.ring.known(), name, secret)
        try:
            self._limit.admit(attempt.client, is_right=found is not None)
        except TooManyGuessesError:
            _say(logging.WARNING, "too many wrong keys", attempt)
            raise
        if found is None:
            # What was typed as a name may be the key.
            _say(logging.WARNING, "wrong key", attempt)
            raise WrongKeyError
        try:
            found.check(scope, now())
        except PuenteError as error:
            _say(logging.WARNING, f"{error.code} of {found.name!a}", attempt)
            raise
        _say(logging.INFO, f"key of {found.name!a} used", attempt)
        return found


def _say(level: int, what: str, attempt: Attempt) -> None:
    """Log an attempt; what strangers wrote is spelled out, so that it makes no line of its own."""
    _log.log(level, "%s: %s %a from %a", what, attempt.method, attempt.path[:200], attempt.client)


def _of_editor(name: str, secret: str) -> Key:
    return Key(
        name=name,
        digest=digest_of(secret),
        scopes=(Scope.CORRECT,),
        collections=None,
        expires=None,
        made=_START,
        made_by="PUENTE_EDITORS",
    )


def _credentials(authorization: str) -> tuple[str | None, str]:
    """The name and the key of an Authorization header; a bearer's key comes without a name."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return None, value.strip()
    if scheme.lower() != "basic":
        return None, ""
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None, ""
    return name, secret


def _matching(keys: tuple[Key, ...], name: str | None, secret: str) -> Key | None:
    """The key of a secret, and of a name where one is given; the last of several.

    All are compared, and whole: how long it takes says nothing of what there is.
    """
    digest = digest_of(secret)
    found = [key for key in keys if hmac.compare_digest(key.digest, digest)]
    return next((key for key in reversed(found) if name in (None, key.name)), None)
