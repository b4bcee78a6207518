"""Stores, encoder and searcher opened as the settings say."""

import getpass
import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from puente.audit.trail import UNRECORDED, AuditTrail
from puente.catalogue.catalogue import Catalogue
from puente.catalogue.confined_reader import ConfinedReader
from puente.corrections.service import CorrectionService
from puente.embedding import open_embedder
from puente.embedding.protocol import Embedder
from puente.errors import SettingsError, StoreError
from puente.model.documents import Visibility
from puente.originals.kept_files import KeptFiles
from puente.search.searcher import Searcher
from puente.settings import Settings, data_folder
from puente.store import exists, is_served, open_store, refused_path, url_for
from puente.store.credentials import Access
from puente.store.protocol import Store
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.access.key_file import KeyFile
from service.access.keys import Scope
from service.access.sign_in import KeyRing
from service.access.visitors import NoSignOnError, ProxySignOn

_log = logging.getLogger(__name__)
_PAUSE_SECONDS = 1.0


@dataclass(slots=True)
class Stores:
    """The stores of one address, opened when they are first asked for and closed together."""

    url: str
    embedder: Embedder
    access: Access = Access()
    opened: dict[Visibility, Store] = field(default_factory=dict)

    def create(self, visibility: Visibility) -> Store:
        """The store of one visibility, made where there is none; raises StoreError."""
        return self.open(visibility, create=True)

    def open(self, visibility: Visibility, *, create: bool = False) -> Store:
        """The store of one visibility; raises StoreError."""
        if visibility not in self.opened:
            self.opened[visibility] = open_store(
                url_for(self.url, visibility),
                embedder=self.embedder.name,
                dimension=self.embedder.dimension,
                create=create,
                access=self.access,
            )
        return self.opened[visibility]

    def find(self, visibility: Visibility) -> Store | None:
        """The store of one visibility if it was ever made; raises StoreError."""
        if visibility in self.opened or exists(url_for(self.url, visibility), self.access):
            return self.open(visibility)
        return None

    def close(self) -> None:
        """Close what was opened."""
        for store in self.opened.values():
            store.close()


@contextmanager
def stores_at(url: str, embedder: str, access: Access = Access()) -> Iterator[Stores]:
    """The stores of an address with their encoder, closed at the end."""
    stores = Stores(url, open_embedder(embedder), access)
    try:
        yield stores
    finally:
        stores.close()


def rejections_path(url: str) -> Path:
    """The file that names what a store refused: beside the store, else with the user's data."""
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    return refused_path(url) or data_folder() / f"{name}.refused.jsonl"


def key_file_of(settings: Settings) -> KeyFile:
    """The file of the keys: the one that is set, else beside what names the refused files."""
    return KeyFile(settings.keys or _beside(settings, "keys.json"))


def audit_trail_of(settings: Settings) -> AuditTrail:
    """The audit trail of an installation, written in the name of the user who runs this."""
    return AuditTrail(audit_path_of(settings), who=user_name())


def audit_path_of(settings: Settings) -> Path:
    """The file of the audit trail: the one that is set, else beside the index."""
    return settings.audit or _beside(settings, "audit.jsonl")


def kept_files_of(settings: Settings) -> KeptFiles:
    """The originals of an installation, in a folder beside the index."""
    return KeptFiles(_beside(settings, "files"), keeps=settings.keep_files)


def visibilities_made(settings: Settings) -> tuple[Visibility, ...]:
    """The visibilities whose index is to be there: public, and the others that were ever made."""
    return tuple(
        each
        for each in Visibility
        if each is Visibility.PUBLIC or exists(url_for(settings.store, each), settings.access)
    )


