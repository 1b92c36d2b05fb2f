# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of a Harbor that runs, or of one that is down.

The database comes first and the blobs last: so all is there that the database names. It is written
beside and renamed when it is whole; what a killed run leaves is removed by the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .._core import harbor_backup as backup
from .._core.errors import InputError, Refused
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files, harbor_archive, harbor_dump
from .harbor_prepare import Bundle, secrets_path
from .harbor_stack import alone
from .job import Job


class BackUp(Job):
    """The job of harbor_backup."""

    kind = "harbor_backup"
    options: tuple[Option, ...] = backup.OPTIONS

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        with installation(params):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        bundle = Bundle.at(params["path"])
        now = time.gmtime()
        name = params.get("name") or f"{bundle.version}-{time.strftime('%Y%m%dT%H%M%SZ', now)}"
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", now)
        folder = os.path.join(params["dest"], name)
        there = _there(folder)
        steps = []
        if there is None:
            _judge(params, bundle, folder)
            steps.append(Step("back up", f"back up Harbor {bundle.version} into {folder}"))
        elif there.version != bundle.version:
            raise InputError(
                f"name is {name!r}, but {folder} is a backup of Harbor {there.version}, and "
                f"{bundle.version} is in {params['path']}. Choose another name."
            )
        removed = _superseded(params, bundle, backup.Known(name, created), there)
        steps += [
            Step("remove", f"remove {os.path.join(params['dest'], each)}", {"name": each})
            for each in removed
        ]
        result = {
            "path": folder,
            "version": bundle.version,
            "created": created if there is None else there.created,
            "databases": [] if there is None else [each.name for each in there.databases],
            "storage": dict(backup.storage_of(bundle.config) if there is None else there.storage),
            "images": _wants_blobs(params, bundle) if there is None else there.images,
            "size": None if there is None else there.size,
            "removed": removed,
        }
        return Plan(result=result, steps=tuple(steps), work=bundle)

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        gained: dict[str, Any] = {}
        for step in plan.steps:
            if step.verb == "remove":
                _remove(os.path.join(params["dest"], step.data["name"]))
                continue
            made = _back_up(plan, params)
            gained = {"size": made.size, "databases": [each.name for each in made.databases]}
        return gained


BACK_UP = BackUp()


@contextlib.contextmanager
def installation(params: Mapping[str, Any]) -> Iterator[None]:
    """The locks of harbor_stack and of harbor_prepare, which are mostly one: nobody restarts the
    database meanwhile, or writes configuration."""
    paths = (os.path.dirname(params["path"]), secrets_path(params))
    with contextlib.ExitStack() as held:
        # Twice the same would wait for itself.
        for folder in sorted({os.path.dirname(os.path.realpath(each)) for each in paths}):
            held.enter_context(files.locked(os.path.join(folder, "any"), params["timeout"]))
        yield


# ---- Looking ----------------------------------------------------------------------------------


def read(folder: str) -> backup.Backup | str:
    return backup.parsed(files.read_text(os.path.join(folder, backup.MANIFEST)))


def _there(folder: str) -> backup.Backup | None:
    if not os.path.lexists(folder):
        return None
    found = read(folder)
    if isinstance(found, str):
        raise InputError(
            f"name is {os.path.basename(folder)!r}, but {folder} is there and {found}. "
            "Remove it, or choose another name."
        )
    return found


def _superseded(
    params: Mapping[str, Any], bundle: Bundle, own: backup.Known, there: backup.Backup | None
) -> list[str]:
    found = [own] if there is None else []
    for name in _names(params["dest"]):
        seen = None if name.endswith(backup.PART) else read(os.path.join(params["dest"], name))
        # Another Harbor may have its backups in the same folder.
        if isinstance(seen, backup.Backup) and seen.hostname == _hostname(bundle):
            found.append(backup.Known(name, seen.created))
    return backup.superseded(found, params.get("keep"), own.name)


def _names(folder: str) -> list[str]:
    try:
        return [each.name for each in os.scandir(folder) if each.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"read {folder}: {error.strerror}. Check its rights.") from None


def _hostname(bundle: Bundle) -> str:
    return str(bundle.config.get("hostname") or "")


