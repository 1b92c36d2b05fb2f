# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that fail while a busy engine learns to trust a new registry.

A container on the client is asked all the time; meanwhile the engine's trust changes a few times,
first our way, then as playbooks usually do it (write the file, restart the engine). Prints
requests, failures and restarts of the container for each.
"""

from __future__ import annotations

import contextlib
import pathlib
import subprocess
import time
import urllib.request

import yaml

from . import play
from .traffic import traffic

HERE = pathlib.Path(__file__).parent
CHANGES = 5
PAUSE = 0.01  # seconds between two requests


def on(host: str, *argv: str) -> str:
    done = subprocess.run(
        ["docker", "exec", host, *argv], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def started(host: str) -> str:
    return on(host, "docker", "inspect", "--format", "{{.State.StartedAt}}", "busy")


def answers(url: str) -> None:
    """Wait for the page, so that the next way of changing trust starts from a busy host again."""
    for _turn in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def main() -> None:
    with play.lab("bench-trust") as lab:
        hosts = yaml.safe_load((lab / "hosts.yml").read_text("utf-8"))["all"]
        client = hosts["hosts"]["client"]
        host, url = client["ansible_host"], f"http://{client['lab_address']}:8080/"
        archive = pathlib.Path(hosts["vars"]["lab_images"]) / "demo-app.tar"
        with archive.open("rb") as file:
            subprocess.run(
                ["docker", "exec", "-i", host, "docker", "load"], stdin=file, check=True,
                capture_output=True,
            )  # fmt: skip
        on(host, "docker", "run", "-d", "--name", "busy", "--restart", "always",
           "-p", "8080:8080", "demo-app:1")  # fmt: skip
        print(f"{'':8}{'changes':>9}{'requests':>10}{'failed':>8}{'container restarted':>21}")
        for name, book in (
            ("ours", HERE / "trust_change.yml"),
            ("peer", HERE / "peer" / "trust_change.yml"),
        ):
            answers(url)
            restarts = 0
            with traffic(url, PAUSE) as counted:
                for number in range(CHANGES):
                    before = started(host)
                    # systemd refuses to start a unit often within seconds, as the peer does here.
                    on(host, "systemctl", "reset-failed", "docker.service")
                    play.run(lab, book, "-e", f"bench_registry=10.99.0.{number + 1}:5000")
                    restarts += started(host) != before
            print(
                f"{name:8}{CHANGES:9d}{len(counted.answers):10d}{counted.failed:8d}{restarts:21d}"
            )


if __name__ == "__main__":
    main()
