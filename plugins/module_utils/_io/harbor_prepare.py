# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's prepare, run when it must be, and never at the cost of the Harbor that runs.

Whenever this is killed, the next run puts back what there was and begins anew:

    copy what will be overwritten, prepare, overlay and labels, record, drop the copy
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._core import harbor_compose as compose
from .._core import harbor_overlay as overlay
from .._core import harbor_prepared as prepared
from .._core.errors import InputError, Refused
from .._core.option import Option
from .._core.plan import Plan, Step
from . import bcrypt_hashes, files, processes
from .job import Job
from .kept_copy import KeptCopy

_CONFIG = "common/config"
_COPY = ".before-prepare"
# Who reads the keys in the containers (make/photon/prepare/g.py).
_HARBOR_UID = 10000
# prepare hashes with this cost (make/photon/prepare/utils/registry.py: $2y$05$).
_COST = 5


@dataclass(frozen=True)
class Bundle:
    """A folder with prepare and harbor.yml, as it is now."""

    folder: str
    version: str
    config: Mapping[str, Any]

    @classmethod
    def at(cls, folder: str) -> Bundle:
        script = files.read_text(os.path.join(folder, "prepare"))
        version = prepared.version_of(script or "")
        if version is None:
            raise InputError(
                f"path is {folder!r}, but there is no prepare of Harbor in it. "
                "Unpack the installer there, or correct the path."
            )
        path = os.path.join(folder, "harbor.yml")
        text = files.read_text(path)
        if text is None:
            raise InputError(
                f"path is {folder!r}, but there is no harbor.yml in it. "
                "Write it first, with harbor_yml."
            )
        config = compose.parsed(text, path)
        data = config.get("data_volume")
        if not isinstance(data, str) or not data.startswith("/"):
            raise InputError(f"{path} has no data_volume with a full path. Set it.")
        return cls(folder, version, config)

    @property
    def data_volume(self) -> str:
        return os.path.normpath(str(self.config["data_volume"]))

    @property
    def copies(self) -> tuple[KeptCopy, KeptCopy]:
        secret = os.path.join(self.data_volume, "secret")
        return (
            KeptCopy(self.folder, (_CONFIG, compose.FILE), os.path.join(self.folder, _COPY)),
            KeptCopy(secret, ("cert",), os.path.join(secret, _COPY)),
        )

    def look(self, params: Mapping[str, Any], values: Mapping[str, str]) -> prepared.Look:
        inputs: dict[str, str | None] = {}
        for path in (os.path.join(self.folder, "harbor.yml"), *prepared.read_files(self.config)):
            inputs[path] = _digest(path)
        outputs: dict[str, str | None] = {}
        points = compose.mount_points(self._document() or {}, self.folder)
        for name in (_CONFIG, compose.FILE):
            outputs.update(_digests(os.path.join(self.folder, name), points))
        for name in ("keys", "core", "registry", "cert", "tls"):
            outputs.update(_digests(os.path.join(self.data_volume, "secret", name)))
        for name in prepared.DATA_FOLDERS:
            path = os.path.join(self.data_volume, name)
            outputs[path] = "folder" if os.path.isdir(path) else None
        return prepared.Look(
            version=self.version,
            with_trivy=bool(params["with_trivy"]),
            inputs=inputs,
            secrets=_of_text(json.dumps(dict(values), sort_keys=True)),
            outputs=outputs,
        )

    def record(self) -> dict[str, Any] | None:
        return _json(os.path.join(self.folder, prepared.RECORD))

    def digests(self) -> dict[str, str]:
        """Of all that a service is and reads, by service; none where nothing was prepared yet."""
        document = self._document()
        if document is None:
            return {}
        points = compose.mount_points(document, self.folder)
        found = {}
        for service in compose.services(document, self.folder, self.data_volume):
            reads = {each: _digest(each, points) or "" for each in service.reads}
            found[service.name] = compose.digest_of(document["services"][service.name], reads)
        return found

    def _document(self) -> dict[str, Any] | None:
        """What docker-compose.yml says; None where nothing was prepared yet."""
        path = os.path.join(self.folder, compose.FILE)
        text = files.read_text(path)
        return None if text is None else compose.parsed(text, path)


