# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage collection of the CNCF distribution: its options, what it says, and how it is made safe.

A push beside a running collection loses layers, so the server is stopped or read-only meanwhile.
What is done then is one shell text that a process of its own carries out: when the task is killed,
the text still runs to its end, and its end brings the server back.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .engine_option import docker_host
from .errors import Refused
from .option import Option

READ_ONLY = "REGISTRY_STORAGE_MAINTENANCE_READONLY"
# Statuses of the shell text, beyond those of the program itself.
NOT_QUIET, NOT_BACK, LATE = 97, 98, 124

_DIGEST = re.compile(r"[a-z0-9]+:[0-9a-f]{32,}")
_VERSION = re.compile(r"\bv?(\d+\.\d+\.\d+\S*)")
# From distribution's storage: there is no image yet, and it calls that a failure.
_EMPTY = re.compile(r"Path not found: \S*/docker/registry/v2/repositories\b")
_ROOT = re.compile(r"rootdirectory[\"']?:\s*[\"']?(/[^\s\"',}]*)")


@dataclass(frozen=True)
class Report:
    """What the program said: how many blobs are in use, and the digests of what is not."""

    marked: int
    blobs: tuple[str, ...]
    manifests: tuple[str, ...]


def parse_report(output: str) -> Report:
    """Read the output of 2.8 or 3, dry run or not; both list what goes before it is gone."""
    marked, blobs, manifests = 0, [], []
    for line in output.splitlines():
        what, _mark, rest = line.partition(" eligible for deletion: ")
        digest = _DIGEST.search(rest)
        if digest and what == "blob":
            blobs.append(digest.group())
        elif digest and what == "manifest":
            manifests.append(digest.group())
        elif line.endswith("eligible for deletion"):
            marked = int(line.split(" ", 1)[0])
    return Report(marked, tuple(sorted(blobs)), tuple(sorted(manifests)))


def nothing_stored(words: str) -> bool:
    """The program fails where nothing was ever pushed; for us that is nothing to collect."""
    return _EMPTY.search(words) is not None


def parse_version(output: str) -> str:
    """Out of ``registry github.com/docker/distribution 2.8.2+ds1``; empty when there is none."""
    found = _VERSION.search(output)
    return found.group(1) if found else ""


def breaks_indexes(version: str) -> bool:
    """Release line 2 takes the images of an index for untagged manifests, and removes them."""
    return not version or int(version.split(".", 1)[0]) < 3


def root_directory(config: str) -> str:
    """Where the filesystem driver keeps its files, out of config.yml's text."""
    lines = [line for line in config.splitlines() if not line.lstrip().startswith("#")]
    found = _ROOT.search("\n".join(lines))
    return found.group(1) if found else "/var/lib/registry"


def blob_path(root: str, digest: str) -> str:
    algorithm, _colon, number = digest.partition(":")
    return f"{root}/docker/registry/v2/blobs/{algorithm}/{number[:2]}/{number}/data"


def arguments(config: str, *, delete_untagged: bool, dry_run: bool) -> list[str]:
    """The program's arguments; these flags are spelt alike in both release lines."""
    flags = ["--dry-run"] * dry_run + ["--delete-untagged"] * delete_untagged
    return ["garbage-collect", *flags, config]


def job(
    quiet: Sequence[Sequence[str]],
    collect: Sequence[str],
    back: Sequence[Sequence[str]],
    seconds: int,
) -> str:
    """One shell text: make the server quiet, collect, bring the server back in any case.

    ``quiet`` and ``back`` are lists of commands, ``collect`` is one. Of ``back`` the last command
    brings the server back; those before it clear away what may not be there. The text ends with the
    status of the collection, or with one of ours.
    """
    quietly = " && ".join(f"{shlex.join(words)} >&2" for words in quiet) or "true"
    limited = shlex.join(["timeout", "--kill-after=10", str(seconds), *collect])
    cleared = "".join(f"{shlex.join(words)} >/dev/null 2>&1\n" for words in back[:-1])
    last = shlex.join(back[-1]) if back else "true"
    return (
        f"if {quietly}; then {limited}; status=$?; else status={NOT_QUIET}; fi\n"
        f"{cleared}"
        f"{last} >&2 || exit {NOT_BACK}\n"
        'exit "$status"\n'
    )


# --- a container: it is copied, so that nothing about it must be known -----------------------


