# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP front, the state that lasts, and what tests may do to a double."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
import threading
import urllib.parse
from pathlib import Path

import pytest
import requests

from tests.double.facts import ask
from tests.double.hub import Hub
from tests.double.running import running
from tests.double.store import File, Nowhere, Store, Table, Taken

ADMIN = ("admin", "Harbor12345")


def connection(hub: Hub) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urllib.parse.urlsplit(hub.url).netloc, timeout=20)


def test_a_connection_stays_open_for_more_requests() -> None:
    with running(version="2.13.5") as hub:
        asking = connection(hub)
        ports = set()
        for _turn in range(3):
            asking.request("GET", "/api/v2.0/ping")
            assert asking.getresponse().read() == b"Pong"
            ports.add(asking.sock.getsockname()[1])
        assert len(ports) == 1
        asking.close()


def test_a_chunked_body_is_read() -> None:
    with running() as hub:
        asking = connection(hub)
        chunks = iter([b'{"name": "x", ', b'"scope": "g"}'])
        headers = {"Content-Type": "application/json", "Authorization": basic()}
        asking.request("POST", "/api/v2.0/labels", chunks, headers, encode_chunked=True)
        answer = asking.getresponse()
        assert (answer.status, answer.read()) == (201, b"")
        assert answer.headers["Location"] == "/api/v2.0/labels/1"
        assert "Content-Type" not in answer.headers
        asking.close()


def basic() -> str:
    return requests.auth._basic_auth_str(*ADMIN)


def test_a_head_has_no_body_and_the_connection_goes_on() -> None:
    with running() as hub:
        asking = connection(hub)
        headers = {"Authorization": basic()}
        for name, status in (("library", 200), ("none", 404)):
            asking.request("HEAD", f"/api/v2.0/projects?project_name={name}", headers=headers)
            answer = asking.getresponse()
            assert (answer.status, answer.read()) == (status, b"")
        asking.close()


def test_an_answer_sets_a_session_cookie_unless_it_came() -> None:
    with running() as hub:
        url = f"{hub.url}/api/v2.0/labels?scope=g"
        first = requests.get(url, timeout=20)
        assert first.headers["Set-Cookie"].startswith("sid=")
        again = requests.get(url, headers={"Cookie": "sid=x"}, timeout=20)
        assert "sid=" not in again.headers["Set-Cookie"]
        assert again.headers["X-Harbor-CSRF-Token"]


def test_it_serves_https_and_a_client_that_trusts_nobody_harms_nobody(tmp_path: Path) -> None:
    certificate, key = tmp_path / "hub.crt", tmp_path / "hub.key"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2",
            "-subj", "/CN=hub", "-addext", "subjectAltName=IP:127.0.0.1",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with running(tls=tls) as hub:
        url = f"{hub.url}/api/v2.0/systeminfo"
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(url, timeout=20)
        found = requests.get(url, auth=ADMIN, verify=str(certificate), timeout=20).json()
        assert found["external_url"] == hub.url
        assert hub.url.startswith("https://")


def test_requests_are_recorded_and_counted() -> None:
    with running() as hub:
        requests.post(f"{hub.url}/api/v2.0/labels", json={"name": "x"}, auth=ADMIN, timeout=20)
        (seen,) = hub.seen("POST", "^/labels$")
        assert (seen.status, seen.user, seen.body) == (400, "admin", {"name": "x"})
        assert (hub.count(), hub.count("GET"), hub.count(path="/nothing")) == (1, 0, 0)


def test_faults_hit_the_next_request_that_fits() -> None:
    with running() as hub:
        url = f"{hub.url}/api/v2.0/labels"
        body = {"name": "x", "scope": "g"}
        hub.fail("POST", "/labels", status=503, headers={"Retry-After": "0"}, times=2)
        assert requests.get(url, params={"scope": "g"}, timeout=20).status_code == 200
        for _turn in range(2):
            answer = requests.post(url, json=body, auth=ADMIN, timeout=20)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "0")
        hub.fail("POST", drop=True)
        with pytest.raises(requests.ConnectionError):
            requests.post(url, json=body, auth=ADMIN, timeout=20)
        assert requests.get(url, params={"scope": "g"}, timeout=20).json() == []
        hub.fail("POST", drop=True, after=True)
        with pytest.raises(requests.ConnectionError):
            requests.post(url, json=body, auth=ADMIN, timeout=20)
        assert len(requests.get(url, params={"scope": "g"}, timeout=20).json()) == 1
        hub.fail("GET", hang=60)
        with pytest.raises(requests.ReadTimeout):
            requests.get(url, timeout=0.05)


