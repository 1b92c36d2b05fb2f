# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play that is killed at any stage is finished by the next run, and by none after that.

Where a disk is full, an upgrade says so and the old version runs on.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

PROJECT = Path(os.environ["MOLECULE_PROJECT_DIRECTORY"])
PLAY = [
    "ansible-playbook",
    f"--inventory={PROJECT}/inventories/lab/harbor_faults",
    str(PROJECT / "molecule/harbor_faults/converge.yml"),
]
# Names of tasks, in their order.
INSTALLATION = [
    "Copy the archive",
    "Installer and images",
    "Harbor.yml",
    "Render it for the containers",
    "Unit, and the script that it runs",
    "Containers, the log first",
    "Harbor is well",
]
UPGRADE = [
    "Installer and images",
    "Render it for the containers",
    "Nobody writes from here on",
    "Back up what an upgrade changes",
    "Containers of the version before go",
    "Containers, the log first",
    "Harbor is well",
]
ON_HOST = ("--extra-vars=harbor_installer=/root/installer.tgz harbor_installer_on_host=true",)
# How long a stage goes on, so that it is killed in the middle of what it does.
PAUSE = 1


def play(version):
    return [*PLAY, f"--extra-vars=harbor_version={version}"]


def killed_at(stage, version):
    """Start the play, which must come to that stage, and kill all of it when it has begun."""
    lines = []
    with subprocess.Popen(
        play(version), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    ) as running:  # fmt: skip
        for line in running.stdout:
            lines.append(line)
            if re.match(rf"TASK \[.*\b{re.escape(stage)}\]", line):
                time.sleep(PAUSE)
                os.killpg(running.pid, signal.SIGKILL)
                return
    pytest.fail(f"it ended before {stage}:\n{''.join(lines)}")


def run(version, *words):
    return subprocess.run(
        [*play(version), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def finished(version):
    """Run the play to its end; how much it changed."""
    done = run(version)
    assert done.returncode == 0, done.stdout
    return int(re.search(r"^hub .*changed=(\d+)", done.stdout, re.MULTILINE)[1])


def failed(version, *words):
    """Run the play, which must fail; what it printed."""
    done = run(version, *words)
    assert done.returncode == 2, done.stdout
    return done.stdout


@contextlib.contextmanager
def full(host, folder):
    """All but a little of the disk with that folder is taken until the block ends."""
    filler = f"{folder}/filler"
    host.run_expect([1], "head --bytes=1G /dev/zero >%s", filler)
    host.check_output("truncate --size=-64K %s", filler)
    try:
        yield
    finally:
        host.check_output("rm %s", filler)


def containers(host):
    return sorted(
        host.check_output("docker ps --no-trunc --format '{{.Names}} {{.ID}}'").split("\n")
    )


def is_well(host, version):
    url = "http://127.0.0.1/api/v2.0"
    health = json.loads(host.check_output(f"curl -s {url}/health"))
    told = json.loads(host.check_output(f"curl -s -u admin:Planted-Admin-1 {url}/systeminfo"))
    return health["status"] == "healthy" and told["harbor_version"].startswith(f"v{version}")


def settles(host, version):
    """The next run finishes what there is, and the one after it has nothing to do."""
    finished(version)
    assert is_well(host, version)
    assert not host.file("/opt/harbor/upgrading").exists
    assert finished(version) == 0


@pytest.mark.parametrize("stage", INSTALLATION)
def test_an_installation_that_is_killed(host, stage):
    killed_at(stage, "2.13.5")


def test_is_finished_by_the_next_run(host):
    settles(host, "2.13.5")


def test_without_room_for_its_installer_an_upgrade_changes_nothing(host):
    before = containers(host)
    with full(host, "/opt/harbor"):
        told = failed("2.15.2", *ON_HOST)
    assert "No space left on device. It takes" in told
    assert "free some space, then run again. Nothing is left of it." in told
    assert not host.file("/opt/harbor/2.15.2").exists
    assert containers(host) == before
    assert is_well(host, "2.13.5")


def test_without_room_for_its_backup_an_upgrade_brings_the_old_version_back(host):
    with full(host, "/var/backups/harbor"):
        told = failed("2.15.2")
    assert "No space left on device" in told
    assert "Version 2.13.5 runs again as before." in told
    assert host.file("/var/backups/harbor").listdir() == []
    assert is_well(host, "2.13.5")
    assert finished("2.13.5") == 0


@pytest.mark.parametrize("stage", UPGRADE)
def test_an_upgrade_that_is_killed(host, stage):
    killed_at(stage, "2.15.2")


def test_which_is_not_asked_for_any_more_is_taken_back(host):
    assert host.file("/opt/harbor/upgrading").is_symlink
    settles(host, "2.13.5")


def test_or_is_finished_too(host):
    killed_at(UPGRADE[-1], "2.15.2")
    settles(host, "2.15.2")


def test_what_an_upgrade_that_is_over_has_left_goes(host):
    """A run that is killed between its last two tasks leaves it."""
    backup = "/var/backups/harbor/before-2.15.2-20261130T050000Z"
    host.check_output("ln --symbolic %s /opt/harbor/upgrading", backup)
    settles(host, "2.15.2")
