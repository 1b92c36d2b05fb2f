# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Harbor from its backup. Nothing is changed before all of the backup was read and found right.

Whenever this is killed, the next run begins anew: a marker in the data volume says that it is not
whole, and nothing starts Harbor while it is there. What was there before is moved, never removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._core import harbor_backup as backup
from .._core import harbor_compose as composed
from .._core import harbor_stack as stack
from .._core.errors import InputError, Refused, Unreachable
from .._core.harbor_prepared import image_of, version_of
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files, harbor_archive, harbor_dump
from .engine import reached
from .harbor_backup import installation, place_of, read
from .harbor_stack import alone, take_down
from .job import Job

_ASKING = 60
# Owner, group and mode that prepare gives them (make/photon/prepare/g.py).
_STORES = {backup.DATABASE: (999, 999, 0o700), "redis": (999, 999, 0o755)}


@dataclass(frozen=True)
class _Work:
    found: backup.Backup
    aside: str
    script: str
    logins: tuple[backup.Login, ...]


class Restore(Job):
    """The job of harbor_restore."""

    kind = "harbor_restore"
    options: tuple[Option, ...] = backup.RESTORE_OPTIONS

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        with installation(params):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        src, folder = params["src"], params["path"]
        found = read(src)
        if isinstance(found, str):
            raise InputError(f"src is {src!r}, but it {found}. Name the folder of a whole backup.")
        script = _judge_bundle(found, params)
        _verify(found, src)
        config = _config(src)
        work = _Work(found, _aside(found.data_volume), script, tuple(backup.external(config)))
        _judge_places(found)
        _judge_engine(work, params)
        result = {
            "path": folder,
            "version": found.version,
            "created": found.created,
            "data_volume": found.data_volume,
            "databases": [each.name for each in found.databases],
            "images": found.images,
            "aside": work.aside,
        }
        steps = tuple(Step(*each) for each in backup.sentences(found, src, folder))
        return Plan(result=result, steps=steps, work=work)

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        work: _Work = plan.work
        try:
            self._restore(work, params)
        except harbor_archive.Full:
            free = harbor_archive.free(work.found.data_volume)
            raise Refused(_no_room(work.found, params["src"], free, _rest(work))) from None
        except OSError as error:
            where = error.filename or work.found.data_volume
            raise Refused(
                f"restore {params['src']}: {where}: {error.strerror}. Mend that, then run again; "
                f"{_rest(work)}."
            ) from None
        except (InputError, Refused, Unreachable) as problem:
            raise type(problem)(f"{problem} What was moved aside is in {work.aside}.") from None
        return {}

    def _restore(self, work: _Work, params: Mapping[str, Any]) -> None:
        found, src = work.found, params["src"]
        begin(work, params)
        take_down(params)
        move_aside(work)
        place_config(work, params)
        if found.images:
            place_blobs(work, src)
        os.sync()
        restore_databases(work, params)
        files.remove(os.path.join(found.data_volume, backup.MARKER))


RESTORE = Restore()


# ---- Looking ----------------------------------------------------------------------------------


def _judge_bundle(found: backup.Backup, params: Mapping[str, Any]) -> str:
    """The text of the bundle's prepare."""
    folder = params["path"]
    script = files.read_text(os.path.join(folder, "prepare"))
    version = version_of(script or "")
    if script is None or version is None:
        raise InputError(
            f"path is {folder!r}, but there is no prepare of Harbor in it. "
            "Unpack the installer there first, with harbor_bundle."
        )
    if version != found.version:
        raise InputError(
            f"src is {params['src']!r}, a backup of Harbor {found.version}, but {version} is in "
            f"{folder}. Unpack {found.version} with harbor_bundle, and give its folder."
        )
    if found.external and not params["overwrite_external_database"]:
        raise InputError(
            "overwrite_external_database is false, but that backup is of a Harbor with an "
            "external database, of which nothing can be put aside. Set it, or use another backup."
        )
    path = os.path.join(folder, "harbor.yml")
    try:
        there = composed.parsed(files.read_text(path) or "{}", path).get("data_volume")
    except InputError:
        there = None  # it is replaced
    if there and os.path.normpath(str(there)) != found.data_volume:
        raise InputError(
            f"src is {params['src']!r}, a backup with the data volume {found.data_volume}, but "
            f"{path} has {there}. Mount the disk there, or remove that harbor.yml."
        )
    return script


def _verify(found: backup.Backup, src: str) -> None:
    faults = []
    for name, entry in found.files.items():
        members = backup.Members(name) if name in backup.WITHIN else None
        fault = harbor_archive.fault_of(os.path.join(src, name), entry, members)
        if fault:
            faults.append(
                f"src is {src!r}, but its {name} {fault}. Use another backup; nothing was changed."
            )
    if faults:
        raise Refused(faults)


def _config(src: str) -> dict[str, Any]:
    path = os.path.join(src, backup.CONFIG)
    text = harbor_archive.text_of(path, "harbor.yml")
    return composed.parsed(text or "", f"harbor.yml in {path}")


