# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands run one after another, with a line at start and end and a log for each."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Callable, NoReturn, TextIO

from ..lab.owner import MARKER, Run, parse_stat, this_process
from . import checkout, processes, tally

TAIL = 40  # lines of a failed step's log that are shown
# Left out of what a step sees: each would make the same step do something else.
FOREIGN = ("ANSIBLE_", "MOLECULE_", "PYTEST_")
FOREIGN_NAMES = frozenset({"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONHOME", "PYTHONPATH"})

SETUP, PYTEST, OTHER = "setup", "pytest", "other"


@dataclass(frozen=True)
class Step:
    """A command. `after` names the steps without which it is pointless."""

    name: str
    argv: Sequence[str]
    kind: str = OTHER
    after: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    show: bool = False  # its output is what the person asked for


class Interrupted(BaseException):
    """A signal asked us to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """What a step sees: the person's variables, but for those that would change its meaning."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(FOREIGN) and name not in FOREIGN_NAMES
    }
    return {
        **kept,
        "PATH": os.pathsep.join([str(checkout.VENV / "bin"), kept.get("PATH", os.defpath)]),
        "ANSIBLE_COLLECTIONS_PATH": str(checkout.LINK),
        # Else a collection installed in the person's home shadows the checkout.
        "ANSIBLE_HOME": str(checkout.BUILD / "ansible"),
        "NO_COLOR": "1",  # a log is read by people and by `tally`
        "PYTHONUNBUFFERED": "1",
        MARKER: str(this_process()),
        **extra,
    }


def session(leader: int) -> list[Run]:
    """The processes that run in the session of this leader."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            text = stat.read_text()
            state, started = parse_stat(text)
            if int(text[text.rindex(")") + 1 :].split()[3]) == leader and state not in "ZX":
                found.append(Run(int(stat.parent.name), started))
    return found


def end(leader: int) -> None:
    """End what a step left: its session, and what left the session but still bears our mark."""
    me = str(this_process())
    processes.end({*session(leader), *processes.owned(me.__eq__)})


def execute(step: Step, log: Path, out: TextIO) -> int:
    """Run the command to its end and return its status; nothing of it runs afterwards."""
    # Dies with us even when we are killed with -9; what it started itself the next run ends.
    leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    with log.open("wb") as to, log.open("rb") as seen:

        def show() -> None:
            if step.show:
                out.write(seen.read().decode(errors="replace"))
                out.flush()

        process = subprocess.Popen(
            [*leash, *step.argv],
            cwd=checkout.ROOT,
            env=environment(step.env),
            stdin=subprocess.DEVNULL,
            stdout=to,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while step.show and process.poll() is None:
                show()
                time.sleep(0.2)
            status = process.wait()
        finally:
            end(process.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):  # a process may hang in the kernel
                process.wait(processes.GRACE)
        show()
    return status


def shown(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.relative_to(checkout.ROOT))
    return str(path)


def tail(log: Path, lines: int = TAIL) -> str:
    """The log's last lines, set in so that nobody takes them for ours."""
    text = tally.COLOURS.sub("", log.read_text(errors="replace")).rstrip("\n")
    return "\n".join(f"    | {line}" for line in text.split("\n")[-lines:])


def counted(step: Step, log: Path, status: int) -> tally.Count:
    text = log.read_text(errors="replace")
    if step.kind == SETUP:  # proves nothing, but its failure must show
        return tally.Count(failed=1 if status else 0)
    return (
        tally.pytest_count(text, status) if step.kind == PYTEST else tally.step_count(text, status)
    )


@dataclass
class Report:
    """What came of the steps so far."""

    rows: list[tally.Row] = field(default_factory=list)
    total: tally.Count = field(default_factory=tally.Count)
    failed: set[str] = field(default_factory=set)

    def add(self, name: str, result: str, seconds: float, count: tally.Count, words: str) -> None:
        self.rows.append(tally.Row(name, result, seconds, words))
        self.total += count
        if result != "ok":
            self.failed.add(name)


def run_one(step: Step, log: Path, place: str, out: TextIO, report: Report) -> None:
    """Run a step, say so at its start and end, and enter it into the report."""
    lacking = [name for name in step.after if name in report.failed]
    if lacking:
        print(f"{place} {step.name}: not run, it needs {lacking[0]}", file=out, flush=True)
        report.add(step.name, "not run", 0.0, tally.Count(failed=1), f"needs {lacking[0]}")
        return
    print(f"{place} {step.name} …", file=out, flush=True)
    began = time.monotonic()
    try:
        status = execute(step, log, out)
    except OSError as error:
        log.write_text(f"{step.argv[0]}: {error.strerror}\n")
        status = 127
    seconds = time.monotonic() - began
    count = counted(step, log, status)
    result = "FAILED" if status or count.failed else "ok"
    words = "" if step.kind == SETUP else str(count)
    said = [result, tally.duration(seconds), *([words] if words else [])]
    print(f"{' ' * len(place)} {step.name}: {', '.join(said)}", file=out, flush=True)
    if result != "ok":
        print(tail(log), file=out)
        print(f"    The whole log: {shown(log)} (exit status {status})", file=out, flush=True)
    report.add(step.name, result, seconds, count, words)


def run(
    steps: Sequence[Step],
    logs: Path,
    out: TextIO | None = None,
    at_end: Callable[[], str] = lambda: "",
    last_words: Callable[[], str] = lambda: "",
) -> int:
    """Run them all, also after a failure, and close with the table and the count.

    Returns 0 when something ran and nothing failed, else 1. Set-up alone counts nothing, so its
    run has no count to close with. `at_end` is called however the run ends; its sentence is said
    before the table. `last_words` are what a person wants to read when all went well; they come
    last.
    """
    out = out or sys.stdout
    logs.mkdir(parents=True, exist_ok=True)
    for old in logs.glob("*.log"):
        old.unlink()
    report = Report()
    try:
        for number, step in enumerate(steps, 1):
            log = logs / f"{number:02d}-{step.name.replace(',', '').replace(' ', '-')}.log"
            run_one(step, log, f"[{number:>2}/{len(steps)}]", out, report)
    finally:
        sentence = at_end()
    print(*([sentence] if sentence else []), "", tally.table(report.rows), "", sep="\n", file=out)
    if steps and all(step.kind == SETUP for step in steps):
        print("Set-up failed." if report.failed else "Ready.", file=out, flush=True)
        return 1 if report.failed else 0
    proved = report.total.passed or report.total.failed
    if not proved:
        print("Nothing ran.", file=out)
    print(report.total, file=out, flush=True)
    failed = report.total.failed or not proved
    words = "" if failed else last_words()
    if words:
        print("", words, sep="\n", file=out, flush=True)
    return 1 if failed else 0


def turn_signals_into_exceptions() -> None:
    def handler(number: int, frame: FrameType | None) -> NoReturn:
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)  # the clean-up that follows is bounded
        raise Interrupted(number)

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, handler)


@contextlib.contextmanager
def alone(lock: Path, what: str, say: Callable[[str], None] = print) -> Iterator[None]:
    """Hold the checkout's lock, which the kernel frees when we die however that is."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            say(f"{handle.read().strip()} runs in this checkout. Wait for its end, or end it.")
            raise SystemExit(2) from None
        handle.seek(0)
        handle.truncate()
        handle.write(f"make {what} (process {os.getpid()})")
        handle.flush()
        yield
