#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: docker_daemon_config
short_description: Merge keys into the Docker engine's daemon.json and see that it uses them
description:
  - Merges trusted registries, mirrors and any other key into the engine's configuration file. Keys
    that are not named keep their bytes, their order and their place.
  - Compares with what the running engine reports, so that a file which was edited and never loaded
    is loaded too. Reloads the engine where that loads the change, and no container notices;
    restarts it where it does not, and O(restart) allows it. Then waits until the engine shows it.
  - Refuses what the engine would refuse, and leaves the file as it was then. That is a file that is
    not JSON (with its line and column), unknown keys, wrong types, and flags of the unit that
    conflict with the file. An engine of 23.0 or newer also judges the file itself before it is
    replaced.
  - If the engine does not take a change, the former file is put back, and the engine uses it again.
  - Known are the keys of engines from 18.09 to 29.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - docker (Python library; not needed where no engine runs)
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.docker_daemon_config
"""

EXAMPLES = r"""
- name: Trust the edge, which speaks plain HTTP
  twinstar.registry.docker_daemon_config:
    insecure_registries: ["192.168.126.50:5000"]

- name: The edge has a certificate now, so another one takes its place in the list
  twinstar.registry.docker_daemon_config:
    insecure_registries: ["172.25.22.9:5000"]
    absent_insecure_registries: ["192.168.126.50:5000"]

- name: These mirrors and no others, from a file that has comments
  twinstar.registry.docker_daemon_config:
    registry_mirrors: ["https://mirror.example.com"]
    exclusive: [registry_mirrors]
    strip_comments: true

- name: Rotate logs and keep containers alive while the engine restarts, at a better time
  twinstar.registry.docker_daemon_config:
    options:
      live-restore: true
      log-driver: json-file
      log-opts: {max-size: 10m, max-file: "3"}
    restart: never

- name: One more label
  twinstar.registry.docker_daemon_config:
    options:
      labels: ["zone=edge"]
    additive: [labels]

- name: No longer trust the edge
  twinstar.registry.docker_daemon_config:
    insecure_registries: ["192.168.126.50:5000"]
    state: absent
"""

RETURN = r"""
docker_daemon_config:
  description: The engine and its file as they are now, or as they will be in check mode.
  returned: success
  type: dict
  contains:
    insecure_registries:
      description:
        - What the engine trusts without TLS beyond its own networks, as it reports it. Without a
          running engine, what the file has.
      returned: success
      type: list
      elements: str
      sample: ["192.168.126.50:5000"]
    registry_mirrors:
      description: The mirrors that the engine uses, likewise.
      returned: success
      type: list
      elements: str
      sample: ["https://mirror.example.com"]
    options:
      description: The keys of O(options) as the file has them, secrets masked.
      returned: success
      type: dict
      sample: {"live-restore": true}
    applied:
      description:
        - How the engine was made to use the file. V(nothing) was needed, or a V(reload), or a
          V(restart); V(due) is a restart that was not allowed; V(no_engine) means that no running
          engine reads the file, which is loaded when one starts.
      returned: success
      type: str
      sample: reload
    restart_due:
      description: Whether the engine must still be restarted so that it uses all of the file.
      returned: success
      type: bool
      sample: false
    engine_version:
      description: Version of the running engine, else of the installed one, else null.
      returned: success
      type: str
      sample: 20.10.24+dfsg1
    backup_file:
      description: The copy that was kept.
      returned: when a copy was asked for or comments were removed, and the file was changed
      type: str
      sample: /etc/docker/daemon.json.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample:
    - add 192.168.126.50:5000 to insecure-registries in /etc/docker/daemon.json
    - reload docker, so that it loads insecure-registries
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.docker_daemon import DAEMON_CONFIG

JOB = DAEMON_CONFIG


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
