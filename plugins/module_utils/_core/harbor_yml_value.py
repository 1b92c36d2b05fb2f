# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a value of harbor.yml must look like, so that it arrives as it was meant.

prepare writes values as they are into env files, YAML, nginx's and rsyslog's configurations.
Compose then reads the env files: version 2 replaces what follows a dollar sign, every version cuts
what follows a blank and a hash, and takes quotes away.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PLAIN_PATH = re.compile(r"(/[A-Za-z0-9._-]+)+")
_DURATION = re.compile(r"-?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|ms|s|m|h))+)")
_MINUTES = {"h": 60.0, "m": 1.0, "s": 1 / 60, "ms": 1 / 60e3, "us": 1 / 60e6, "ns": 1 / 60e9}
_HOURS = re.compile(r"([0-9]+)h")
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
_NO_TEXT = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)")
_REDIS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~+/=-]*")
# What YAML 1.1 takes for a number, among the texts of _REDIS.
_NUMBER = re.compile(r"0[xob][0-9A-Fa-f_]+|[0-9][0-9_]*\.?[0-9_]*([eE][+-]?[0-9]+)?")
TRIVY_CHECKS = ("vuln", "config", "secret")


def at_least(least: int) -> Callable[[int], str | None]:
    def wrong(value: int) -> str | None:
        return None if value >= least else f"but {least} is the least. Raise it."

    return wrong


def not_for_env(value: str) -> str | None:
    """What an env file of Compose would change; the sentence shows no more than a character."""
    if not value:
        return "but it is empty. Set it, or leave it out."
    found = re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", value)
    if found:
        return (
            f"but it has the control character {found[0]!r}, and in an env file it is one line. "
            "Remove it."
        )
    if "$" in value:
        return (
            "but it has the character '$', and Compose replaces what follows it. Use another one."
        )
    if re.search(r"\s#", value):
        return "but it has '#' after a blank, and Compose cuts it there. Use other characters."
    if value[0] in "'\"":
        return f"but it begins with {value[0]!r}, and Compose takes quotes away. Use another one."
    if value != value.strip():
        return "but it has a blank at an end, which Compose cuts off. Remove it."
    return None


def not_for_database(value: str) -> str | None:
    """Harbor also writes it, as it is, into a connection string and into SQL."""
    found = re.search(r"[\s'\"\\]", value)
    if found:
        return (
            f"but it has the character {found[0]!r}, which breaks Harbor's connection string. "
            "Use another one."
        )
    return not_for_env(value)


def not_for_redis(value: str) -> str | None:
    """It stands bare in the registry's YAML, and within URLs."""
    found = re.search(r"[^A-Za-z0-9_.~+/=-]", value)
    if found:
        return (
            f"but it has the character {found[0]!r}, which the registry's configuration would not "
            "take bare. Use letters, digits and _ . ~ + / = - only."
        )
    if not _REDIS.fullmatch(value):
        return "but it begins with a letter, a digit or an underscore. Correct it."
    if _NUMBER.fullmatch(value) or _NO_TEXT.fullmatch(value):
        return (
            "but YAML reads it as a number or a word of its own instead of a text. "
            "Use letters and digits."
        )
    return None


def not_in_old_url(value: str) -> bool:
    """Whether a password must be percent-encoded in a URL, which older versions do not do."""
    return bool(re.search(r"[^A-Za-z0-9_.~-]", value))


def not_a_word(value: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9_.-]+", value):
        return None
    return "but it has letters, digits and _ . - only. Correct it."


def _is_ip(value: str) -> int:
    try:
        return ipaddress.ip_address(value).version
    except ValueError:
        return 0


def not_a_hostname(value: str) -> str | None:
    """The name that clients use, alone: prepare adds scheme and port."""
    if value in _LOOPBACK:
        return "but that is every host for itself. Use the name or address that clients use."
    if value == "reg.mydomain.com":
        return "but that is the template's placeholder. Use the name that clients use."
    if "://" in value:
        return f"but it stands without a scheme. Write {urlsplit(value).netloc!r}."
    if _is_ip(value) == 6:
        return "but it would need brackets in URLs, which prepare does not add. Use a name."
    host, colon, port = value.partition(":")
    if colon and port.isdigit():
        return f"but it stands without a port. Write {host!r}, and set http.port or https.port."
    if not _HOST.fullmatch(value):
        return (
            "but a name has letters, digits, hyphens and dots only, such as harbor.abc.com. "
            "Correct it."
        )
    return None


def not_a_peer(value: str) -> str | None:
    """A host that containers connect to."""
    if value in _LOOPBACK:
        return "but within a container that is the container. Use the name or address of the host."
    if _HOST.fullmatch(value) or _is_ip(value):
        return None
    return "but it is a name or an address, without scheme and port. Correct it."


