# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's client's config.json: which credential is for which registry, and who keeps it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import json_document
from .errors import InputError
from .file_option import BACKUP
from .image_reference import not_a_registry
from .option import Option
from .plan import Format, Merged, Step
from .registry_option import TIMEOUT, not_a_password, not_a_user_name

# Docker Hub has three names, a key of its own in the file, and its API elsewhere.
_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io")
_HUB_KEY = "https://index.docker.io/v1/"
_HUB_API = "registry-1.docker.io"
# It becomes a part of a program's name.
_HELPER = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Login:
    """A credential. ``password`` is None for what is no password: an identity token."""

    username: str
    password: str | None


def key_of(registry: str) -> str:
    """The registry's name in the file."""
    return _HUB_KEY if registry in _HUB else registry


def api_of(registry: str) -> str:
    """Host, and port where it is not the usual one, of the registry's API."""
    return _HUB_API if registry in _HUB else registry


def parse(text: str | None, path: str) -> dict[str, Any]:
    """The file's content, with what we read of it in the right shape. Raises InputError."""
    given = text or ""
    if given.startswith("\ufeff"):
        raise InputError(
            f"{path} begins with a byte order mark, which the client refuses. "
            "Save the file as plain UTF-8; the file was left as it was."
        )
    config = json_document.parse(given, path, comments="Remove it").values
    faults = []
    for name, kind in (("auths", dict), ("credHelpers", str)):
        content = config.get(name)
        if content is None:
            continue
        if not isinstance(content, dict) or not all(
            value is None or isinstance(value, kind) for value in content.values()
        ):
            faults.append(
                f"{path}: {name} is not an object of {'objects' if kind is dict else 'names'}, "
                "so the client cannot read it. Correct it; the file was left as it was."
            )
    if not isinstance(config.get("credsStore", ""), str):
        faults.append(
            f"{path}: credsStore is not a name, so the client cannot read it. "
            "Correct it; the file was left as it was."
        )
    if faults:
        raise InputError(faults)
    return config


def helper_of(config: Mapping[str, Any], key: str, path: str) -> str | None:
    """The credential helper that keeps this registry's credential; None for the file itself."""
    helpers = config.get("credHelpers") or {}
    helper = helpers[key] if key in helpers else config.get("credsStore")
    if helper and not _HELPER.fullmatch(helper):
        raise InputError(
            f"{path}: the credential helper {helper!r} cannot be a part of a program's name. "
            "Correct it; the file was left as it was."
        )
    return helper or None


