# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of a Harbor: a folder of files, and backup.json, which is written last and lists them.

database/NAME.dump   each database, as pg_dump's own format
config.tar           harbor.yml and what prepare made of it
secrets.tar          keys, certificates, and the secrets between the containers
registry.tar         blobs, where they lie on the disk and are wanted
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from .engine_option import docker_host
from .errors import InputError
from .harbor_prepared import BUNDLE_PATH, not_a_full_path, not_seconds
from .harbor_settings import DRIVERS
from .option import Option

FORMAT = 1
MANIFEST = "backup.json"
DATABASE, CONFIG, SECRETS, REGISTRY = "database", "config.tar", "secrets.tar", "registry.tar"
# What a run that was killed leaves has this at the end of its name.
PART = ".part"
# In the data volume while a restore is under way.
MARKER = ".restore-unfinished"
ASIDE = "before-restore-"

CONFIG_FILES = ("harbor.yml", "docker-compose.yml", "common/config", ".prepared.json")
# Folders of the data volume with keys and certificates.
SECRET_FOLDERS = ("secret", "ca_download")
KEPT_SECRETS = "secrets.json"
# Beside that file: the folders in which the role harbor keeps certificates that it has made.
BESIDE = "beside"
CERTIFICATES = tuple(f"{BESIDE}/{each}" for each in ("ca", "tls", "internal-ca", "internal-tls"))
BLOBS = "registry"
# Which first parts of a name may come out of which archive.
WITHIN = {
    CONFIG: ("harbor.yml", "docker-compose.yml", "common", ".prepared.json"),
    SECRETS: (*SECRET_FOLDERS, KEPT_SECRETS, BESIDE),
    REGISTRY: (BLOBS,),
}
_DUMP = re.compile(rf"{DATABASE}/[^/]+\.dump")
# What tells where the blobs are, and opens nothing.
_TELLS = ("bucket", "container", "region", "regionendpoint", "endpoint", "rootdirectory")
_SECTIONS = ("harbor", "notary_server", "notary_signer")
# A header and what fills up its last block, for each file of an archive.
_PER_FILE = 1024
_MEBIBYTE = 1024 * 1024
# What PostgreSQL makes before the first row: its own three databases and a first log.
_CLUSTER = 128 * _MEBIBYTE


def _not_a_name(value: str) -> str | None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", value):
        return "but it is the name of a folder. Use letters, digits, '.', '_' and '-'."
    if value.endswith(PART):
        return f"but {PART} marks what is not whole yet. Choose another name."
    return None


def _not_a_number(value: int) -> str | None:
    return None if value > 0 else "but the backup that is made stays. Use 1 or more, or leave out."


def _not_an_image(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9][\w.:/@-]*", value, re.ASCII):
        return None
    return "but that is no image. Write it as docker run takes it, such as V(postgres:17)."


_SECRETS_PATH = "If left out, it is C(secrets.json) two folders above O(path)."
_DATABASE_CA = Option(
    "database_ca",
    "Certificates of the authorities that an external database is trusted by, as a file on the "
    "managed host. It is read where C(ssl_mode) asks for it. If left out, it is the host's own.",
    type="path",
)
_DATABASE_IMAGE = Option(
    "database_image",
    "The image whose C(psql), C(pg_dump) and C(pg_restore) work on an external database. They must "
    "not be older than its server. If left out, it is C(harbor-db) of Harbor's version.",
    wrong=_not_an_image,
)
_TIMEOUT = Option(
    "timeout",
    "Seconds that the dump or the restore of one database may take, and that another task of this "
    "collection is waited for that is at work on the same Harbor.",
    type="int",
    default=3600,
    wrong=not_seconds,
)

OPTIONS = (
    BUNDLE_PATH,
    Option(
        "dest",
        "The folder of the backups, each a folder in it. It is made for root alone, and nothing "
        "else should lie there.",
        type="path",
        required=True,
        wrong=not_a_full_path,
    ),
    Option(
        "name",
        "The name of this backup. One that is there and whole is left alone. If left out, it is "
        "the version and the time, such as V(2.13.5-20261129T201500Z).",
        wrong=_not_a_name,
    ),
    Option(
        "images",
        "Whether the blobs of the images are copied too. Where they are in an object storage, it "
        "is only noted which.",
        type="bool",
        default=True,
    ),
    Option(
        "certificates",
        "Whether the folders C(ca), C(tls), C(internal-ca) and C(internal-tls) beside "
        "O(secrets_path) are copied too, in which the role P(twinstar.registry.harbor#role) keeps "
        "what it has made, its CA's key included. They come back with a restore.",
        type="bool",
        default=False,
    ),
    Option(
        "keep",
        "How many backups of this Harbor stay in O(dest). Older ones are removed when this one is "
        "whole. If left out, all stay.",
        type="int",
        wrong=_not_a_number,
    ),
    Option(
        "secrets_path",
        f"The file that M(twinstar.registry.harbor_prepare) keeps secrets in. {_SECRETS_PATH}",
        type="path",
        not_secret=True,
    ),
    _DATABASE_CA,
    _DATABASE_IMAGE,
    docker_host("Where the Docker engine answers."),
    _TIMEOUT,
)

