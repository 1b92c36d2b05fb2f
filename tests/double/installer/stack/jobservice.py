# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobservice: the core does the double's jobs itself, but only while this one takes orders."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import common, redis

CONFIG = Path("/etc/jobservice/config.yml")


def settings() -> dict[str, Any]:
    found: dict[str, Any] = importlib.import_module("yaml").safe_load(CONFIG.read_text())
    return found


def answer(_method: str, path: str, headers: Mapping[str, str]) -> common.Answer:
    if path.partition("?")[0] == "/api/v1/stats":
        return common.as_json({"worker_pools": [{"status": "Healthy"}]})
    if not common.knows(headers, "CORE_SECRET"):
        return common.UNAUTHORIZED
    return common.as_json([])


def greet_core() -> None:
    """The core knows us by our secret, or we do not start."""
    url = common.env("CORE_URL") + "/api/v2.0/internalconfig"
    while True:
        try:
            status, _body = common.ask(url, common.harbor_secret(common.env("JOBSERVICE_SECRET")))
        except OSError as error:
            common.say(f"[ERROR] failed to get the configuration of the core: {error}")
            time.sleep(1)
            continue
        if status == 200:
            return
        common.say(f"[FATAL] failed to get the configuration of the core: {status}")
        time.sleep(1)
        sys.exit(1)


def metrics(_method: str, _path: str, _headers: Mapping[str, str]) -> common.Answer:
    name = "harbor_jobservice_info"
    return 200, common.TEXT, f"# TYPE {name} gauge\n{name} 1\n"


def main() -> None:
    common.end_at_once()
    given = settings()
    try:
        redis.ping(given["worker_pool"]["redis_pool"]["redis_url"], common.client_context())
    except OSError as error:
        time.sleep(1)
        common.fatal(f"failed to reach redis: {error}")
    greet_core()
    common.serve(answer, given["port"], common.server_context())
    metric = given.get("metric") or {}
    if metric.get("enabled"):
        common.serve(metrics, metric["port"])
    common.say(f"jobservice, a double, with {given['worker_pool']['workers']} workers")
    common.until_ended()


if __name__ == "__main__":
    main()
