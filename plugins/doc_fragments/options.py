# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Made by 'make docs'; edit the Options or the argument specs instead.

from __future__ import annotations


class ModuleDocFragment:
    HOST_PREFLIGHT = r"""
options:
  systems:
    description:
      - 'Systems that the host may run, as the C(ID) of os-release, or with the version
        too: V(debian), V(debian 12).'
      - Another one gives a warning. If left out, every system is fine.
    type: list
    elements: str
  memory_mib:
    description:
      - Memory in MiB that the host must have. If left out, any is enough.
    type: int
  disks:
    description:
      - Space that must be free, a path each. A path need not be there yet.
    type: list
    elements: dict
    suboptions:
      path:
        description:
          - A folder that will hold data.
        type: path
        required: true
      free_gib:
        description:
          - GiB that must be free there. The default only reports what is free.
        type: float
        default: 0
  ports:
    description:
      - Ports that must be free, or held by what may hold them.
    type: list
    elements: dict
    suboptions:
      port:
        description:
          - The port.
        type: int
        required: true
      protocol:
        description:
          - Its protocol.
        type: str
        default: tcp
        choices:
          - tcp
          - udp
      purpose:
        description:
          - Who is going to use it; it stands in the sentence about a busy port.
        type: str
        default: this host's new service
      owners:
        description:
          - 'Names of processes or containers that may hold the port: usually the service
            itself, once it is there.'
        type: list
        elements: str
        default: []
  engine:
    description:
      - Whether a Docker engine must be on the host. V(installed) asks for one, and with
        V(wanted) it is enough to know that one will be installed.
      - If left out, a missing engine is fine, and no word about it.
    type: str
    choices:
      - installed
      - wanted
  engine_version:
    description:
      - The oldest engine to be content with.
    type: str
  compose_version:
    description:
      - The oldest Compose to be content with, where one is installed.
    type: str
  docker_socket:
    description:
      - The engine's socket, which is asked for its version and for the containers that
        hold ports.
    type: path
    default: /var/run/docker.sock
"""

    HOSTS_BLOCK = r"""
options:
  path:
    description:
      - The hosts file.
    type: path
    default: /etc/hosts
  name:
    description:
      - 'Name of the block: it stands in the comment lines before and after it, so that
        several blocks can live in one file.'
    type: str
    default: twinstar.registry
  entries:
    description:
      - 'What the block says, exactly: an entry that is not listed leaves the block.'
      - Required when O(state=present). An empty list removes the block.
    type: list
    elements: dict
    suboptions:
      address:
        description:
          - An IPv4 or IPv6 address.
        type: str
        required: true
      names:
        description:
          - The names that resolve to the address, the canonical one first.
        type: list
        elements: str
        required: true
  conflict:
    description:
      - What to do when a line outside the block maps one of the names to another address
        of the same family.
      - V(fail) names the line and leaves the file as it was; V(warn) writes the block
        all the same.
    type: str
    default: fail
    choices:
      - fail
      - warn
  state:
    description:
      - Whether the block is there.
    type: str
    default: present
    choices:
      - present
      - absent
  backup:
    description:
      - Whether to keep a copy of the file, with a time stamp in its name, before it is
        changed.
    type: bool
    default: false
"""

    REGISTRY_CATALOG_INFO = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://) or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)) are
        used, except towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL) is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME) is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD) is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be valid. Set it to V(false) only in
        a lab: the password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates (PEM) of private authorities, trusted
        beside those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate (PEM) to show to a registry that
        asks for one; it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM, not encrypted) of O(client_cert).
        If left out, the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered, repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry, and never to another host. Their
        values are treated as secrets.
    type: dict
  page_size:
    description:
      - How many names a request asks for; all pages are read. A registry may give fewer.
    type: int
    default: 100
  tags:
    description:
      - 'Whether to list the tags of each repository too: one more request, at least,
        for each.'
    type: bool
    default: false
"""

    REGISTRY_LOGIN = r"""
