# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract does not cover: where CAs come from, what was there before, a run cut short."""

from __future__ import annotations

import hashlib
import http.server
import pathlib
import threading
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    trusted_certificates as core,
)

from .cases.trusted_certificates import EDGE, FIRST, SECOND, a_certificate, a_store, wish
from .contract import Answer, World, run_module


@pytest.fixture
def world(tmp_path: pathlib.Path) -> Iterator[World]:
    with a_store(tmp_path) as world:
        yield world


def run(world: World, *registries: dict[str, str], **options: Any) -> Answer:
    params = {"certs_d": str(world["tmp"] / "certs.d"), "registries": list(registries), **options}
    return run_module("trusted_certificates", params)


def ca_file(world: World, address: str = EDGE) -> pathlib.Path:
    path: pathlib.Path = world["tmp"] / "certs.d" / address / "ca.crt"
    return path


def anchors(world: World) -> list[str]:
    return sorted(path.read_text("utf-8") for path in world["anchors"].iterdir())


def runs(world: World) -> int:
    log: pathlib.Path = world["log"]
    return len(log.read_text("utf-8").splitlines()) if log.exists() else 0


def test_the_engine_and_the_system_get_the_ca(world: World) -> None:
    answer = run(world, wish())
    assert core.certificates(ca_file(world).read_text("utf-8")) == core.certificates(FIRST)
    assert core.certificates(world["bundle"].read_text("utf-8")) == core.certificates(FIRST)
    assert len(answer.json["plan"]) == 3
    assert runs(world) == 1


def test_a_file_on_the_host_may_hold_the_ca(world: World) -> None:
    run(world, {"address": EDGE, "ca_path": str(world["tmp"] / "ca.pem")})
    assert core.certificates(ca_file(world).read_text("utf-8")) == core.certificates(SECOND)


def test_a_ca_in_other_line_breaks_is_the_same_ca(world: World) -> None:
    run(world, wish())
    assert not run(world, wish(ca="a comment\r\n" + FIRST.replace("\n", "\r\n"))).changed


def test_two_registries_of_one_ca_share_the_file_in_the_store(world: World) -> None:
    run(world, wish(), wish(address="harbor.abc.com"))
    assert len(anchors(world)) == 1
    run(world, {"address": EDGE, "state": "absent"})
    assert len(anchors(world)) == 1, "harbor.abc.com still needs it"
    run(world, {"address": "harbor.abc.com", "state": "absent"})
    assert anchors(world) == []


def test_a_renewed_ca_takes_the_old_one_out_of_the_store(world: World) -> None:
    run(world, wish())
    run(world, wish(ca=SECOND))
    assert [core.certificates(text) for text in anchors(world)] == [core.certificates(SECOND)]


def test_each_certificate_of_a_chain_is_a_file_of_its_own_in_the_store(world: World) -> None:
    run(world, wish(ca=FIRST + SECOND))
    assert len(anchors(world)) == 2


def test_a_ca_that_was_there_before_comes_back(world: World) -> None:
    ca_file(world).parent.mkdir(parents=True)
    ca_file(world).write_text("# placed by hand\n" + SECOND, "utf-8")
    run(world, wish())
    run(world, wish(ca=a_certificate("third")))
    run(world, {"address": EDGE, "state": "absent"})
    assert ca_file(world).read_text("utf-8") == "# placed by hand\n" + SECOND
    assert [path.name for path in ca_file(world).parent.iterdir()] == ["ca.crt"]
    assert anchors(world) == []


def test_a_foreign_ca_is_not_removed(world: World) -> None:
    ca_file(world).parent.mkdir(parents=True)
    ca_file(world).write_text(SECOND, "utf-8")
    assert not run(world, {"address": EDGE, "state": "absent"}).changed
    assert not run(world, exclusive=True).changed
    assert ca_file(world).read_text("utf-8") == SECOND


def test_a_folder_with_something_else_in_it_stays(world: World) -> None:
    run(world, wish())
    other = ca_file(world).with_name("client.cert")
    other.write_text("", "utf-8")
    run(world, {"address": EDGE, "state": "absent"})
    assert other.exists()
    run(world, wish(address="harbor.abc.com"))
    run(world, exclusive=True)
    assert not ca_file(world, "harbor.abc.com").parent.exists()


def test_a_run_that_was_killed_before_the_program_ran_is_made_good(world: World) -> None:
    run(world, wish())
    world["bundle"].write_text("", "utf-8")
    answer = run(world, wish())
    assert answer.json["plan"] == [f"run {world['program']}"]
    assert not run(world, wish()).changed


def test_a_broken_file_of_ours_is_replaced(world: World) -> None:
    run(world, wish())
    text = ca_file(world).read_text("utf-8")
    ca_file(world).write_text(text[:-90], "utf-8")
    assert run(world, wish()).changed
    assert ca_file(world).read_text("utf-8") == text


def test_without_the_store_only_the_engine_trusts(world: World) -> None:
    run(world, wish(), system_store=False)
    assert ca_file(world).exists()
    assert anchors(world) == []
    assert runs(world) == 0


def test_a_host_without_a_store_says_what_to_do(world: World) -> None:
    with mock.patch.object(core, "STORES", ()):
        answer = run(world, wish())
    assert answer.json["msg"].endswith("Install ca-certificates, or set system_store to false.")
    assert not ca_file(world).exists()


def test_a_failing_program_is_an_error_with_its_words(world: World) -> None:
    world["program"].write_text("#!/bin/sh\necho no space left >&2\nexit 3\n", "utf-8")
    answer = run(world, wish())
    assert answer.failed
    assert "make-bundle: no space left" in answer.json["msg"]


def test_a_ca_that_has_ended_is_a_warning(world: World) -> None:
    answer = run(world, wish(ca=a_certificate("over", days=-1)))
    assert not answer.failed
    (warning,) = answer.json["warnings"]
    assert f"the CA of {EDGE} ended on" in str(warning)


def test_the_file_is_for_everybody_to_read(world: World) -> None:
    run(world, wish())
    assert ca_file(world).stat().st_mode & 0o777 == 0o644


@pytest.fixture
def server() -> Iterator[Any]:
    """A server with one CA; ``requests`` are the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = FIRST.encode()
            self.send_response(404 if self.path == "/gone" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield {"url": f"http://127.0.0.1:{server.server_address[1]}", "requests": asked}
    server.shutdown()
    server.server_close()


CHECKSUM = f"sha256:{hashlib.sha256(FIRST.encode()).hexdigest()}"


def from_url(server: Any, path: str = "/ca", checksum: str = CHECKSUM) -> dict[str, str]:
    return {"address": EDGE, "ca_url": server["url"] + path, "ca_checksum": checksum}


def test_a_ca_from_a_url_is_got_once(world: World, server: Any) -> None:
    assert run(world, from_url(server)).changed
    assert core.certificates(ca_file(world).read_text("utf-8")) == core.certificates(FIRST)
    assert not run(world, from_url(server)).changed
    assert server["requests"] == ["/ca"]


def test_a_ca_with_another_checksum_is_not_trusted(world: World, server: Any) -> None:
    answer = run(world, from_url(server, checksum=f"sha256:{'0' * 64}"))
    assert answer.failed
    assert f"gives {CHECKSUM}, but ca_checksum is sha256:000" in answer.json["msg"]
    assert not ca_file(world).exists()


def test_a_url_without_a_ca_says_what_it_answered(world: World, server: Any) -> None:
    assert "answered 404" in run(world, from_url(server, "/gone")).json["msg"]
    server["url"] = "http://127.0.0.1:1"
    assert "connection refused" in run(world, from_url(server)).json["msg"]
