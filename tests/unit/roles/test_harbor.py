# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role harbor: what it hands to harbor_yml, what it refuses, the files that it writes."""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError

from tests.unit.roles.role import ROOT, Role, look

SEEN: dict[str, Any] = {
    "current": "",
    "upgrading": "",
    "unpacked": [],
    "files": {},
    "unit_active": "inactive",
    "unit_enabled": "disabled",
}


def harbor(installed: str = "", seen: Any = None, **given: Any) -> Role:
    """The role's variables on a host where the link ``current`` points to that version."""
    link = {"current": f"{installed}/harbor"} if installed else {}
    return Role(
        "harbor",
        **{
            "inventory_hostname": "hub",
            "harbor_hostname": "harbor.abc.com",
            "harbor_admin_password": "planted",
            "harbor_database": {"password": "planted"},
            "__harbor_look": {"stdout": yaml.safe_dump({**SEEN, **link, **(seen or {})})},
            **given,
        },
    )


def test_the_defaults_need_a_name_and_two_passwords() -> None:
    bare = harbor(harbor_hostname="", harbor_admin_password="", harbor_database={})
    assert len(bare["__harbor_settings"]["wrong"]) == 3
    assert harbor()["__harbor_settings"]["wrong"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"harbor_https": {"certificate": "/a", "private_key": "/b"}},
        {"harbor_ip_family": {"ipv6": {"enabled": True}, "ipv4": {"enabled": True}}},
        {"harbor_internal_tls": {"enabled": True, "dir": "/tls"}},
        {"harbor_trivy": {"offline_scan": True}},
        {"harbor_jobservice": {"max_job_workers": 3}},
        {"harbor_notification": {"webhook_job_max_retry": 1}},
        {"harbor_log": {"level": "debug"}},
        {"harbor_uaa": {"ca_file": "/uaa"}},
        {"harbor_proxy": {"http_proxy": "http://proxy:3128"}},
        {"harbor_metric": {"enabled": True}},
        {"harbor_trace": {"enabled": False}},
        {"harbor_upload_purging": {"enabled": False}},
        {"harbor_cache": {"enabled": True, "expire_hours": 1}},
        {"harbor_core": {"quota_update_provider": "redis"}},
    ],
)
def test_a_section_is_handed_on_as_it_is(given: dict[str, Any]) -> None:
    ((name, value),) = given.items()
    assert harbor(**given)["__harbor_yml"][name[len("harbor_") :]] == value


def test_stores_names_and_ports_are_handed_on_in_harbor_yml_s_words() -> None:
    found = harbor(
        harbor_external_url="https://harbor.abc.com",
        harbor_data_volume="/srv/data",
        harbor_http_port=8080,
        harbor_trivy_enabled=True,
        harbor_redis={"addresses": ["r1"]},
        harbor_storage={"driver": "s3", "bucket": "b"},
        harbor_yml_extra={"answer": 42},
    )["__harbor_yml"]
    assert found["external_url"] == "https://harbor.abc.com"
    assert found["data_volume"] == "/srv/data"
    assert found["http"] == {"port": 8080}
    assert found["with_trivy"] is True
    assert found["external_redis"] == {"host": "r1:6379"}
    assert found["storage_service"] == {"s3": {"bucket": "b"}}
    assert found["extra"] == {"answer": 42}


def test_an_archive_is_fetched_copied_or_there() -> None:
    def archive(**given: Any) -> tuple[str, str]:
        role = harbor(harbor_version="2.13.5", harbor_install_dir="/srv/harbor", **given)
        return role["__harbor_installer_kind"], role["__harbor_archive"]

    ours = "/srv/harbor/harbor-installer-v2.13.5.tgz"
    assert archive() == ("url", ours)
    assert archive(harbor_installer="/home/me/a.tgz") == ("copy", ours)
    there = {"harbor_installer": "/mnt/a.tgz", "harbor_installer_on_host": True}
    assert archive(**there) == ("host", "/mnt/a.tgz")


def test_another_version_and_half_a_signature_are_refused_before_anything_is_done() -> None:
    role = harbor("2.9.5", harbor_version="2.13.5", harbor_installer_signature="/a.asc")
    assert role["__harbor_installed"] == "2.9.5"
    wrong = " ".join(role["__harbor_settings"]["wrong"])
    assert "Harbor 2.9.5 is there, but 2.13.5 is 4 minors newer" in wrong
    assert "harbor_installer_signature is set, but harbor_installer_keyring is not" in wrong
    whole = {"harbor_installer_signature": "/a.asc", "harbor_installer_keyring": "/keys"}
    assert harbor("2.15.2", **whole)["__harbor_settings"]["wrong"] == []