options:
  registry:
    description:
      - 'The registry as it is named in images: V(host) or V(host:port). V(docker.io)
        stands for Docker Hub.'
    type: str
    required: true
  username:
    description:
      - The user to log in as. Required when O(state=present).
      - If left out, the environment variable E(REGISTRY_USERNAME) is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that stands for it. Required when O(state=present).
      - If left out, the environment variable E(REGISTRY_PASSWORD) is used, where set.
    type: str
  path:
    description:
      - 'The configuration file of the engine''s client. The default is the one of the
        user that the task runs as: with C(become_user), of that user.'
      - A directory that is missing is made with mode V(0700).
    type: path
    default: ~/.docker/config.json
    aliases:
      - config_path
  insecure:
    description:
      - Whether a certificate that cannot be verified, and then plain HTTP, is good enough,
        as for a registry among the engine's C(insecure-registries).
    type: bool
    default: false
  ca_path:
    description:
      - A file on the managed host with certificates (PEM) of private authorities, trusted
        beside those of the system. If left out, the files in C(/etc/docker/certs.d/REGISTRY)
        are used, as the engine does.
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered, repetitions included.
    type: int
    default: 30
  verify:
    description:
      - Whether the registry is asked to accept the credential before anything is written,
        also when it is stored already.
      - With V(false) the registry need not be there.
    type: bool
    default: true
  state:
    description:
      - Whether the credential is stored.
    type: str
    default: present
    choices:
      - present
      - absent
  backup:
    description:
      - Whether to keep a copy of the file, with a time stamp in its name, before it is
        changed.
    type: bool
    default: false
"""

    REGISTRY_PING = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://) or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)) are
        used, except towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL) is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME) is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD) is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be valid. Set it to V(false) only in
        a lab: the password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates (PEM) of private authorities, trusted
        beside those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate (PEM) to show to a registry that
        asks for one; it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM, not encrypted) of O(client_cert).
        If left out, the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered, repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry, and never to another host. Their
        values are treated as secrets.
    type: dict
  wait:
    description:
      - Seconds to wait for a registry that does not answer yet, or answers 5xx, or lacks
        O(expect_headers).
      - With V(0) it is asked once.
    type: int
    default: 0
  expect_headers:
    description:
      - 'Headers that the answer must carry, with these values: a proof that this instance
        answers, and not another on the same address.'
    type: dict
"""

    REGISTRY_TAG_INFO = r"""
options:
  url:
    description:
      - Where the registry answers, with V(https://) or V(http://) and without C(/v2).
      - The proxies in the environment (E(HTTPS_PROXY), E(HTTP_PROXY), E(NO_PROXY)) are
        used, except towards the host itself; C(.netrc) is not read.
      - If left out, the environment variable E(REGISTRY_URL) is used, where set.
    type: str
    required: true
  username:
    description:
      - The user to log in as, with O(password). Without it, the registry is asked anonymously.
      - If left out, the environment variable E(REGISTRY_USERNAME) is used, where set.
    type: str
  password:
    description:
      - The password of O(username), or a token that stands for it.
      - If left out, the environment variable E(REGISTRY_PASSWORD) is used, where set.
    type: str
  validate_certs:
    description:
      - 'Whether the registry''s certificate must be valid. Set it to V(false) only in
        a lab: the password goes to whoever answers.'
    type: bool
    default: true
  ca_path:
    description:
      - A file on the managed host with certificates (PEM) of private authorities, trusted
        beside those of the system.
    type: path
  client_cert:
    description:
      - A file on the managed host with the certificate (PEM) to show to a registry that
        asks for one; it may hold the key too.
    type: path
  client_key:
    description:
      - A file on the managed host with the key (PEM, not encrypted) of O(client_cert).
        If left out, the key is taken from O(client_cert).
    type: path
  timeout:
    description:
      - Seconds within which a request must be answered, repetitions included.
    type: int
    default: 30
  headers:
    description:
      - Headers sent with each request to the registry, and never to another host. Their
        values are treated as secrets.
    type: dict
  images:
    description:
      - 'What to look up: V(repository) for all its tags, V(repository:tag), or V(repository@digest).'
      - The registry's own name may stand before the repository.
    type: list
    elements: str
    required: true
  details:
    description:
      - 'Whether to read sizes, platforms and creation times too: two more requests, at
        least, for each image.'
    type: bool
    default: false
"""
