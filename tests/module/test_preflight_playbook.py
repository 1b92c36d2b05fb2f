# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that looks at the whole site, with this machine in the part of every host."""

from __future__ import annotations

import os
import pathlib
import re
import socket
import subprocess
import sys
from typing import Any

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]


def preflight(folder: pathlib.Path, **hub: Any) -> subprocess.CompletedProcess[str]:
    """``hub`` are the variables of one host of the group harbor; of the other one only its API is
    known."""
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    groups = {
        "harbor": {"hosts": {"hub": hub, "only-asked": {"harbor_url": "http://hub"}}},
        "client_trust": {"hosts": {"client": {}}},
    }
    inventory = folder / "hosts.yml"
    inventory.write_text(yaml.safe_dump({"all": {"vars": local, "children": groups}}))
    program = pathlib.Path(sys.executable).with_name("ansible-playbook")
    return subprocess.run(
        [str(program), "-i", str(inventory), "playbooks/preflight.yml", "-e", "ansible_become=no"],
        cwd=ROOT,
        env={**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build" / "link")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_a_host_that_gets_harbor_needs_what_harbor_needs(tmp_path: pathlib.Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        played = preflight(
            tmp_path,
            harbor_hostname="harbor.abc.com",
            harbor_http_port=port,
            harbor_version="2.9.5",
        )
    assert played.returncode != 0
    held = rf"failure on (\S+): port {port}/tcp is held .* Harbor's HTTP"
    assert set(re.findall(held, played.stdout)) == {"hub"}, played.stdout
    assert re.search(r"^ *\| hub .*\| failure \|$", played.stdout, re.MULTILINE), played.stdout
    assert "on only-asked: hostname" not in played.stdout


def test_what_the_role_would_refuse_is_refused_here(tmp_path: pathlib.Path) -> None:
    played = preflight(tmp_path, harbor_hostname="harbor.abc.com", harbor_version="newest")
    assert played.returncode != 0
    assert "version is 'newest'" in played.stdout
    assert re.search(r"^ *\| hub .*\| no answer \|$", played.stdout, re.MULTILINE), played.stdout
