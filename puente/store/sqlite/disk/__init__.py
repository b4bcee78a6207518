"""Index files on a disk: their permissions and the checksums of their pages."""