RESTORE_OPTIONS = (
    BUNDLE_PATH,
    Option(
        "src",
        "The folder of one backup, as M(twinstar.registry.harbor_backup) has made it.",
        type="path",
        required=True,
        wrong=not_a_full_path,
    ),
    Option(
        "secrets_path",
        f"Where M(twinstar.registry.harbor_prepare) finds the secrets afterwards. {_SECRETS_PATH}",
        type="path",
        not_secret=True,
    ),
    Option(
        "overwrite_external_database",
        "Whether an external database may be overwritten. If left out, a backup with one is not "
        "restored, since nothing of it can be put aside.",
        type="bool",
        default=False,
    ),
    _DATABASE_CA,
    _DATABASE_IMAGE,
    docker_host("Where the Docker engine answers."),
    _TIMEOUT,
)


# ---- What harbor.yml says -------------------------------------------------------------------


@dataclass(frozen=True)
class Login:
    """An external database, and the environment in which PostgreSQL's programs find it."""

    name: str
    env: Mapping[str, str] = field(repr=False)

    @property
    def needs_ca(self) -> bool:
        return self.env["PGSSLMODE"] in ("verify-ca", "verify-full")


def external(config: Mapping[str, Any]) -> list[Login]:
    """None where Harbor has its own database. Until 2.8 Notary may have two more."""
    section = config.get("external_database")
    found = []
    for name in _SECTIONS:
        block = (section if isinstance(section, Mapping) else {}).get(name)
        if not isinstance(block, Mapping) or not block.get("host"):
            continue
        env = {
            "PGHOST": str(block["host"]),
            "PGPORT": str(block.get("port") or 5432),
            "PGUSER": str(block.get("username") or ""),
            "PGPASSWORD": str(block.get("password") or ""),
            "PGDATABASE": str(block.get("db_name") or ""),
            "PGSSLMODE": str(block.get("ssl_mode") or "disable"),
            "PGCONNECT_TIMEOUT": "30",
            # A client's own certificate is looked for in a home that its user may not enter.
            "PGSSLCERT": "/nonexistent",
        }
        broken = [key for key, value in env.items() if re.search(r"[\r\n\0]", value)]
        if broken:
            raise InputError(
                f"external_database.{name} of harbor.yml has a line break in what becomes "
                f"{broken[0]}, and a file of variables cannot hold that. Correct it."
            )
        found.append(Login(env["PGDATABASE"], env))
    return found


def storage_of(config: Mapping[str, Any]) -> dict[str, str]:
    """The driver, and where it keeps the blobs; nothing that opens it."""
    section = config.get("storage_service")
    section = section if isinstance(section, Mapping) else {}
    # In this order, as prepare looks for them.
    driver = next((each for each in DRIVERS if section.get(each)), "filesystem")
    own = section.get(driver)
    own = own if isinstance(own, Mapping) else {}
    return {"driver": driver, **{name: str(own[name]) for name in _TELLS if own.get(name)}}


# ---- backup.json ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    size: int
    sha256: str


@dataclass(frozen=True)
class Database:
    """``size`` is what it takes on the disk of its server."""

    name: str
    size: int

    @property
    def file(self) -> str:
        return f"{DATABASE}/{quote(self.name, safe='')}.dump"


@dataclass(frozen=True)
class Backup:
    version: str
    created: str
    hostname: str
    data_volume: str
    external: bool
    databases: tuple[Database, ...]
    storage: Mapping[str, str]
    files: Mapping[str, Entry]

    @property
    def images(self) -> bool:
        return REGISTRY in self.files

    @property
    def size(self) -> int:
        return sum(each.size for each in self.files.values())

    @property
    def room(self) -> int:
        """Bytes that it takes in a data volume."""
        found = sum(self.files[name].size for name in (SECRETS, REGISTRY) if name in self.files)
        if not self.external:
            found += _CLUSTER + sum(each.size for each in self.databases)
        return found

    def written(self) -> str:
        document = {
            "format": FORMAT,
            "version": self.version,
            "created": self.created,
            "hostname": self.hostname,
            "data_volume": self.data_volume,
            "database": {
                "external": self.external,
                "names": {each.name: each.size for each in self.databases},
            },
            "storage": dict(self.storage),
            "files": {
                name: {"size": each.size, "sha256": each.sha256}
                for name, each in sorted(self.files.items())
            },
        }
        return json.dumps(document, indent=2) + "\n"


