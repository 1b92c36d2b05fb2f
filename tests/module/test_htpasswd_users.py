# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against Apache's own htpasswd: it takes our hashes, and we take its."""

from __future__ import annotations

import os
import pathlib
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from .contract import Answer, run_module

ROOT = pathlib.Path(__file__).parents[2]
PASSWORDS = {
    "root": "111111",
    "jörg": "pässwörd 🔑",
    "long": "x" * 72,
    "blank": " lead and trail ",
    "colon": "a:b:c",
}


def htpasswd(*argv: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("htpasswd", path="/usr/bin:/bin:/usr/sbin")
    assert program, "apache2-utils is missing: run make test, which installs it"
    return subprocess.run([program, *argv], capture_output=True, text=True, check=False, timeout=60)


def is_right(path: pathlib.Path, name: str, password: str) -> bool:
    return htpasswd("-vb", str(path), name, password).returncode == 0


def run(path: pathlib.Path, passwords: Mapping[str, str | None], **options: Any) -> Answer:
    users = [{"name": name, "password": password} for name, password in passwords.items()]
    answer = run_module("htpasswd_users", {"path": str(path), "users": users, "cost": 4, **options})
    assert not answer.failed, answer.json
    return answer


def test_apaches_htpasswd_takes_every_password_of_ours(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    run(path, PASSWORDS)
    for name, password in PASSWORDS.items():
        assert is_right(path, name, password), name
        assert not is_right(path, name, password[:-1]), name


def test_a_file_that_apache_made_is_unchanged_and_keeps_its_bytes(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    path.write_text("")
    for name, password in PASSWORDS.items():
        assert htpasswd("-bB", "-C", "4", str(path), name, password).returncode == 0
    before = path.read_bytes()
    assert not run(path, PASSWORDS).changed
    assert path.read_bytes() == before


def test_only_the_user_with_a_new_password_gets_a_new_line(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    run(path, PASSWORDS)
    before = path.read_text().splitlines()
    answer = run(path, {**PASSWORDS, "root": "123456"})
    assert answer.json["htpasswd_users"]["changed"] == ["root"]
    now = path.read_text().splitlines()
    assert [line for line in now if line not in before] == [now[0]]
    assert is_right(path, "root", "123456")
    assert not is_right(path, "root", "111111")


@pytest.mark.parametrize("scheme", ["-m", "-s", "-d", "-p"])
def test_a_hash_of_another_scheme_is_replaced_even_if_it_is_right(
    tmp_path: pathlib.Path, scheme: str
) -> None:
    path = tmp_path / "htpasswd"
    assert htpasswd("-cb", scheme, str(path), "root", "111111").returncode == 0
    assert run(path, {"root": "111111"}).json["htpasswd_users"]["changed"] == ["root"]
    assert path.read_text().startswith("root:$2y$04$")
    assert is_right(path, "root", "111111")


def test_a_new_file_is_for_its_owner_and_group_only(tmp_path: pathlib.Path) -> None:
    run(tmp_path / "htpasswd", PASSWORDS)
    assert stat.S_IMODE((tmp_path / "htpasswd").stat().st_mode) == 0o640


def test_an_existing_mode_stays(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    path.write_text("")
    path.chmod(0o604)
    run(path, PASSWORDS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_absent_needs_no_password(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    run(path, PASSWORDS)
    answer = run(path, {"root": None, "nobody": None}, state="absent")
    assert answer.json["htpasswd_users"]["removed"] == ["root"]
    assert not is_right(path, "root", PASSWORDS["root"])
    assert is_right(path, "jörg", PASSWORDS["jörg"])


def test_an_exclusive_empty_list_leaves_an_empty_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    assert run(path, {}, exclusive=True).changed
    assert path.read_bytes() == b""
    assert not run(path, {}, exclusive=True).changed


def test_an_empty_list_changes_nothing_in_a_file_that_is_there(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    run(path, PASSWORDS)
    assert not run(path, {}).changed


def test_a_user_with_two_lines_is_named_and_the_file_stays(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    path.write_text("root:x\nroot:y\n")
    answer = run_module(
        "htpasswd_users", {"path": str(path), "users": [{"name": "root", "password": "111111"}]}
    )
    assert answer.failed
    assert "has 'root' on lines 1 and 2" in answer.json["msg"]
    assert path.read_text() == "root:x\nroot:y\n"


ONE_USER = """
import sys
from tests.module.contract import run_module
user = {"name": sys.argv[2], "password": "111111"}
answer = run_module("htpasswd_users", {"path": sys.argv[1], "users": [user], "cost": 4})
sys.exit(0 if answer.changed and not answer.failed else answer.output)
"""


def test_runs_at_the_same_time_lose_no_user_of_each_other(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    names = [f"user{i}" for i in range(6)]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_USER, str(path), name],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT / "build" / "link")},
        )
        for name in names
    ]
    assert [process.wait(timeout=120) for process in runs] == [0] * len(names)
    assert all(is_right(path, name, "111111") for name in names)
    assert len(path.read_text().splitlines()) == len(names)


def test_a_backup_has_the_old_users(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "htpasswd"
    run(path, {"root": "111111"})
    old = path.read_bytes()
    answer = run(path, {"root": "123456"}, backup=True)
    copy = pathlib.Path(answer.json["htpasswd_users"]["backup_file"])
    assert copy.read_bytes() == old
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640
