# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that keep credentials for the engine's client: docker-credential-NAME get, store, erase.

What they are told and what they say goes through pipes: arguments are visible to everybody.
"""

from __future__ import annotations

import json

from .._core.docker_config_json import Login
from .._core.errors import Refused
from . import processes

# The user name under which a helper keeps an identity token.
_TOKEN = "<token>"
_NOT_FOUND = "credentials not found in native keychain"


def get(helper: str, server: str, timeout: float) -> Login | None:
    """What it keeps for the server; None for nothing."""
    done = _run(helper, "get", server, timeout)
    if done.returncode:
        if _NOT_FOUND in done.stdout:
            return None
        raise _refusal(helper, f"get the credential for {server}", done, None)
    try:
        said = json.loads(done.stdout)
        username, secret = str(said["Username"]), str(said["Secret"])
    except (ValueError, TypeError, KeyError):
        raise Refused(
            f"get the credential for {server}: docker-credential-{helper} did not answer as a "
            "credential helper does. See what that program is."
        ) from None
    return Login(username, None if username == _TOKEN else secret)


def store(helper: str, server: str, login: Login, timeout: float) -> None:
    entry = {"ServerURL": server, "Username": login.username, "Secret": login.password}
    done = _run(helper, "store", json.dumps(entry), timeout)
    if done.returncode:
        raise _refusal(helper, f"store the credential for {server}", done, login.password)


def erase(helper: str, server: str, timeout: float) -> None:
    done = _run(helper, "erase", server, timeout)
    if done.returncode and _NOT_FOUND not in done.stdout:
        raise _refusal(helper, f"remove the credential for {server}", done, None)


def _run(helper: str, verb: str, text: str, timeout: float) -> processes.Finished:
    return processes.run([f"docker-credential-{helper}", verb], timeout, stdin=text)


def _refusal(helper: str, why: str, done: processes.Finished, secret: str | None) -> Refused:
    words = done.last_words
    if secret:
        words = words.replace(secret, "********")
    return Refused(
        f"{why}: docker-credential-{helper} said: {words.rstrip('.')}. "
        "Run it by hand as the same user, or name another helper in config.json."
    )
