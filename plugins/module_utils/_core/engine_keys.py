# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys that an engine reads from daemon.json: their shapes, their versions, what a reload does.

Read from the sources of engine 18.09 to 29.7 (dockerd's flags, daemon/config, daemon/reload.go).
An engine refuses to start, and to reload, with a key that is not among its flags.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Where a value breaks the rule below its key ("" is the key itself), the value, and the rule.
Broken = tuple[str, Any, str]
Shape = Callable[[Any], Iterator[Broken]]
Version = tuple[int, ...]

# The newest engine whose keys were read; a newer one may know more.
NEWEST: Version = (29, 7)


def version_of(text: str) -> Version | None:
    """20.10.24+dfsg1 is (20, 10, 24); None where it is no version."""
    found = re.match(r"v?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?", text)
    return tuple(int(part) for part in found.groups() if part is not None) if found else None


def said(version: Version) -> str:
    return ".".join(str(part) for part in version)


def _text(value: Any) -> Iterator[Broken]:
    if not isinstance(value, str):
        cure = "Put it in quotes." if isinstance(value, (int, float)) else "Correct it."
        yield "", value, f"but the engine reads only text here. {cure}"


def _switch(value: Any) -> Iterator[Broken]:
    if not isinstance(value, bool):
        yield "", value, "but the engine reads only true or false here. Write it without quotes."


def _whole(least: int, most: int = 2**63 - 1) -> Shape:
    def shape(value: Any) -> Iterator[Broken]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield (
                "",
                value,
                "but the engine reads only a whole number here. Write it without quotes.",
            )
        elif not least <= value <= most:
            limit = f"from {least} to {most}" if most < 2**31 else f"of at least {least}"
            yield "", value, f"but the engine takes a number {limit}. Correct it."

    return shape


def _checked(rule: str, right: Callable[[str], bool]) -> Shape:
    def shape(value: Any) -> Iterator[Broken]:
        wrong = list(_text(value))
        yield from wrong
        if not wrong and not right(value):
            yield "", value, rule

    return shape


def _one_of(*choices: str, lower: bool = False) -> Shape:
    known = f"{', '.join(choices[:-1])} and {choices[-1]}"
    return _checked(
        f"but the engine knows {known}. Use one of these.",
        lambda value: (value.lower() if lower else value) in (*choices, ""),
    )


def _many(each: Shape = _text) -> Shape:
    def shape(value: Any) -> Iterator[Broken]:
        if not isinstance(value, list):
            yield "", value, "but the engine reads only a list here. Write one."
            return
        for index, item in enumerate(value):
            for where, wrong, rule in each(item):
                yield f"[{index}]{where}", wrong, rule

    return shape


def _map(each: Shape) -> Shape:
    def shape(value: Any) -> Iterator[Broken]:
        if not isinstance(value, Mapping):
            yield "", value, "but the engine reads only names with values here. Write a dictionary."
            return
        for name, item in value.items():
            for where, wrong, rule in each(item):
                yield f".{name}{where}", wrong, rule

    return shape


def _members(closed: bool = False, **shapes: Shape) -> Shape:
    """An object whose members are known; - in a name is written _, and case does not count.

    ``closed``: the engine refuses other members, elsewhere it does not read them.
    """
    known = {name.replace("_", "-").lower(): shape for name, shape in shapes.items()}

    def shape(value: Any) -> Iterator[Broken]:
        if not isinstance(value, Mapping):
            yield "", value, "but the engine reads only names with values here. Write a dictionary."
            return
        for name, item in value.items():
            if name.lower() in known and item is not None:
                for where, wrong, rule in known[name.lower()](item):
                    yield f".{name}{where}", wrong, rule
            elif closed and name.lower() not in known:
                yield (
                    f".{name}",
                    item,
                    f"but the engine knows only {', '.join(known)} here. Correct it.",
                )

    return shape


def _anything(value: Any) -> Iterator[Broken]:
    yield from ()


def _is(kind: Callable[[str], Any]) -> Callable[[str], bool]:
    def right(value: str) -> bool:
        try:
            kind(value)
        except ValueError:
            return False
        return True

    return right


def _is_cidr(value: str) -> bool:
    return "/" in value and _is(ipaddress.ip_interface)(value)


_ADDRESS = _checked(
    "but the engine reads only an IP address here. Correct it.",
    lambda value: not value or _is(ipaddress.ip_address)(value),
)
_CIDR = _checked(
    "but the engine reads only an address with the length of its network here, "
    "as in 10.20.0.1/16. Correct it.",
    lambda value: not value or _is_cidr(value),
)
_SIZE = _checked(
    "but a size is a number with b, k, m, g or t behind it, as in 64m. Correct it.",
    lambda value: re.fullmatch(r"[0-9]+(\.[0-9]+)?\s?([kmgtp]i?)?b?", value, re.I) is not None,
)
_SEARCH = _checked(
    "but a search domain has letters, digits, hyphens and dots, or is a single dot. Correct it.",
    lambda value: (
        value.strip(" ") == "."
        or re.fullmatch(r"(?=.*[A-Za-z])[\w-]+(\.[\w-]+)*\.?", value.strip(" ")) is not None
    ),
)
_LABEL_RULE = "but a label is NAME=VALUE. Correct it."
_RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")
_RESOURCE = _checked(
    "but a generic resource is NAME=VALUE. Correct it.",
    lambda value: value.count("=") == 1 and all(value.split("=")),
)
_PAIR = _checked(
    "but it is written NAME=VALUE. Correct it.",
    lambda value: all(part.strip() for part in value.partition("=")),
)
_MARK = _checked(
    "but it is a firewall mark with or without a mask, as in 0x1/0x3. Correct it.",
    lambda value: (
        re.fullmatch(r"(0x[0-9a-fA-F]+|[0-9]+)(/(0x[0-9a-fA-F]+|[0-9]+))?|", value) is not None
    ),
)


def _labels(value: Any) -> Iterator[Broken]:
    wrong = list(_many(_checked(_LABEL_RULE, lambda label: "=" in label))(value))
    yield from wrong
    if wrong:
        return
    seen: dict[str, str] = {}
    for index, label in enumerate(value):
        name, _equals, content = label.partition("=")
        if label.lower().startswith(_RESERVED):
            rule = "but names that begin with com.docker., io.docker. and org.dockerproject. are "
            yield f"[{index}]", label, rule + "the engine's own. Use another."
        elif seen.setdefault(name, content) != content:
            rule = f"but {name} is {seen[name]!r} in the same list. Remove one of them."
            yield f"[{index}]", label, rule


def _runtimes(value: Any) -> Iterator[Broken]:
    yield from _map(
        _members(path=_text, runtimeArgs=_many(), runtimeType=_text, options=_map(_anything))
    )(value)
    if isinstance(value, Mapping) and "runc" in value:
        yield ".runc", value["runc"], "but the engine keeps the name runc for itself. Use another."


_POOLS = _many(_members(base=_CIDR, size=_whole(0, 128)))
_ULIMITS = _map(_members(name=_text, hard=_whole(-1), soft=_whole(-1)))
_PROXIES = _members(closed=True, http_proxy=_text, https_proxy=_text, no_proxy=_text)


@dataclass(frozen=True)
class Key:
    """One key of the file.

    since, until   the first version that knows it, the first that does not any more
    flags          how it is written on the engine's command line, where not as --NAME
    live           a reload loads a new value
    resets         a reload that does not find the key gives it its default; others keep their value
    live_within    of an object, the only members for which ``live`` is true
    empty          of a live key that does not reset, the value that a reload takes for its default
    instead        what to write where the key is gone
    """

    name: str
    shape: Shape
    since: Version = ()
    until: Version | None = None
    flags: tuple[str, ...] = ()
    live: bool = False
    resets: bool = False
    live_within: tuple[str, ...] = ()
    empty: Any = None
    instead: str = ""

    @property
    def written(self) -> tuple[str, ...]:
        return self.flags or (f"--{self.name}",)


def _named(name: str, flag: str, shape: Shape | None = None, **more: Any) -> Key:
    """A list: in the file it has a plural name, on the command line a singular one."""
    return Key(name, shape or _many(), flags=tuple(flag.split()), **more)


_LIVE: Mapping[str, Any] = {"live": True}
_LIVE_RESET: Mapping[str, Any] = {"live": True, "resets": True}
_CLUSTER: Mapping[str, Any] = {"until": (24, 0), "instead": "use swarm mode"}

_KEYS: tuple[Key, ...] = (
    _named("insecure-registries", "--insecure-registry", **_LIVE, empty=[]),
    _named("registry-mirrors", "--registry-mirror", **_LIVE, empty=[]),
    _named("labels", "--label", _labels, **_LIVE, empty=[]),
    # A reload loads them, but an engine that does not find one of them ends itself then.
    _named("authorization-plugins", "--authorization-plugin"),
    Key("allow-nondistributable-artifacts", _many(), **_LIVE, empty=[]),
    Key("debug", _switch, flags=("--debug", "-D"), **_LIVE, empty=False),
    Key("live-restore", _switch, **_LIVE, empty=False),
    Key("max-concurrent-downloads", _whole(0), **_LIVE_RESET),
    Key("max-concurrent-uploads", _whole(0), **_LIVE_RESET),
    Key("max-download-attempts", _whole(1), since=(20, 10), **_LIVE_RESET),
    Key("shutdown-timeout", _whole(-(2**63)), **_LIVE),
    Key("default-stop-timeout", _whole(0), since=(29, 7), **_LIVE),
    # Other features change what an engine sets up when it starts (containerd-snapshotter, …).
    Key("features", _map(_switch), live_within=("buildkit",), **_LIVE_RESET),
    Key("runtimes", _runtimes, flags=("--add-runtime",), **_LIVE, empty={}),
    Key("default-runtime", _text, **_LIVE),
    Key("default-shm-size", _SIZE, **_LIVE),
    Key("default-ipc-mode", _one_of("private", "shareable"), **_LIVE),
    Key("default-cgroupns-mode", _one_of("private", "host"), since=(20, 10), **_LIVE),
    Key("network-diagnostic-port", _whole(0, 65535), **_LIVE_RESET),
    Key("nri-opts", _map(_anything), since=(29, 2), **_LIVE_RESET),
    Key("data-root", _text),
    Key("exec-root", _text),
    Key("pidfile", _text, flags=("--pidfile", "-p")),
    Key("hosts", _many(), flags=("--host", "-H")),
    Key("group", _text, flags=("--group", "-G")),
    Key("tls", _switch),
    Key("tlsverify", _switch),
    Key("tlscacert", _text),
    Key("tlscert", _text),
    Key("tlskey", _text),
    Key("min-api-version", _text, since=(29, 0)),
    Key("api-cors-header", _text, until=(29, 0), instead="put a proxy in front of the engine"),
    Key("metrics-addr", _text),
    Key("experimental", _switch),
    Key(
        "log-level",
        _one_of("debug", "info", "warn", "error", "fatal", "panic", "trace", lower=True),
        flags=("--log-level", "-l"),
    ),
    Key("log-format", _one_of("text", "json"), since=(25, 0)),
    Key("raw-logs", _switch),
    Key("log-driver", _text),
    Key("log-opts", _map(_text), flags=("--log-opt",)),
    Key("storage-driver", _text, flags=("--storage-driver", "-s")),
    _named("storage-opts", "--storage-opt"),
    _named("exec-opts", "--exec-opt", _many(_PAIR)),
    _named("node-generic-resources", "--node-generic-resource", _many(_RESOURCE)),
    _named("cdi-spec-dirs", "--cdi-spec-dir", since=(25, 0)),
    Key("default-ulimits", _ULIMITS, flags=("--default-ulimit",)),
    Key("default-address-pools", _POOLS, flags=("--default-address-pool",)),
    Key(
        "default-network-opts",
        _map(_map(_text)),
        since=(24, 0),
        flags=("--default-network-opt",),
    ),
    Key(
        "proxies",
        _PROXIES,
        since=(23, 0),
        flags=("--http-proxy", "--https-proxy", "--no-proxy"),
    ),
    Key("builder", _members(gc=_members(enabled=_switch), entitlements=_map(_switch))),
    Key("containerd", _text),
    Key("containerd-namespace", _text, since=(19, 3, 3)),
    Key("cri-containerd", _switch),
    Key("rootless", _switch, since=(19, 3)),
    Key("init", _switch),
    Key("init-path", _text),
    Key("seccomp-profile", _text),
    Key("selinux-enabled", _switch),
    Key("no-new-privileges", _switch),
    Key("userns-remap", _text),
    Key("cgroup-parent", _text),
    Key("cpu-rt-period", _whole(0)),
    Key("cpu-rt-runtime", _whole(0)),
    Key(
        "oom-score-adjust",
        _whole(-1000, 1000),
        until=(26, 0),
        instead="set OOMScoreAdjust in the engine's unit",
    ),
    Key("bridge", _text, flags=("--bridge", "-b")),
    Key("bridge-accept-fwmark", _MARK, since=(29, 0)),
    Key("bip", _CIDR),
    Key("bip6", _CIDR, since=(28, 0)),
    Key("fixed-cidr", _CIDR),
    Key("fixed-cidr-v6", _CIDR),
    Key("default-gateway", _ADDRESS),
    Key("default-gateway-v6", _ADDRESS),
    Key("ip", _ADDRESS),
    Key("ipv6", _switch),
    Key("icc", _switch),
    Key("iptables", _switch),
    Key("ip6tables", _switch, since=(20, 10)),
    Key("ip-forward", _switch),
    Key("ip-forward-no-drop", _switch, since=(28, 0)),
    Key("ip-masq", _switch),
    Key("allow-direct-routing", _switch, since=(28, 2)),
    Key("firewall-backend", _one_of("iptables", "nftables"), since=(29, 0)),
    Key("mtu", _whole(0)),
    Key("network-control-plane-mtu", _whole(0)),
    Key("userland-proxy", _switch),
    Key("userland-proxy-path", _text),
    _named("dns", "--dns", _many(_ADDRESS)),
    _named("dns-opts", "--dns-opt"),
    _named("dns-search", "--dns-search", _many(_SEARCH)),
    Key("host-gateway-ip", _ADDRESS, since=(20, 10)),
    _named("host-gateway-ips", "--host-gateway-ip", _many(_ADDRESS), since=(28, 0)),
    Key("swarm-default-advertise-addr", _text),
    Key("deprecated-key-path", _text),
    Key("graph", _text, until=(24, 0), instead="use data-root", flags=("--graph", "-g")),
    Key("cluster-store", _text, **_CLUSTER),
    Key("cluster-advertise", _text, **_CLUSTER),
    Key("cluster-store-opts", _map(_text), flags=("--cluster-store-opt",), **_CLUSTER),
)
KEYS: Mapping[str, Key] = {key.name: key for key in _KEYS}

# Names of flags: an engine takes them in the file without a word, and does not read them there.
UNREAD: Mapping[str, str] = {
    **{
        flag[2:]: key.name
        for key in _KEYS
        for flag in key.written
        if flag.startswith("--") and flag[2:] not in KEYS
    },
    **dict.fromkeys(("http-proxy", "https-proxy", "no-proxy"), "proxies"),
    **dict.fromkeys(("config-file", "containerd-plugins-namespace", "restart", "validate"), ""),
}


def unknown(name: str, version: Version | None) -> str | None:
    """Why an engine refuses the name, with the cure, or None: "engine 26.0 and newer …"."""
    key = KEYS.get(name)
    if key is None:
        if name in UNREAD or version is None or version[:2] > NEWEST:
            return None
        return f"engine {said(version)} knows no such key. Correct its name, or remove it"
    if version is None:
        return None
    if version < key.since:
        return (
            f"it needs engine {said(key.since)} or newer, and this is {said(version)}. "
            "Leave it out, or upgrade first"
        )
    if key.until is not None and version >= key.until:
        return (
            f"engine {said(key.until)} and newer do not know it, and this is {said(version)}. "
            f"Leave it out; {key.instead}"
        )
    return None


# Where null is not nothing: a size cannot be read from it, proxies are known by what is in them,
# and an engine 20.10 that reloads it for runtimes dies (a write into a Go map that is nil).
_NEVER_NULL = ("default-shm-size", "proxies", "runtimes")


def broken(name: str, value: Any) -> Iterator[Broken]:
    """What is wrong with a key's value; null says nothing to an engine, but for a few keys."""
    if name in KEYS and (value is not None or name in _NEVER_NULL):
        yield from KEYS[name].shape(value)


def disagreements(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, rule) of keys that an engine refuses beside each other."""
    if values.get("graph") and values.get("data-root"):
        yield "graph", "stands beside data-root, and the engine takes only one of them"
    if values.get("host-gateway-ip") and values.get("host-gateway-ips"):
        yield "host-gateway-ip", "stands beside host-gateway-ips, and the engine takes only one"
    runtime, runtimes = values.get("default-runtime"), values.get("runtimes")
    known = {"", "runc", "io.containerd.runc.v2", "io.containerd.runtime.v1.linux"}
    if isinstance(runtime, str) and not runtime.startswith("io.containerd."):
        named = set(runtimes) if isinstance(runtimes, Mapping) else set()
        if runtime not in known | named:
            yield "default-runtime", f"names {runtime}, which is not among runtimes"


def reload_loads(name: str, before: Any, after: Any) -> bool:
    """Whether a reload makes the running engine use the change; None is a key that is not there."""
    key = KEYS.get(name)
    if key is None or not key.live or (after is None and not key.resets):
        return False
    if key.live_within:
        old, new = (value if isinstance(value, Mapping) else {} for value in (before, after))
        changed = {part for part in {*old, *new} if old.get(part) != new.get(part)}
        return changed <= set(key.live_within)
    return True


def no_reload(version: Version | None, values: Mapping[str, Any]) -> str | None:
    """Why the engine cannot load the file by a reload at all, or None.

    Engines 23.0.0 to 23.0.6 and 24.0.0 load registries wrongly (moby issue 45552). From 25.0 on a
    reload checks the file without the defaults, and of the proxy it has no path then.
    """
    if version is None:
        return None
    if (23, 0, 0) <= version < (23, 0, 7) or version[:3] == (24, 0, 0):
        return f"engine {said(version)} reloads wrongly"
    alone = values.get("userland-proxy") is True and not values.get("userland-proxy-path")
    if version >= (25, 0) and alone:
        return (
            "engines from 25.0 on refuse to reload a file with userland-proxy and without "
            "userland-proxy-path; true is its default, so it may be left out"
        )
    return None
