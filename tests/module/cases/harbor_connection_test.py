# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import replace

from ..contract import World
from ..harbor import harbor_case

PINGS = ("/ldap/ping", "/system/oidc/ping", "/registries/ping")


def written(world: World) -> int:
    """What was sent to change something: a test has a POST, and changes nothing."""
    sent = world["harbor"].sent
    return sum(method != "GET" and not path.endswith(PINGS) for method, path in sent)


CASE = replace(
    harbor_case(
        "harbor_connection_test",
        lambda harbor: {
            "registry": {
                "type": "harbor",
                "url": harbor.url,
                "access_key": "admin",
                "access_secret": harbor.password,
            }
        },
        reads=True,
        wrong=(
            ({"registry": {"name": "none"}}, "registry none does not exist in this Harbor"),
            ({"registry": {"type": "harbor"}}, "registry.url is missing"),
            ({"registry": {"name": "x", "url": "http://y"}}, "registry.name is 'x', but url is"),
            (
                {"registry": {"type": "docker-registry", "url": "http://127.0.0.1:9"}},
                "answered 400 BAD_REQUEST: the registry is unhealthy. Harbor asked that registry",
            ),
            ({"registry": None, "oidc": {"url": "x"}}, "oidc.url is 'x', but a provider's"),
            ({"registry": None}, "nothing is given, but one thing is tested at a time"),
            ({"ldap": {}}, "ldap and registry are given, but one thing is tested at a time"),
        ),
        secrets=("Harbor12345",),
        varies=("name",),
    ),
    watched=written,
)
