# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with the variables of the role docker_engine, and what does not hold in the end.

``want`` and ``host`` are those of engine_setup. Each sentence says what is, the rule, and the cure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .engine_places import COMPOSE, CURRENT, STRANGERS
from .engine_setup import (
    Facts,
    daemon_options,
    distribution,
    installation,
    means_engine,
    own_options,
    pattern,
    removal,
    upstream,
)
from .preflight import older

CHECKSUM = re.compile(r"sha256:[0-9a-fA-F]{64}")
PORT = re.compile(r"\d+(-\d+)?/(tcp|udp)")


def plan(want: Facts, host: Facts) -> dict[str, Any]:
    """All that the role looks up: what is wrong, what is to be done, what does not hold yet.

    ``options`` are kept apart from ``todo``: there may be secrets among them.
    """
    absent = want["state"] == "absent"
    wrong = removal_faults(want) if absent else faults(want, host)
    decide = removal if absent else installation
    return {
        "wrong": wrong,
        "todo": {} if wrong else decide(want, host),
        "options": daemon_options(want, host),
        "failures": failures(want, host),
    }


def faults(want: Facts, host: Facts) -> list[str]:
    """Before anything is installed."""
    found = [*_system_faults(host), *_source_faults(want, host)]
    if want["source"] == "repository":
        found += _repository_faults(want)
    if want["source"] == "archive":
        found += _archive_faults(want)
    return [*found, *_compose_faults(want), *_url_faults(want), *_value_faults(want, host)]


def removal_faults(want: Facts) -> list[str]:
    named, name = want["remove_data"], want["inventory_hostname"]
    if named in ("", name):
        return []
    rule = f"this host is {name}. Write that name to delete its data, or nothing to keep it."
    return [_but("remove_data", named, rule)]


def _but(variable: str, value: Any, rule: str) -> str:
    shown = "is empty" if value == "" else f"is '{value}'"
    return f"docker_engine_{variable} {shown}, but {rule}"


def _system_faults(host: Facts) -> Iterator[str]:
    if not host["systemd"]:
        yield (
            "This host does not run systemd, but the engine is a service of it. "
            "Use a host that boots with systemd."
        )
    if not host["cgroup"]:
        yield (
            "/sys/fs/cgroup has no control groups, but the engine keeps containers in them. "
            "Boot a kernel that has them, and mount them."
        )


def _source_faults(want: Facts, host: Facts) -> Iterator[str]:
    source, system = want["source"], host["pretty_name"]
    if source == "distribution" and not want["packages"] and not distribution(host)[0]:
        yield _but(
            "source",
            source,
            f"{system} has no engine that this role knows. "
            "Use 'repository' or 'archive', or name the packages in docker_engine_packages.",
        )
    if source == "repository" and host["packager"] == "none":
        rule = f"{system} has neither apt-get nor dnf nor zypper. Use 'archive'."
        yield _but("source", source, rule)
    others = [name for name in STRANGERS[source] if name in host["packages"]]
    others = [name for name in others if means_engine(name, host)]
    if source != "archive" and CURRENT in host["files"]:
        others.append("an engine from an archive")
    if others:
        yield _but(
            "source",
            source,
            f"this host has {', '.join(others)}. "
            "Remove it first with docker_engine_state 'absent', which keeps the data, "
            "or choose its source.",
        )


def _repository_faults(want: Facts) -> Iterator[str]:
    url, key, key_url = want["repository_url"], want["repository_key"], want["repository_key_url"]
    if not re.match(r"(https?|file)://", url):
        rule = "source 'repository' needs a URL with https://, http:// or file://. Set it."
        yield _but("repository_url", _masked(url), rule)
    if bool(key) == bool(key_url):
        yield (
            "docker_engine_repository_key and docker_engine_repository_key_url are "
            f"{'both set' if key else 'both empty'}, but packages are only taken on the word of "
            "one key. Set one of the two."
        )
    unprotected = key_url and not re.match(r"(https|file)://", key_url)
    if unprotected and not want["repository_key_checksum"]:
        yield _but(
            "repository_key_url",
            _masked(key_url),
            "a key that comes unprotected must be known beforehand. "
            "Use https://, or set docker_engine_repository_key_checksum.",
        )
    if key and "-----BEGIN PGP PUBLIC KEY BLOCK-----" not in key:
        yield (
            "docker_engine_repository_key is set, but it has no PGP PUBLIC KEY BLOCK. "
            "Give the key in ASCII armour."
        )


def _archive_faults(want: Facts) -> Iterator[str]:
    if not want["archive"]:
        yield _but("archive", "", "source 'archive' needs the path or URL of one. Set it.")
    if not want["archive_checksum"]:
        yield _but(
            "archive_checksum",
            "",
            "programs that run as root are only taken with one. Set it to sha256: and its digits.",
        )
    if want["compose"] == "package":
        yield _but(
            "compose",
            "package",
            "source 'archive' brings none. "
            "Use 'plugin' or 'standalone' with docker_engine_compose_binary, or 'none'.",
        )


