# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The exporter: some of the figures, made of what the core says."""

from __future__ import annotations

import json
from collections.abc import Mapping

from . import common


def figures(health: bytes) -> str:
    body = json.loads(health)
    lines = [f"harbor_health {int(body['status'] == 'healthy')}"]
    for one in body["components"]:
        well = int(one["status"] == "healthy")
        lines.append(f'harbor_up{{component="{one["name"]}"}} {well}')
    return "".join(f"{line}\n" for line in lines)


def answer(_method: str, path: str, _headers: Mapping[str, str]) -> common.Answer:
    if path.partition("?")[0] != common.env("HARBOR_EXPORTER_METRICS_PATH"):
        return 404, common.TEXT, "404 page not found\n"
    core = "{HARBOR_SERVICE_SCHEME}://{HARBOR_SERVICE_HOST}:{HARBOR_SERVICE_PORT}"
    names = ("HARBOR_SERVICE_SCHEME", "HARBOR_SERVICE_HOST", "HARBOR_SERVICE_PORT")
    url = core.format(**{name: common.env(name) for name in names}) + "/api/v2.0/health"
    try:
        _status, body = common.ask(url)
    except OSError as error:
        return 500, common.TEXT, f"{error}\n"
    return 200, common.TEXT, figures(body)


def main() -> None:
    common.end_at_once()
    common.serve(answer, int(common.env("HARBOR_EXPORTER_PORT")))
    common.say("exporter, a double")
    common.until_ended()


if __name__ == "__main__":
    main()