BUSY = "port 80/tcp is held by process apache2 (pid 812), but Harbor's HTTP needs it. Stop it."
TIGHT = "the host has 1 CPU, but 2 are the least that Harbor's documents ask for. Add one."
STEEP = (
    "Harbor 2.9.5 is there, but 2.13.5 is 4 minors newer, and Harbor migrates over two at most. "
    "Go to 2.11 first."
)


def told(**levels: list[str]) -> dict[str, Any]:
    """What the task that looks at the host registers."""
    found = [
        {"subject": "any", "level": level, "text": text}
        for level, texts in levels.items()
        for text in texts
    ]
    return {"harbor_preflight": {"findings": found}}


def test_what_is_wrong_with_variables_and_host_is_one_verdict_and_each_thing_once() -> None:
    host = told(failure=[BUSY, STEEP], warning=[TIGHT], note=["ufw is active"])
    role = harbor("2.9.5", harbor_version="2.13.5", harbor_admin_password="", __harbor_host=host)
    wrong = role["__harbor_wrong"]
    assert wrong[0].startswith("harbor_admin_password is empty")
    assert wrong[1:] == [STEEP, BUSY]
    assert role["__harbor_doubts"] == [TIGHT]


def test_a_host_that_could_not_be_looked_at_is_in_the_verdict_and_an_absent_harbor_needs_none() -> (
    None
):
    refused = {"failed": True, "msg": "a", "errors": ["a", "b"]}
    assert harbor(__harbor_host=refused)["__harbor_wrong"] == ["a", "b"]
    broken = {"failed": True, "msg": "there is no Python"}
    assert harbor(__harbor_host=broken)["__harbor_wrong"] == ["there is no Python"]
    role = harbor(__harbor_host={"skipped": True}, harbor_state="absent", harbor_hostname="")
    assert role["__harbor_wrong"] == role["__harbor_doubts"] == []


def test_harbor_is_asked_at_its_own_port() -> None:
    assert harbor(harbor_http_port=8080)["__harbor_own_url"] == "http://127.0.0.1:8080"
    with_tls = {"certificate": "/a", "private_key": "/b"}
    assert harbor(harbor_https=with_tls)["__harbor_own_url"] == "https://127.0.0.1:443"
    other = harbor(harbor_https={**with_tls, "port": 8443})
    assert other["__harbor_own_url"] == "https://127.0.0.1:8443"


def test_with_a_certificate_of_the_role_s_harbor_is_asked_by_https() -> None:
    assert harbor(harbor_tls="generated")["__harbor_own_url"] == "https://127.0.0.1:443"
    other = harbor(harbor_tls="given", harbor_https={"port": 8443})
    assert other["__harbor_own_url"] == "https://127.0.0.1:8443"


@pytest.mark.parametrize(
    ("told", "too_early"),
    [
        ({"changed": False, "skipped": True}, False),
        ({"failed": True, "msg": "nobody listens", "cause": "unreachable"}, True),
        ({"failed": True, "msg": "was redirected to https://", "cause": "moved"}, True),
        ({"failed": True, "msg": "takes no password that is known", "cause": "refused"}, False),
    ],
)
def test_a_harbor_that_is_down_or_has_the_other_scheme_still_is_asked_once_more(
    told: dict[str, Any], too_early: bool
) -> None:
    assert harbor(__harbor_password=told)["__harbor_asked_too_early"] is too_early


def test_a_certificate_that_was_given_lies_with_its_key_and_the_ca_that_clients_need() -> None:
    texts = ("-----BEGIN A-----\n", "-----BEGIN B-----\n", "-----BEGIN C-----\n")
    names = ("harbor_tls_certificate", "harbor_tls_key", "harbor_tls_ca_certificate")
    role = harbor(harbor_tls="given", **dict(zip(names, texts)))
    found = {each["name"]: (each["content"], each["mode"]) for each in role["__harbor_given_files"]}
    assert found == {
        "harbor.crt": (texts[0], "0644"),
        "harbor.key": (texts[1], "0600"),
        "ca.crt": (texts[2], "0644"),
    }
    assert role["__harbor_tls_folders"] == ["/opt/harbor/tls", "/data/ca_download"]
    public = harbor(harbor_tls="given", harbor_tls_certificate=texts[0], harbor_tls_key=texts[1])
    assert len(public["__harbor_given_files"]) == 2
    assert public["__harbor_tls_folders"] == ["/opt/harbor/tls"]
    assert harbor()["__harbor_tls_folders"] == harbor()["__harbor_given_files"] == []


def test_names_and_days_of_a_generated_certificate_reach_its_script() -> None:
    role = harbor(
        harbor_tls="generated",
        harbor_tls_names=["10.0.0.40", "hub"],
        harbor_tls_days=90,
        harbor_tls_renew_days=20,
        harbor_tls_ca_days=1000,
        ansible_check_mode=False,
        role_path=str(ROOT / "roles" / "harbor"),
    )
    script = role.render("certificates.sh.j2")
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    (call,) = [line for line in script.splitlines() if line.startswith("certificate make")]
    assert call == (
        "certificate make /opt/harbor/tls /opt/harbor/ca root 90 20 1000 DNS:harbor.abc.com "
        "DNS:localhost IP:127.0.0.1 IP:10.0.0.40 DNS:hub </dev/null"
    )


