# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses of registries as the engine writes them: HOST[:PORT], a network, a mirror's URL."""

from __future__ import annotations

import ipaddress
import re
import urllib.parse

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST_PORT = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]+))?")
_IPV6_PORT = re.compile(r"\[(?P<host>[0-9A-Fa-f:.]+)\](?::(?P<port>[0-9]+))?")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# The public hub under the names that the engine turns into one; it is always asked by TLS.
_HUB = ("docker.io", "index.docker.io")


def not_an_insecure_registry(value: str) -> str | None:
    """What an engine would refuse in insecure-registries, or read as something else."""
    if not value:
        return "but a registry is HOST, HOST:PORT or a network. Name one."
    scheme = _SCHEME.match(value)
    if scheme or "://" in value:
        rest = value.split("://", 1)[1]
        return f"but a registry is HOST or HOST:PORT here, without a scheme. Write {rest!r}."
    if value in _HUB:
        return "but the engine always asks that one by TLS. Leave it out."
    if "/" in value:
        if network(value) is None:
            host = value.split("/", 1)[0]
            return (
                "but only a network has a slash, as in 192.168.126.0/24. "
                f"Correct it, or name the registry alone: {host!r}."
            )
        return None
    return _not_a_host(value)


def _not_a_host(value: str) -> str | None:
    try:
        if ipaddress.ip_address(value).version == 6:
            return None
    except ValueError:
        pass
    found = _HOST_PORT.fullmatch(value) or _IPV6_PORT.fullmatch(value)
    if found is None:
        return (
            "but a registry is HOST or HOST:PORT, and a host has letters, digits, "
            "hyphens and dots only. Correct it."
        )
    if found.re is _IPV6_PORT and not _is_ipv6(found.group("host")):
        return "but what stands between the brackets is no IPv6 address. Correct it."
    port = found.group("port")
    if port is not None and (len(port) > 5 or int(port) > 65535):
        return "but a port is a number up to 65535. Correct it."
    return None


def _is_ipv6(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).version == 6
    except ValueError:
        return False


def network(value: str) -> str | None:
    """The network in the form in which an engine reports it, or None: 10.1.2.3/8 is 10.0.0.0/8."""
    address, slash, length = value.partition("/")
    if not slash or not length.isascii() or not length.isdigit():
        return None
    try:
        return str(ipaddress.ip_network((address, int(length)), strict=False))
    except ValueError:
        return None


def reported_registry(value: str) -> str:
    """An entry of insecure-registries as GET /info shows it; entries that it shows equal are."""
    bare = _SCHEME.sub("", value, count=1)
    return network(bare) or bare


def not_a_mirror(value: str, *, with_path: bool = True) -> str | None:
    """What an engine would refuse in registry-mirrors; before 25.0 a path too."""
    try:
        parts = urllib.parse.urlsplit(value)
        port_is_wrong = parts.port == 0 or (parts.port is None and parts.netloc.endswith(":"))
    except ValueError:
        return "but it is no URL that can be read. Correct it."
    if parts.scheme not in ("http", "https") or "://" not in value:
        return "but a mirror starts with https:// or http://. Add it."
    if parts.username is not None or parts.password is not None:
        return "but the engine takes no user or password in a mirror. Leave them out."
    if not parts.hostname or port_is_wrong or re.search(r"[\s<>\"'\\^`{}|]", value):
        return "but a mirror names a host, as in https://mirror.example.com. Correct it."
    if parts.query or parts.fragment or value.endswith(("?", "#")):
        return "but the engine takes no query and no fragment in a mirror. Leave it out."
    if parts.path not in ("", "/") and not with_path:
        return "but engines before 25.0 take no path in a mirror. Leave it out, or upgrade."
    return None


def reported_mirror(value: str) -> str:
    """A mirror as GET /info shows it: with one slash at its end."""
    return (value[:-1] if value.endswith("/") else value) + "/"


def masked_mirror(value: str) -> str:
    """The URL as a message may show it."""
    scheme, mark, rest = value.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{slash}{path}"