def user_name() -> str:
    """The name of the user who runs this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"


def _beside(settings: Settings, ending: str) -> Path:
    """A file beside the one that names what was refused."""
    beside = rejections_path(settings.store)
    return beside.with_name(f"{beside.name.removesuffix('.refused.jsonl')}.{ending}")


def key_ring_of(settings: Settings) -> KeyRing:
    """The keys that a service accepts."""
    return KeyRing(key_file_of(settings), settings.editor_keys)


@dataclass(frozen=True, slots=True)
class SearchServices:
    """A searcher, and the catalogue and the corrections of the same indexes."""

    searcher: Searcher
    catalogue: Catalogue
    corrections: CorrectionService = CorrectionService(())


def open_services(
    stores: Stores, *, restricted: bool = False, trail: AuditTrail = UNRECORDED
) -> SearchServices:
    """The searcher and catalogue of the public index, and of the restricted one when asked for.

    Corrections are recorded on the trail. Raises StoreError; a restricted index that was never made
    is an empty one.
    """
    readers = [stores.open(Visibility.PUBLIC)]
    if restricted and (store := stores.find(Visibility.RESTRICTED)):
        readers.append(store)
    searcher = Searcher(readers, stores.embedder, load_lexicon(), load_glossary())
    return SearchServices(searcher, Catalogue(readers), CorrectionService(readers, trail))


class RestrictedReading:
    """The reading of those who signed on: the public index, and of the restricted one some.

    A restricted index that was never made is looked for at every question.
    """

    def __init__(
        self,
        stores: Stores,
        open_public: Callable[[], SearchServices],
        trail: AuditTrail = UNRECORDED,
    ) -> None:
        self._stores = stores
        self._open_public = open_public
        self._trail = trail
        self._lock = threading.Lock()

    def __call__(self, collections: tuple[str, ...] | None) -> SearchServices:
        """The reading for some collections, or for all; raises StoreError."""
        public = self._open_public()
        with self._lock:
            restricted = self._stores.find(Visibility.RESTRICTED)
        if restricted is None:
            return public
        seen = restricted if collections is None else ConfinedReader(restricted, collections)
        readers = (self._stores.open(Visibility.PUBLIC), seen)
        corrections = CorrectionService(readers, self._trail)
        return SearchServices(public.searcher.over(readers), Catalogue(readers), corrections)


def proxy_sign_on_of(settings: Settings) -> ProxySignOn | None:
    """The sign-on by a proxy, where it is set; raises SettingsError where it is set by halves."""
    if not settings.user_header:
        return None
    if not settings.proxies:
        raise SettingsError(
            "PUENTE_USER_HEADER",
            "anybody could write it, for PUENTE_TRUSTED_PROXIES names no proxy",
        )
    return ProxySignOn(
        user_header=settings.user_header,
        groups_header=settings.groups_header,
        groups=settings.collections_by_group,
    )


def check_sign_on(settings: Settings) -> None:
    """Raise NoSignOnError where restricted collections are to be served and nobody can sign on."""
    proxy = proxy_sign_on_of(settings)
    by_proxy = proxy is not None and bool(proxy.groups_header and proxy.groups)
    if not (by_proxy or key_ring_of(settings).may_anyone(Scope.READ_RESTRICTED)):
        raise NoSignOnError


@contextmanager
def services_at(
    settings: Settings, visibility: Visibility = Visibility.PUBLIC
) -> Iterator[SearchServices]:
    """The services that a command reads, closed at the end; raises StoreError."""
    with stores_at(settings.store, settings.embedder, settings.access) as stores:
        yield open_services(stores, restricted=visibility is Visibility.RESTRICTED)


class ServiceOpening:
    """The reading of a service: it is there as soon as the index can be opened."""

    def __init__(self, stores: Stores, trail: AuditTrail) -> None:
        self._stores = stores
        self._trail = trail
        self._reason = ""
        self._found: SearchServices | StoreError = self._open()
        self._ended = threading.Event()

    def __call__(self) -> SearchServices:
        """The reading; raises the StoreError for which there is none yet."""
        if isinstance(self._found, StoreError):
            raise self._found.with_traceback(None)
        return self._found

    def wait(self) -> None:
        """Try again until the index is open, or nobody needs it any more."""
        while isinstance(self._found, StoreError) and not self._ended.wait(_PAUSE_SECONDS):
            self._found = self._open()

    def end(self) -> None:
        """Try no more."""
        self._ended.set()

    def _open(self) -> SearchServices | StoreError:
        try:
            return open_services(self._stores, trail=self._trail)
        except StoreError as error:
            if str(error) != self._reason:
                self._reason = str(error)
                _log.warning("Not ready: %s", error)
            return error


@contextmanager
def opening(
    stores: Stores, trail: AuditTrail = UNRECORDED
) -> Iterator[Callable[[], SearchServices]]:
    """The function that gives a service its reading, or raises StoreError while there is none.

    An index in a file has to be there; one that a server keeps may come later.
    """
    opened = ServiceOpening(stores, trail)
    if not is_served(stores.url):
        opened()
    thread = threading.Thread(target=opened.wait, daemon=True, name="puente-opening")
    thread.start()
    try:
        yield opened
    finally:
        opened.end()
        thread.join()
