# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's installer on a host: unpacked beside and renamed, and its images loaded once."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from .._core import harbor_bundle as bundle
from .._core.errors import InputError, Refused
from .._core.harbor_prepared import image_of, version_of
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files, processes
from .engine import Engine, reached
from .job import Job

_ASKING = 60
_CHUNK = 1024 * 1024
_MARK = ".twinstar-"


class HarborBundle(Job):
    """The job of harbor_bundle."""

    kind = "harbor_bundle"
    options: tuple[Option, ...] = bundle.OPTIONS

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return bundle.wrong(params)

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        lock = os.path.join(params["dest"], params["version"])
        with files.locked(lock, params["timeout"]):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        folder = _folder(params)
        result = {"version": params["version"], "path": folder}
        steps = _to_remove(params) if params["state"] == "absent" else _to_have(params, folder)
        return Plan(result=result, steps=tuple(steps))

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        folder = _folder(params)
        for step in plan.steps:
            if step.verb == "unpack":
                _unpack(params, folder)
            elif step.verb == "images":
                _have_images(params, folder)
            elif step.verb == "remove":
                _remove(params, folder)
        return {}


HARBOR_BUNDLE = HarborBundle()


def _folder(params: Mapping[str, Any]) -> str:
    return os.path.join(params["dest"], params["version"], bundle.FOLDER)


# ---- What is to be done -----------------------------------------------------------------------


def _to_have(params: Mapping[str, Any], folder: str) -> list[Step]:
    version = params["version"]
    steps = []
    if not _is_whole(folder, version):
        _judge(params)
        steps.append(Step("unpack", f"unpack Harbor {version} into {folder}"))
    with _engine(params) as engine:
        recorded = _recorded(folder)
        if steps or recorded is None or bundle.missing_images(recorded, engine.image_ids()):
            steps.append(Step("images", f"see that the engine has the images of Harbor {version}"))
    return steps


def _to_remove(params: Mapping[str, Any]) -> list[Step]:
    version, dest = params["version"], params["dest"]
    if not os.path.lexists(os.path.join(dest, version)):
        return []
    link = os.path.join(dest, "current")
    with contextlib.suppress(OSError):
        if os.readlink(link).split("/")[0] == version:
            raise Refused(
                f"version is '{version}', but {link} points to it: that Harbor is in use. "
                "Change to another version first, or remove the link."
            )
    return [Step("remove", f"remove {os.path.join(dest, version)} and the images of that version")]


def _is_whole(folder: str, version: str) -> bool:
    there = all(os.path.isfile(os.path.join(folder, name)) for name in bundle.FILES)
    if not there:
        return False
    script = files.read_text(os.path.join(folder, "prepare")) or ""
    found = version_of(script)
    if found != version:
        raise InputError(
            f"version is '{version}', but {folder}/prepare is of {found}. Remove that folder."
        )
    return True


def _judge(params: Mapping[str, Any]) -> None:
    """Raises why ``src`` cannot be unpacked there."""
    src, version = params.get("src"), params["version"]
    if not src:
        raise InputError(
            f"src is not set, but {_folder(params)} is not whole. Name the installer's archive."
        )
    if not os.path.isfile(src):
        raise InputError(f"src is {src!r}, but there is no such file on this host. Put it there.")
    _check_sum(src, params.get("checksum"))
    if params.get("signature"):
        _check_signature(params)
    members, script = [], ""
    with _archive(src) as archive:
        for each in _readable(src, archive):
            members.append(bundle.Member(each.name, _kind(each), each.size))
            if bundle.inside(each.name) == "prepare" and each.isfile():
                source = archive.extractfile(each)
                script = source.read().decode("utf-8", "replace") if source else ""
    found = version_of(script)
    if found not in (None, version):
        raise InputError(
            f"version is '{version}', but {src} is the installer of {found}. "
            "Correct one of the two."
        )
    fault = bundle.fault_of(members, version)
    if fault or not found:
        fault = fault or "has a prepare without a version"
        raise InputError(f"src is {src!r}, but it {fault}. Use an installer of {version}.")
    size = sum(each.size for each in members)
    if _free(params["dest"]) < size:
        raise Refused(_no_room(params, size))


def _no_room(params: Mapping[str, Any], size: int) -> str:
    return (
        f"unpack {params['src']} into {params['dest']}: {os.strerror(errno.ENOSPC)}. "
        f"It takes {size / _CHUNK:.0f} MiB there; free some space, then run again. "
        "Nothing is left of it."
    )


def _check_sum(src: str, checksum: str | None) -> None:
    if not checksum:
        return
    kind, _colon, wanted = checksum.partition(":")
    hashed = hashlib.new(kind)
    with _opened(src) as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            hashed.update(chunk)
    if hashed.hexdigest() != wanted.lower():
        raise Refused(
            f"checksum is '{checksum}', but {src} has {kind}:{hashed.hexdigest()}. "
            "Fetch it again, or correct the checksum; nothing was unpacked."
        )


def _check_signature(params: Mapping[str, Any]) -> None:
    done = processes.run(
        ["gpgv", "--keyring", params["keyring"], params["signature"], params["src"]],
        params["timeout"],
    )
    if done.returncode != 0:
        raise Refused(
            f"signature is {params['signature']!r}, but gpgv says of it: {done.last_words}. "
            "Fetch archive and signature again, or correct the keyring; nothing was unpacked."
        )


# ---- Doing it ---------------------------------------------------------------------------------


