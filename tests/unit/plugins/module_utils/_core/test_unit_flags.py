# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.unit_flags import (
    Flag,
    command_flags,
    environment_files,
    flags,
)

# As Debian's docker.io has it.
UNIT = (
    "/lib/systemd/system/docker.service",
    """\
[Unit]
ExecStart=/not/this

[Service]
Type=notify
EnvironmentFile=-/etc/default/docker
ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS
ExecReload=/bin/kill -s HUP $MAINPID
""",
)
OWN = (
    Flag("-H", "fd://", UNIT[0]),
    Flag("--containerd", "/run/containerd/containerd.sock", UNIT[0]),
)


def test_flags_are_those_of_exec_start() -> None:
    assert tuple(flags([UNIT])) == OWN


def test_a_variable_falls_apart_into_flags_of_the_file_that_sets_it() -> None:
    defaults = ("/etc/default/docker", '# no\nDOCKER_OPTS="--insecure-registry=a.com -D"\n')
    assert tuple(flags([UNIT], [defaults])) == (
        *OWN,
        Flag("--insecure-registry", "a.com", "/etc/default/docker"),
        Flag("-D", None, "/etc/default/docker"),
    )


def test_a_drop_in_may_set_the_variable() -> None:
    """As kubespray writes it."""
    drop_in = (
        "/etc/systemd/system/docker.service.d/docker-options.conf",
        '[Service]\nEnvironment="DOCKER_OPTS= --iptables=false \\\n--data-root=/srv/docker"\n',
    )
    assert tuple(flags([UNIT, drop_in]))[2:] == (
        Flag("--iptables", "false", drop_in[0]),
        Flag("--data-root", "/srv/docker", drop_in[0]),
    )


def test_an_empty_exec_start_forgets_the_former_one() -> None:
    drop_in = ("/etc/x.conf", "[Service]\nExecStart=\nExecStart=-/usr/bin/dockerd --tls\n")
    assert flags([UNIT, drop_in]) == [Flag("--tls", None, "/etc/x.conf")]


def test_a_braced_variable_stays_one_word() -> None:
    unit = ("/u", "[Service]\nEnvironment=ROOT=/srv\nExecStart=dockerd --data-root=${ROOT}/docker")
    assert flags([unit]) == [Flag("--data-root", "/srv/docker", "/u")]


def test_an_unset_variable_is_nothing() -> None:
    assert flags([("/u", "[Service]\nExecStart=dockerd $NOTHING --debug")]) == [
        Flag("--debug", None, "/u")
    ]


def test_environment_files_are_found_and_forgotten() -> None:
    assert environment_files([UNIT]) == ["/etc/default/docker"]
    more = ("/d", "[Service]\nEnvironmentFile=/etc/a\nEnvironmentFile=\nEnvironmentFile=-/etc/b")
    assert environment_files([UNIT, more]) == ["/etc/b"]


def test_a_short_flag_may_have_its_value_with_it() -> None:
    words = ["dockerd", "-lwarn", "-s", "vfs", "-D", "-H=fd://", "--", "x"]
    assert command_flags(words, "p") == [
        Flag("-l", "warn", "p"),
        Flag("-s", "vfs", "p"),
        Flag("-D", None, "p"),
        Flag("-H", "fd://", "p"),
    ]


def test_a_flag_is_shown_as_it_is_written() -> None:
    assert str(Flag("--debug", None, "x")) == "--debug"
    assert str(Flag("--data-root", "/a", "x")) == "--data-root=/a"
    assert str(Flag("-s", "vfs", "x")) == "-s vfs"


@given(st.text(alphabet="[Service]\nExecStart=$A{}\"'\\- #;Environment=A=b", max_size=80))
def test_no_unit_gives_a_traceback(text: str) -> None:
    files = [("/u", "[Service]\n" + text)]
    flags(files, [("/e", text)])
    environment_files(files)
