# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import gc
import os
import pathlib
import sys
import time

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    Refused,
    Unreachable,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import processes


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def is_gone(pid: int) -> bool:
    """Whether it ends: a signal takes a moment, and a zombie is dead without being reaped."""
    for _turn in range(500):
        try:
            status = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True
        if status.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


def test_status_and_both_outputs_are_kept_apart() -> None:
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    assert processes.run(python(script), 20) == processes.Finished(3, "out\n", "err\n")


def test_an_argument_is_no_shell_text() -> None:
    done = processes.run([*python("import sys; print(sys.argv[1])"), "$(id); `id` * ;"], 20)
    assert done.stdout == "$(id); `id` * ;\n"


def test_input_reaches_the_program_and_without_any_it_sees_the_end() -> None:
    script = "import sys; print(repr(sys.stdin.read()))"
    assert processes.run(python(script), 20, stdin="a secret").stdout == "'a secret'\n"
    assert processes.run(python(script), 20).stdout == "''\n"


def test_a_program_that_reads_no_input_is_no_error() -> None:
    assert processes.run(python("pass"), 20, stdin="x" * 1_000_000).returncode == 0


def test_env_adds_to_the_environment_and_messages_are_english() -> None:
    script = "import os; print(os.environ['MINE'], os.environ['LC_ALL'], 'PATH' in os.environ)"
    assert processes.run(python(script), 20, env={"MINE": "1"}).stdout == "1 C True\n"


def test_bytes_that_are_no_text_are_no_error() -> None:
    script = "import sys; sys.stdout.buffer.write(b'\\xff')"
    assert processes.run(python(script), 20).stdout == "\ufffd"


def test_a_missing_program_is_named() -> None:
    with pytest.raises(Refused, match="run no-such-program: there is no such program"):
        processes.run(["no-such-program"], 5)


def test_a_program_is_found_in_sbin_without_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert processes.find("sh") is not None


def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: pathlib.Path) -> None:
    pids = tmp_path / "pids"
    script = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)\n"
    )
    with pytest.raises(Unreachable, match=r"did not end within 2 s and was killed"):
        processes.run(python(script), 2)
    for pid in pids.read_text().split():
        assert is_gone(int(pid))


def test_a_child_that_holds_the_output_open_is_ended(tmp_path: pathlib.Path) -> None:
    pid = tmp_path / "pid"
    script = (
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pid)!r}, 'w').write(str(child.pid))\n"
    )
    with pytest.raises(Unreachable):
        processes.run(python(script), 2)
    assert is_gone(int(pid.read_text()))


def test_a_server_is_ended_once_it_has_said_the_words() -> None:
    script = (
        "import os, sys, time\n"
        "print('starting', os.getpid(), flush=True)\n"
        "print('listening on 127.0.0.1:0', file=sys.stderr, flush=True)\n"
        "time.sleep(600)\n"
    )
    done = processes.run_until(python(script), "listening on", 30)
    assert done.returncode == 0
    assert "listening on" in done.stderr
    assert is_gone(int(done.stdout.split()[1]))


def test_a_server_that_gives_up_has_its_own_status_and_last_words() -> None:
    script = "import sys; print('bad key\\n', file=sys.stderr); sys.exit(4)"
    done = processes.run_until(python(script), "listening on", 30)
    assert (done.returncode, done.last_words) == (4, "bad key")


def test_a_server_that_says_nothing_is_ended(tmp_path: pathlib.Path) -> None:
    pid = tmp_path / "pid"
    script = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(Unreachable, match="did not say 'listening on' within 2 s"):
        processes.run_until(python(script), "listening on", 2)
    assert is_gone(int(pid.read_text()))


def test_no_descriptor_is_left_open() -> None:
    before = descriptors()
    for _turn in range(3):
        processes.run(python("pass"), 20)
        processes.run_until(python("print('ready', flush=True); input()"), "ready", 20)
    gc.collect()
    # What another test has left open may be closed in between, so they are not counted.
    assert descriptors() <= before


def descriptors() -> set[tuple[str, str]]:
    """Number and target: each pipe has a target of its own."""
    found = set()
    for link in pathlib.Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the folder's own, by which it is listed
            found.add((link.name, os.readlink(link)))
    return found


def test_a_stream_gets_a_file_and_gives_more_than_a_pipe_holds(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(os.urandom(3_000_000))
    got: list[bytes] = []
    copy = "import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"
    with path.open("rb") as file:
        done = processes.stream(python(copy), 60, file, got.append)
    assert b"".join(got) == path.read_bytes()
    assert done == processes.Finished(0, "", "")
    assert processes.stream(python("import sys; print(sys.stdin.read())"), 20).returncode == 0


def test_of_a_stream_the_status_and_the_last_errors_are_kept() -> None:
    script = "import sys; [print(n, file=sys.stderr) for n in range(9999)]; sys.exit(4)"
    done = processes.stream(python(script), 60)
    assert done.returncode == 4
    assert done.stderr.endswith("9997\n9998\n")
    assert len(done.stderr) < 2000


def test_a_stream_ends_with_its_time_and_with_whoever_takes_it(tmp_path: pathlib.Path) -> None:
    note = tmp_path / "pid"
    say = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid()));"
    with pytest.raises(Unreachable, match="did not end within 2 s and was killed"):
        processes.stream(python(f"{say} time.sleep(60)"), 2)
    assert is_gone(int(note.read_text()))

    def refuses(piece: bytes) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        processes.stream(python(f"{say} print(1, flush=True); time.sleep(60)"), 60, take=refuses)
    assert is_gone(int(note.read_text()))
    with pytest.raises(Refused, match="there is no such program"):
        processes.stream(["no-such-program"], 5)