def parsed(text: str | None) -> Backup | str:
    """A backup.json, or why it is none."""
    if text is None:
        return f"has no {MANIFEST}, which is written when all else is there"
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            return f"is of format {document['format']}, and this collection knows {FORMAT}"
        database = document["database"]
        found = Backup(
            version=str(document["version"]),
            created=str(document["created"]),
            hostname=str(document["hostname"]),
            data_volume=str(document["data_volume"]),
            external=bool(database["external"]),
            databases=tuple(Database(str(k), int(v)) for k, v in database["names"].items()),
            storage={str(k): str(v) for k, v in document["storage"].items()},
            files={
                str(name): Entry(int(each["size"]), str(each["sha256"]))
                for name, each in document["files"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"has a {MANIFEST} that is not as it was written"
    wanted = [CONFIG, SECRETS, *(each.file for each in found.databases)]
    strange = [each for each in found.files if each not in WITHIN and not _DUMP.fullmatch(each)]
    missing = [each for each in wanted if each not in found.files]
    if strange or missing or not found.data_volume.startswith("/"):
        return f"has a {MANIFEST} that is not as it was written"
    return found


# ---- Rooms and names ------------------------------------------------------------------------


def estimate(sizes: Iterable[int]) -> int:
    """Bytes that an archive of files of these sizes has at most."""
    return sum(size + _PER_FILE for size in sizes)


def no_room(doing: str, needed: int, free: int, rest: str) -> str:
    return (
        f"{doing}: No space left on device. It takes about {_mebibytes(needed)} there, and "
        f"{_mebibytes(free)} are free. Free some space, then run again; {rest}."
    )


def _mebibytes(size: int) -> str:
    return f"{size / _MEBIBYTE:.0f} MiB ({size} bytes)"


@dataclass(frozen=True)
class Known:
    """A whole backup in the folder of backups."""

    name: str
    created: str


def superseded(there: Sequence[Known], keep: int | None, name: str) -> list[str]:
    """Which are removed, oldest first. ``name`` is that of this run; ``there`` has it too."""
    if keep is None:
        return []
    ordered = sorted(there, key=lambda each: (each.created, each.name))
    older = ordered[: max(0, len(ordered) - keep)]
    return [each.name for each in older if each.name != name]


def is_left_over(names: Sequence[str]) -> bool:
    """Whether a folder with these names in it can be what a run of ours began."""
    whole = {DATABASE, CONFIG, SECRETS, REGISTRY, MANIFEST}
    return all(each in whole or each.startswith(f".{MANIFEST}.") for each in names)


def is_upload(path: str) -> bool:
    """What is being pushed right now: nobody refers to it yet, and the client begins anew."""
    return path.endswith("/_uploads")


# ---- Archives -------------------------------------------------------------------------------


class Members:
    """The entries of an archive, in their order: whether each may be unpacked."""

    def __init__(self, archive: str) -> None:
        self._within = WITHIN[archive]
        self._links: set[str] = set()

    def fault(self, name: str, kind: str) -> str | None:
        """``kind`` is file, folder, link or other."""
        parts = name.split("/")
        if kind == "other" or parts[0] not in self._within or {"", ".", ".."} & set(parts):
            return f"has {name!r}, which no backup of ours has"
        for length in range(1, len(parts) + 1):
            if "/".join(parts[:length]) in self._links:
                return f"has {name!r} behind a link, which no backup of ours has"
        if kind == "link":
            self._links.add(name)
        return None


# ---- What a restore does --------------------------------------------------------------------


def moved_aside(backup: Backup) -> list[str]:
    """Folders of the data volume that make room for those of the backup."""
    found = [*SECRET_FOLDERS, "redis"]
    if not backup.external:
        found.append(DATABASE)
    if backup.images:
        found.append(BLOBS)
    return sorted(found)


def sentences(backup: Backup, src: str, folder: str) -> list[tuple[str, str]]:
    """The steps, by name."""
    names = ", ".join(each.name for each in backup.databases)
    of = "the external database" if backup.external else "the database"
    found = [
        ("stack", f"remove the containers of {folder}"),
        ("aside", f"move {', '.join(moved_aside(backup))} of {backup.data_volume} aside"),
        ("config", f"put back configuration and secrets of Harbor {backup.version} from {src}"),
    ]
    if backup.images:
        found.append(("registry", f"put back the blobs from {src}"))
    found.append(("database", f"restore {of} {names} from {src}"))
    return found


def what_failed(said: str) -> str:
    """What a program of PostgreSQL says first of its fault, with the cure. Lines below may hold
    rows."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"\b(error|fatal)\b", line, re.IGNORECASE)]
    sentence = (told or lines[-1:] or ["it did not say why"])[0].rstrip(".")
    if "server version mismatch" not in sentence:
        return f"{sentence}. Mend that, then run again."
    # The line after it, such as "pg_dump: detail: server version: 17.6; pg_dump version: 15.14".
    detail = re.search(r"server version: .*\S", said)
    versions = f" ({detail[0]})" if detail else ""
    return f"{sentence}{versions}. Name an image with newer programs in database_image."