class Prepare(Job):
    """The job of harbor_prepare."""

    kind = "harbor_prepare"
    options: tuple[Option, ...] = prepared.OPTIONS

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return prepared.wrong(params)

    def hidden(self, params: Mapping[str, Any]) -> list[str]:
        return prepared.hidden(params)

    @contextlib.contextmanager
    def held(self, params: Mapping[str, Any]) -> Iterator[None]:
        with files.locked(secrets_path(params), params["timeout"]):
            yield

    def plan(self, params: Mapping[str, Any]) -> Plan:
        bundle = Bundle.at(params["path"])
        given = _given(params)
        _judge_secret_key(given, bundle)
        kept = _json(secrets_path(params)) or {}
        interrupted = any(copy.is_there for copy in bundle.copies)
        # After a run that broke off, what lies there is half old and half new.
        found = {} if interrupted else _in_place(bundle.folder)
        if not found and params.get("previous"):
            found = _in_place(params["previous"])
        values = overlay.merged(given, kept, found)
        record = bundle.record()
        now = bundle.look(params, {**values, **_files_of(given)})
        why = prepared.reasons(record, now, interrupted=interrupted)
        result = {"path": bundle.folder, "version": bundle.version, "services": []}
        if not why:
            return Plan(result=result)
        step = Step(
            "prepare",
            f"run prepare of Harbor {bundle.version} in {bundle.folder} {_joined(why)}",
        )
        return Plan(result=result, steps=(step,), work=bundle)

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        bundle: Bundle = plan.work
        for copy in bundle.copies:
            copy.put_back()
        before = bundle.digests()
        given = _given(params)
        values = _settled(given, params, bundle)
        _keep(params, values)
        for copy in bundle.copies:
            copy.make()
        try:
            _place(given, bundle)
            _run(bundle, params)
            values = _complete(values, bundle)
            _keep(params, values)
            _overlay(values, bundle)
            after = bundle.digests()
            _label(after, bundle)
            _write_record(bundle, params, {**values, **_files_of(given)})
        except BaseException:
            for copy in bundle.copies:
                copy.put_back()
            raise
        finally:
            # prepare leaves harbor.yml in it when it fails.
            shutil.rmtree(os.path.join(bundle.folder, "input"), ignore_errors=True)
        for copy in bundle.copies:
            copy.discard()
        changed = [name for name, digest in after.items() if before.get(name) != digest]
        return {"services": changed}


PREPARE = Prepare()


# ---- Secrets ----------------------------------------------------------------------------


def _given(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in (params.get("secrets") or {}).items() if value}


def _files_of(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in overlay.FILES if name in given}


def secrets_path(params: Mapping[str, Any]) -> str:
    if params.get("secrets_path"):
        return str(params["secrets_path"])
    return os.path.join(os.path.dirname(os.path.dirname(params["path"])), "secrets.json")


def _in_place(folder: str) -> dict[str, str]:
    """The values of the files that a prepare has left in a folder."""
    root = os.path.join(folder, _CONFIG)
    env = {}
    for name in _names(root):
        text = files.read_text(os.path.join(root, name, "env"))
        if text is not None:
            env[f"{name}/env"] = text
    return overlay.values_of(env, files.read_text(os.path.join(root, overlay.PASSWD)))


def _settled(given: Mapping[str, str], params: Mapping[str, Any], bundle: Bundle) -> dict[str, str]:
    """The values that hold, each with a hash that is right, as far as they are known yet."""
    kept = _json(secrets_path(params)) or {}
    found = _in_place(bundle.folder)
    if not found and params.get("previous"):
        found = _in_place(params["previous"])
    values = overlay.merged(given, kept, found)
    password, line = values.get("registry_password"), values.get(overlay.PASSWD_LINE)
    # What we kept ourselves was right. What was found may be half of an old pair.
    if password and line != kept.get(overlay.PASSWD_LINE):
        known = [("", password, overlay.hash_of(line or ""))]
        if not line or not bcrypt_hashes.verified(known):
            values[overlay.PASSWD_LINE] = _hashed(password)
    elif password and not line:
        values[overlay.PASSWD_LINE] = _hashed(password)
    return values


def _hashed(password: str) -> str:
    user = overlay.PASSWD_USER
    return f"{user}:{bcrypt_hashes.hashed([(user, password)], _COST)[user]}"


def _complete(values: Mapping[str, str], bundle: Bundle) -> dict[str, str]:
    """What nobody knew before is from now on what this run of prepare has drawn."""
    return overlay.merged({}, values, _in_place(bundle.folder))