def stored(config: Mapping[str, Any], key: str) -> Login | None:
    """The credential in the file itself, in either form that the client reads."""
    entry = (config.get("auths") or {}).get(key) or {}
    username, password = _text(entry.get("username")), _text(entry.get("password"))
    if _text(entry.get("auth")):
        try:
            decoded = base64.b64decode(entry["auth"], validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            decoded = ""
        username, _colon, password = decoded.partition(":")
        password = password.rstrip("\0")
    if _text(entry.get("identitytoken")):
        return Login(username, None)
    return Login(username, password) if username else None


def logins(params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The task's parameters once for each registry; what an entry leaves out is the task's."""
    if params.get("registries") is None:
        return [params]
    return [
        {**params, **{name: value for name, value in entry.items() if value is not None}}
        for entry in params["registries"]
    ]


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """``seen["logins"]`` has for each of ``logins(params)`` the helper's Login under "kept", and
    "auth" and "proved" of the registry."""
    results: list[Mapping[str, Any]] = []
    why: list[str] = []
    steps: list[Step] = []
    for login, known in zip(logins(params), seen["logins"]):
        one = _forgotten if login["state"] == "absent" else _stored
        merged = one(text, login, known)
        text = merged.text
        results.append(merged.result)
        why += merged.why
        steps += merged.steps
    result = {**(results[0] if params.get("registry") else {}), "registries": results}
    warnings = tuple(seen.get("warnings") or ())
    return Merged(text, result, tuple(why), tuple(steps), warnings)


def _stored(text: str | None, login: Mapping[str, Any], known: Mapping[str, Any]) -> Merged:
    path, registry = login["path"], login["registry"]
    key = key_of(registry)
    config = parse(text, path)
    helper = helper_of(config, key, path)
    wanted = Login(login["username"], login["password"])
    result = {
        "registry": key,
        "username": wanted.username,
        "stored_in": helper or "auths",
        "proved": bool(known.get("proved")),
        "auth": known.get("auth"),
    }
    after = text
    if helper is None:
        have = stored(config, key)
        if have == wanted:
            return Merged(text, result)
        word = f"{wanted.username}:{wanted.password}".encode()
        entry = {"auth": base64.b64encode(word).decode("ascii")}
        after = _with(text, key, entry)
        return Merged(after, result, (_storing(have, wanted, registry, path),))
    why: list[str] = []
    steps: list[Step] = []
    if (config.get("auths") or {}).get(key) != {}:
        # The client lists in the file, without the credential, what a helper keeps.
        after = _with(text, key, {})
        why.append(f"note in {path} that {helper} keeps the credential for {registry}")
    if known.get("kept") != wanted:
        sentence = _storing(known.get("kept"), wanted, registry, f"docker-credential-{helper}")
        steps.append(Step("store", sentence, {"helper": helper, "server": key}))
    return Merged(after, result, tuple(why), tuple(steps))


def _with(text: str | None, key: str, entry: Mapping[str, Any]) -> str:
    """A new text looks as the client writes it: with tabs, and without a last line break."""
    before = text if text and text.strip() else "{}"
    return json_document.set_value(before, ("auths", key), entry, unit="\t")


def _forgotten(text: str | None, login: Mapping[str, Any], known: Mapping[str, Any]) -> Merged:
    path, key = login["path"], key_of(login["registry"])
    config = parse(text, path)
    helper = helper_of(config, key, path)
    result = {"registry": key, "username": None, "stored_in": None, "proved": False, "auth": None}
    after = text
    why: list[str] = []
    steps: list[Step] = []
    # Old clients wrote the scheme; as they do, a logout forgets those too.
    for name in dict.fromkeys((key, f"https://{key}", f"http://{key}")):
        if after is not None and name in (config.get("auths") or {}):
            after = json_document.remove_value(after, ("auths", name))
            why.append(f"remove the credential for {name} from {path}")
    if helper is not None and known.get("kept") is not None:
        sentence = f"remove the credential for {key} from docker-credential-{helper}"
        steps.append(Step("erase", sentence, {"helper": helper, "server": key}))
    return Merged(after, result, tuple(why), tuple(steps))


def _storing(have: Login | None, wanted: Login, registry: str, where: str) -> str:
    if have is None:
        return f"store the credential of {wanted.username} for {registry} in {where}"
    if have.username == wanted.username:
        return f"change the password of {wanted.username} for {registry} in {where}"
    return f"replace {have.username}'s credential for {registry} by {wanted.username}'s in {where}"


def shown(text: str) -> str:
    """Who is logged in where. Nothing else of the file is shown: other parts hold secrets too."""
    config = json.loads(text) if text.strip() else {}
    lines = []
    for key, entry in (config.get("auths") or {}).items():
        login = stored(config, key)
        if entry == {}:
            lines.append(f"{key}: kept by a credential helper")
        elif login is None:
            lines.append(f"{key}: no credential")
        else:
            what = "identity token" if login.password is None else "password"
            lines.append(f"{key}: user {login.username}, {what} hidden")
    return "".join(f"{line}\n" for line in lines)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _wrong(params: Mapping[str, Any]) -> list[str]:
    many = params.get("registries") is not None
    if many == (params.get("registry") is not None):
        have = "registry and registries are both set" if many else "registry is missing"
        return [f"{have}, but a task names one registry, or a list. Give one of the two."]
    faults = []
    first: dict[str, int] = {}
    for index, login in enumerate(logins(params)):
        here = f"registries[{index}]." if many else ""
        key = key_of(login["registry"])
        if first.setdefault(key, index) != index:
            faults.append(
                f"{here}registry is {login['registry']!r}, but registries[{first[key]}] is the same"
                " one. Remove one of them."
            )
        if login["state"] == "present":
            cure = f"Give it, or set {here}state to 'absent'."
            faults += [
                f"{here}{name} is missing, but a credential has one. {cure}"
                for name in ("username", "password")
                if login.get(name) is None
            ]
    return faults


def _login_options(of_an_entry: bool) -> tuple[Option, ...]:
    """What is said of one registry. An entry of the list takes what it leaves out from the task."""
    inherited = ("If left out, what the task says is used.",) if of_an_entry else ()
    path = "registries[]." if of_an_entry else ""
    return (
        Option(
            "registry",
            "The registry as it is named in images: V(host) or V(host:port). V(docker.io) stands "
            "for Docker Hub.",
            required=of_an_entry,
            wrong=not_a_registry,
        ),
        Option(
            "username",
            (f"The user to log in as. Required when O({path}state=present).", *inherited),
            env=() if of_an_entry else ("REGISTRY_USERNAME",),
            wrong=not_a_user_name,
        ),
        Option(
            "password",
            (
                f"The password of O({path}username), or a token that stands for it. Required when "
                f"O({path}state=present).",
                *inherited,
            ),
            secret=True,
            env=() if of_an_entry else ("REGISTRY_PASSWORD",),
            wrong=not_a_password,
        ),
        Option(
            "insecure",
            (
                "Whether a certificate that cannot be verified, and then plain HTTP, is good "
                "enough, as for a registry among the engine's C(insecure-registries).",
                *inherited,
            ),
            type="bool",
            default=None if of_an_entry else False,
        ),
        Option(
            "ca_path",
            (
                "A file on the managed host with certificates (PEM) of private authorities, "
                "trusted beside those of the system. If left out, the files in "
                "C(/etc/docker/certs.d/REGISTRY) are used, as the engine does.",
                *(("An entry that leaves it out uses what the task says.",) if of_an_entry else ()),
            ),
            type="path",
        ),
        Option(
            "state",
            ("Whether the credential is stored.", *inherited),
            default=None if of_an_entry else "present",
            choices=("present", "absent"),
        ),
    )


LOGIN = Format(
    kind="registry_login",
    options=(
        *_login_options(of_an_entry=False),
        Option(
            "registries",
            "Several registries at once, in one change of the file. They are asked side by side. "
            "Either this or O(registry) is given.",
            type="list",
            elements="dict",
            suboptions=_login_options(of_an_entry=True),
        ),
        Option(
            "path",
            (
                "The configuration file of the engine's client. The default is that of the user "
                "the task runs as: with C(become_user), of that user.",
                "A directory that is missing is made with mode V(0700).",
            ),
            type="path",
            default="~/.docker/config.json",
            aliases=("config_path",),
        ),
        TIMEOUT,
        Option(
            "verify",
            (
                "Whether the registry is asked to accept the credential before anything is "
                "written, also when it is stored already.",
                "With V(false) the registry need not be there.",
            ),
            type="bool",
            default=True,
        ),
        BACKUP,
    ),
    merge=merge,
    shown=shown,
    wrong=_wrong,
    mode=0o600,
    directory_mode=0o700,
)
