# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry: Debian's distribution with the configuration that prepare wrote.

Harbor's own build knows sentinels and TLS for Redis, Debian's does not: with one of these it keeps
its cache in memory.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

CONFIG = Path("/etc/registry/config.yml")
OWN = Path("/tmp/config.yml")


def adapted(config: dict[str, Any]) -> dict[str, Any] | None:
    """None where nothing has to be another."""
    redis = config.get("redis") or {}
    if not (redis.get("sentinelMasterSet") or redis.get("enableTLS")):
        return None
    storage = {**config["storage"], "cache": {"layerinfo": "inmemory"}}
    return {key: value for key, value in config.items() if key != "redis"} | {"storage": storage}


def main() -> None:
    yaml = importlib.import_module("yaml")
    config = adapted(yaml.safe_load(CONFIG.read_text()))
    if config is not None:
        OWN.write_text(yaml.safe_dump(config))
    path = str(CONFIG if config is None else OWN)
    os.execvp("docker-registry", ["docker-registry", "serve", path])


if __name__ == "__main__":
    main()