def test_a_reset_double_is_a_fresh_one() -> None:
    hub = Hub("2.13.5")
    ask(hub, "POST", "/projects", {"project_name": "p"})
    ask(hub, "PUT", "/configurations", {"banner_message": "b"})
    hub.fail(status=500)
    hub.reset()
    assert [one["name"] for one in ask(hub, "GET", "/projects").json] == ["library"]
    assert ask(hub, "GET", "/configurations").json["banner_message"]["value"] == ""
    assert hub.count() == 2


def test_state_in_a_file_lasts_and_ids_are_not_given_again(tmp_path: Path) -> None:
    state = tmp_path / "state"
    hub = Hub("2.13.5", place=File(state))
    ask(hub, "POST", "/projects", {"project_name": "p"})
    ask(hub, "POST", "/labels", {"name": "gone", "scope": "g"})
    ask(hub, "DELETE", "/labels/1")
    hub.close()
    assert state.stat().st_mode & 0o777 == 0o600
    with state.open("a") as file:
        file.write('[["labels", 9, {"id"')  # a line that a kill has cut off
    hub = Hub("2.13.5", place=File(state))
    assert ask(hub, "GET", "/projects/p").json["owner_name"] == "admin"
    made = ask(hub, "POST", "/labels", {"name": "x", "scope": "g"})
    assert made.headers["Location"] == "/api/v2.0/labels/2"
    hub.close()


def test_the_state_holds_no_password(tmp_path: Path) -> None:
    hub = Hub("2.13.5", place=File(tmp_path / "state"), password="Planted-Pass1")
    hub.close()
    assert "Planted-Pass1" not in (tmp_path / "state").read_text()


def things() -> tuple[Store, Table]:
    store = Store(Nowhere())
    store.add("things", Table(unique=[("name",)], indexes=[("kind",)], order="name"))
    return store, store["things"]


def test_a_table_keeps_its_indexes_through_changes_and_rollbacks() -> None:
    store, table = things()
    with store.transaction():
        for name in "cab":
            table.insert(name=name, kind="k")

    def broken_off() -> None:
        with store.transaction():
            table.update(1, name="z", kind="other")
            table.delete(2)
            table.insert(name="new", kind="other")
            raise KeyError

    with pytest.raises(KeyError):
        broken_off()
    assert [row["name"] for row in table.sorted()] == ["a", "b", "c"]
    assert [row["id"] for row in table.find(kind="k")] == [1, 2, 3]
    assert table.find(kind="other") == []
    assert table.one(name="a") == {"id": 2, "name": "a", "kind": "k"}


def test_a_taken_name_uses_up_an_id() -> None:
    store, table = things()
    with store.transaction():
        table.insert(name="a")
        with pytest.raises(Taken):
            table.insert(name="a")
        assert table.insert(name="b")["id"] == 3
        with pytest.raises(Taken):
            table.update(3, name="a")


def test_none_is_no_name_that_could_be_taken() -> None:
    store, table = things()
    table.order = ""
    with store.transaction():
        table.insert(name=None)
        table.insert(name=None)
    assert len(table) == 2


def test_a_row_is_written_only_within_a_transaction() -> None:
    _store, table = things()
    with pytest.raises(RuntimeError):
        table.insert(name="a")


def test_who_waits_outside_lets_others_in() -> None:
    store, table = things()
    with store.transaction():
        table.insert(name="mine")
        with store.outside():

            def other() -> None:
                with store.transaction():
                    table.insert(name="yours")

            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        assert len(table) == 2


def test_jobs_run_when_they_are_due_and_end_with_the_double() -> None:
    hub = Hub("2.13.5")
    done: list[int] = []
    hub.jobs.after(0.02, done.append, 2)
    hub.jobs.after(0, done.append, 1)
    hub.jobs.after(3600, done.append, 3)
    hub.jobs.after(0.03, hub.jobs.clear)
    assert hub.jobs.wait()
    assert done == [1, 2]
    hub.close()


def test_a_port_is_free_again_after_the_end() -> None:
    with running() as hub:
        port = int(urllib.parse.urlsplit(hub.url).port or 0)
        asking = connection(hub)
        asking.request("GET", "/api/v2.0/ping")
        asking.getresponse().read()
    with socket.create_server(("127.0.0.1", port)):
        pass
    asking.sock.settimeout(20)
    assert asking.sock.recv(1) == b""  # and nobody is left on the connection that stood
    asking.close()


def test_a_list_of_many_projects_is_one_page_of_work() -> None:
    hub = Hub("2.13.5")
    for number in range(300):
        ask(hub, "POST", "/projects", {"project_name": f"p{number:04}"})
    found = ask(hub, "GET", "/projects?page_size=100&page=2")
    assert [one["name"] for one in found.json[:2]] == ["p0099", "p0100"]
    assert found.headers["X-Total-Count"] == "301"
    assert json.loads(found.body)[0]["metadata"] == {"public": "false"}
