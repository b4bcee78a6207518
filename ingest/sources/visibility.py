"""Visibility of the files of a run: as stated, unless a doubt keeps them restricted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.sources.listing import SourceFile
from puente.model.documents import Distribution, Visibility
from puente.model.reports import VisibilityNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Standing of a file in the restricted index before a run.

    `is_restricted` says that it has the file's document, `has_bytes` that it has the same bytes of
    any file, and `embargo` is the day of which the document was put there to wait.
    """

    is_restricted: bool = False
    has_bytes: bool = False
    embargo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The visibility of a file, and what a person should know of it."""

    visibility: Visibility
    note: VisibilityNote | None = None


class VisibilityRules:
    """Rules that say which index a file belongs in; every doubt ends restricted.

    A document that stands restricted goes public only where the run publishes and the file's row or
    the command says public. Bytes that are restricted anywhere are public only by a row of their
    own file. A row that states a limited distribution and no visibility says restricted. Until its
    day an embargo keeps a file restricted; then it is as if the row had none, and what was waiting
    for that day needs no publishing.
    """

    def __init__(
        self,
        files: Iterable[SourceFile],
        visibility: Visibility | None,
        *,
        publish: bool,
        today: date,
    ) -> None:
        self._visibility = visibility
        self._publish = publish
        self._today = today.isoformat()
        self._restricted_bytes = frozenset(
            file.checksum
            for file in files
            if file.checksum and self._stated(file) is Visibility.RESTRICTED
        )

    def is_over(self, embargo: str) -> bool:
        """Test for an embargo whose day has come."""
        return embargo <= self._today

    def is_embargoed(self, file: SourceFile) -> bool:
        """Test for a file whose embargo is not over."""
        return file.given.embargo is not None and not self.is_over(file.given.embargo)

    def place(self, file: SourceFile, standing: Standing) -> Placement:
        """The visibility of a file."""
        if self.is_embargoed(file):
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.EMBARGOED)
        stated = self._stated(file)
        if stated is Visibility.RESTRICTED:
            return Placement(visibility=stated)
        has_row = file.given.visibility is not None
        is_doubtful = not has_row and file.checksum in self._restricted_bytes
        if standing.is_restricted:
            waited = file.given.embargo is not None and standing.embargo == file.given.embargo
            if waited and not is_doubtful:
                return Placement(visibility=Visibility.PUBLIC, note=VisibilityNote.RELEASED)
            if self._publish and stated is Visibility.PUBLIC:
                return Placement(visibility=stated, note=VisibilityNote.PUBLISHED)
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.KEPT)
        if is_doubtful or (standing.has_bytes and not has_row):
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.SAME_BYTES)
        return Placement(visibility=Visibility.PUBLIC)

    def _stated(self, file: SourceFile) -> Visibility | None:
        given = file.given
        if self.is_embargoed(file):
            return Visibility.RESTRICTED
        if given.visibility is None and given.distribution not in (None, Distribution.GENERAL):
            return Visibility.RESTRICTED
        return given.visibility or self._visibility