def _aside(data: str) -> str:
    """A folder of its own for each run, also for two within a second."""
    wanted = os.path.join(data, f"{backup.ASIDE}{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    path, number = wanted, 1
    while os.path.lexists(path):
        number += 1
        path = f"{wanted}-{number}"
    return path


def _judge_places(found: backup.Backup) -> None:
    data = found.data_volume
    if os.path.lexists(data) and not os.path.isdir(data):
        raise InputError(f"{data} is no folder, and the backup is of that. Remove it.")
    for name in backup.moved_aside(found):
        path = os.path.join(data, name)
        if _is_fixed(path) and _entries(path):
            raise Refused(
                f"restore {path}: it is a mount point or a link, and cannot be moved aside. "
                "Empty it by hand, then run again; nothing was changed."
            )
    free = harbor_archive.free(data)
    if free < found.room:
        kept = [each for each in _names(data) if each.startswith(backup.ASIDE)]
        rest = "nothing was changed"
        if kept:
            rest += f". Earlier restores have left {', '.join(sorted(kept))} there"
        raise Refused(_no_room(found, data, free, rest))


def _is_fixed(path: str) -> bool:
    return os.path.islink(path) or os.path.ismount(path)


def _entries(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]  # a link to nowhere, or to a file
    # What a new file system has of its own.
    return [each for each in _names(path) if each != "lost+found"]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"read {folder}: {error.strerror}. Check its rights.") from None


def _no_room(found: backup.Backup, where: str, free: int, rest: str) -> str:
    return backup.no_room(f"restore into {where}", found.room, free, rest)


def _judge_engine(work: _Work, params: Mapping[str, Any]) -> None:
    with reached(params["docker_host"], _ASKING) as engine:
        images = engine.image_ids()
    for image in _needed_images(work, params):
        if image not in images:
            raise Refused(
                f"restore {params['src']}: the engine has no {image}. "
                "Load the images first, with harbor_bundle, or pull it; nothing was changed."
            )
    for login in work.logins:
        with harbor_dump.outside(login, work.script, params) as server:
            harbor_dump.size_outside(server)


def _needed_images(work: _Work, params: Mapping[str, Any]) -> list[str]:
    """Of the log and the database, which are begun here."""
    if work.logins:
        return [harbor_dump.image_beside(image_of(work.script) or "")]
    path = os.path.join(params["src"], backup.CONFIG)
    text = harbor_archive.text_of(path, composed.FILE)
    document = composed.parsed(text or "", f"{composed.FILE} in {path}")
    listed = composed.services(document, params["path"], work.found.data_volume)
    return [each.image for each in listed if each.name in (stack.LOG, harbor_dump.SERVICE)]


# ---- Doing it ---------------------------------------------------------------------------------


def _rest(work: _Work) -> str:
    return f"what was moved aside is in {work.aside}"


def begin(work: _Work, params: Mapping[str, Any]) -> None:
    """The folder aside, with the configuration that is replaced, and the marker."""
    data, folder = work.found.data_volume, params["path"]
    os.makedirs(data, 0o755, exist_ok=True)
    os.mkdir(work.aside, 0o700)
    sources = [(each, os.path.join(folder, each)) for each in backup.CONFIG_FILES]
    names = [backup.KEPT_SECRETS]
    if harbor_archive.has(os.path.join(params["src"], backup.SECRETS), f"{backup.BESIDE}/"):
        names += backup.CERTIFICATES
    sources += [(each, place_of(each, data, params)) for each in names]
    there = [each for each in sources if os.path.lexists(each[1])]
    if there:
        harbor_archive.pack(os.path.join(work.aside, backup.CONFIG), there)
    text = json.dumps({"src": params["src"], "aside": work.aside}) + "\n"
    files.replace(os.path.join(data, backup.MARKER), text, 0o600)


def move_aside(work: _Work) -> None:
    data = work.found.data_volume
    for name in backup.moved_aside(work.found):
        path = os.path.join(data, name)
        if os.path.lexists(path) and not _is_fixed(path):
            os.rename(path, os.path.join(work.aside, name))
    for name, (owner, group, mode) in _STORES.items():
        path = os.path.join(data, name)
        if not os.path.isdir(path):
            os.mkdir(path, mode)
            os.chown(path, owner, group)
            os.chmod(path, mode)


def place_config(work: _Work, params: Mapping[str, Any]) -> None:
    folder, src = params["path"], params["src"]
    for name in backup.CONFIG_FILES:
        files.remove_whole(os.path.join(folder, name))
    _unpack(src, backup.CONFIG, lambda name: os.path.join(folder, name))
    _unpack(src, backup.SECRETS, lambda name: place_of(name, work.found.data_volume, params))


def place_blobs(work: _Work, src: str) -> None:
    _unpack(src, backup.REGISTRY, lambda name: os.path.join(work.found.data_volume, name))


def _unpack(src: str, name: str, place: Any) -> None:
    harbor_archive.unpack(os.path.join(src, name), backup.Members(name), place)


def restore_databases(work: _Work, params: Mapping[str, Any]) -> None:
    found = {each.name: os.path.join(params["src"], each.file) for each in work.found.databases}
    for login in work.logins:
        with harbor_dump.outside(login, work.script, params) as server:
            # All or nothing: it may be in use by others, and there is no other one.
            server.restore(
                login.name, found[login.name], "--clean", "--if-exists", "--no-owner",
                "--single-transaction", f"--dbname={login.name}",
            )  # fmt: skip
    if work.logins:
        return
    with alone(params, harbor_dump.SERVICE) as container:
        server = harbor_dump.inside(container, params)
        harbor_dump.wait(server)
        for name, path in found.items():
            # A new server makes them, with a table in it (make/photon/db/initial-registry.sql).
            server.restore(
                name, path, "--clean", "--if-exists", "--create", "--exit-on-error",
                "--dbname=postgres",
            )  # fmt: skip
