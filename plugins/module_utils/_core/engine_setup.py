# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role docker_engine has to do on a host, from its variables and from what it saw there.

``want`` are the role's variables without their prefix, as meta/argument_specs.yml describes them.
``host`` is what the role's files/look.sh prints:

system, like, release, code_name, pretty_name    of os-release
systemd, selinux, kill                           whether they are there
cgroup        0, 1 or 2
packager      apt, dnf, zypper or none
packages      {name: {version, held, automatic}}
users         those of want["users"] that the host knows
members       of the group docker; None where there is no such group
files         {path: SHA-256, target of the link, or "folder"}
releases      folders that came from archives
firewalls     those that run
unit, active, boot, containerd    of the service, as systemd has it; empty without one
outdated      the service runs without what the role has put there since it started
engine        {version, data_root, log_driver, runtime, live_restore} of a running one, else {}
compose       {plugin: version, standalone: version}
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .engine_places import (
    APT_KEY,
    ARCHIVE,
    CLIENT,
    COMPANIONS,
    COMPOSE,
    CONFIG,
    CURRENT,
    DISTRIBUTIONS,
    DROP_IN,
    DROP_INS,
    ENVIRONMENT,
    HOME,
    KEYS,
    LIBRARIES,
    ORIGINAL,
    PREFERENCE,
    REPOSITORIES,
    REPOSITORY,
    RPM_KEY,
    STAGING,
    UNITS,
)

Facts = Mapping[str, Any]

# What the stage install has work by. A repository and an archive always have files.
INSTALL = ("folders", "files", "packages", "hold", "group", "downloads", "release", "stale")

# ---- what is to be done -----------------------------------------------------------------------


def installation(want: Facts, host: Facts) -> dict[str, Any]:
    """For the tasks of the stages install, configure and service."""
    due = packages_due(want, host)
    release, compose = _release_due(want, host), _compose_due(want, host)
    downloads = _downloads(want, release, compose)
    proxied = bool(want["http_proxy"] or want["https_proxy"])
    todo: dict[str, Any] = {
        "packager": host["packager"],
        "firewalls": host["firewalls"],
        "folders": _folders(want, proxied, release, compose),
        "files": _files(want, host, proxied),
        "code_name": host["code_name"],
        "key": _key(want, host),
        "pins": pins(want, host),
        "packages": due,
        "packages_by_version": _by_version(want, host, due),
        "engine_packages": [name for name in due if name in _engine_packages(want, host)],
        "hold": _hold_due(want, host),
        "from_controller": [item for item in downloads if item["from"]],
        "downloads": downloads,
        "archive": ARCHIVE,
        "release": _release(want) if release else "",
        "links": _links(want) if want["source"] == "archive" else [],
        "stale": [*_stale_files(want, host, proxied), *_stale_folders(want, host, downloads)],
        "proxied": proxied,
        "environment": ENVIRONMENT,
        "configured": bool(daemon_options(want, host)),
        "first_touch": ORIGINAL not in host["files"],
        "group": want["source"] == "archive" and host["members"] is None,
        "users": [name for name in want["users"] if name not in (host["members"] or ())],
        "unit": bool(host["unit"]),
        "active": host["active"] == "active",
        "outdated": host["active"] == "active" and (host["outdated"] or _old_program(want, host)),
        "restart": [*(["containerd"] if host["containerd"] == "active" else []), "docker"],
        "service": host["active"] != "active" or (host["boot"] == "enabled") != want["enabled"],
        "service_files": [*UNITS, DROP_IN],
    }
    return {**todo, "install": any(todo[name] for name in INSTALL)}