def _wants_blobs(params: Mapping[str, Any], bundle: Bundle) -> bool:
    local = backup.storage_of(bundle.config)["driver"] == "filesystem"
    return bool(params["images"]) and local


def _judge(params: Mapping[str, Any], bundle: Bundle, folder: str) -> None:
    """Raises why there cannot be a backup now."""
    data = bundle.data_volume
    if os.path.lexists(os.path.join(data, backup.MARKER)):
        raise Refused(
            f"back up {data}: it is half restored from a backup itself. Run harbor_restore again."
        )
    if any(copy.is_there for copy in bundle.copies):
        raise Refused(
            f"back up {bundle.folder}: an earlier run of prepare did not come to its end. "
            "Run harbor_prepare first."
        )
    for path in (*_config(bundle)[:2], os.path.join(data, "secret")):
        if not os.path.exists(path):
            raise InputError(
                f"path is {params['path']!r}, but there is no {path}. "
                "Back up the version that is installed, or install it first."
            )
    if not backup.external(bundle.config) and not _has_database(bundle):
        raise InputError(
            f"path is {params['path']!r}, but {os.path.join(data, backup.DATABASE)} has no "
            "database. Back up the version that is installed, or start it first."
        )
    dest = os.path.realpath(params["dest"])
    for name in (*backup.SECRET_FOLDERS, backup.DATABASE, backup.BLOBS, "redis"):
        within = os.path.realpath(os.path.join(data, name))
        if os.path.commonpath([dest, within]) == within:
            raise InputError(
                f"dest is {params['dest']!r}, but {within} is what is backed up. "
                "Choose a folder outside of it, at best on another disk."
            )
    if os.path.lexists(params["dest"]) and not os.path.isdir(params["dest"]):
        raise InputError(f"dest is {params['dest']!r}, but that is no folder. Choose another one.")
    needed = _estimate(params, bundle)
    left_over = sum(harbor_archive.sizes(_left_over(params["dest"])))
    if harbor_archive.free(params["dest"]) + left_over < needed:
        raise Refused(_no_room(folder, needed, harbor_archive.free(params["dest"]) + left_over))


def _has_database(bundle: Bundle) -> bool:
    top = os.path.join(bundle.data_volume, backup.DATABASE)
    return any(os.path.isfile(os.path.join(top, each, "PG_VERSION")) for each in ("", *_names(top)))


def _estimate(params: Mapping[str, Any], bundle: Bundle) -> int:
    """Of an external database nothing is known yet; the log of the own one is not dumped."""
    tops = [*_config(bundle), *_secrets(params, bundle).values()]
    if not backup.external(bundle.config):
        tops.append(os.path.join(bundle.data_volume, backup.DATABASE))
    if _wants_blobs(params, bundle):
        tops.append(os.path.join(bundle.data_volume, backup.BLOBS))
    there = [each for each in tops if os.path.lexists(each)]
    return backup.estimate(harbor_archive.sizes(there, _is_not_wanted))


def _is_not_wanted(path: str) -> bool:
    return backup.is_upload(path) or path.endswith("/pg_wal")


def _no_room(folder: str, needed: int, free: int) -> str:
    rest = "nothing is left of it, and Harbor goes on"
    return backup.no_room(f"back up Harbor into {folder}", needed, free, rest)


def _config(bundle: Bundle) -> list[str]:
    return [os.path.join(bundle.folder, each) for each in backup.CONFIG_FILES]


def _secrets(params: Mapping[str, Any], bundle: Bundle) -> dict[str, str]:
    """Paths by their names in the archive."""
    names = [*backup.SECRET_FOLDERS, backup.KEPT_SECRETS]
    names += backup.CERTIFICATES if params["certificates"] else ()
    return {each: place_of(each, bundle.data_volume, params) for each in names}


def place_of(name: str, data: str, params: Mapping[str, Any]) -> str:
    """Where that is, or belongs, which has this name in the archive of secrets."""
    kept = secrets_path(params)
    if name == backup.KEPT_SECRETS:
        return kept
    if name.startswith(f"{backup.BESIDE}/"):
        return os.path.join(os.path.dirname(kept), name.split("/", 1)[1])
    return os.path.join(data, name)


# ---- Doing it ---------------------------------------------------------------------------------


