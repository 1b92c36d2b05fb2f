# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against a real engine of the test's own, with a stand-in for the service manager."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    daemon_faults,
    engine_keys,
    registry_address,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    docker_daemon,
    engine_service,
    pending_keys,
)

from .contract import Answer, run_module
from .engine import SERVICE, Engine, an_engine

EDGE = "192.168.126.50:5000"
MANAGER = pathlib.Path(__file__).with_name("engine_manager.py")


@pytest.fixture(autouse=True)
def notes(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Notes of keys that are not loaded yet are kept apart from the machine's."""
    folder = tmp_path / "notes"
    monkeypatch.setattr(pending_keys, "_FOLDER", str(folder))
    return folder


@pytest.fixture
def engine(tmp_path: pathlib.Path) -> Iterator[Engine]:
    with an_engine(tmp_path / "daemon.json", {"mtu": 1400}) as running:
        yield running


def run(engine: Engine, *, check: bool = False, **options: Any) -> Answer:
    params = {
        "path": str(engine.config),
        "docker_host": engine.host,
        "service": SERVICE,
        "timeout": 20,
        **options,
    }
    return run_module("docker_daemon_config", params, check=check)


def result(answer: Answer) -> dict[str, Any]:
    assert not answer.failed, answer.json
    found: dict[str, Any] = answer.json["docker_daemon_config"]
    return found


def warned(answer: Answer, words: str) -> bool:
    return words in answer.output


def test_a_new_registry_is_trusted_by_the_engine_that_runs_on(engine: Engine) -> None:
    pid = engine.pid
    found = result(run(engine, insecure_registries=[EDGE, "10.1.2.3/8"]))
    assert found["applied"] == "reload"
    assert engine.trusted() == {EDGE, "10.0.0.0/8"}
    assert engine.pid == pid
    assert found["insecure_registries"] == [EDGE, "10.1.2.3/8"]


def test_a_file_that_was_edited_and_never_loaded_is_loaded(engine: Engine) -> None:
    text = json.dumps({"insecure-registries": [EDGE], "labels": ["zone=edge"]})
    engine.config.write_text(text)
    answer = run(engine, insecure_registries=[EDGE], options={"labels": ["zone=edge"]})
    assert answer.changed
    assert result(answer)["applied"] == "reload"
    assert engine.config.read_text() == text
    assert engine.trusted() == {EDGE}
    assert engine.info()["Labels"] == ["zone=edge"]
    assert not run(engine, insecure_registries=[EDGE]).changed


def test_a_key_that_was_removed_by_hand_is_cleared(engine: Engine) -> None:
    run(engine, insecure_registries=[EDGE])
    engine.config.write_text("{}")
    os.kill(engine.pid, signal.SIGHUP)
    answer = run(engine, insecure_registries=[EDGE], state="absent")
    assert result(answer)["insecure_registries"] == []
    assert json.loads(engine.config.read_text()) == {"insecure-registries": []}
    assert engine.trusted() == set()


def test_the_whole_key_may_go_once_the_engine_has_an_empty_list(engine: Engine) -> None:
    """How a role puts the file back as it was."""
    before = engine.config.read_text()
    run(engine, insecure_registries=[EDGE])
    run(engine, insecure_registries=[EDGE], state="absent")
    answer = run(engine, options={"insecure-registries": None}, state="absent")
    assert result(answer)["applied"] == "nothing"
    assert not result(answer)["restart_due"]
    assert engine.config.read_text() == before
    assert engine.trusted() == set()


def test_a_key_that_a_reload_cannot_clear_is_due(engine: Engine) -> None:
    run(engine, options={"debug": True})
    answer = run(engine, options={"debug": None}, state="absent")
    assert result(answer)["restart_due"]
    assert engine.info()["Debug"]
    assert "debug" not in json.loads(engine.config.read_text())


def test_a_stopped_engine_is_not_started_and_loads_the_file_when_it_starts(engine: Engine) -> None:
    engine.stop()
    answer = run(engine, insecure_registries=[EDGE])
    assert result(answer)["applied"] == "no_engine"
    assert result(answer)["engine_version"]
    assert not run(engine, insecure_registries=[EDGE]).changed
    engine.start()
    assert engine.trusted() == {EDGE}
    answer = run(engine, insecure_registries=[EDGE])
    assert (answer.changed, result(answer)["applied"]) == (False, "nothing")


def test_comments_are_stripped_and_a_copy_keeps_them(engine: Engine) -> None:
    text = (
        '{\n  "insecure-registries": ["old.example.com"],  // 解除\n'
        '  # mirrors\n  "debug": true\n}\n'
    )
    engine.config.write_text(text)
    refused = run(engine, insecure_registries=[EDGE])
    assert refused.failed
    assert f"{engine.config}, line 2, column 48: a comment ('// 解除')" in refused.json["msg"]
    assert len(refused.json["errors"]) == 2
    assert engine.config.read_text() == text

    found = result(run(engine, insecure_registries=[EDGE], strip_comments=True))
    assert pathlib.Path(found["backup_file"]).read_text() == text
    assert engine.trusted() == {"old.example.com", EDGE}
    assert engine.info()["Debug"]
    again = run(engine, insecure_registries=[EDGE], strip_comments=True)
    assert not again.changed
    assert "backup_file" not in result(again)


def test_what_is_not_json_is_left_as_it_was(engine: Engine) -> None:
    text = '{\n  "mtu": 1400\n  "debug": true\n}\n'
    engine.config.write_text(text)
    answer = run(engine, insecure_registries=[EDGE])
    assert answer.failed
    assert "line 3, column 3: a comma is missing before this" in answer.json["msg"]
    assert engine.config.read_text() == text


def test_a_flag_of_the_running_engine_is_named(tmp_path: pathlib.Path) -> None:
    with an_engine(tmp_path / "daemon.json", {}, "--insecure-registry=old.com", "-D") as engine:
        answer = run(engine, insecure_registries=[EDGE], options={"debug": True})
        assert len(answer.json["errors"]) == 2
        assert f"the running engine (process {engine.pid})" in answer.json["msg"]
        assert "--insecure-registry=old.com" in answer.json["errors"][0]
        assert engine.config.read_text() == "{}\n"


def test_an_engine_that_reads_another_file_is_not_touched(
    engine: Engine, tmp_path: pathlib.Path
) -> None:
    answer = run(engine, path=str(tmp_path / "other.json"), insecure_registries=[EDGE])
    assert result(answer)["applied"] == "no_engine"
    assert warned(answer, f"reads {engine.config}")
    assert engine.trusted() == set()


def test_a_link_to_the_file_that_it_reads_is_that_file(
    engine: Engine, tmp_path: pathlib.Path
) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(engine.config)
    assert result(run(engine, path=str(link), insecure_registries=[EDGE]))["applied"] == "reload"
    assert link.is_symlink()
    assert engine.trusted() == {EDGE}


def test_the_engine_is_found_where_the_environment_says(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", engine.host)
    params = {"path": str(engine.config), "insecure_registries": [EDGE], "service": SERVICE}
    assert result(run_module("docker_daemon_config", params))["applied"] == "reload"


def test_where_nobody_can_restart_the_engine_it_stays_due_until_it_was_restarted(
    engine: Engine,
) -> None:
    answer = run(engine, options={"dns": ["10.9.9.9"]})
    assert result(answer)["applied"] == "due"
    again = run(engine, options={"dns": ["10.9.9.9"]})
    assert not again.changed
    assert (result(again)["applied"], result(again)["restart_due"]) == ("due", True)
    other = run(engine, insecure_registries=[EDGE])
    assert (result(other)["applied"], result(other)["restart_due"]) == ("reload", True)
    engine.stop()
    engine.start()
    found = result(run(engine, options={"dns": ["10.9.9.9"]}))
    assert (found["applied"], found["restart_due"]) == ("nothing", False)


def test_a_change_that_is_taken_back_is_not_due_any_more(engine: Engine) -> None:
    run(engine, options={"dns": ["10.9.9.9"]})
    assert not result(run(engine, options={"dns": ["10.9.9.9"]}, state="absent"))["restart_due"]


def test_a_run_that_ends_before_the_reload_is_finished_by_the_next(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine does not report max-concurrent-uploads: only the note tells."""
    with monkeypatch.context() as killed:
        killed.setattr(engine_service.Service, "reload", lambda service: sys.exit(137))
        killed.setattr(os, "unlink", lambda path: sys.exit(137))
        with pytest.raises(json.JSONDecodeError):
            run(engine, options={"max-concurrent-uploads": 7})
    assert json.loads(engine.config.read_text())["max-concurrent-uploads"] == 7
    again = run(engine, options={"max-concurrent-uploads": 7})
    assert again.changed
    assert result(again)["applied"] == "reload"
    assert not run(engine, options={"max-concurrent-uploads": 7}).changed


def test_a_note_names_no_value_and_is_roots(engine: Engine, notes: pathlib.Path) -> None:
    run(engine, options={"log-opts": {"splunk-token": "s3cret"}})
    (note,) = notes.iterdir()
    assert "s3cret" not in note.read_text()
    assert note.stat().st_mode & 0o077 == 0


def test_an_engine_that_refuses_the_reload_runs_on_with_the_former_file(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What our own checks would have found, had they not been taken away."""
    run(engine, options={"labels": ["zone=edge"]})
    monkeypatch.setattr(daemon_faults, "of_file", lambda *found: [])
    before = json.dumps({"labels": ["zone=edge"], "insecure-registries": ["a_b"]})
    engine.config.write_text(before)
    answer = run(engine, options={"labels": ["zone=hub"]}, timeout=2)
    assert answer.failed
    assert answer.json["msg"].startswith("reload twinstar-test-engine, so that it loads labels: ")
    assert answer.json["msg"].endswith(f"{engine.config} is again as it was, and in use.")
    assert engine.config.read_text() == before


# --- an engine that answers badly


@contextlib.contextmanager
def a_server(path: pathlib.Path, answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something that listens where an engine is expected."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen()
    connections: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            answer(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connections.append(listener.accept()[0])
                threads.append(threading.Thread(target=serve, args=(connections[-1],)))
                threads[-1].start()

    threads.append(threading.Thread(target=accept))
    threads[0].start()
    try:
        yield f"unix://{path}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        threads[0].join()
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        listener.close()
        for thread in threads:
            thread.join()


def hang(connection: socket.socket) -> None:
    """Says nothing, and keeps the connection."""


def refuse(connection: socket.socket) -> None:
    connection.recv(65536)
    body = b'{"message": "the disk is on fire"}'
    head = (
        f"HTTP/1.1 500 X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)


def close(connection: socket.socket) -> None:
    connection.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (hang, "had no answer within 1 s"),
        (refuse, "500"),
        (close, "had no answer"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_engine_that_answers_badly_is_told_and_nothing_is_written(
    tmp_path: pathlib.Path, answer: Callable[[socket.socket], None], words: str
) -> None:
    path = tmp_path / "daemon.json"
    path.write_text("{}")
    with a_server(tmp_path / "s", answer) as docker_host:
        for check in (True, False):
            params = {
                "path": str(path),
                "insecure_registries": [EDGE],
                "docker_host": docker_host,
                "service": SERVICE,
                "timeout": 1,
            }
            found = run_module("docker_daemon_config", params, check=check)
            assert found.failed
            assert words in found.json["msg"]
            assert docker_host in found.json["msg"]
            assert path.read_text() == "{}"


def act_as_engine(connection: socket.socket) -> None:
    """Answers as an engine does that trusts nothing."""
    report = {
        "ApiVersion": "1.41",
        "ServerVersion": "20.10.24",
        "RegistryConfig": {"IndexConfigs": {}, "InsecureRegistryCIDRs": [], "Mirrors": []},
    }
    body = json.dumps(report).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
    while connection.recv(65536):
        connection.sendall(head.encode() + body)


def test_what_answers_like_an_engine_and_is_none_is_sent_no_signal(
    tmp_path: pathlib.Path,
) -> None:
    """Podman's service, or a proxy before the socket: here it is pytest itself."""
    params = {"path": str(tmp_path / "daemon.json"), "service": SERVICE}
    with a_server(tmp_path / "s", act_as_engine) as docker_host:
        answer = run_module(
            "docker_daemon_config",
            {**params, "docker_host": docker_host, "insecure_registries": [EDGE]},
        )
    assert f"the process of the engine at {docker_host} was not found" in answer.json["msg"]
    assert not (tmp_path / "daemon.json").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_engine_that_hangs_is_told_and_nothing_is_written(engine: Engine) -> None:
    before = engine.config.read_text()
    engine.pause()
    answer = run(engine, insecure_registries=[EDGE], timeout=1)
    engine.resume()
    assert answer.failed
    assert "had no answer within 1 s" in answer.json["msg"]
    assert engine.config.read_text() == before
    assert result(run(engine, insecure_registries=[EDGE]))["applied"] == "reload"


def test_a_socket_file_that_nobody_listens_at_is_no_engine(tmp_path: pathlib.Path) -> None:
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as dead:
        dead.bind(str(tmp_path / "s"))
    params = {
        "path": str(tmp_path / "new" / "daemon.json"),
        "insecure_registries": [EDGE],
        "docker_host": f"unix://{tmp_path}/s",
        "service": SERVICE,
    }
    assert result(run_module("docker_daemon_config", params))["applied"] == "no_engine"
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o755


def test_no_engine_at_a_port_is_no_engine(tmp_path: pathlib.Path) -> None:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    params = {
        "path": str(tmp_path / "daemon.json"),
        "insecure_registries": [EDGE],
        "docker_host": f"tcp://127.0.0.1:{port}",
        "service": SERVICE,
    }
    assert result(run_module("docker_daemon_config", params))["applied"] == "no_engine"


def test_the_docker_library_is_needed_only_where_an_engine_answers(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    answer = run(engine, insecure_registries=[EDGE])
    assert (
        "the Python library docker is missing on this host. Install python3-docker"
        in (answer.json["msg"])
    )
    engine.stop()
    assert result(run(engine, insecure_registries=[EDGE]))["applied"] == "no_engine"


# --- with a service manager


class Managed:
    """An engine whose service a stand-in for systemctl and journalctl manages."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.unit: dict[str, str] = {
            "LoadState": "loaded",
            "FragmentPath": str(engine.folder / "docker.service"),
            "DropInPaths": "",
            "ExecReload": "{ path=/bin/sh ; argv[]=/bin/sh ; }",
            "NeedDaemonReload": "no",
        }
        self.write_unit()

    def write_unit(self, *flags: str, **properties: str) -> None:
        self.unit.update(properties)
        (self.engine.folder / "unit").write_text(json.dumps(self.unit))
        command = " ".join([*json.loads((self.engine.folder / "command").read_text()), *flags])
        (self.engine.folder / "docker.service").write_text(f"[Service]\nExecStart={command}\n")

    def calls(self) -> list[str]:
        path = self.engine.folder / "calls"
        return [call for call in path.read_text().split() if call not in ("show", "is-active")]


@pytest.fixture
def managed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Managed]:
    values = {"data-root": str(tmp_path / "data"), "mtu": 1400}
    with an_engine(tmp_path / "daemon.json", values) as engine:
        programs = tmp_path / "bin"
        programs.mkdir()
        for name in ("systemctl", "journalctl"):
            wrapper = programs / name
            wrapper.write_text(
                f'#!/bin/sh\nexec {sys.executable} {MANAGER} {engine.folder} {name} "$@"\n'
            )
            wrapper.chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
        monkeypatch.setattr(engine_service, "_SYSTEMD", str(tmp_path))
        yield Managed(engine)


def test_a_unit_is_reloaded_by_its_manager(managed: Managed) -> None:
    assert result(run(managed.engine, insecure_registries=[EDGE]))["applied"] == "reload"
    assert managed.calls() == ["reload"]
    assert managed.engine.trusted() == {EDGE}


def test_a_reload_that_the_engine_refuses_is_told_with_its_words(
    managed: Managed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long before the time is up: the log of a unit can be read."""
    monkeypatch.setattr(daemon_faults, "of_file", lambda *found: [])
    monkeypatch.setattr(docker_daemon, "_installed", lambda: "")  # and it cannot judge it before
    values = json.loads(managed.engine.config.read_text())
    before = json.dumps({**values, "registry-mirrors": ["ftp://bad"]})
    managed.engine.config.write_text(before)
    answer = run(managed.engine, insecure_registries=[EDGE], timeout=60000)
    assert "Its log says: " in answer.json["msg"]
    assert "ftp" in answer.json["msg"]
    assert managed.engine.config.read_text() == before


def test_what_a_reload_does_not_load_is_restarted_once(managed: Managed) -> None:
    pid = managed.engine.pid
    found = result(run(managed.engine, options={"dns": ["10.9.9.9"], "log-driver": "local"}))
    assert (found["applied"], found["restart_due"]) == ("restart", False)
    assert managed.calls() == ["reset-failed", "restart"]
    assert managed.engine.pid != pid
    assert managed.engine.info()["LoggingDriver"] == "local"
    again = run(managed.engine, options={"dns": ["10.9.9.9"], "log-driver": "local"})
    assert not again.changed


def test_never_restart_is_due_again_and_again_until_it_is_allowed(managed: Managed) -> None:
    options = {"dns": ["10.9.9.9"]}
    assert result(run(managed.engine, options=options, restart="never"))["applied"] == "due"
    assert not run(managed.engine, options=options, restart="never").changed
    assert result(run(managed.engine, options=options))["applied"] == "restart"
    assert result(run(managed.engine, options=options))["applied"] == "nothing"


def test_always_restart_restarts_with_a_change_only(managed: Managed) -> None:
    found = result(run(managed.engine, insecure_registries=[EDGE], restart="always"))
    assert found["applied"] == "restart"
    assert not run(managed.engine, insecure_registries=[EDGE], restart="always").changed


def test_units_that_changed_on_disk_are_read_before_a_restart(managed: Managed) -> None:
    managed.write_unit(NeedDaemonReload="yes")
    run(managed.engine, options={"dns": ["10.9.9.9"]})
    assert managed.calls() == ["daemon-reload", "reset-failed", "restart"]


def test_an_engine_that_does_not_start_gets_its_former_file_back(managed: Managed) -> None:
    before = managed.engine.config.read_text()
    answer = run(managed.engine, options={"data-root": "/dev/null/nowhere"})
    assert answer.failed
    assert answer.json["msg"].startswith("restart twinstar-test-engine: ")
    assert "/dev/null" in answer.json["msg"]
    assert answer.json["msg"].endswith(f"{managed.engine.config} is again as it was, and in use.")
    assert managed.engine.config.read_text() == before
    assert managed.engine.info()["DockerRootDir"] == json.loads(before)["data-root"]
    assert not run(managed.engine, options={"mtu": 1400}).changed


def test_a_link_to_the_engines_data_is_no_other_place(
    managed: Managed, tmp_path: pathlib.Path
) -> None:
    """The engine reports where its folder really is."""
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "data")
    answer = run(managed.engine, options={"data-root": str(link)})
    assert (answer.changed, result(answer)["applied"]) == (True, "nothing")
    assert not run(managed.engine, options={"data-root": str(link)}).changed


def test_a_unit_without_a_way_to_reload_is_signalled(managed: Managed) -> None:
    managed.write_unit(ExecReload="{ path=/no/kill ; argv[]=/no/kill ; }")
    answer = run(managed.engine, insecure_registries=[EDGE])
    assert result(answer)["applied"] == "reload"
    assert warned(answer, "since there is no /no/kill; the engine is sent SIGHUP")
    assert not (managed.engine.folder / "calls").read_text().count("reload")
    assert managed.engine.trusted() == {EDGE}


def test_a_flag_of_the_unit_is_named_with_its_file(managed: Managed) -> None:
    managed.write_unit("--registry-mirror=https://old.example.com")
    answer = run(managed.engine, registry_mirrors=["https://mirror.example.com"])
    unit = managed.unit["FragmentPath"]
    assert f"since {unit} starts the engine with --registry-mirror" in answer.json["msg"]


def test_a_stopped_service_is_not_started(managed: Managed) -> None:
    managed.engine.stop()
    found = result(run(managed.engine, insecure_registries=[EDGE], restart="always"))
    assert found["applied"] == "no_engine"
    assert managed.calls() == []


def test_a_socket_that_would_start_the_service_is_not_touched(
    managed: Managed, monkeypatch: pytest.MonkeyPatch
) -> None:
    managed.engine.stop()
    (managed.engine.folder / "socket-is-active").touch()
    monkeypatch.setattr(engine_service, "_DEFAULT_SOCKETS", (managed.engine.host,))
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as systemd:
        systemd.bind(managed.engine.host.partition("://")[2])
        systemd.listen()
        systemd.setblocking(False)
        assert result(run(managed.engine, insecure_registries=[EDGE]))["applied"] == "no_engine"
        with pytest.raises(BlockingIOError):
            systemd.accept()


# --- our judgement and the engine's


def complaints(engine: Engine, text: str) -> bool:
    """Whether the engine refuses the file when it is told to reload."""
    engine.config.write_text(text)
    marks = ("level=error", "Reloaded configuration", "Error reconfiguring")
    start = len(engine.log.read_text())
    os.kill(engine.pid, signal.SIGHUP)
    for _turn in range(2000):
        said = engine.log.read_text()[start:]
        if any(mark in said for mark in marks):
            return "Reloaded configuration" not in said
        time.sleep(0.01)
    raise AssertionError(f"no word of a reload:\n{said}")


ADDRESSES = [
    "a", "a.b", "a.b:1", "10.0.0.1:5000", "::1", "[::1]:5000", "2001:db8::/32", "10.1.2.3/8",
    "a_b", "-a", "a-", "a..b", "a/b", "10.0.0.0/33", "a:65536", "a:x", "[::g]:1",
    "10.0.0.0/255.0.0.0", "ftp://a", "a b", "A.B", "a:", "",
]  # fmt: skip
MIRRORS = [
    "https://a", "http://a:5000/", "https://[::1]:5000", "https://10.0.0.1", "a", "a:5000", "ftp://a",
    "https://u:p@a", "https://u@a", "https://a?x=1", "https://a#x", "https://a:x", "https:a",
]  # fmt: skip


def test_addresses_are_judged_as_the_engine_judges_them(engine: Engine) -> None:
    for value in ADDRESSES:
        theirs = complaints(engine, json.dumps({"insecure-registries": [value]}))
        ours = registry_address.not_an_insecure_registry(value) is not None
        # An engine takes the empty name for a host, and nobody means it.
        assert ours == (theirs or value == ""), value
    for value in MIRRORS:
        theirs = complaints(engine, json.dumps({"registry-mirrors": [value]}))
        # Engines before 28 take a host without its slashes for something that they never ask.
        ours = registry_address.not_a_mirror(value) is not None
        assert ours == (theirs or value == "https:a"), value


VALUES: list[Any] = [True, 1, 1.5, -5, "x", "", [], ["x"], [1], {}, {"a": "b"}, {"a": 1}, None]


def test_types_are_judged_as_the_engine_judges_them(engine: Engine) -> None:
    """What we let pass, the engine takes: for every key that it knows, and any kind of value."""
    version = engine_keys.version_of(engine.info()["ServerVersion"])
    given = {"bridge", "exec-root", "hosts", "iptables", "pidfile", "storage-driver", "data-root"}
    elsewhere = {"insecure-registries", "registry-mirrors"}
    harmful = {"authorization-plugins", "network-diagnostic-port"}
    for name in sorted(set(engine_keys.KEYS) - given - elsewhere - harmful):
        if engine_keys.unknown(name, version):
            assert complaints(engine, json.dumps({name: None})), name
            continue
        for value in VALUES:
            ours = bool(list(engine_keys.broken(name, value)))
            if (name, value) == ("runtimes", None):
                assert ours, "an engine 20.10 that reloads it dies"
                continue
            ours = ours or bool(list(engine_keys.disagreements({name: value})))
            ours = ours or engine_keys.no_reload(version, {name: value}) is not None
            theirs = complaints(engine, json.dumps({name: value}))
            assert ours or not theirs, (name, value)


JUDGE = """\
#!/bin/sh
case "$1" in
--version) echo "Docker version 26.1.5+dfsg1, build 1" ;;
--validate)
  cp "$3" '{folder}/judged'
  if grep -q mtu '{folder}/judged'; then echo 'configuration OK'; exit 0; fi
  echo 'unable to configure the Docker daemon with file /dev/stdin: no' >&2; exit 1 ;;
esac
"""


def test_an_engine_that_can_judge_a_file_is_asked_before_it_is_replaced(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 23.0 on. It reads the text from a pipe: no copy of it lies anywhere."""
    program = tmp_path / "bin" / "dockerd"
    program.parent.mkdir()
    program.write_text(JUDGE.format(folder=tmp_path))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    docker_daemon._installed.cache_clear()
    path = tmp_path / "daemon.json"
    params = {"path": str(path), "docker_host": f"unix://{tmp_path}/no", "service": SERVICE}
    for check in (True, False):
        refused = run_module(
            "docker_daemon_config", {**params, "insecure_registries": [EDGE]}, check=check
        )
        assert refused.json["msg"] == (
            f"{path} would be refused by the engine: unable to configure the Docker daemon with "
            f"file {path}: no. Correct it; the file was left as it was."
        )
        assert not path.exists()
    taken = run_module("docker_daemon_config", {**params, "options": {"mtu": 1400}})
    assert result(taken)["engine_version"] == "26.1.5+dfsg1"
    assert (tmp_path / "judged").read_text() == path.read_text()
    docker_daemon._installed.cache_clear()


def test_the_version_of_an_engine_that_does_not_run_is_asked_of_its_program() -> None:
    assert engine_keys.version_of(docker_daemon._installed()) is not None
