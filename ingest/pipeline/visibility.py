"""Visibility of the files of a run: as stated, unless a doubt keeps them restricted."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pipeline.index_sync import Destination, IndexSync, place_of
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

    def __init__(self, files: Iterable[SourceFile], destination: Destination) -> None:
        files = tuple(files)
        self._destination = destination
        self._restricted_bytes = frozenset(
            file.checksum
            for file in files
            if file.checksum and self._stated(file) is Visibility.RESTRICTED
        )
        self._public_places = frozenset(
            place_of(file.path) for file in files if file.given.visibility is Visibility.PUBLIC
        )

    def place(self, file: SourceFile, restricted: IndexSync | None) -> Placement:
        """The visibility of a file, given what stands in the restricted index."""
        stated = self._stated(file)
        if stated is Visibility.RESTRICTED:
            return Placement(visibility=stated)
        if restricted and restricted.document_of(file):
            if self._destination.publish and stated is Visibility.PUBLIC:
                return Placement(visibility=stated, note=VisibilityNote.PUBLISHED)
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.KEPT)
        has_row = file.given.visibility is not None
        if not has_row and self._are_restricted(file.checksum, restricted):
            return Placement(visibility=Visibility.RESTRICTED, note=VisibilityNote.SAME_BYTES)
        return Placement(visibility=Visibility.PUBLIC)

    def is_stated_public(self, place: str) -> bool:
        """Test for the place of a file of this run whose own row says public."""
        return place in self._public_places

    def _stated(self, file: SourceFile) -> Visibility | None:
        return file.given.visibility or self._destination.visibility

    def _are_restricted(self, checksum: str, restricted: IndexSync | None) -> bool:
        is_known = restricted is not None and bool(restricted.documents_of_bytes(checksum))
        return checksum in self._restricted_bytes or is_known
