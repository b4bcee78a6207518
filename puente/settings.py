"""Settings of an installation, from the environment: one frozen class, read once by the CLI."""

import os
import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import DirectoryPath, Field, FilePath, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from puente.embedding.e5 import SHIPPED
from puente.store.credentials import Access, Credentials

_SHORTEST_KEY = 12
_LEAST_CONTRAST = 7
"""Of the head of the pages: with it lines and paler letters there can be seen as well."""
_EDITOR = re.compile(rf"[^:,\s]+:[!-+\--~]{{{_SHORTEST_KEY},}}")


def data_folder() -> Path:
    """The folder of the user's data."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "puente"


def default_store() -> str:
    """The address of the store in the user's data folder."""
    return f"sqlite:///{data_folder() / 'puente.db'}"


def _listed(text: str) -> tuple[str, ...]:
    """Values that stand between commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))


def _contrast_with_white(colour: str) -> float:
    """The contrast of white letters on a colour (WCAG 2.2), from 1 to 21."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _collections(named: Iterable[str]) -> tuple[str, ...] | None:
    """The collections named; None for all."""
    found = tuple(named)
    return None if "*" in found else tuple(sorted(set(found)))


class Settings(BaseSettings):
    """Settings of an installation; every one has a default that works on a fresh machine."""

    # What was set wrongly may be a secret: errors do not repeat it.
    model_config = SettingsConfigDict(
        env_prefix="PUENTE_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    store: str = Field(
        default_factory=default_store,
        description="Where the index is: sqlite:///path/file.db or opensearch://host:port.",
    )
    embedder: str = Field(
        default=SHIPPED,
        description=(
            "The encoder: e5-small-es-en-2 or, with the extra `models`, use-multilingual-v3 or a "
            "sentence-transformers model."
        ),
    )
    snapshots: str = Field(
        default="",
        description="Where snapshots are: a folder, or the name of a repository of OpenSearch.",
    )
    language: str = Field(
        default="",
        description="The language of the commands: the code of one that has messages, es or en.",
    )
    host: str = Field(default="127.0.0.1", description="The address `puente serve` listens on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="The port `puente serve` listens on; 0 takes a free one.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="Where people reach the pages: how addresses in exports and citations begin.",
    )
    site_name: str = Field(
        default="",
        max_length=80,
        description="The name of the site on every page, such as that of a ministry.",
    )
    site_email: str = Field(
        default="",
        pattern=r"^([^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;]+)?$",
        description="The e-mail address that readers are told to write to.",
    )
    site_logo: FilePath | None = Field(
        default=None,
        description="A file with the logo, .svg or .png, of 100 kB at most.",
    )
    site_colour: str = Field(
        default="",
        pattern=r"^(#[0-9A-Fa-f]{6})?$",
        description="The colour of the head of the pages, `#17375e`: a dark one, for the letters"
        " on it are white.",
    )
    site_accent: str = Field(
        default="",
        pattern=r"^(#[0-9A-Fa-f]{6})?$",
        description="The colour of the lines that set things off, `#c79a2b`.",
    )
    site_texts: DirectoryPath | None = Field(
        default=None,
        description="A folder with own texts of pages: about.es.txt, accessibility.es.txt,"
        " privacy.es.txt, contact.es.txt, and likewise with en.",
    )
    site_names: FilePath | None = Field(
        default=None,
        description="A file with names of collections and organs, and words on collections, .toml.",
    )
    keys: Path | None = Field(
        default=None,
        description="The file of the keys that `puente keys add` makes, open to its owner alone.",
    )
    audit: Path | None = Field(
        default=None,
        description="The file of the audit trail, which records who did what; else beside the index"
        " or with the user's data.",
    )
    keep_files: bool = Field(
        default=False,
        description="Whether `puente ingest` keeps a copy of each file, which readers can open;"
        " `true` or `false`.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of the proxies before the service, commas between:"
        " X-Forwarded-For and -Proto count from them alone.",
    )
    restricted: str = Field(
        default="",
        description="Restricted collections that are served to who signs on, commas between; * for"
        " all.",
    )
    user_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]*$",
        description="The header in which a trusted proxy names the user who has signed on there.",
    )
    groups_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]*$",
        description="The header in which it names the groups of the user, commas between.",
    )
    groups: str = Field(
        default="",
        description="Restricted collections that a group may read: `group:collection` each, commas"
        " between; * for all.",
    )
    editors: SecretStr = Field(
        default=SecretStr(""),
        description="Superseded by `puente keys`: `name:key` of those who may correct links, commas"
        " between.",
    )
    opensearch_user: str = Field(
        default="", description="The user of an OpenSearch cluster that has security on."
    )
    opensearch_password: SecretStr = Field(
        default=SecretStr(""), description="That user's password. It is never shown or logged."
    )
    opensearch_password_file: FilePath | None = Field(
        default=None,
        description="A file with that password, instead of the variable.",
    )
    opensearch_api_key: SecretStr = Field(
        default=SecretStr(""),
        description="An API key of the cluster (OpenSearch 3.7 and newer), instead of a user.",
    )
    opensearch_restricted_user: str = Field(
        default="", description="The user for the restricted index, where that is another one."
    )
    opensearch_restricted_password: SecretStr = Field(
        default=SecretStr(""), description="That user's password."
    )
    opensearch_restricted_password_file: FilePath | None = Field(
        default=None,
        description="A file with that password, instead of the variable.",
    )
    opensearch_restricted_api_key: SecretStr = Field(
        default=SecretStr(""), description="The API key for the restricted index, likewise."
    )
    opensearch_ca: FilePath | None = Field(
        default=None,
        description="A file with the certificates to trust; with one, the cluster is asked by TLS.",
    )

    @field_validator("opensearch_api_key", "opensearch_restricted_api_key")
    @classmethod
    def _check_key(cls, key: SecretStr, info: ValidationInfo) -> SecretStr:
        user = str(info.field_name).replace("api_key", "user")
        if key.get_secret_value() and info.data.get(user):
            raise ValueError(f"PUENTE_{user.upper()} is set as well")
        if not re.fullmatch(r"[!-~]*", key.get_secret_value()):
            raise ValueError("An API key is one word of ASCII")
        return key

    @field_validator("opensearch_password_file", "opensearch_restricted_password_file")
    @classmethod
    def _check_password_file(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        variable = str(info.field_name).removesuffix("_file")
        password = info.data.get(variable)
        if file and password and password.get_secret_value():
            raise ValueError(f"PUENTE_{variable.upper()} is set as well")
        if file and not os.access(file, os.R_OK):
            raise ValueError("The file cannot be read")
        return file

    @field_validator("site_colour")
    @classmethod
    def _check_contrast(cls, colour: str) -> str:
        if colour and _contrast_with_white(colour) < _LEAST_CONTRAST:
            raise ValueError(
                f"White letters on {colour} have a contrast of"
                f" {_contrast_with_white(colour):.1f}; choose a darker one, for"
                f" {_LEAST_CONTRAST} or more"
            )
        return colour

    @field_validator("editors")
    @classmethod
    def _check_editors(cls, editors: SecretStr) -> SecretStr:
        entries = [entry.strip() for entry in editors.get_secret_value().split(",")]
        names = [entry.partition(":")[0] for entry in entries]
        if entries != [""] and not all(map(_EDITOR.fullmatch, entries)):
            raise ValueError(f"Write name:key, the key one word of {_SHORTEST_KEY} or more signs")
        if len(set(names)) < len(names):
            raise ValueError("A name is there twice")
        return editors

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, proxies: str) -> str:
        for each in _listed(proxies):
            ip_network(each)
        return proxies

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Networks of the trusted proxies."""
        return tuple(map(ip_network, _listed(self.trusted_proxies)))

    @field_validator("groups")
    @classmethod
    def _check_groups(cls, groups: str) -> str:
        if not all(all(each.partition(":")[::2]) for each in _listed(groups)):
            raise ValueError("Write group:collection, commas between")
        return groups

    @property
    def served_collections(self) -> tuple[str, ...] | None:
        """Restricted collections that are served; None for all."""
        return _collections(_listed(self.restricted))

    @property
    def collections_by_group(self) -> dict[str, tuple[str, ...] | None]:
        """Restricted collections that each group may read; None for all."""
        pairs = [each.partition(":")[::2] for each in _listed(self.groups)]
        return {
            group: _collections(collection for own, collection in pairs if own == group)
            for group, _ in pairs
        }

    @property
    def editor_keys(self) -> dict[str, str]:
        """The key of each editor by name."""
        entries = filter(None, self.editors.get_secret_value().split(","))
        pairs = (entry.strip().partition(":") for entry in entries)
        return {name: key for name, _, key in pairs}

    @property
    def address(self) -> str:
        """Address of the pages, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def access(self) -> Access:
        """Access to a cluster: credentials, and the certificates to trust."""
        restricted = self._credentials("opensearch_restricted")
        return Access(
            credentials=self._credentials("opensearch"),
            restricted=restricted if restricted != Credentials() else None,
            authority=self.opensearch_ca,
        )

    def _credentials(self, prefix: str) -> Credentials:
        return Credentials(
            user=getattr(self, f"{prefix}_user"),
            password=self._password(prefix),
            api_key=getattr(self, f"{prefix}_api_key").get_secret_value(),
        )

    def _password(self, prefix: str) -> str:
        file: Path | None = getattr(self, f"{prefix}_password_file")
        if file is not None:
            return file.read_text(encoding="utf-8").strip()
        given: SecretStr = getattr(self, f"{prefix}_password")
        return given.get_secret_value()