def test_the_script_of_the_unit_is_one_that_a_shell_takes() -> None:
    role = harbor(harbor_version="2.13.5", harbor_install_dir="/srv/harbor")
    script = role.render("up.sh.j2")
    assert "cd '/srv/harbor/2.13.5/harbor'" in script
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "ExecStart=/srv/harbor/up" in role.render("harbor.service.j2")


def test_all_that_was_kept_of_the_logs_is_known_for_the_removal() -> None:
    assert harbor()["__harbor_log_directory"] == "/var/log/harbor"
    local = {"local": {"location": "/srv/log"}}
    assert harbor(harbor_log=local)["__harbor_log_directory"] == "/srv/log"


# ---- the look


def test_the_look_sees_what_the_role_has_left(tmp_path: pathlib.Path) -> None:
    for version in ("2.13.5", "2.15.2"):
        (tmp_path / version / "harbor").mkdir(parents=True)
    (tmp_path / "2.15.2" / "harbor" / ".images.json").write_text("[]")
    (tmp_path / "current").symlink_to("2.13.5/harbor")
    (tmp_path / "upgrading").symlink_to("/var/backups/harbor/before-2.15.2-20261130T050000Z")
    (tmp_path / "up").write_text("planted")
    (tmp_path / "up").chmod(0o755)
    seen = look("harbor", *map(str, (tmp_path, tmp_path / "up", tmp_path / "none")))
    assert set(seen) == set(SEEN)
    assert seen["current"] == "2.13.5/harbor"
    assert seen["upgrading"] == "/var/backups/harbor/before-2.15.2-20261130T050000Z"
    assert seen["unpacked"] == ["2.15.2"]
    owner = f"{(tmp_path / 'up').owner()} {(tmp_path / 'up').group()}"
    digest = hashlib.sha256(b"planted").hexdigest()
    assert seen["files"] == {str(tmp_path / "up"): f"{owner} 755 {digest}"}


def test_the_look_of_a_fresh_host_has_every_key(tmp_path: pathlib.Path) -> None:
    seen = look("harbor", str(tmp_path / "none"), str(tmp_path / "up"))
    assert seen == {**SEEN, **{key: seen[key] for key in ("unit_active", "unit_enabled")}}


def test_a_look_that_failed_decides_nothing() -> None:
    with pytest.raises(AnsibleError):
        harbor(__harbor_look={"stdout": ""})["__harbor_installed"]


def test_files_that_are_as_they_should_be_are_not_written_again() -> None:
    role = harbor()
    assert role["__harbor_system_files_due"] == role["__harbor_system_files"]
    files = {
        str(item["path"]): f"root root {item['mode'][1:]} "
        + hashlib.sha256(item["content"].encode()).hexdigest()
        for item in role["__harbor_system_files"]
    }
    assert harbor(seen={"files": files})["__harbor_system_files_due"] == []
    script, unit = files
    for other in (
        {**files, script: files[script].replace("755", "700")},
        {**files, script: files[script].replace("root root", "root adm")},
        {unit: files[unit]},
    ):
        due = harbor(seen={"files": other})["__harbor_system_files_due"]
        assert [item["path"] for item in due] == [script]


@pytest.mark.parametrize(
    ("active", "enabled", "is_up"),
    [
        ("active", "enabled", True),
        ("active", "disabled", False),
        ("activating", "enabled", False),
        ("", "", False),
    ],
)
def test_a_unit_that_is_up_is_left_alone(active: str, enabled: str, is_up: bool) -> None:
    seen = {"unit_active": active, "unit_enabled": enabled}
    assert harbor(seen=seen)["__harbor_unit_is_up"] is is_up


@pytest.mark.parametrize(
    ("installed", "wanted", "resumes"),
    [
        ("2.13.5", "2.15.2", True),
        ("2.13.5", "2.14.1", False),  # another one is asked for by now
        ("2.13.5", "2.13.5", False),  # none any more
        ("2.15.2", "2.15.2", False),  # it is over
    ],
)
def test_an_upgrade_that_was_cut_off_goes_on_if_it_is_still_asked_for(
    installed: str, wanted: str, resumes: bool
) -> None:
    seen = {"upgrading": "/srv/before-1.2.3-x/before-2.15.2-20261130T050000Z"}
    role = harbor(installed, seen, harbor_version=wanted)
    assert role["__harbor_upgrading_to"] == "2.15.2"
    assert role["__harbor_resumes"] is resumes
