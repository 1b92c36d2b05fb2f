# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other programs are run from a list of arguments, never by a shell, and always within a time.

Arguments are visible to everybody on the host: a secret goes through ``stdin``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from .._core.errors import Refused, Unreachable

# Ansible may run a module with a short PATH, and daemons live in sbin.
_PLACES = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_PIECE = 1024 * 1024
# Of what a program says about itself, for the end of an error.
_LAST_LINES = 200


@dataclass(frozen=True)
class Finished:
    """A program that ended, or was ended by us after it had said what was waited for."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def last_words(self) -> str:
        """The last line that says something, for an error's end."""
        lines = [line.strip() for line in (self.stderr or self.stdout).splitlines() if line.strip()]
        return lines[-1] if lines else f"it ended with status {self.returncode}"


def search_path() -> str:
    """The PATH that programs are looked for in, for a script that looks for others itself."""
    places = [*filter(None, os.environ.get("PATH", "").split(os.pathsep)), *_PLACES]
    return os.pathsep.join(dict.fromkeys(places))


def find(program: str) -> str | None:
    """The program's full path, or None where it is not installed."""
    return shutil.which(program, path=search_path())


def run(
    argv: Sequence[str],
    timeout: float,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
    keep: Sequence[int] = (),
    cwd: str | None = None,
) -> Finished:
    """Run it to its end. ``timeout`` in seconds; ``env`` is added to the environment.

    ``keep`` are open files that the program inherits: a lock among them outlives us. ``cwd`` is
    the folder that it runs in.

    Any exit status is an answer and no error. Raises Refused where the program cannot be started,
    Unreachable when it is still running after ``timeout``: it and its children are killed.
    """
    process = _start(argv, env, with_input=stdin is not None, keep=keep, cwd=cwd)
    try:
        out, err = process.communicate(stdin, timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        raise _too_late(argv, timeout) from None
    finally:
        _close(process)
    return Finished(process.returncode, out, err)


def run_until(
    argv: Sequence[str],
    words: str,
    timeout: float,
    env: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program that serves until a line of its output has the words, then end it.

    The status is 0 when the words were said; a program that ends without them gives its own.
    Raises as ``run`` does.
    """
    process = _start(argv, env, with_input=False)
    said = threading.Event()
    outputs: tuple[list[str], list[str]] = ([], [])
    readers = [
        threading.Thread(target=_read, args=(stream, lines, words, said), daemon=True)
        for stream, lines in zip(_outputs_of(process), outputs)
    ]
    for reader in readers:
        reader.start()
    deadline = time.monotonic() + timeout
    try:
        while not said.wait(0.02) and any(reader.is_alive() for reader in readers):
            if time.monotonic() > deadline:
                raise Unreachable(
                    f"{_name(argv)} did not say {words!r} within {timeout:g} s and was ended. "
                    "Look at its log, or allow it more time."
                )
    finally:
        _end(process)
        for reader in readers:
            reader.join(5)
        _close(process)
    status = 0 if said.is_set() else process.returncode
    return Finished(status, "".join(outputs[0]), "".join(outputs[1]))


def stream(
    argv: Sequence[str],
    timeout: float,
    source: IO[bytes] | None = None,
    take: Callable[[bytes], object] | None = None,
    env: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program that reads or says more than memory holds.

    It reads the open file ``source``, and ``take`` gets what it says, piece by piece; what that
    raises ends the program. Raises as ``run`` does.
    """
    process = _popen(argv, env, subprocess.DEVNULL if source is None else source)
    words: list[bytes] = []
    late = threading.Event()

    def end() -> None:
        late.set()
        _end(process)

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in process.stderr or ():
                words.append(line)
                del words[:-_LAST_LINES]

    timer = threading.Timer(timeout, end)
    listener = threading.Thread(target=listen, daemon=True)
    try:
        timer.start()
        listener.start()
        for piece in iter(lambda: _piece(process), b""):
            if take is not None:
                take(piece)
        process.wait()
    finally:
        timer.cancel()
        if process.returncode is None:
            _end(process)
        listener.join(5)
        _close(process)
    if late.is_set():
        raise _too_late(argv, timeout)
    return Finished(process.returncode, "", b"".join(words).decode("utf-8", "replace"))


def _too_late(argv: Sequence[str], timeout: float) -> Unreachable:
    return Unreachable(
        f"{_name(argv)} did not end within {timeout:g} s and was killed. "
        "Look at its log, or allow it more time."
    )


def _piece(process: subprocess.Popen[bytes]) -> bytes:
    return os.read(process.stdout.fileno(), _PIECE) if process.stdout else b""


def _outputs_of(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdout is None or process.stderr is None:
        raise AssertionError("a process is started with pipes for its output")
    return process.stdout, process.stderr


def _read(stream: IO[str], lines: list[str], words: str, said: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            lines.append(line)
            if words in line:
                said.set()


def _start(
    argv: Sequence[str],
    env: Mapping[str, str] | None,
    *,
    with_input: bool,
    keep: Sequence[int] = (),
    cwd: str | None = None,
) -> subprocess.Popen[str]:
    return _popen(
        argv,
        env,
        subprocess.PIPE if with_input else subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        pass_fds=keep,
        cwd=cwd,
    )


def _popen(
    argv: Sequence[str], env: Mapping[str, str] | None, stdin: int | IO[bytes], **more: Any
) -> subprocess.Popen[Any]:
    program = find(argv[0])
    if program is None:
        raise Refused(f"run {argv[0]}: there is no such program. Install it, or correct its path.")
    try:
        # Not Ansible's run_command: this room does not know Ansible, and ends whole process groups.
        return subprocess.Popen(  # pylint: disable=ansible-bad-function
            [program, *argv[1:]],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C", **(env or {})},
            start_new_session=True,
            **more,
        )
    except OSError as error:
        raise Refused(f"run {program}: {error.strerror}. Check its rights.") from None


def _end(process: subprocess.Popen[Any]) -> None:
    """End what is still there: politely, then not. Its children share its session and go with it.

    A child may outlive the program and hold its output open, so the session is ended, not the
    process alone.
    """
    for number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    process.poll()


def _close(process: subprocess.Popen[Any]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _name(argv: Sequence[str]) -> str:
    return os.path.basename(argv[0])
