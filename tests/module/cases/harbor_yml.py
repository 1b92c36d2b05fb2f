# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..contract import Case

S3 = {"region": "r", "bucket": "b", "accesskey": "PLANTED-3", "secretkey": "PLANTED-4"}

CASE = Case(
    "harbor_yml",
    create=lambda world: {
        "path": str(world["tmp"] / "harbor.yml"),
        "version": "2.13.5",
        "hostname": "harbor.abc.com",
        "harbor_admin_password": "PLANTED-1a",
        "database": {"password": "PLANTED-2"},
    },
    change=(
        {"hostname": "192.168.126.40"},
        {"version": "2.9.5"},
        {"http": {"port": 8080}},
        {"harbor_admin_password": "PLANTED-5a"},
        {"storage_service": {"s3": S3}},
        {"log": {"level": "debug", "local": {"rotate_count": 0}}},
        {"external_redis": {"host": "redis.abc.com:6379", "password": "PLANTED-6"}},
        {"metric": {"enabled": True}},
        {"upload_purging": {"enabled": False}},
        {"extra": {"zebra": {"stripes": 5, "password": "PLANTED-7"}}},
        {"mode": "0640"},
    ),
    wrong=(
        ({"hostname": "localhost"}, "hostname is 'localhost'"),
        ({"harbor_admin_password": "PLANTED-$"}, "harbor_admin_password is set, but it has"),
        ({"database": {"password": "PLANTED '"}}, "database.password is set, but"),
        ({"database": None}, "database.password is missing"),
        ({"version": "2.13"}, "version is '2.13'"),
        ({"data_volume": "/my data"}, "data_volume is '/my data'"),
        ({"trivy": {"db_repository": "x"}}, "trivy.db_repository is set, but it is known to"),
        ({"extra": {"htps": {}}}, "extra.htps is no key of Harbor, but https is"),
        (
            {"redis": {"trivy_db_index": 7}, "external_redis": {"host": "a:1"}},
            "redis is set, but external_redis is set too",
        ),
    ),
    # Omitted is unmanaged: nobody says what the mode was.
    one_way=(10,),
    absent=None,
    secrets=("PLANTED",),
)
