"""Who asks a cluster, and whom it trusts."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a cluster with security on wants to know; an embedded store needs none of it.

    `authority` is a file with the certificates to trust: with one, the cluster is asked over TLS.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
