# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Docker engine's words mean when it was asked to log in to a registry.

The engine tries the registry itself, with its own certificates, proxies and names, so its answer is
the proof that it trusts it. Without a user it sends none: a registry that wants one is reached all
the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .engine_option import docker_host
from .image_reference import not_a_registry
from .option import Option
from .registry_option import not_a_password, not_a_time_out, not_a_user_name

# The engine's words, what they mean, and the cure. Each was heard from engines 20.10 and 26.1.
_CURES = (
    (
        "server gave HTTP response to HTTPS client",
        "Give the registry a certificate, or list it in the engine's insecure-registries.",
    ),
    ("unknown authority", "Place its CA in /etc/docker/certs.d/{address}/ca.crt."),
    (
        "x509",
        "Its certificate is not one for this address and day. Look at it, and renew it.",
    ),
    ("no such host", "Add its name to the hosts file, or mend the resolver."),
    ("connection refused", "Start it, or correct its address and port."),
    ("proxyconnect", "Correct the engine's proxy, or list the registry in NO_PROXY."),
)
_NO_LOGIN = ("no basic auth credentials", "unauthorized: ")
_LOGIN_REFUSED = ("401 Unauthorized", "incorrect username or password", "unauthorized")

OPTIONS = (
    Option(
        "registries",
        "The registries to try, each as an engine with these credentials would.",
        type="list",
        elements="dict",
        required=True,
        suboptions=(
            Option(
                "registry",
                "The registry as it is named in images: V(host) or V(host:port).",
                required=True,
                wrong=not_a_registry,
            ),
            Option(
                "username",
                "The user to log in as. Without one, it is enough that the registry answers the "
                "engine.",
                wrong=not_a_user_name,
            ),
            Option("password", "The password of the user.", secret=True, wrong=not_a_password),
        ),
    ),
    docker_host(
        "Where the engine answers: V(unix://) and a path, or V(tcp://) and an address without TLS.",
        spoken=("unix", "tcp"),
    ),
    Option(
        "timeout",
        "Seconds within which the engine must answer for each registry.",
        type="int",
        default=60,
        wrong=not_a_time_out,
    ),
)


def wrong(params: Mapping[str, Any]) -> list[str]:
    return [
        f"registries[{index}] has a username or a password alone, but a login needs both. Give "
        "both."
        for index, entry in enumerate(params["registries"])
        if bool(entry.get("username")) != bool(entry.get("password"))
    ]


def fault(address: str, username: str | None, status: int, message: str) -> str | None:
    """The sentence about what is wrong, or None where the engine got through."""
    if status == 200:
        return None
    words = " ".join(message.split())
    if not username and any(one in words for one in _NO_LOGIN):
        return None
    for heard, cure in _CURES:
        if heard in words:
            cure = cure.format(address=address)
            return f"the engine does not get through to {address}: {words!r}. {cure}"
    if username and any(one in words for one in _LOGIN_REFUSED):
        return (
            f"{address} refuses user {username!r} with this password: {words!r}. "
            "Correct the password, or create the user."
        )
    return f"the engine does not get through to {address}: {words!r}. Look at its log."


def login(username: str | None, status: int) -> str:
    """How it stands with the login where there is no fault."""
    if status != 200:
        return "required"
    return "accepted" if username else "none"
