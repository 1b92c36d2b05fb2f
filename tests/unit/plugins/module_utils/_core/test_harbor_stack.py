# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_stack as s
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_compose import Service

LABEL = "reads"


def service(name: str, label: str = "1") -> Service:
    return Service(name, f"harbor-{name}", "i:1", (), label, ())


def container(
    service: str, status: str = "running", name: str = "", label: str = "1"
) -> s.Container:
    labels = {s.SERVICE: service, LABEL: label}
    return s.Container(f"id-{service}-{name}", name or f"harbor-{service}", status, labels)


def started(*containers: s.Container) -> list[str]:
    found = s.changes_to_start([service("log"), service("core")], containers, LABEL)
    return [str(each) for each in found]


def test_what_runs_as_it_should_is_left_alone() -> None:
    assert started(container("log"), container("core")) == []


def test_each_container_that_is_not_as_it_should_be_is_one_change() -> None:
    assert started(container("log")) == ["create core"]
    assert started(container("log"), container("core", label="0")) == [
        "recreate core, since its settings or what it reads have changed"
    ]
    for status in ("created", "exited", "restarting", "paused", "dead"):
        assert started(container("log", status), container("core")) == [
            f"start log, which is {status}"
        ]


def test_what_is_left_over_is_removed() -> None:
    gone = container("trivy-adapter")
    # Compose 1.29 renames a container before it makes it anew, and may be killed then.
    renamed = container("core", "exited", "12ab_harbor-core")
    assert started(container("log"), container("core"), gone, renamed) == [
        "remove harbor-trivy-adapter, which is left over",
        "remove 12ab_harbor-core, which is left over",
    ]
    assert started(container("log"), renamed)[0] == "create core"


def test_the_log_goes_last() -> None:
    there = [container("log"), container("core"), container("proxy", "exited")]
    assert [str(each) for each in s.changes_to_stop(there)] == ["stop core", "stop log"]
    removed = [str(each) for each in s.changes_to_remove(there)]
    assert removed == ["remove harbor-core", "remove harbor-proxy", "remove harbor-log"]


def test_the_proxy_is_told_where_others_may_have_moved_and_it_has_not_begun_anew() -> None:
    def told(*changes: tuple[str, str]) -> bool:
        return s.moved_behind_the_proxy(s.Change(verb, name) for verb, name in changes)

    assert told(("recreate", "core"))
    assert told(("start", "portal"), ("recreate", "log"))
    assert not told(("recreate", "core"), ("recreate", "proxy"))
    assert not told(("recreate", "log"))
    assert not told(("remove", "trivy-adapter"))
    assert not told()


def test_what_people_meet_has_its_cure() -> None:
    words = "Bind for 0.0.0.0:80 failed: port is already allocated."
    assert s.refusal(words, "/h") == (
        "start the containers of /h: Bind for 0.0.0.0:80 failed: port is already allocated. "
        "Stop what holds the port, or choose another one, then run again."
    )
    assert "Remove or rename" in s.refusal("name is already in use by container 1", "/h")
    assert "harbor_prepare" in s.refusal("env file /h/core/env not found", "/h")
    assert "Correct what it names" in s.refusal("no", "/h")


def test_the_line_that_says_why_is_found_in_what_either_compose_says() -> None:
    old = (
        "Creating nginx ... error\n\nERROR: for nginx  Cannot create container for service proxy: "
        "b'Conflict.'\n\nERROR: for proxy  Cannot create container for service proxy: Conflict.\n"
        "Encountered errors while bringing up the project.\n"
    )
    new = " Container nginx  Creating\nError response from daemon: Conflict.\n"
    assert s.refusal(old, "/h").startswith(
        "start the containers of /h: Cannot create container for service proxy: Conflict. "
    )
    assert s.refusal(new, "/h").startswith("start the containers of /h: Conflict. ")
    assert "it did not say why" in s.refusal("", "/h")
