# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The core: the double of the API, with its state in PostgreSQL and its images in the registry."""

from __future__ import annotations

import base64
import hashlib
import os
import ssl
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from ...answers import Answer
from ...call import Call
from ...distribution import Distribution
from ...hub import Delays, Hub
from ...resources import scanners
from ...server import Server
from ...vault import Sealed
from . import common, postgres, redis
from .health import Check, Health, answers

KEY = Path("/etc/core/key")
TOKEN_KEY = Path("/etc/core/private_key.pem")
CA = Path("/etc/core/ca/ca.crt")
PATIENCE = 60.0


def stored(version: str, key: bytes) -> Sealed:
    """The place of the state, its schema brought to this version."""
    where = {name: common.env(variable) for name, variable in postgres.NAMES.items()}
    try:
        place = postgres.patient(where, PATIENCE)
        before = place.migrate(postgres.SCHEMAS[version])
    except (postgres.driver().OperationalError, postgres.Outdated) as error:
        common.fatal(f"failed to initialize database: {error}")
    common.say(f"schema: {before} before, {postgres.SCHEMAS[version]} now")
    return Sealed(place, key)


def wait_for_redis(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            redis.ping(url, common.client_context())
        except OSError as error:
            if time.monotonic() > until:
                common.fatal(f"failed to initialize cache: {error}")
            time.sleep(1)
        else:
            return


def registry() -> Distribution:
    url = urlsplit(common.env("REGISTRY_URL"))
    user, password = (
        common.env(f"REGISTRY_CREDENTIAL_{name}") for name in ("USERNAME", "PASSWORD")
    )
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    tls = common.client_context() if url.scheme == "https" else None
    return Distribution(
        url.hostname or "", url.port or 5000, {"Authorization": f"Basic {login}"}, tls
    )


def checks(cache: str) -> dict[str, Check]:
    context = common.client_context()
    database = postgres.Postgres(
        {name: common.env(variable) for name, variable in postgres.NAMES.items()}
    )

    def select() -> None:
        try:
            database.run([("SELECT 1", ())])
        except Exception as error:
            raise RuntimeError(f'failed to run SQL "SELECT 1": {error}') from None

    found: dict[str, Check] = {
        "portal": answers(common.env("PORTAL_URL")),
        "jobservice": answers(common.env("JOBSERVICE_URL") + "/api/v1/stats"),
        "registry": answers(common.env("REGISTRY_URL") + "/"),
        "registryctl": answers(common.env("REGISTRY_CONTROLLER_URL") + "/api/health"),
        "database": select,
        "redis": lambda: redis.ping(cache, context),
    }
    if common.env("WITH_TRIVY") == "True":
        found["trivy"] = answers(common.env("TRIVY_ADAPTER_URL").rstrip("/") + "/probe/healthy")
    return found


def sign_with(hub: Hub, key: bytes) -> None:
    """Tokens are ours if they were signed with the key of this installation."""
    value = hashlib.sha256(key).hexdigest()
    with hub.store.transaction():
        (row,) = hub.store["token_keys"]
        if row["key"] != value:
            hub.store["token_keys"].delete(row["id"])
            hub.store["token_keys"].insert(key=value)


def with_trivy(hub: Hub, wanted: bool) -> None:
    """The scanner of the stack is registered while it is there."""
    hub.options["trivy"] = wanted
    table = hub.store["scanners"]
    there = table.one(name=scanners.RESERVED)
    with hub.store.transaction():
        if wanted and there is None:
            now = hub.now()
            table.insert(
                uuid=str(uuid.uuid4()), name=scanners.RESERVED, url=common.env("TRIVY_ADAPTER_URL"),
                description="The Trivy scanner adapter", auth="", access_credential="",
                skip_cert_verify=False, use_internal_addr=True, disabled=False,
                is_default=not any(row["is_default"] for row in table),
                create_time=now, update_time=now,
            )  # fmt: skip
        elif there is not None and not wanted:
            table.delete(there["id"])


def configuration(call: Call) -> Answer:
    """What the jobservice asks for when it starts: only one that knows its secret gets it."""
    shown = {"Authorization": call.header("Authorization") or ""}
    if not common.knows(shown, "JOBSERVICE_SECRET"):
        return Answer(401, {"errors": [{"code": "UNAUTHORIZED", "message": "unauthorized"}]})
    return Answer(body={})


def jobs_taken(hub: Hub) -> None:
    """The jobservice takes jobs only from who knows the core's secret."""
    url = common.env("JOBSERVICE_URL") + "/api/v1/jobs"
    try:
        status, _body = common.ask(url, common.harbor_secret(common.env("CORE_SECRET")))
    except OSError:
        status = 0
    hub.jobs.down = status != 200


def metrics(hub: Hub) -> common.Handler:
    def answer(_method: str, path: str, _headers: object) -> common.Answer:
        if path.partition("?")[0] != common.env("METRIC_PATH"):
            return 404, common.TEXT, "404 page not found\n"
        name = "harbor_core_http_request_total"
        return 200, common.TEXT, f"# TYPE {name} counter\n{name} {len(hub.requests)}\n"

    return answer


def main() -> None:
    common.end_at_once()
    version = common.env("HARBOR_VERSION")
    key, token_key = KEY.read_bytes(), TOKEN_KEY.read_bytes()
    if len(key) != 16:
        common.fatal(f"invalid key: its length is {len(key)}, and has to be 16")
    if len(common.env("CSRF_KEY")) != 32:
        common.fatal("invalid CSRF key: its length has to be 32")
    place = stored(version, key)
    cache = common.env("_REDIS_URL_CORE")
    wait_for_redis(cache)
    hub = Hub(
        version,
        # Each checker asks at its start, and what it found stands until the next time.
        delays=Delays(health=0.0),
        place=place,
        password=common.env("HARBOR_ADMIN_PASSWORD"),
        url=common.env("EXT_ENDPOINT"),
    )
    sign_with(hub, token_key)
    hub.distribution = registry()
    hub.mounts.insert(0, ("/api/v2.0/internalconfig", configuration))
    tls: ssl.SSLContext | None = common.server_context()
    server = Server(hub, "", int(common.env("PORT")), tls)
    hub.options["address"] = common.env("CORE_LOCAL_URL")
    hub.options["storage_provider"] = common.env("REGISTRY_STORAGE_PROVIDER_NAME")
    hub.options["ca"] = CA
    with_trivy(hub, common.env("WITH_TRIVY") == "True")
    hub.options["unhealthy"] = Health(checks(cache), lambda: jobs_taken(hub)).faults
    hub.fire("started")
    server.start()
    if common.env("METRIC_ENABLE") == "true":
        common.serve(metrics(hub), int(common.env("METRIC_PORT")))
    common.say(f"Harbor {version}, a double, as {hub.url} (process {os.getpid()})")
    common.until_ended()


if __name__ == "__main__":
    main()
