# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Garbage collection carried out: a dry run says what there is, a job of its own removes it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from .._core import garbage_collection as gc
from .._core.errors import Refused, Unreachable
from .._core.option import Option
from .._core.plan import Plan, Step
from . import files, processes
from .job import Job

_QUICK = 60  # seconds for anything but the collection: a stop waits 10 s, a start a few
# One collection at a time on a host. The lock is /run's, and the role's timer takes it too.
_LOCK = "/run/twinstar-garbage-collection"
_DROP_IN = "/run/systemd/system/{service}.service.d/twinstar-read-only.conf"


class Server(Protocol):
    """What serves, and how it is asked and made quiet."""

    config: str

    def dry_run(self, words: Sequence[str], seconds: int) -> processes.Finished: ...

    def version(self) -> str: ...

    def root(self) -> str | None: ...

    def collect(
        self, quiesce: str, words: Sequence[str], seconds: int, lock: int
    ) -> processes.Finished: ...


class Unit:
    """A program of the host, served by a systemd unit (or by nothing, without one)."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.config: str = params["config"] or "/etc/docker/registry/config.yml"
        self._binary: str = params["binary"] or _program()
        self._service: str | None = params["service"]

    def dry_run(self, words: Sequence[str], seconds: int) -> processes.Finished:
        return processes.run([self._binary, *words], seconds)

    def version(self) -> str:
        return gc.parse_version(processes.run([self._binary, "--version"], _QUICK).stdout)

    def root(self) -> str | None:
        return gc.root_directory(files.read_text(self.config) or "")

    def collect(
        self, quiesce: str, words: Sequence[str], seconds: int, lock: int
    ) -> processes.Finished:
        quiet: list[list[str]] = []
        back: list[list[str]] = []
        control = processes.find("systemctl") or "systemctl"
        serves = self._service and self._is_active(control)
        # Whatever was tried before: systemd shall not say that it was started too often.
        forgiven = [control, "reset-failed", str(self._service)]
        if serves and quiesce == "stop":
            quiet = [[control, "stop", str(self._service)]]
            back = [forgiven, [control, "start", str(self._service)]]
        elif serves and quiesce == "read_only":
            # A drop-in under /run: nothing of it is left after a reboot.
            name = str(self._service)
            drop_in = _DROP_IN.format(service=name[:-8] if name.endswith(".service") else name)
            text = f'[Service]\nEnvironment="{gc.READ_ONLY}={{enabled: true}}"\n'
            write = 'mkdir -p "$(dirname "$1")" && printf %s "$2" >"$1"'
            quiet = [
                ["sh", "-c", write, "sh", drop_in, text],
                [control, "daemon-reload"],
                [control, "restart", name],
            ]
            back = [["rm", "-f", drop_in], [control, "daemon-reload"], forgiven]
            back.append([control, "restart", name])
        return _carry_out(quiet, [self._binary, *words], back, seconds, lock)

    def _is_active(self, control: str) -> bool:
        return processes.run([control, "is-active", str(self._service)], _QUICK).returncode == 0


class Container:
    """A container of the host's engine. The collection runs in a copy of it."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._host: str = params["docker_host"]
        self._docker = [processes.find("docker") or "docker", "--host", self._host]
        self._name: str = params["container"]
        self._seen = self._inspect()
        self.config: str = params["config"] or gc.config_of(self._seen)

    def _inspect(self) -> Mapping[str, Any]:
        done = processes.run([*self._docker, "container", "inspect", self._name], _QUICK)
        if done.returncode:
            raise Refused(
                f"look at container {self._name}: {done.last_words}. "
                "Correct its name, or docker_host."
            )
        seen: Mapping[str, Any] = json.loads(done.stdout)[0]
        return seen

    def _is_running(self) -> bool:
        return bool(self._seen["State"]["Running"])

    def _inside(self, words: Sequence[str], seconds: int) -> processes.Finished:
        entry, _command = gc.words_of(self._seen)
        return processes.run([*self._docker, "exec", self._name, *entry, *words], seconds)

    def dry_run(self, words: Sequence[str], seconds: int) -> processes.Finished:
        if self._is_running():
            return self._inside(words, seconds)
        with self._copy("garbage-collect", words) as name:
            return processes.run([*self._docker, "start", "--attach", name], seconds)

    def version(self) -> str:
        return gc.parse_version(self._inside(["--version"], _QUICK).stdout)

    def root(self) -> str | None:
        config = gc.host_path(self._seen, self.config)
        text = files.read_text(config) if config else None
        return gc.host_path(self._seen, gc.root_directory(text or ""))

    def collect(
        self, quiesce: str, words: Sequence[str], seconds: int, lock: int
    ) -> processes.Finished:
        quiet: list[list[str]] = []
        back: list[list[str]] = []
        with contextlib.ExitStack() as copies:
            worker = copies.enter_context(self._copy("garbage-collect", words))
            back.append([*self._docker, "rm", "--force", worker])
            if self._is_running() and quiesce != "none":
                quiet.append([*self._docker, "stop", self._name])
                if quiesce == "read_only":
                    instead = copies.enter_context(self._copy("read-only", ["serve", self.config]))
                    quiet.append([*self._docker, "start", instead])
                    back.append([*self._docker, "rm", "--force", instead])
                back.append([*self._docker, "start", self._name])
            else:
                back.append(["true"])
            collect = [*self._docker, "start", "--attach", worker]
            return _carry_out(quiet, collect, back, seconds, lock)

    @contextlib.contextmanager
    def _copy(self, what: str, words: Sequence[str]) -> Iterator[str]:
        """A copy of the container that is not started yet, and gone afterwards."""
        name = f"{self._name}-{what}"
        serves = what == "read-only"
        body = gc.copy_of(self._seen, words, read_only=serves, published=serves)
        remove = [*self._docker, "rm", "--force", name]
        processes.run(remove, _QUICK)  # of a run that was killed
        _create(self._host, name, body)
        try:
            yield name
        finally:
            processes.run(remove, _QUICK)