def words_of(container: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(entry point with whatever stands before ``serve``, the server's arguments behind it)."""
    config = container["Config"]
    entry, command = list(config.get("Entrypoint") or ()), list(config.get("Cmd") or ())
    if "serve" in command:
        place = command.index("serve")
        return entry + command[:place], command[place + 1 :]
    return entry, command


def config_of(container: Mapping[str, Any]) -> str:
    """The config.yml that the container serves, as a path inside it."""
    named = [word for word in words_of(container)[1] if word.endswith((".yml", ".yaml"))]
    return named[-1] if named else "/etc/docker/registry/config.yml"


def host_path(container: Mapping[str, Any], path: str) -> str | None:
    """Where a path inside the container lies on the host, or None when it is in no mount."""
    best: tuple[int, str] | None = None
    for mount in container.get("Mounts") or ():
        inside = mount["Destination"].rstrip("/")
        if (path == inside or path.startswith(inside + "/")) and mount.get("Source"):
            found = (len(inside), mount["Source"] + path[len(inside) :])
            best = max(best, found) if best else found
    return best[1] if best else None


def copy_of(
    container: Mapping[str, Any], words: Sequence[str], *, read_only: bool, published: bool
) -> dict[str, Any]:
    """The body that makes a container like this one, but with other arguments, and never restarted.

    It has the environment (the storage's keys), the mounts, the network and the limits.
    ``published`` says whether it takes the host's ports too.
    """
    entry, _command = words_of(container)
    config, host = dict(container["Config"]), dict(container["HostConfig"])
    for own in ("Hostname", "Domainname", "MacAddress", "Healthcheck"):
        config.pop(own, None)
    environment = [word for word in config.get("Env") or () if not word.startswith(READ_ONLY + "=")]
    if read_only:
        environment.append(f"{READ_ONLY}={{enabled: true}}")
    host["RestartPolicy"] = {"Name": "no"}
    host["AutoRemove"] = False
    host["VolumesFrom"] = [container["Id"]]
    network: dict[str, Any] = {}
    if not published:
        host["PortBindings"] = {}
        host["PublishAllPorts"] = False
    elif host["NetworkMode"] in set(container["NetworkSettings"]["Networks"]) - {"bridge"}:
        # Neighbours on the network know the server by its name.
        network = {host["NetworkMode"]: {"Aliases": [container["Name"].lstrip("/")]}}
    return {
        **config,
        "Image": container["Image"],
        "Entrypoint": entry[:1] or None,
        "Cmd": [*entry[1:], *words],
        "Env": environment,
        "HostConfig": host,
        "NetworkingConfig": {"EndpointsConfig": network},
    }


# --- options -------------------------------------------------------------------------------


def wrong(params: Mapping[str, Any]) -> list[str]:
    found = []
    quiesce = params["quiesce"]
    if quiesce != "none" and not params.get("container") and not params.get("service"):
        found.append(
            f"quiesce is {quiesce!r}, but neither service nor container says what serves. "
            "Name one of them, or set quiesce to 'none' for a registry that is not running."
        )
    if params.get("service") and params.get("container"):
        found.append(
            "service and container are both set, but one of them serves. Leave the other out."
        )
    if params.get("binary") and params.get("container"):
        found.append(
            "binary is set, but a container brings its own program. Leave one of them out."
        )
    return found


def demand_untagged(params: Mapping[str, Any], version: str) -> None:
    """Refuse what would break images for several platforms, unless that was accepted by name."""
    if params["delete_untagged"] and not params["allow_broken_indexes"] and breaks_indexes(version):
        raise Refused(
            f"delete_untagged is true, but release {version or 'unknown'} also removes the images "
            "of an index, which have no tag of their own. Use release 3, or set "
            "allow_broken_indexes to true where no image is for several platforms."
        )


def not_a_time(value: int) -> str | None:
    return None if value > 0 else "but a time-out is at least one second. Raise it."


OPTIONS = (
    Option(
        "config",
        (
            "The config.yml of the registry as the program sees it: with O(container), "
            "a path inside the container.",
            "If left out, it is the one that the container serves, "
            "or else C(/etc/docker/registry/config.yml).",
        ),
        type="path",
    ),
    Option(
        "binary",
        (
            "The program, for a registry that runs without a container.",
            "If left out, C(docker-registry) or C(registry) is looked for.",
        ),
        type="path",
    ),
    Option(
        "service",
        "The systemd unit that serves, for a registry that runs without a container.",
    ),
    Option(
        "container",
        (
            "Name of the Docker container that serves.",
            "The collection runs in a copy of it, with the same mounts and environment.",
        ),
    ),
    Option(
        "quiesce",
        (
            "What the registry does meanwhile, since a push beside a running collection loses "
            "layers. It comes back in any case, also after a failure or when the task is killed.",
            "V(stop) stops it. V(read_only) keeps pulls going and refuses pushes: "
            "it is restarted twice.",
            "V(none) leaves it alone, for a registry that is stopped or read-only already.",
            "A registry that has nothing to collect is left alone.",
        ),
        default="stop",
        choices=("stop", "read_only", "none"),
    ),
    Option(
        "delete_untagged",
        (
            "Whether manifests that no tag names are removed too.",
            "Release line 2 also removes the images of an index then, which breaks images for "
            "several platforms, so it is refused there.",
        ),
        type="bool",
        default=False,
    ),
    Option(
        "allow_broken_indexes",
        "Whether O(delete_untagged=true) may run with release line 2 all the same.",
        type="bool",
        default=False,
    ),
    Option(
        "dry_run",
        "Whether only to tell what would be removed. The registry keeps serving.",
        type="bool",
        default=False,
    ),
    Option(
        "timeout",
        "Seconds after which the collection is ended. The next one removes what is left then.",
        type="int",
        default=3600,
        wrong=not_a_time,
    ),
    docker_host("The engine of O(container), as a C(unix://) address.", spoken=("unix",)),
)
