# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Helm chart's archive says: its values, its readme, and what it depends on."""

from __future__ import annotations

import io
import json
import tarfile
import zlib

import yaml

from ..answers import broken

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


def addition(archive: bytes, name: str) -> tuple[bytes, str]:
    """(text, media type)."""
    found = files(archive)
    if name in FILES:
        return found.get(FILES[name], b""), KINDS[name]
    listed = (yaml.safe_load(found["chart.yaml"]) or {}).get("dependencies")
    if listed is None:
        listed = (yaml.safe_load(found.get("requirements.yaml", b"")) or {}).get("dependencies")
    return json.dumps(listed, separators=(",", ":")).encode(), KINDS[name]