def _back_up(plan: Plan, params: Mapping[str, Any]) -> backup.Backup:
    bundle: Bundle = plan.work
    folder = plan.result["path"]
    part = f"{folder}{backup.PART}"
    with _explained(folder, lambda: _estimate(params, bundle)):
        os.makedirs(params["dest"], 0o700, exist_ok=True)
        for left in _left_over(params["dest"]):
            files.remove_whole(left)
        os.mkdir(part, 0o700)
        try:
            made = _fill(part, plan, params)
            files.replace(os.path.join(part, backup.MANIFEST), made.written(), 0o600)
            os.rename(part, folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return made


@contextlib.contextmanager
def _explained(folder: str, needed: Callable[[], int]) -> Iterator[None]:
    try:
        yield
    except harbor_archive.Full:
        free = harbor_archive.free(os.path.dirname(folder))
        raise Refused(_no_room(folder, needed(), free)) from None
    except OSError as error:
        where = error.filename or folder
        raise Refused(
            f"back up Harbor into {folder}: {where}: {error.strerror}. Mend that, then run again."
        ) from None


def _fill(part: str, plan: Plan, params: Mapping[str, Any]) -> backup.Backup:
    bundle: Bundle = plan.work
    os.mkdir(os.path.join(part, backup.DATABASE), 0o700)
    found: dict[str, backup.Entry] = {}
    databases = _dump(part, params, bundle, found)
    _pack(part, backup.CONFIG, list(zip(backup.CONFIG_FILES, _config(bundle))), found)
    _pack(part, backup.SECRETS, list(_secrets(params, bundle).items()), found)
    if _wants_blobs(params, bundle):
        blobs = [(backup.BLOBS, os.path.join(bundle.data_volume, backup.BLOBS))]
        gone = _pack(part, backup.REGISTRY, blobs, found)
        if gone:
            plan.came_up.append(
                f"{gone} files of the registry went while it was backed up: a garbage collection "
                "ran. Images that were deleted meanwhile may lack them. Back up at another time."
            )
    return backup.Backup(
        version=bundle.version,
        created=plan.result["created"],
        hostname=_hostname(bundle),
        data_volume=bundle.data_volume,
        external=bool(backup.external(bundle.config)),
        databases=tuple(databases),
        storage=plan.result["storage"],
        files=found,
    )


def _dump(
    part: str, params: Mapping[str, Any], bundle: Bundle, found: dict[str, backup.Entry]
) -> list[backup.Database]:
    logins = backup.external(bundle.config)
    databases = []
    if logins:
        script = files.read_text(os.path.join(bundle.folder, "prepare")) or ""
        for login in logins:
            with harbor_dump.outside(login, script, params) as server:
                one = backup.Database(login.name, harbor_dump.size_outside(server).size)
                found[one.file] = server.dump(one.name, os.path.join(part, one.file))
                databases.append(one)
        return databases
    with alone(params, harbor_dump.SERVICE) as container:
        server = harbor_dump.inside(container, params)
        harbor_dump.wait(server)
        databases = harbor_dump.own_databases(server)
        if not databases:
            raise Refused(
                f"back up {bundle.data_volume}: its database is empty. Look whether it is the "
                "right one, and start Harbor first."
            )
        for one in databases:
            found[one.file] = server.dump(one.name, os.path.join(part, one.file))
    return databases


def _pack(
    part: str,
    name: str,
    sources: Sequence[tuple[str, str]],
    found: dict[str, backup.Entry],
) -> int:
    there = [(name, path) for name, path in sources if os.path.lexists(path)]
    entry, gone = harbor_archive.pack(os.path.join(part, name), there, backup.is_upload)
    found[name] = entry
    return gone


def _left_over(dest: str) -> list[str]:
    """What runs that were killed have left. The lock says that none goes on."""
    parts = [os.path.join(dest, each) for each in _names(dest) if each.endswith(backup.PART)]
    return [each for each in parts if backup.is_left_over(os.listdir(each))]


def _remove(folder: str) -> None:
    """Renamed first: what a kill leaves of it is no backup then, and goes with the next run."""
    part = f"{folder}{backup.PART}"
    try:
        files.remove_whole(part)
        os.rename(folder, part)
        shutil.rmtree(part)
    except OSError as error:
        raise Refused(f"remove {folder}: {error.strerror}. Check its rights.") from None