def distribution(host: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(engine, Compose), both empty where the distribution has none that is known here."""
    major = str(host["release"]).partition(".")[0]
    names = (f"{host['system']} {major}", host["system"])
    return next((DISTRIBUTIONS[name] for name in names if name in DISTRIBUTIONS), ((), ()))


def _offered(want: Facts, host: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if want["source"] == "archive":
        return (), ()
    return REPOSITORY if want["source"] == "repository" else distribution(host)


def _engine_packages(want: Facts, host: Facts) -> list[str]:
    offered = _offered(want, host)[0]
    return list(want["packages"] or offered) if want["source"] != "archive" else []


def _compose_packages(want: Facts, host: Facts) -> list[str]:
    return list(_offered(want, host)[1]) if want["compose"] == "package" else []


def _needs(want: Facts, host: Facts) -> list[str]:
    """What neither comes with the engine nor is asked for by name."""
    packager = host["packager"]
    needed: list[str] = []
    if want["python_libraries"]:
        needed += LIBRARIES.get(host["system"], LIBRARIES.get(packager, ()))
    if want["source"] == "archive":
        needed.append("iptables")
    elif not host["kill"]:
        # The units of packages reload with /bin/kill; ours does without.
        needed.append("procps-ng" if packager == "dnf" else "procps")
    if _labels(want, host) and packager != "apt":
        needed.append("container-selinux")
    return needed


def _labels(want: Facts, host: Facts) -> bool:
    return bool(host["selinux"]) and want["selinux"] == "auto"


def pins(want: Facts, host: Facts) -> dict[str, str]:
    """Package and the pattern of its version. containerd and runc have versions of their own."""
    found = {}
    if want["version"]:
        for name in _engine_packages(want, host):
            if not name.startswith(("containerd", "runc")):
                found[name] = pattern(want["version"])
    if want["compose_version"]:
        found.update(
            {name: pattern(want["compose_version"]) for name in _compose_packages(want, host)}
        )
    return found


def pattern(version: str) -> str:
    """For apt's preferences too, so POSIX. An epoch may come first.

    "28.5" means 28.5 and 28.5.1 but not 28.50. More than digits and dots is a whole version.
    """
    rest = "([^0-9].*)?" if re.fullmatch(r"[0-9.]+", version) else ""
    escaped = re.sub(r"([.+*?()\[\]{}|^$\\])", r"\\\1", version)
    return f"^([0-9]+:)?{escaped}{rest}$"


def packages_due(want: Facts, host: Facts) -> list[str]:
    """What is missing, or of a version that is not wanted."""
    pinned = pins(want, host)
    wanted = [
        *_engine_packages(want, host),
        *_compose_packages(want, host),
        *_needs(want, host),
        *want["extra_packages"],
    ]
    due = []
    for name in dict.fromkeys(wanted):
        there = host["packages"].get(name)
        if there is None or (name in pinned and not re.match(pinned[name], there["version"])):
            due.append(name)
    return due


def _by_version(want: Facts, host: Facts, due: Sequence[str]) -> list[str]:
    """dnf and zypper take the version with the name."""
    pinned, compose = pins(want, host), _compose_packages(want, host)
    versions = {name: want["compose_version" if name in compose else "version"] for name in pinned}
    return [f"{name}-{versions[name]}*" if name in versions else name for name in due]


def _hold_due(want: Facts, host: Facts) -> list[str]:
    if want.get("hold") is None:
        return []
    names = [*_engine_packages(want, host), *_compose_packages(want, host)]
    return [
        name for name in names if host["packages"].get(name, {}).get("held", False) != want["hold"]
    ]


def _key(want: Facts, host: Facts) -> str:
    stem = APT_KEY if host["packager"] == "apt" else RPM_KEY
    return stem + (".gpg" if want["repository_key_url"].endswith(".gpg") else ".asc")


def _files(want: Facts, host: Facts, proxied: bool) -> list[dict[str, str]]:
    """Files of the package manager and of systemd that are made of templates."""
    packager = host["packager"]
    found = {}
    if want["source"] == "repository":
        template = "repository.sources.j2" if packager == "apt" else "repository.repo.j2"
        found[REPOSITORIES[packager]] = template
    if pins(want, host) and packager == "apt":
        found[PREFERENCE] = "preference.j2"
    if proxied:
        found[DROP_IN] = "proxy.conf.j2"
    if want["source"] == "archive":
        found.update({path: path.rsplit("/", 1)[1] + ".j2" for path in UNITS})
    return [{"path": path, "template": template} for path, template in found.items()]


def _stale_files(want: Facts, host: Facts, proxied: bool) -> list[str]:
    """Ours from an earlier run with other variables.

    Units are not among them: another source needs the removal first.
    """
    wanted = {file["path"] for file in _files(want, host, proxied)}
    if proxied:
        wanted.add(ENVIRONMENT)
    if want["source"] == "repository":
        wanted.add(_key(want, host))
    ours = (*REPOSITORIES.values(), *KEYS, PREFERENCE, DROP_IN, ENVIRONMENT)
    return [path for path in ours if path in host["files"] and path not in wanted]


def _release(want: Facts) -> str:
    return f"{HOME}/{want['archive_checksum'][7:23].lower()}"


def _release_due(want: Facts, host: Facts) -> bool:
    return bool(
        want["source"] == "archive" and host["files"].get(CURRENT) != _release(want) + "/docker"
    )


def _compose_due(want: Facts, host: Facts) -> bool:
    path = COMPOSE.get(want["compose"])
    return bool(path and host["files"].get(path) != want["compose_checksum"][7:].lower())


def _links(want: Facts) -> list[dict[str, str]]:
    return [
        {"link": CURRENT, "to": _release(want) + "/docker"},
        {"link": CLIENT, "to": f"{CURRENT}/docker"},
    ]


def _downloads(want: Facts, release: bool, compose: bool) -> list[dict[str, str]]:
    """``from`` is a path on the controller, else empty; ``url`` is what the host then reads."""
    found = []
    if release:
        found.append((want["archive"], want["archive_checksum"], ARCHIVE, "0600"))
    if compose:
        found.append(
            (want["compose_binary"], want["compose_checksum"], COMPOSE[want["compose"]], "0755")
        )
    downloads = []
    for source, checksum, target, mode in found:
        remote = re.match(r"https?://", source) is not None
        copied = not remote and not want["archive_on_host"]
        staged = f"{STAGING}/{checksum[7:23].lower()}"
        downloads.append(
            {
                "from": source if copied else "",
                "staged": staged,
                "url": source if remote else "file://" + quote(staged if copied else source),
                "checksum": checksum,
                "to": target,
                "mode": mode,
            }
        )
    return downloads


def _folders(want: Facts, proxied: bool, release: bool, compose: bool) -> list[str]:
    folders = []
    if proxied:
        folders.append(DROP_INS)
    if release or compose:
        folders.append(STAGING)
    if release:
        folders.append(_release(want))
    if compose:
        folders.append(COMPOSE[want["compose"]].rsplit("/", 1)[0])
    return folders


def _stale_folders(want: Facts, host: Facts, downloads: Sequence[Facts]) -> list[str]:
    """What is staged, and releases not in use; a run that broke off may have left both."""
    stale = [STAGING] if downloads or STAGING in host["files"] else []
    if want["source"] == "archive":
        folders = [f"{HOME}/{name}" for name in host["releases"]]
        stale += [folder for folder in folders if folder != _release(want)]
    return stale


def daemon_options(want: Facts, host: Facts) -> dict[str, Any]:
    return {**want["options"], **own_options(want, host)}


def own_options(want: Facts, host: Facts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if want["data_root"]:
        found["data-root"] = want["data_root"]
    if want["log_driver"]:
        found["log-driver"] = want["log_driver"]
    if want["log_options"]:
        found["log-opts"] = {name: _word(value) for name, value in want["log_options"].items()}
    if want.get("live_restore") is not None:
        found["live-restore"] = want["live_restore"]
    if _labels(want, host):
        found["selinux-enabled"] = True
    return found


def _word(value: Any) -> str:
    """The engine takes nothing but strings for a log driver."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _old_program(want: Facts, host: Facts) -> bool:
    """The packages are of the wanted version, but what runs is not."""
    version, running = want["version"], host["engine"].get("version", "")
    return bool(upstream(version) and running and not re.match(pattern(version), running))


def upstream(version: str) -> bool:
    """Whether it is the engine's version, and not a package's whole one."""
    return re.fullmatch(r"[0-9.]+", version) is not None


# ---- removal ----------------------------------------------------------------------------------


def removal(want: Facts, host: Facts) -> dict[str, Any]:
    """For the tasks of the stage remove."""
    files = host["files"]
    archive = CURRENT in files
    # The hash of nothing: there was no daemon.json before this role.
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    born_here = files.get(ORIGINAL) == empty
    packages = _removable(want, host)
    ours = [ORIGINAL, STAGING, PREFERENCE, DROP_IN, ENVIRONMENT, *REPOSITORIES.values(), *KEYS]
    if born_here:
        ours.append(CONFIG)
    if archive:
        ours += [*UNITS, CLIENT, HOME]
    compose = COMPOSE.get(want["compose"], "")
    if files.get(compose) == want["compose_checksum"][7:].lower():
        ours.append(compose)
    containerd = archive or "containerd" in packages or "containerd.io" in packages
    left = [name for name in ("containerd", "containerd.io") if name in host["packages"]]
    folders = [want["data_root"] or host["engine"].get("data_root") or "/var/lib/docker"]
    if all(name in packages for name in left):
        folders.append("/var/lib/containerd")
    there = bool(host["unit"])
    services = ["docker.service", "docker.socket", *(["containerd.service"] if containerd else [])]
    # Keys of their own: a task of the other stages looks up nothing here, and is left out.
    going = {
        # With live-restore the containers would go on running without an engine.
        "containers": bool(host["engine"].get("live_restore")),
        "services": services if there else [],
        "packages": packages,
        "original": ORIGINAL in files and not born_here,
        "files": [path for path in ours if path in files],
        "reload": any(path in files for path in ours if path.startswith("/etc/systemd/")),
        "data": folders if want["remove_data"] == want["inventory_hostname"] else [],
    }
    return {
        "packager": host["packager"],
        "firewalls": host["firewalls"],
        "unit": there,
        "going": going,
    }


def _removable(want: Facts, host: Facts) -> list[str]:
    """Engines of every source, and what came with them unless somebody asked for it by name.

    What others may need stays: the Python libraries, procps, iptables.
    """
    names = [name for engine, compose in DISTRIBUTIONS.values() for name in (*engine, *compose)]
    names += [*REPOSITORY[0], *REPOSITORY[1]]
    names = [name for name in names if means_engine(name, host)] + list(want["packages"])
    names += [name for name in COMPANIONS if host["packages"].get(name, {}).get("automatic")]
    return [name for name in dict.fromkeys(names) if name in host["packages"]]


def means_engine(name: str, host: Facts) -> bool:
    """On Debian a package named docker is something else."""
    return not (name == "docker" and host["packager"] == "apt")
