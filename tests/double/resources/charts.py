# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Helm chart's archive says: its values, its readme, and what it depends on."""

from __future__ import annotations

import io
import json
import tarfile
import zlib
from typing import Any

import yaml

from ..answers import broken
from ..versions import Version

Row = dict[str, Any]

FILES = {"values.yaml": "values.yaml", "readme.md": "readme.md"}
KINDS = {
    "values.yaml": "text/plain; charset=utf-8",
    "readme.md": "text/markdown; charset=utf-8",
    "dependencies": "application/json; charset=utf-8",
}


def files(archive: bytes) -> dict[str, bytes]:
    """Below the chart's own folder, by lower-case path. Raises a 500 if it is no archive."""
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                data = tar.extractfile(member)
                if data is not None:
                    found[member.name.partition("/")[2].lower()] = data.read()
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        raise broken() from None
    if "chart.yaml" not in found:
        raise broken()
    return found


def addition(archive: bytes, name: str, version: Version) -> tuple[bytes, str]:
    """(text, media type)."""
    found = files(archive)
    if name in FILES:
        return found.get(FILES[name], b""), KINDS[name]
    listed = dependencies(found, version)
    return json.dumps(listed, separators=(",", ":")).encode(), KINDS[name]


def dependencies(found: dict[str, bytes], version: Version) -> list[Row] | None:
    """Those of charts of the newer kind were overlooked before 2.12."""
    chart = yaml.safe_load(found["chart.yaml"]) or {}
    newer = chart.get("apiVersion") == "v2"
    if newer and version < "2.12":
        return []
    where = chart if newer else yaml.safe_load(found.get("requirements.yaml", b"")) or {}
    listed = where.get("dependencies")
    if listed is None:
        return None if newer else []
    empty = {"name": "", "version": "", "repository": ""}
    return [{**empty, **{key: value for key, value in one.items() if value}} for one in listed]
