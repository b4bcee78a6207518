"""What an installation can set, from the environment: one frozen class, read once by the CLI."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from puente.embedding import SHIPPED
from puente.store.access import Access


def default_store() -> str:
    """The address of the store in the user's data folder."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return f"sqlite:///{Path(home) / 'puente' / 'puente.db'}"


class Settings(BaseSettings):
    """Settings of an installation; every one has a default that works on a fresh machine."""

    model_config = SettingsConfigDict(env_prefix="PUENTE_", frozen=True, extra="ignore")

    store: str = Field(
        default_factory=default_store,
        description="Where the index is: sqlite:///path/file.db or opensearch://host:port.",
    )
    embedder: str = Field(
        default=SHIPPED,
        description="The encoder: use-multilingual-v3, or a sentence-transformers model or folder.",
    )
    host: str = Field(default="127.0.0.1", description="The address `puente serve` listens on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="The port `puente serve` listens on; 0 takes a free one.",
    )
    opensearch_user: str = Field(
        default="", description="The user of an OpenSearch cluster that has security on."
    )
    opensearch_password: SecretStr = Field(
        default=SecretStr(""), description="That user's password. It is never shown or logged."
    )
    opensearch_ca: Path | None = Field(
        default=None,
        description="A file with the certificates to trust; with one, the cluster is asked by TLS.",
    )

    @property
    def access(self) -> Access:
        """What a cluster wants to know of who asks."""
        return Access(
            user=self.opensearch_user,
            password=self.opensearch_password.get_secret_value(),
            authority=self.opensearch_ca,
        )
