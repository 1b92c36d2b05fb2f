#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: harbor_yml
short_description: Write the configuration of Harbor's installer, judged before it counts
description:
  - Renders the harbor.yml that Harbor's C(prepare) reads, from typed options that are named like
    the file's own sections and keys, for one version of Harbor. It knows the keys of Harbor 2.5 to
    2.15.
  - C(prepare) wipes the configuration of a running Harbor before it reads the new one, and takes
    many a mistake without a word. So everything is judged here, before anything is touched, namely
    what C(prepare) refuses, what it takes for something else, and what this version ignores.
  - C(prepare) writes values into env files as they are, and Compose changes some of them there. A
    password that would arrive as another one is refused, with the character that is at fault.
  - Certificates and keys that the file names are looked at. One that has expired, or does not
    belong to its key, is refused. A file that is not there yet is no error in check mode, but it is
    one when the file is to be written.
  - The file is one object. What is not in the task is not in the file afterwards, but for what
    C(prepare) must find. An equal file stays as it is, however it is written. Harbor's own
    migration of the file is never needed.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - PyYAML (python3-yaml of the distribution)
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.harbor_yml
"""

EXAMPLES = r"""
- name: The first twin-star's hub
  twinstar.registry.harbor_yml:
    path: /opt/harbor/2.5.3/harbor/harbor.yml
    version: 2.5.3
    hostname: harbor.abc.com
    harbor_admin_password: "{{ vault_harbor_admin_password }}"
    database:
      password: "{{ vault_harbor_database_password }}"

- name: HTTPS, and everything that matters in stores of its own
  twinstar.registry.harbor_yml:
    path: /opt/harbor/2.15.2/harbor/harbor.yml
    version: 2.15.2
    with_trivy: true
    hostname: harbor.abc.com
    https:
      certificate: /etc/harbor/tls/harbor.crt
      private_key: /etc/harbor/tls/harbor.key
    harbor_admin_password: "{{ vault_harbor_admin_password }}"
    external_database:
      harbor:
        host: pg.abc.com
        port: 5432
        db_name: registry
        username: harbor
        password: "{{ vault_harbor_database_password }}"
        ssl_mode: verify-full
    external_redis:
      host: s1.abc.com:26379,s2.abc.com:26379,s3.abc.com:26379
      sentinel_master_set: mymaster
      password: "{{ vault_harbor_redis_password }}"
      tlsOptions:
        enable: true
        rootCA: /etc/harbor/tls/redis-ca.crt
    storage_service:
      s3:
        region: r1
        regionendpoint: https://s3.abc.com
        bucket: harbor
        accesskey: "{{ vault_harbor_s3_accesskey }}"
        secretkey: "{{ vault_harbor_s3_secretkey }}"
    metric:
      enabled: true
"""

RETURN = r"""
harbor_yml:
  description: The configuration as it is now, or as it will be in check mode.
  returned: success
  type: dict
  contains:
    path:
      description: The file.
      returned: success
      type: str
      sample: /opt/harbor/2.13.5/harbor/harbor.yml
    version:
      description: The version of Harbor that it was written for.
      returned: success
      type: str
      sample: 2.13.5
    changed_keys:
      description: Paths of the keys that differ from what the file said.
      returned: success
      type: list
      elements: str
      sample: [hostname, log.level]
    backup_file:
      description: The copy that was kept.
      returned: when O(backup=true) and the file was changed
      type: str
      sample: /opt/harbor/2.13.5/harbor/harbor.yml.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: ["change hostname, log.level in /opt/harbor/2.13.5/harbor/harbor.yml"]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.harbor_yml import HARBOR_YML_JOB

JOB = HARBOR_YML_JOB


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
