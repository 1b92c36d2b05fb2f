#!/usr/bin/python
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: registry_config
short_description: Write the configuration of a CNCF Registry, proved before it counts
description:
  - Renders the config.yml of a CNCF distribution registry from typed options that are named like
    the file's own sections and keys. Distribution ignores a key that it does not know; here it is
    named.
  - The file is one object. What is not in the task is not in the file afterwards, and a section
    that is left out is not written. An equal file stays as it is, however it is written.
  - With O(binary) or O(image) the real program starts for a moment with a copy of the new
    configuration, on a free port of the loopback, with scratch storage and without users, and only
    what it starts with replaces the file. Left out of that copy is what would reach another host or
    stay somewhere, namely the proxy, reporting, Let's Encrypt and the debug service; servers of
    Redis are not asked. The settings of an object store are checked by type only.
  - A program or an image that is not there yet is no error in check mode, but it is one when the
    file is to be written.
  - The registry reads its configuration once, at start. Restart it after a change.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - PyYAML (python3-yaml of the distribution)
  - the Docker SDK for Python (python3-docker of the distribution), for O(image)
extends_documentation_fragment:
  - ansible.builtin.files
  - twinstar.registry.attributes
  - twinstar.registry.options.registry_config
seealso:
  - module: twinstar.registry.htpasswd_users
"""

EXAMPLES = r"""
- name: A registry with users, for a container
  twinstar.registry.registry_config:
    path: /docker/volume/registry/conf/config.yml
    image: registry:2
    log:
      level: debug
      fields:
        service: registry
    storage:
      filesystem:
        rootdirectory: /var/lib/registry
      cache:
        blobdescriptor: inmemory
      delete:
        enabled: true
    http:
      addr: :5000
      secret: "{{ vault_registry_http_secret }}"
      headers:
        X-Content-Type-Options: [nosniff]
        Access-Control-Allow-Origin: ["http://192.168.126.50:8080"]
      http2:
        disabled: false
    auth:
      htpasswd:
        realm: Registry Realm
        path: /auth/htpasswd

- name: A pull-through cache with HTTPS, for Debian's package
  twinstar.registry.registry_config:
    path: /etc/docker/registry/config.yml
    group: docker-registry
    binary: /usr/bin/docker-registry
    storage:
      filesystem:
        rootdirectory: /var/lib/docker-registry
      delete:
        enabled: true
    http:
      addr: :5000
      tls:
        certificate: /etc/docker/registry/tls/registry.crt
        key: /etc/docker/registry/tls/registry.key
    proxy:
      remoteurl: https://harbor.abc.com
"""

RETURN = r"""
registry_config:
  description: The configuration as it is now, or as it will be in check mode.
  returned: success
  type: dict
  contains:
    path:
      description: The file.
      returned: success
      type: str
      sample: /docker/volume/registry/conf/config.yml
    proved_by:
      description: The program or image that started with the new configuration; null when the file
        stayed as it was, or when neither was given.
      returned: success
      type: str
      sample: registry:2
    changed_keys:
      description: Paths of the keys that differ from what the file said.
      returned: success
      type: list
      elements: str
      sample: [http.addr, storage.delete.enabled]
    backup_file:
      description: The copy that was kept.
      returned: when O(backup=true) and the file was changed
      type: str
      sample: /docker/volume/registry/conf/config.yml.4711.2026-11-24@20:31:07~
plan:
  description: What was done, or would be done in check mode, one sentence a change.
  returned: success
  type: list
  elements: str
  sample: ["change http.addr, storage.delete.enabled in /docker/volume/registry/conf/config.yml"]
"""

from ..module_utils._ansible.run import run
from ..module_utils._io.registry_config import REGISTRY_CONFIG

JOB = REGISTRY_CONFIG


def main() -> None:
    run(JOB)


if __name__ == "__main__":
    main()
