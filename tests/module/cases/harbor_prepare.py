# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of the installer renders for real; its docker has no engine."""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile
from collections.abc import Iterator, Mapping
from unittest import mock

from ...double.installer import bundling, standin
from ..contract import Case, World

HARBOR_YML = """\
hostname: harbor.abc.com
http: {{port: 80}}
harbor_admin_password: PLANTED-admin
database: {{password: PLANTED-db, max_idle_conns: 100, max_open_conns: 900}}
data_volume: {data}
jobservice:
  max_job_workers: 10
  job_loggers: [STD_OUTPUT, FILE]
  logger_sweeper_duration: 1
notification: {{webhook_job_max_retry: 3, webhook_job_http_client_timeout: 3}}
log:
  level: info
  local: {{rotate_count: 50, rotate_size: 200M, location: {log}}}
proxy: {{http_proxy: null, https_proxy: null, no_proxy: "b,a,c", components: [core, jobservice]}}
"""


@contextlib.contextmanager
def a_bundle(tmp: pathlib.Path, version: str = "2.13.5") -> Iterator[World]:
    """Unpacked below ``tmp``, with a harbor.yml; the stand-in's own notes lie elsewhere."""
    with tempfile.TemporaryDirectory() as name:
        programs = pathlib.Path(name)
        standin.write(programs)
        folder = bundling.folder(version, tmp / version)
        text = HARBOR_YML.format(data=tmp / "data", log=tmp / "log")
        (folder / "harbor.yml").write_text(text)
        (folder / "harbor.yml").chmod(0o600)
        path = f"{programs}:{os.environ['PATH']}"
        with mock.patch.dict(os.environ, {"PATH": path}):
            yield {"tmp": tmp, "folder": folder, "programs": programs}


def prepare(world: World) -> Mapping[str, object]:
    return {
        "path": str(world["folder"]),
        "secrets": {"core_secret": "PLANTEDcore", "secret_key": "PLANTED-16-bytes"},
    }


PAIR = {"private_key": "-----BEGIN PRIVATE KEY-----\nPLANTED", "root_certificate": None}

CASE = Case(
    "harbor_prepare",
    create=prepare,
    change=(
        {"with_trivy": True},
        {"secrets": {"csrf_key": "PLANTED-csrf-key-of-32-character", "robot_prefix": "bot"}},
        {"secrets": {"registry_password": "PLANTED-registry"}},
    ),
    # What was drawn or given once is kept where a task leaves it out.
    one_way=(1, 2),
    wrong=(
        ({"path": "/nonexistent/harbor"}, "there is no prepare of Harbor in it"),
        ({"path": "/opt/my harbor"}, "path is '/opt/my harbor', but Harbor's scripts break"),
        ({"timeout": 0}, "timeout is 0"),
        ({"secrets": {"core_secret": "PLANTED $x"}}, "secrets.core_secret is set, but an env file"),
        ({"secrets": {"csrf_key": "PLANTED"}}, "secrets.csrf_key is set, but"),
        ({"secrets": {"secret_key": "PLANTED"}}, "Harbor encrypts with exactly 16 bytes"),
        ({"secrets": PAIR}, "secrets.private_key is set, but secrets.root_certificate is not"),
    ),
    absent=None,
    secrets=("PLANTED",),
    varies=("services",),
    world=a_bundle,
)