def _keep(params: Mapping[str, Any], values: Mapping[str, str]) -> None:
    path = secrets_path(params)
    if values and _json(path) != values:
        text = json.dumps(dict(sorted(values.items())), indent=2) + "\n"
        files.replace(path, text, 0o600, directory_mode=0o755)


def _judge_secret_key(given: Mapping[str, str], bundle: Bundle) -> None:
    path = os.path.join(bundle.data_volume, "secret", overlay.FILES["secret_key"])
    there = files.read_text(path)
    if there is not None and given.get("secret_key", there) != there:
        raise InputError(
            f"secrets.secret_key is set, but {path} holds another one, and the passwords in "
            "Harbor's database are encrypted with that. Leave it out, or give the one in place."
        )


def _place(given: Mapping[str, str], bundle: Bundle) -> None:
    for name, text in _files_of(given).items():
        path = os.path.join(bundle.data_volume, "secret", overlay.FILES[name])
        wanted = text if name == "secret_key" else text.strip() + "\n"
        if files.read_text(path) == wanted:
            continue
        try:
            os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
            files.replace(path, wanted, 0o600)
            os.chown(path, _HARBOR_UID, _HARBOR_UID)
        except OSError as error:
            raise Refused(
                f"place {path}: {error.strerror}. Use a data_volume whose file system has owners."
            ) from None


# ---- prepare and what follows it --------------------------------------------------------


def _run(bundle: Bundle, params: Mapping[str, Any]) -> None:
    script = os.path.join(bundle.folder, "prepare")
    done = processes.run(
        [script, *(["--with-trivy"] if params["with_trivy"] else [])],
        params["timeout"],
        # A stray HARBOR_BUNDLE_DIR would prepare another folder.
        env={"PATH": processes.search_path(), "HARBOR_BUNDLE_DIR": bundle.folder},
        cwd=bundle.folder,
    )
    if done.returncode != 0:
        hide = prepared.secrets_in(bundle.config)
        raise Refused(
            prepared.failure(bundle.version, done.returncode, done.stdout, done.stderr, hide)
        )


def _overlay(values: Mapping[str, str], bundle: Bundle) -> None:
    root = os.path.join(bundle.folder, _CONFIG)
    for name in (overlay.PASSWD, *(f"{each}/env" for each in _names(root))):
        path = os.path.join(root, name)
        text = files.read_text(path)
        if text is not None and overlay.overlaid(name, text, values) != text:
            files.replace(path, overlay.overlaid(name, text, values), 0o640)


def _label(digests: Mapping[str, str], bundle: Bundle) -> None:
    path = os.path.join(bundle.folder, compose.FILE)
    document = compose.parsed(files.read_text(path) or "", path)
    files.replace(path, compose.written(compose.labelled(document, digests)), 0o644)


def _write_record(bundle: Bundle, params: Mapping[str, Any], values: Mapping[str, str]) -> None:
    record = bundle.look(params, values).recorded()
    path = os.path.join(bundle.folder, prepared.RECORD)
    files.replace(path, json.dumps(record, indent=1) + "\n", 0o600)


# ---- Looking ----------------------------------------------------------------------------


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _digests(path: str, ignored: Collection[str] = ()) -> dict[str, str]:
    """Of each file below a folder, or of a file, by path."""
    if path in ignored:
        return {}
    if not os.path.isdir(path):
        digest = _digest(path)
        return {} if digest is None else {path: digest}
    found: dict[str, str] = {}
    for name in _names(path):
        found.update(_digests(os.path.join(path, name), ignored))
    return found


def _digest(path: str, ignored: Collection[str] = ()) -> str | None:
    """Of a file, or of all files below a folder; None where there is nothing."""
    if os.path.isdir(path):
        below = _digests(path, ignored)
        inside = {os.path.relpath(each, path): told for each, told in below.items()}
        return _of_text(json.dumps(inside, sort_keys=True))
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(f"read {path}: {error.strerror}. Check its rights.") from None


def _of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _json(path: str) -> dict[str, Any] | None:
    text = files.read_text(path)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{path} is not as it was written. Put it back, or remove it.")
    return found


def _joined(why: list[str]) -> str:
    more = f", and {len(why) - 1} more reasons" if len(why) > 1 else ""
    return f"{why[0]}{more}"
