# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set-up decides: which interpreter, which venv, which packages, whether a pidfile is stale."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.toolchain import (
    ansible_test,
    checkout,
    engine,
    environment,
    interpreter,
    packages,
    processes,
)
from tests.toolchain.interpreter import Interpreter

HERE = Interpreter(sys.executable, (3, 13), "3.13.0")


def python(minor: int, path: str = "/usr/bin/python3") -> Interpreter:
    return Interpreter(path, (3, minor), f"3.{minor}.1")


def program(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def test_the_newest_interpreter_in_the_range_is_chosen() -> None:
    assert interpreter.newest([python(11), python(13), python(12), python(15)]) == python(13)
    assert interpreter.newest([python(9), python(10)]) is None
    assert interpreter.newest([python(9), python(13)], (3, 9), (3, 9)) == python(9)


def test_among_equals_the_first_is_chosen() -> None:
    first, second = python(13, "/opt/python3"), python(13, "/usr/bin/python3")
    assert interpreter.newest([first, second]) == first


def test_a_candidate_is_known_by_running_it(tmp_path: Path) -> None:
    assert interpreter.ask(sys.executable) == Interpreter(
        sys.executable, sys.version_info[:2], sys.version.split()[0]
    )
    no_version = program(
        tmp_path / "python3.12", "#!/bin/sh\necho 'command not found' >&2; exit 127"
    )
    assert interpreter.ask(no_version) is None
    chatty = program(tmp_path / "python3", "#!/bin/sh\necho usage")
    assert interpreter.ask(chatty) is None
    assert interpreter.ask(str(tmp_path / "python3.11")) is None
    assert interpreter.ask(str(tmp_path)) is None


def test_a_comment_makes_no_new_venv_but_a_version_does() -> None:
    key = environment.key("pytest==9.2.0\nruff==0.17.6\n", HERE)
    assert (
        environment.key("# pinned\nruff==0.17.6\n\npytest==9.2.0  # runs the tests\n", HERE) == key
    )
    assert environment.key("pytest==9.2.1\nruff==0.17.6\n", HERE) != key
    assert environment.key("pytest==9.2.0\nruff==0.17.6\n", python(12)) != key


def test_every_requirement_of_the_venv_is_pinned() -> None:
    lines = environment.wanted((checkout.ROOT / "tests" / "requirements.txt").read_text())
    assert [line for line in lines if "==" not in line] == []


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "twinstar-registry"


def test_a_half_venv_is_made_again_and_a_whole_one_kept(cache: Path, tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# nothing\n")
    here = Interpreter(sys.executable, sys.version_info[:2], sys.version.split()[0])
    key = environment.key("", here)
    half = cache / f"venv-{key}"
    (half / "bin").mkdir(parents=True)  # as a kill in the middle leaves it
    (half / "left").touch()
    said: list[str] = []
    assert environment.make(requirements, here, said.append) == half
    assert not (half / "left").exists()
    (half / "ours").touch()
    assert environment.make(requirements, here, said.append) == half
    assert (half / "ours").exists()
    assert len(said) == 1


def test_a_venv_whose_interpreter_is_gone_is_not_current(cache: Path, tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("")
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / environment.MARKER).touch()
    (venv / "bin" / "python").symlink_to(sys.executable)
    assert environment.current(venv, requirements)
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to(tmp_path / "gone")
    assert not environment.current(venv, requirements)


def test_the_cache_is_emptied_but_for_what_says_whose_the_engine_is(cache: Path) -> None:
    for folder in ("lab/archives", "venv-1"):
        (cache / folder).mkdir(parents=True)
    for file in ("lab/lock", "venv-1.lock", "engine.json", "engine.lock"):
        (cache / file).touch()
    assert environment.remove() == [str(cache / "lab"), str(cache / "venv-1")]
    assert sorted(path.name for path in cache.iterdir()) == ["engine.json", "engine.lock"]
    assert environment.remove() == []


def test_an_engine_is_needed_while_a_run_holds_it(cache: Path) -> None:
    assert not engine.is_needed()
    with engine.needed():
        assert engine.is_needed()
    assert not engine.is_needed()


def test_the_link_to_the_venv_is_moved_but_a_folder_is_refused(tmp_path: Path) -> None:
    link, old, new = (tmp_path / name for name in ("link", "old", "new"))
    environment.point(link, old)
    environment.point(link, new)
    assert os.readlink(link) == str(new)
    link.unlink()
    link.mkdir()
    with pytest.raises(SystemExit, match="is a folder"):
        environment.point(link, new)


def test_only_packages_whose_program_is_missing_are_wanted() -> None:
    assert packages.missing(lambda name: True) == []
    assert packages.missing(lambda name: name != "dockerd") == ["docker.io"]
    assert packages.missing(lambda name: name not in ("htpasswd", "git")) == [
        "apache2-utils",
        "git",
    ]


def test_nothing_starts_while_packages_are_installed(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with packages.nothing_starts(policy):
        assert (
            subprocess.run([str(policy), "docker-registry", "start"], check=False).returncode == 101
        )
        assert stat.S_IMODE(policy.stat().st_mode) == 0o755
    assert not policy.exists()


def test_the_policy_of_the_machine_is_kept_and_ours_that_a_kill_left_goes(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n")
    with packages.nothing_starts(policy):
        pass
    assert policy.read_text() == "#!/bin/sh\nexit 0\n"
    policy.write_text(packages.POLICY_TEXT)
    with packages.nothing_starts(policy):
        pass
    assert not policy.exists()


def test_a_pidfile_is_stale_unless_that_very_program_runs(tmp_path: Path) -> None:
    pidfile = tmp_path / "docker.pid"
    assert not engine.stale(pidfile, "sleep")  # there is none
    running = subprocess.Popen(["sleep", "300"])
    pidfile.write_text(f"{running.pid}\n")
    assert not engine.stale(pidfile, "sleep")
    assert engine.stale(pidfile, "dockerd")  # the id was used again
    running.kill()
    with open(f"/proc/{running.pid}/stat") as file:
        while file.read().rpartition(")")[2].split()[0] != "Z":
            file.seek(0)
    assert engine.stale(pidfile, "sleep")  # dead, although not yet reaped
    running.wait()
    assert engine.stale(pidfile, "sleep")
    pidfile.write_text("")
    assert engine.stale(pidfile, "sleep")


def test_an_engine_is_ours_only_while_the_very_process_that_we_started_runs(cache: Path) -> None:
    assert engine.started_by_us() == {}
    cache.mkdir()
    process = subprocess.Popen(["sleep", "300"])
    started = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[19]
    said = f'{{"process": "{process.pid}:{started}", "how": "dockerd", "keep": ""}}'
    engine.record().write_text(said)
    assert engine.started_by_us()["how"] == "dockerd"
    engine.record().write_text(said.replace(started, str(int(started) - 1)))
    assert engine.started_by_us() == {}
    engine.record().write_text("")
    assert engine.started_by_us() == {}
    process.kill()
    process.wait()


class TestStop:
    """The engine's socket, the record and its process are stand-ins here."""

    @pytest.fixture
    def ours(
        self, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[subprocess.Popen[bytes]]:
        cache.mkdir()
        process = subprocess.Popen(["sleep", "300"])
        self.record(process, keep="")
        monkeypatch.setattr(engine, "ask", lambda question: [])
        yield process
        process.kill()
        process.wait()

    def record(self, process: subprocess.Popen[bytes], keep: str) -> None:
        started = processes.identify(process.pid)
        said = {"process": str(started), "how": "dockerd", "keep": keep}
        engine.record().write_text(json.dumps(said))

    def test_an_engine_that_we_started_is_stopped(self, ours: subprocess.Popen[bytes]) -> None:
        assert engine.stop(also_kept=False) == "The engine is stopped, as it was before."
        assert ours.wait() == -signal.SIGTERM
        assert engine.stop(also_kept=False) == ""

    def test_the_engine_of_the_demo_is_stopped_only_by_clean(
        self, ours: subprocess.Popen[bytes]
    ) -> None:
        self.record(ours, keep="yes")
        assert engine.stop(also_kept=False) == ""
        assert ours.poll() is None
        assert engine.stop(also_kept=True) == "The engine is stopped, as it was before."

    def test_an_engine_with_containers_is_left(
        self, ours: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "ask", lambda question: [{}, {}])
        said = engine.stop(also_kept=True)
        assert said == "The engine is left running: 2 containers run in it."
        assert ours.poll() is None

    def test_an_engine_that_another_run_needs_is_left(self, ours: subprocess.Popen[bytes]) -> None:
        with engine.needed():
            said = engine.stop(also_kept=True)
        assert said == "The engine is left running: another run uses it."
        assert ours.poll() is None


def test_the_pip_that_ansible_test_wants_is_read_from_its_code() -> None:
    assert ansible_test.pip_version("    default_packages = dict(\n        pip='25.2',\n") == "25.2"
    with pytest.raises(SystemExit, match="no longer says"):
        ansible_test.pip_version("packages = {}")


def test_the_settings_for_pip_reach_it_through_a_file() -> None:
    settings = {
        "PIP_INDEX_URL": "https://pypi.example.com/simple",
        "PIP_CERT": "/ca.pem",
        "HOME": "/",
    }
    assert ansible_test.pip_settings(settings) == (
        "[global]\ncert = /ca.pem\nindex-url = https://pypi.example.com/simple\n"
    )
    assert ansible_test.pip_settings({"HOME": "/"}) == ""
