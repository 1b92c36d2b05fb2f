# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a running engine reports at GET /info, in the words of daemon.json, so that both compare.

Only GET /info proves what an engine has loaded: its file may have been edited since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .registry_address import reported_mirror, reported_registry

# Networks that an engine trusts by itself, and the runtimes that it brings.
_BUILT_IN_NETWORKS = ("127.0.0.0/8", "::1/128")
_BUILT_IN_RUNTIMES = ("runc", "io.containerd.runc.v2", "io.containerd.runtime.v1.linux")


def insecure_registries(info: Mapping[str, Any]) -> list[str]:
    """Hosts and networks that the engine trusts beyond those it always does, sorted."""
    config = info.get("RegistryConfig") or {}
    networks = [entry for entry in config.get("InsecureRegistryCIDRs") or () if entry]
    hosts = [
        name
        for name, index in (config.get("IndexConfigs") or {}).items()
        if index and not index.get("Secure")
    ]
    return sorted({*networks, *hosts} - set(_BUILT_IN_NETWORKS))


def registry_mirrors(info: Mapping[str, Any]) -> list[str]:
    """The mirrors in the order in which the engine asks them."""
    return list((info.get("RegistryConfig") or {}).get("Mirrors") or ())


def running_containers(info: Mapping[str, Any]) -> int:
    return int(info.get("ContainersRunning") or 0) + int(info.get("ContainersPaused") or 0)


@dataclass(frozen=True)
class Shown:
    """How GET /info shows a key: ``report(info)`` equals ``normal(value)`` once it is loaded.

    ``normal(None)`` is the default, of a key that is not in the file; Unknown where it depends on
    the host. ``report`` gives Unknown where this engine does not show the key.
    """

    report: Callable[[Mapping[str, Any]], Any]
    normal: Callable[[Any], Any]


class Unknown:
    """Stands for what cannot be told; it equals nothing."""


UNKNOWN = Unknown()


def _as_set(values: Any, each: Callable[[str], str] = str) -> list[str]:
    return sorted({each(value) for value in values or ()})


def _insecure(value: Any) -> list[str]:
    return sorted(set(_as_set(value, reported_registry)) - set(_BUILT_IN_NETWORKS))


def _in_order(values: Any, each: Callable[[str], str]) -> list[str]:
    return list(dict.fromkeys(each(value) for value in values or ()))


def _field(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda info: info.get(name, UNKNOWN)


def _flag(name: str) -> Shown:
    return Shown(_field(name), bool)


def _text(name: str, default: Any) -> Shown:
    return Shown(_field(name), lambda value: value or default)


def _data_root(info: Mapping[str, Any]) -> Any:
    """With a user namespace the engine works in a folder UID.GID below its data-root."""
    root = info.get("DockerRootDir")
    if not root:
        return UNKNOWN
    head, _slash, tail = root.rpartition("/")
    remapped = "name=userns" in (info.get("SecurityOptions") or ())
    return head if remapped and tail.replace(".", "", 1).isdigit() else root.rstrip("/") or "/"


def _storage_driver(value: Any) -> Any:
    """The containerd image store says overlayfs where the file says overlay2."""
    return UNKNOWN if not value else "overlay2" if value == "overlayfs" else value


def _cgroup_driver(value: Any) -> Any:
    for option in value or ():
        name, _equals, driver = option.partition("=")
        if name.strip().lower() == "native.cgroupdriver":
            return driver.strip()
    return UNKNOWN


def _runtimes(info: Mapping[str, Any]) -> Any:
    runtimes = info.get("Runtimes")
    return UNKNOWN if runtimes is None else sorted(set(runtimes) - set(_BUILT_IN_RUNTIMES))


def _address_pools(value: Any) -> list[tuple[str, int]]:
    pools = ({name.lower(): part for name, part in pool.items()} for pool in value or ())
    return [(pool.get("base", ""), pool.get("size", 0)) for pool in pools]


SHOWN: Mapping[str, Shown] = {
    "insecure-registries": Shown(insecure_registries, _insecure),
    "registry-mirrors": Shown(
        lambda info: _in_order(registry_mirrors(info), reported_mirror),
        lambda value: _in_order(value, reported_mirror),
    ),
    "labels": Shown(lambda info: _as_set(info.get("Labels")), _as_set),
    "debug": _flag("Debug"),
    "live-restore": _flag("LiveRestoreEnabled"),
    "experimental": _flag("ExperimentalBuild"),
    "log-driver": _text("LoggingDriver", "json-file"),
    "default-runtime": _text("DefaultRuntime", "runc"),
    "runtimes": Shown(_runtimes, lambda value: sorted(set(value or ()) - set(_BUILT_IN_RUNTIMES))),
    "data-root": Shown(_data_root, lambda value: (value or "/var/lib/docker").rstrip("/") or "/"),
    "storage-driver": Shown(lambda info: _storage_driver(info.get("Driver")), _storage_driver),
    "exec-opts": Shown(lambda info: info.get("CgroupDriver", UNKNOWN), _cgroup_driver),
    "default-address-pools": Shown(
        lambda info: _address_pools(info.get("DefaultAddressPools")), _address_pools
    ),
}


def is_shown(name: str, value: Any, info: Mapping[str, Any]) -> bool:
    """Whether this engine's report can prove that it has loaded the value (None: no such key)."""
    shown = SHOWN.get(name)
    return shown is not None and UNKNOWN not in (shown.report(info), shown.normal(value))


def is_loaded(name: str, value: Any, info: Mapping[str, Any]) -> bool:
    """Whether the report shows the value; ask ``is_shown`` first."""
    shown = SHOWN[name]
    return bool(shown.report(info) == shown.normal(value))


def in_file_order(
    listed: Sequence[str], reported: Sequence[str], normal: Callable[[str], str]
) -> list[str]:
    """What the engine reports, first as and where the file has it, then the rest."""
    named = [entry for entry in dict.fromkeys(listed) if normal(entry) in reported]
    known = {normal(entry) for entry in named}
    return [*named, *(entry for entry in reported if entry not in known)]
