# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Store a credential where the engine's client looks for it, once the registry has accepted it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import Any

from .._core.docker_config_json import (
    LOGIN,
    Login,
    api_of,
    helper_of,
    key_of,
    logins,
    parse,
    stored,
)
from .._core.errors import Problem, Refused, Unreachable
from .._core.plan import Step
from . import credential_helper
from .file_job import FileJob
from .http_exchange import HttpExchange, NoTls, PlainHttp, TimedOut
from .registry_client import Credential, Denied, RegistryClient
from .registry_trust import as_the_engine_does, context_of
from .side_by_side import side_by_side


def look(text: str | None, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is kept already, and what the registries say to the credentials."""
    config = parse(text, params["path"])
    rows = logins(params)
    # Helpers one after another: the program behind them may want its keychain for itself.
    kept = [_kept(config, login) for login in rows]
    asked = side_by_side(lambda row: _asked(config, *row), zip(rows, kept))
    refused = [fault for fault in asked if isinstance(fault, Problem)]
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise Refused([sentence for fault in refused for sentence in fault.errors])
    answers = [answer for answer in asked if not isinstance(answer, Problem)]
    return {
        "logins": [{"kept": have, **answer} for have, answer in zip(kept, answers)],
        "warnings": _warnings(params),
    }


def _kept(config: Mapping[str, Any], login: Mapping[str, Any]) -> Login | None:
    """What the credential helper has, where one is in charge."""
    key = key_of(login["registry"])
    helper = helper_of(config, key, login["path"])
    return credential_helper.get(helper, key, login["timeout"]) if helper else None


def _asked(
    config: Mapping[str, Any], login: Mapping[str, Any], kept: Login | None
) -> Mapping[str, Any] | Problem:
    """What the registry says to the credential, or why it could not be asked."""
    if login["state"] == "absent" or not login["verify"]:
        return {}
    key = key_of(login["registry"])
    have = kept if helper_of(config, key, login["path"]) else stored(config, key)
    try:
        return _prove(login, have == Login(login["username"], login["password"]))
    except Problem as problem:
        return problem


def settle(steps: tuple[Step, ...], params: Mapping[str, Any]) -> Mapping[str, Any]:
    by_key = {key_of(login["registry"]): login for login in logins(params)}
    for step in steps:
        helper, server = step.data["helper"], step.data["server"]
        if step.verb == "store":
            credential = Login(by_key[server]["username"], by_key[server]["password"])
            credential_helper.store(helper, server, credential, params["timeout"])
        else:
            credential_helper.erase(helper, server, params["timeout"])
    return {}


def _warnings(params: Mapping[str, Any]) -> list[str]:
    """The mode of a file that is there is kept unless another is asked for: a wrong one is told."""
    path = params["path"]
    if params.get("mode") is not None:
        return []
    try:
        mode = stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        return []
    if not mode & 0o077:
        return []
    return [
        f"{path} has mode {mode:04o}, but it holds credentials, and others may read or change it. "
        "Set mode to '0600'."
    ]


def _prove(params: Mapping[str, Any], is_stored: bool) -> Mapping[str, Any]:
    try:
        client = _reach(params)
        proved = client.log_in()
    except Denied as refusal:
        path = params["path"]
        left = f"It is what {path} has, which" if is_stored else path
        raise Denied(f"{refusal} {left} was left as it was.") from None
    return {"auth": client.greet().auth, "proved": proved}


def _reach(params: Mapping[str, Any]) -> RegistryClient:
    """A client that has been greeted: by HTTPS, or as for the engine's insecure registries."""
    registry, insecure = params["registry"], params["insecure"]
    secure = _client(params, "https", verify=not insecure)
    try:
        secure.greet()
        return secure
    except PlainHttp:
        if not insecure:
            raise Refused(
                f"log in to {registry}: it speaks plain HTTP (the engine says: server gave HTTP "
                "response to HTTPS client). Set insecure to true and list it among the engine's "
                "insecure-registries, or give it a certificate."
            ) from None
    except TimedOut:
        raise
    except (NoTls, Unreachable):
        if not insecure:
            raise
    plain = _client(params, "http", verify=False)
    plain.greet()
    return plain


def _client(params: Mapping[str, Any], scheme: str, verify: bool) -> RegistryClient:
    trust = as_the_engine_does(api_of(params["registry"]), params["ca_path"], verify)
    return RegistryClient(
        HttpExchange(context_of(trust), params["timeout"]),
        f"{scheme}://{api_of(params['registry'])}",
        Credential(params["username"], params["password"]),
    )


REGISTRY_LOGIN = FileJob(LOGIN, look=look, settle=settle)