def not_addresses(value: str) -> str | None:
    """HOST:PORT, or several with commas."""
    for one in value.split(","):
        host, colon, port = one.rpartition(":")
        if not colon or not port.isdigit() or not 0 < int(port) < 65536:
            return (
                "but it is HOST:PORT, of several Sentinels HOST:PORT,HOST:PORT without blanks. "
                "Correct it."
            )
        rule = not_a_peer(host[1:-1] if host.startswith("[") and host.endswith("]") else host)
        if rule:
            return rule
    return None


def _parts(value: str) -> tuple[str, str]:
    """Scheme and host of a URL, empty where it is none."""
    try:
        parts = urlsplit(value)
        whole = parts.port != 0
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname or "") if whole else ("", "")


def not_an_external_url(value: str) -> str | None:
    scheme, host = _parts(value)
    if scheme not in ("http", "https") or not host or re.search(r"\s", value):
        return "but a URL starts with https:// or http:// and names a host. Correct it."
    parts = urlsplit(value)
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        bare = f"{scheme}://{parts.netloc.rpartition('@')[2]}"
        return f"but clients append paths to it, so it ends with the host. Write {bare!r}."
    return not_for_env(value)


def not_a_peer_url(value: str) -> str | None:
    """A URL that containers ask."""
    scheme, host = _parts(value)
    if scheme not in ("http", "https") or not host or re.search(r"\s", value):
        return "but a URL starts with https:// or http:// and names a host. Correct it."
    if host in _LOOPBACK:
        return "but within a container that is the container. Use the name or address of the host."
    return not_for_env(value)


def not_a_proxy_exception(value: str) -> str | None:
    if re.search(r"[\s,]", value):
        return "but an entry has neither blanks nor commas. Make it a list of entries."
    return not_for_env(value)


def not_a_path(value: str) -> str | None:
    """A path of the host, which prepare's Python opens."""
    if value.startswith("/") and not value.endswith("/") and not re.search(r"[\x00-\x1f]", value):
        return None
    return "but a path starts with '/' and does not end with one. Correct it."


def not_a_plain_path(value: str) -> str | None:
    """It is written bare into docker-compose.yml, and data_volume is read by grep and awk too."""
    if not _PLAIN_PATH.fullmatch(value):
        return (
            "but a path here starts with '/', does not end with one, and has letters, digits and "
            ". _ - only: it is read without quotes. Correct it."
        )
    if re.search(r"/\.{1,2}(/|$)", value):
        return "but a path here has no . and .. in it. Correct it."
    return None


def not_a_certificate_path(value: str) -> str | None:
    if value.startswith("/your/"):
        return "but that is the template's placeholder. Name your file."
    return not_a_path(value)


def not_a_duration(value: str) -> str | None:
    """Go's durations; a number alone would be refused."""
    if _DURATION.fullmatch(value):
        return None
    return "but a duration has units (ms, s, m, h), such as 5m or 1h30m. Add one."


def not_a_scan_time(value: str) -> str | None:
    rule = not_a_duration(value)
    if rule:
        return rule
    parts = re.findall(r"([0-9.]+)(ns|us|µs|ms|s|m|h)", value.replace("µs", "us"))
    minutes = sum(float(number) * _MINUTES[unit] for number, unit in parts)
    if value.startswith("-") or not minutes:
        return "but a scan takes a moment. Use 5m or so."
    if minutes > 30:
        return "but Harbor ends a scan after 30m whatever it says. Lower it."
    return None


def not_hours(value: str) -> str | None:
    """What prepare takes: "<n>h" with n of 2 or more."""
    found = _HOURS.fullmatch(value)
    if found and int(found[1]) >= 2:
        return None
    return "but prepare takes whole hours from 2h on, such as 168h. Correct it."


def not_a_size(value: str) -> str | None:
    if re.fullmatch(r"[1-9][0-9]*[kMG]?", value):
        return None
    return "but logrotate takes a number with k, M or G, such as 200M. Correct it."


def not_checks(value: str) -> str | None:
    wrong = [word for word in value.split(",") if word not in TRIVY_CHECKS]
    if not wrong:
        return None
    return (
        f"but {wrong[0]!r} is none of {', '.join(TRIVY_CHECKS)}, which stand with commas and "
        "without blanks. Correct it."
    )


def not_a_rate(value: float) -> str | None:
    return None if 0 <= value <= 1 else "but it is a part of all, from 0 to 1. Correct it."


def not_attributes(value: Mapping[str, Any]) -> str | None:
    """They become JSON in an env file, and Harbor reads texts there."""
    for name, text in value.items():
        if not isinstance(text, str):
            return f"but attribute {name} is no text. Put it in quotes."
    return not_for_env(json.dumps(value))
