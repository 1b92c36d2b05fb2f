# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""registryctl: answers health to all, and everything else to who knows a secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from . import common


def answer(_method: str, path: str, headers: Mapping[str, str]) -> common.Answer:
    if path.partition("?")[0] == "/api/health":
        return common.as_json("healthy")
    if not common.knows(headers, "CORE_SECRET", "JOBSERVICE_SECRET"):
        return common.UNAUTHORIZED
    return common.as_json({})


def main() -> None:
    common.end_at_once()
    # As the genuine one it needs both of them.
    for path in ("/etc/registryctl/config.yml", "/etc/registry/config.yml"):
        Path(path).read_bytes()
    common.serve(answer, common.port(), common.server_context())
    common.say("registryctl, a double")
    common.until_ended()


if __name__ == "__main__":
    main()