def _compose_faults(want: Facts) -> Iterator[str]:
    compose = want["compose"]
    if compose not in COMPOSE:
        return
    if not want["compose_binary"]:
        yield _but(
            "compose_binary",
            "",
            f"docker_engine_compose '{compose}' needs the path or URL of the program. "
            "Set it, or use 'package'.",
        )
    if not want["compose_checksum"]:
        rule = "a program is only taken with one. Set it to sha256: and its digits."
        yield _but("compose_checksum", "", rule)


def _url_faults(want: Facts) -> Iterator[str]:
    for name in ("archive", "compose_binary", "repository_url", "repository_key_url"):
        if urlsplit(want[name]).password:
            yield _but(
                name,
                _masked(want[name]),
                "a password in a URL is seen in files and output. "
                "Put it into root's ~/.netrc, or for apt into /etc/apt/auth.conf.d.",
            )
    for name in ("http_proxy", "https_proxy"):
        # A proxy may well have a password in it, so the value is not repeated.
        if want[name] and not re.fullmatch(r"(https?|socks5)://\S+", want[name]):
            yield (
                f"docker_engine_{name} is set, but a proxy starts with http://, https:// or "
                "socks5:// and has no blanks. Correct it."
            )


def _value_faults(want: Facts, host: Facts) -> Iterator[str]:
    for name in ("archive_checksum", "compose_checksum", "repository_key_checksum"):
        if want[name] and not CHECKSUM.fullmatch(want[name]):
            rule = "a checksum is 'sha256:' and 64 hexadecimal digits. Correct it."
            yield _but(name, want[name], rule)
    for name in ("version", "compose_version", "minimum_version", "compose_minimum_version"):
        if want[name] and not want[name][0].isdigit():
            yield _but(name, want[name], "a version begins with a digit. Correct it.")
    if want["data_root"] and not want["data_root"].startswith("/"):
        rule = "a folder here begins with a slash. Correct it."
        yield _but("data_root", want["data_root"], rule)
    for name in sorted(set(want["options"]) & set(own_options(want, host))):
        yield (
            f"docker_engine_options.{name} is set, but a variable of the role says that already. "
            "Keep one of the two."
        )
    for index, user in enumerate(want["users"]):
        if user not in host["users"]:
            rule = "this host has no such user. Create the user first, or take the name out."
            yield _but(f"users[{index}]", user, rule)
    for index, port in enumerate(want["firewall_ports"]):
        if not PORT.fullmatch(port):
            rule = "a port is written as 2376/tcp or 7000-7010/udp. Correct it."
            yield _but(f"firewall_ports[{index}]", port, rule)


def _masked(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//***@", url)


def failures(want: Facts, host: Facts) -> list[str]:
    """What does not hold in the end.

    An engine that waits for its restart is not held to what comes after it.
    """
    engine = host["engine"]
    if "version" not in engine:
        return [
            "The engine does not answer on /run/docker.sock, and its service is "
            f"{host['active'] or 'not there'}. Look at 'journalctl -u docker' on the host."
        ]
    found = [*_engine_failures(want, engine), *_compose_failures(want, host)]
    if want["restart"] != "never" and not host["outdated"]:
        found += _setting_failures(want, engine)
    return found


def _engine_failures(want: Facts, engine: Facts) -> Iterator[str]:
    if engine["runtime"] == "runc N/A":
        yield (
            "The engine answers, but its runc does not, so no container would start. "
            "Try 'runc --version' on the host; programs of an archive must suit its C library."
        )
    if older(engine["version"], want["minimum_version"]):
        yield (
            f"The engine is {engine['version']}, but docker_engine_minimum_version is "
            f"{want['minimum_version']}. Choose another source or docker_engine_version."
        )


def _compose_failures(want: Facts, host: Facts) -> Iterator[str]:
    if want["compose"] == "none":
        return
    kinds = [want["compose"]] if want["compose"] in COMPOSE else list(COMPOSE)
    found = {kind: version for kind, version in host["compose"].items() if kind in kinds}
    if not found:
        yield (
            f"Compose does not answer as {' or '.join(kinds)}, but it was installed. "
            "Try 'docker compose version' on the host."
        )
    for kind, version in found.items():
        if older(version, want["compose_minimum_version"]):
            yield (
                f"Compose ({kind}) is {version}, but docker_engine_compose_minimum_version is "
                f"{want['compose_minimum_version']}. Choose another docker_engine_compose."
            )


def _setting_failures(want: Facts, engine: Facts) -> Iterator[str]:
    version = want["version"]
    if upstream(version) and not re.match(pattern(version), engine["version"]):
        yield (
            f"The engine is {engine['version']}, but docker_engine_version is {version}. "
            "See that the source has it."
        )
    for name in ("data_root", "log_driver", "live_restore"):
        wanted = want.get(name)
        if wanted not in (None, "") and engine[name] != wanted:
            yield (
                f"The engine's {name.replace('_', '-')} is {engine[name]}, "
                f"but docker_engine_{name} is {wanted}. "
                "Look for a drop-in of docker.service that says otherwise."
            )
