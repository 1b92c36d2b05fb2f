# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a value of config.yml must look like, so that distribution does not stumble over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

_DURATION = re.compile(r"0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|ms|s|m|h))+")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+(%[\w.-]+)?\]|[A-Za-z0-9._-]*)")


def not_a_duration(value: str) -> str | None:
    """Go's durations; a number alone would be nanoseconds."""
    if _DURATION.fullmatch(value):
        return None
    return "but a duration has units (ms, s, m, h), such as 10s or 1h30m. Add one."


def not_an_address(value: str) -> str | None:
    host, colon, port = value.rpartition(":")
    if colon and _HOST.fullmatch(host) and port.isdigit() and int(port) <= 65535:
        return None
    return "but an address is HOST:PORT or :PORT, such as :5000 or 127.0.0.1:5000. Correct it."


def not_a_server(value: str) -> str | None:
    """An address to connect to: it needs a host."""
    if value.startswith(":") or not_an_address(value):
        return "but a server is HOST:PORT, such as redis.example.com:6379. Correct it."
    return None


def not_a_url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if whole and not re.search(r"[\s\x00-\x1f]", value):
        return None
    return "but a URL starts with https:// or http:// and names a host. Correct it."


def not_an_absolute_path(value: str) -> str | None:
    if value.startswith("/") and "\x00" not in value and "\n" not in value:
        return None
    return "but a path starts with '/', wherever the registry was started. Correct it."


def not_a_file(value: str) -> str | None:
    if not not_an_absolute_path(value) and not value.endswith("/"):
        return None
    return (
        "but it is the path of a file, which starts with '/' and does not end with one. Correct it."
    )


def not_a_prefix(value: str) -> str | None:
    if value.startswith("/") and value.endswith("/"):
        return None
    return "but a prefix starts and ends with '/', such as /my/registry/. Add it."


def not_a_volume(value: str) -> str | None:
    paths = value.split(":", 1)
    if len(paths) == 2 and all(path.startswith("/") for path in paths):
        return None
    return "but a volume is HOST:CONTAINER, two paths that start with '/'. Correct it."


def not_headers(value: Mapping[str, Any]) -> str | None:
    """Go's http.Header: each name has a list of texts."""
    for name, texts in value.items():
        if not _HEADER.fullmatch(str(name)):
            return f"but {str(name)!r} is no name of a header. Correct it."
        if not isinstance(texts, (list, tuple)) or not all(isinstance(t, str) for t in texts):
            return (
                f"but header {name} needs a list of texts, such as [nosniff]. Put it in brackets."
            )
        if any(re.search(r"[\x00\r\n]", text) for text in texts):
            return f"but header {name} has a line break. Remove it."
    return None


def not_one_line(value: str) -> str | None:
    if value and not re.search(r"[\x00-\x1f\x7f]", value):
        return None
    return "but it has at least one character and no line break. Correct it."


def not_a_count(value: int) -> str | None:
    return None if value >= 0 else "but it counts something. Use 0 or more."


def below(least: int) -> Callable[[int], str | None]:
    def wrong(value: int) -> str | None:
        return None if value >= least else f"but distribution takes {least} or more. Raise it."

    return wrong


def not_gcs_chunks(value: int) -> str | None:
    if value > 0 and value % 262144 == 0:
        return None
    return "but Google takes multiples of 262144 bytes. Correct it."