def _create(docker_host: str, name: str, body: Mapping[str, Any]) -> None:
    """Make a container by the API: its environment may hold secrets, and arguments are public."""
    connection = http.client.HTTPConnection("localhost", timeout=_QUICK)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.settimeout(_QUICK)
    try:
        connection.sock.connect(docker_host[len("unix://") :])
        connection.request(
            "POST",
            f"/containers/create?name={name}",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        answer = connection.getresponse()
        said = json.loads(answer.read() or b"{}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(
            f"create container {name}: {docker_host} did not answer ({error}). Start the engine."
        ) from None
    finally:
        connection.close()
    if answer.status >= 300:
        raise Refused(f"create container {name}: the engine answered: {said.get('message')}.")


def _program() -> str:
    for name in ("docker-registry", "registry"):
        found = processes.find(name)
        if found:
            return found
    raise Refused(
        "binary is not set, and neither docker-registry nor registry is installed. "
        "Name the program in binary, or the container in container."
    )


def _carry_out(
    quiet: Sequence[Sequence[str]],
    collect: Sequence[str],
    back: Sequence[Sequence[str]],
    seconds: int,
    lock: int,
) -> processes.Finished:
    """Run the job; its own time-out ends the collection, ours is for a host that hangs."""
    text = gc.job(quiet, collect, back, seconds)
    return processes.run(["sh", "-c", text], seconds + 5 * _QUICK, keep=[lock])


def _server(params: Mapping[str, Any]) -> Server:
    return Container(params) if params["container"] else Unit(params)


def _report(done: processes.Finished, config: str, doing: str) -> gc.Report:
    """What the program said, or why it failed, in words that say how the server is now."""
    if done.returncode == 0:
        return gc.parse_report(done.stdout)
    if gc.nothing_stored(done.stderr + done.stdout):
        return gc.Report(0, (), ())
    raise Refused(f"{doing} {config}: {done.last_words}. {_CURES.get(done.returncode, _SERVES)}")


_SERVES = "The registry serves as before; correct what the program names."
_CURES = {
    gc.NOT_QUIET: "Nothing was removed and the registry serves; it could not be made quiet.",
    gc.NOT_BACK: "The collection has ended, but the registry did not start again: look at its log.",
    gc.LATE: "It was ended after timeout and the registry serves; raise timeout.",
}


def _sizes(server: Server, digests: Sequence[str]) -> dict[str, int] | None:
    """Bytes by digest, or None where the blobs are no files of this host."""
    root = server.root()
    if root is None:
        return None
    try:
        return {digest: os.stat(gc.blob_path(root, digest)).st_size for digest in digests}
    except OSError:
        return None


def _result(report: gc.Report, sizes: Mapping[str, int] | None, quiesce: str) -> dict[str, Any]:
    known = sizes is not None and all(digest in sizes for digest in report.blobs)
    return {
        "blobs": list(report.blobs),
        "manifests": list(report.manifests),
        "bytes": sum(sizes[digest] for digest in report.blobs) if sizes and known else None,
        "marked": report.marked,
        "quiesced": quiesce,
    }


class GarbageCollection(Job):
    """The job of registry_garbage_collect."""

    kind = "registry_garbage_collect"
    options: tuple[Option, ...] = gc.OPTIONS

    def wrong(self, params: Mapping[str, Any]) -> list[str]:
        return gc.wrong(params)

    def plan(self, params: Mapping[str, Any]) -> Plan:
        server = _server(params)
        if params["delete_untagged"]:
            gc.demand_untagged(params, server.version())
        untagged = params["delete_untagged"]
        words = gc.arguments(server.config, delete_untagged=untagged, dry_run=True)
        doing = "look for garbage of"
        report = _report(server.dry_run(words, params["timeout"]), server.config, doing)
        sizes = _sizes(server, report.blobs)
        garbage = bool(report.blobs or report.manifests)
        quiesce = params["quiesce"] if garbage and not params["dry_run"] else "none"
        result = _result(report, sizes, quiesce)
        step = Step("collect", _why(result, server.config))
        return Plan(
            result=result,
            steps=(step,) if garbage and not params["dry_run"] else (),
            work=(server, sizes),
        )

    def apply(self, plan: Plan, params: Mapping[str, Any]) -> Mapping[str, Any]:
        server, sizes = plan.work
        untagged = params["delete_untagged"]
        words = gc.arguments(server.config, delete_untagged=untagged, dry_run=False)
        # The job inherits the lock: it is held to its end, even when this process is killed.
        with files.locked(_LOCK) as lock:
            done = server.collect(params["quiesce"], words, params["timeout"], lock)
        report = _report(done, server.config, "collect garbage of")
        return _result(report, sizes, params["quiesce"])


def _why(result: Mapping[str, Any], config: str) -> str:
    size = "" if result["bytes"] is None else f" ({result['bytes']} bytes)"
    manifests = f" and {len(result['manifests'])} manifests" if result["manifests"] else ""
    return f"remove {len(result['blobs'])} blobs{size}{manifests} from the storage of {config}"


GARBAGE_COLLECTION = GarbageCollection()
