# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import (
    Refused,
    Unreachable,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.plan import (
    Format,
    Merged,
    Step,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.file_job import FileJob

Params = Mapping[str, Any]


def merge(text: str | None, params: Params, seen: Params) -> Merged:
    """Writes params["text"]; params["steps"] follow."""
    return Merged(
        params["text"],
        {},
        ("write",) if params["text"] != text else (),
        tuple(Step(verb, verb) for verb in params.get("steps", ())),
        keep_copy=params.get("keep_copy", False),
        mode=params.get("narrow"),
    )


FORMAT = Format(kind="thing", options=(), merge=merge)


def apply(job: FileJob, path: pathlib.Path, text: str | None, **more: Any) -> Mapping[str, Any]:
    params = {"path": str(path), "text": text, **more}
    return job.apply(job.plan(params), params)


def test_what_somebody_else_wrote_meanwhile_is_not_lost(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    job = FileJob(FORMAT)
    params = {"path": str(path), "text": "new", "backup": True}
    plan = job.plan(params)
    path.write_text("theirs")
    with pytest.raises(Refused, match=r"somebody else changed it meanwhile\. Run again"):
        job.apply(plan, params)
    assert path.read_text() == "theirs"
    assert [found.name for found in tmp_path.iterdir()] == ["f"]


def test_a_copy_is_kept_when_asked_for_and_when_something_of_a_person_goes(
    tmp_path: pathlib.Path,
) -> None:
    path = tmp_path / "f"
    path.write_text("1")
    job = FileJob(FORMAT)
    assert apply(job, path, "2") == {}
    for more, old in (({"backup": True}, "2"), ({"keep_copy": True}, "3")):
        copy = apply(job, path, str(int(old) + 1), **more)["backup_file"]
        assert pathlib.Path(copy).read_text() == old


@pytest.mark.parametrize(
    ("asked", "narrow", "born"),
    [
        (None, None, 0o644),
        (None, 0o600, 0o600),
        ("0640", None, 0o640),
        ("0666", None, 0o644),
        ("0640", 0o600, 0o600),
        ("u=rw,g=r", None, 0o600),
    ],
)
def test_a_new_file_is_never_born_wider_than_asked_or_needed(
    tmp_path: pathlib.Path, asked: str | None, narrow: int | None, born: int
) -> None:
    """Ansible widens it afterwards, where the task asks for it."""
    apply(FileJob(FORMAT), tmp_path / "f", "new", mode=asked, narrow=narrow)
    assert (tmp_path / "f").stat().st_mode & 0o7777 == born


def refuse(steps: tuple[Step, ...], params: Params) -> Params:
    raise Refused("restart it: it says no.")


def hang(steps: tuple[Step, ...], params: Params) -> Params:
    raise Unreachable("restart it: it says nothing.")


@pytest.mark.parametrize("before", ["old", None])
def test_a_change_that_is_not_taken_is_taken_back(
    tmp_path: pathlib.Path, before: str | None
) -> None:
    path = tmp_path / "f"
    if before is not None:
        path.write_text(before)
    seen: list[str | None] = []

    def take_back(steps: tuple[Step, ...], params: Params) -> None:
        seen.append(path.read_text() if path.exists() else None)

    job = FileJob(FORMAT, settle=refuse, take_back=take_back)
    with pytest.raises(Refused, match=r"it says no. .*/f is again as it was, and in use."):
        apply(job, path, "new", steps=["restart"])
    assert seen == [before]


def test_a_change_that_cannot_be_taken_back_says_both(tmp_path: pathlib.Path) -> None:
    def take_back(steps: tuple[Step, ...], params: Params) -> None:
        raise Refused("restart it: it is gone.")

    job = FileJob(FORMAT, settle=refuse, take_back=take_back)
    with pytest.raises(Refused, match=r"it says no. .* as it was, but: restart it: it is gone."):
        apply(job, tmp_path / "f", "new", steps=["restart"])


def test_without_an_answer_the_new_file_stays(tmp_path: pathlib.Path) -> None:
    job = FileJob(FORMAT, settle=hang, take_back=lambda steps, params: None)
    with pytest.raises(Unreachable):
        apply(job, tmp_path / "f", "new", steps=["restart"])
    assert (tmp_path / "f").read_text() == "new"


def test_a_job_that_takes_nothing_back_leaves_the_new_file(tmp_path: pathlib.Path) -> None:
    with pytest.raises(Refused, match=r"^restart it: it says no.$"):
        apply(FileJob(FORMAT, settle=refuse), tmp_path / "f", "new", steps=["restart"])
    assert (tmp_path / "f").read_text() == "new"


def written(path: pathlib.Path) -> tuple[int, ...]:
    """What a write or a replacement would change; reading changes the time of access alone."""
    status = path.stat()
    return status.st_ino, status.st_mode, status.st_mtime_ns, status.st_ctime_ns


def test_steps_alone_write_nothing(tmp_path: pathlib.Path) -> None:
    (tmp_path / "f").write_text("same")
    (tmp_path / "f").chmod(0o444)
    before = written(tmp_path / "f")
    job = FileJob(FORMAT, settle=lambda steps, params: {"done": len(steps)})
    assert apply(job, tmp_path / "f", "same", steps=["reload", "restart"]) == {"done": 2}
    assert written(tmp_path / "f") == before
