"""Visibility of the files of a run: as stated, unless a doubt keeps them restricted."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.sources.listing import SourceFile
from puente.model.documents import Visibility
from puente.model.reports import VisibilityNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The visibility of a file, and what a person should know of it."""

    visibility: Visibility
    note: VisibilityNote | None = None


class VisibilityRules:
    """Rules that say which index a file belongs in; every doubt ends restricted.

    A document that stands restricted goes public only where the run publishes and the file's row or
    the command says public. Bytes that are restricted anywhere are public only by a row of their
    own file.
    """

    def __init__(
        self, files: Iterable[SourceFile], visibility: Visibility | None, *, publish: bool
    ) -> None:
        self._visibility = visibility
        self._publish = publish
        self._restricted_bytes = frozenset(
            file.checksum
            for file in files
            if file.checksum and self._stated(file) is Visibility.RESTRICTED
        )

    def place(
        self, file: SourceFile, *, stands_restricted: bool, has_restricted_bytes: bool
    ) -> Placement:
        """The visibility of a file, given what the restricted index has of it and of its bytes."""
        stated = self._stated(file)
        if stated is Visibility.RESTRICTED:
            return Placement(visibility=stated)
        if stands_restricted:
            if self._publish and stated is Visibility.PUBLIC:
                return Placement(visibility=stated, note=VisibilityNote.PUBLISHED)
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.KEPT)
        has_row = file.given.visibility is not None
        if not has_row and (has_restricted_bytes or file.checksum in self._restricted_bytes):
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.SAME_BYTES)
        return Placement(visibility=Visibility.PUBLIC)

    def _stated(self, file: SourceFile) -> Visibility | None:
        return file.given.visibility or self._visibility