def _unpack(params: Mapping[str, Any], folder: str) -> None:
    dest, version = params["dest"], params["version"]
    beside = None
    size = 0
    try:
        os.makedirs(dest, 0o755, exist_ok=True)
        _sweep(dest)
        beside = tempfile.mkdtemp(prefix=f".{version}{_MARK}", dir=dest)
        with _archive(params["src"]) as archive:
            for member in _readable(params["src"], archive):
                size += member.size
                name = bundle.inside(member.name)
                if name and member.isfile():
                    _extract(archive, member, os.path.join(beside, bundle.FOLDER, name))
        os.chmod(beside, 0o755)
        if os.path.isdir(folder):
            # Somebody took a file away; what was configured there stays.
            for name in os.listdir(os.path.join(beside, bundle.FOLDER)):
                os.replace(os.path.join(beside, bundle.FOLDER, name), os.path.join(folder, name))
        else:
            if os.path.lexists(os.path.dirname(folder)):
                os.rmdir(os.path.dirname(folder))
            os.rename(beside, os.path.dirname(folder))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(_no_room(params, size)) from None
        raise Refused(
            f"unpack {params['src']} into {dest}: {error.strerror}. Check its rights."
        ) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: str) -> None:
    os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
    source = archive.extractfile(member)
    if source is None:
        return
    with source, open(target, "wb") as file:
        shutil.copyfileobj(source, file, _CHUNK)
        os.fchmod(file.fileno(), 0o755 if member.mode & 0o100 else 0o644)
        file.flush()
        os.fsync(file.fileno())


def _sweep(dest: str) -> None:
    """What runs that were killed have left half-unpacked. The lock says that none goes on."""
    for name in os.listdir(dest):
        if name.startswith(".") and _MARK in name:
            shutil.rmtree(os.path.join(dest, name), ignore_errors=True)


def _have_images(params: Mapping[str, Any], folder: str) -> None:
    tarball = os.path.join(folder, bundle.tarball(params["version"]))
    with _engine(params) as engine:
        if os.path.exists(tarball):
            names = _images_in(tarball)
            if bundle.missing_images(names, engine.image_ids()):
                _docker(params, f"load the images of {tarball}", "load", "--quiet", "-i", tarball)
        else:
            # The online installer. The others are pulled by Compose, once it is known which.
            name = image_of(files.read_text(os.path.join(folder, "prepare")) or "") or ""
            names = {name: ""}
            if name not in engine.image_ids():
                _docker(params, f"pull {name}", "pull", "--quiet", name)
        ids = engine.image_ids()
    missing = [name for name in names if name not in ids]
    if missing:
        raise Refused(
            f"load the images of {tarball}: the engine has no {missing[0]} afterwards. "
            "Look at the engine's log."
        )
    record = json.dumps({name: ids[name] for name in sorted(names)}, indent=1) + "\n"
    files.replace(os.path.join(folder, bundle.RECORD), record, 0o644)


def _docker(params: Mapping[str, Any], doing: str, *words: str) -> None:
    done = processes.run(
        ["docker", *words], params["timeout"], env={"DOCKER_HOST": params["docker_host"]}
    )
    if done.returncode != 0:
        raise Refused(f"{doing}: {done.last_words}. Mend that, then run again.")


def _images_in(tarball: str) -> dict[str, str]:
    with _archive(tarball) as archive:
        try:
            source = archive.extractfile(_member(archive, "manifest.json"))
            return bundle.images_of(source.read().decode() if source else "[]")
        except (OSError, EOFError, KeyError, ValueError, tarfile.TarError):
            raise Refused(
                f"read the images of {tarball}: it is no archive of docker save. "
                "Unpack the installer anew."
            ) from None


def _remove(params: Mapping[str, Any], folder: str) -> None:
    recorded = _recorded(folder) or {}
    if recorded:
        with _engine(params) as engine:
            for name in recorded:
                engine.remove_image(name)
    try:
        shutil.rmtree(os.path.dirname(folder))
    except OSError as error:
        raise Refused(
            f"remove {os.path.dirname(folder)}: {error.strerror}. Check its rights."
        ) from None


# ---- Looking ----------------------------------------------------------------------------------


def _engine(params: Mapping[str, Any]) -> contextlib.AbstractContextManager[Engine]:
    return reached(params["docker_host"], _ASKING)


def _recorded(folder: str) -> dict[str, str] | None:
    text = files.read_text(os.path.join(folder, bundle.RECORD))
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


@contextlib.contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(open(path, "rb"))
        except OSError as error:
            raise Refused(f"read {path}: {error.strerror}. Check its rights.") from None
        yield file


@contextlib.contextmanager
def _archive(path: str) -> Iterator[tarfile.TarFile]:
    with _opened(path) as file, contextlib.ExitStack() as stack:
        try:
            archive = stack.enter_context(tarfile.open(fileobj=file, mode="r:*"))
        except (OSError, EOFError, tarfile.TarError):
            raise _broken(path) from None
        yield archive


def _readable(path: str, archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    try:
        yield from archive
    except (EOFError, tarfile.TarError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise _broken(path) from None


def _broken(path: str) -> InputError:
    return InputError(
        f"src is {path!r}, but it is no whole archive. Fetch it again, and give its checksum."
    )


def _member(archive: tarfile.TarFile, name: str) -> tarfile.TarInfo:
    for member in archive:
        if name in (member.name, bundle.inside(member.name)):
            return member
    raise KeyError(name)


def _kind(member: tarfile.TarInfo) -> str:
    if member.isfile():
        return "file"
    return "folder" if member.isdir() else "other"


def _free(folder: str) -> int:
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    seen = os.statvfs(folder)
    return seen.f_bavail * seen.f_frsize
