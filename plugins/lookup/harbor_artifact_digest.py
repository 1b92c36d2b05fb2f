# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: harbor_artifact_digest
short_description: The digest behind a tag in Harbor
description:
  - Asks Harbor which artifact a tag is on, so that a play deploys, copies or signs just that one
    even if the tag moves meanwhile.
  - It runs on the controller. Several artifacts are looked up side by side.
  - How Harbor is reached may be said once in variables of the inventory or the play, named as each
    option says.
version_added: 0.1.0
author:
  - twinstar.registry contributors (@twinstar)
requirements:
  - the Python library requests on the controller (python3-requests on Debian)
seealso:
  - module: twinstar.registry.harbor_artifact_info
  - module: twinstar.registry.harbor_artifact
options:
  _terms:
    description:
      - Artifacts, each as C(project/repository:tag). The host and port of O(harbor_url) may stand
        before it, as in the name of an image.
      - With C(@sha256:…) in place of the tag, it is looked up whether there is such an artifact.
    type: list
    elements: str
    required: true
  default:
    description:
      - What is given for an artifact that is not there. If left out, the lookup fails.
    type: str
  harbor_url:
    description:
      - Where Harbor answers, with V(https://) or V(http://) and without C(/api).
    type: str
    required: true
    vars:
      - name: harbor_url
    env:
      - name: HARBOR_URL
  harbor_username:
    description:
      - The user to log in as, or the full name of a robot account with its prefix, such as
        V(robot$ci). Without it, Harbor is asked anonymously, and knows public projects only.
    type: str
    vars:
      - name: harbor_username
    env:
      - name: HARBOR_USERNAME
  harbor_password:
    description:
      - The password of O(harbor_username), or the secret of the robot account.
    type: str
    vars:
      - name: harbor_password
    env:
      - name: HARBOR_PASSWORD
  validate_certs:
    description:
      - Whether Harbor's certificate must be valid. Set it to V(false) only in a lab.
    type: bool
    default: true
    vars:
      - name: harbor_validate_certs
  ca_path:
    description:
      - A file on the controller with certificate authorities (PEM) that are trusted beside those of
        the system.
    type: path
    vars:
      - name: harbor_ca_path
  client_cert:
    description:
      - A file on the controller with the certificate (PEM) to show to a Harbor that asks for one.
    type: path
    vars:
      - name: harbor_client_cert
  client_key:
    description:
      - A file on the controller with the key (PEM, not encrypted) of O(client_cert). If left out,
        it is taken from O(client_cert).
    type: path
    vars:
      - name: harbor_client_key
  headers:
    description:
      - Headers sent with each request to Harbor.
    type: dict
    vars:
      - name: harbor_headers
  proxy:
    description:
      - The proxy to reach Harbor by, as V(http://proxy.example.com:3128). If left out, the proxies
        in the environment are used.
    type: str
    vars:
      - name: harbor_proxy
  timeout:
    description:
      - Seconds within which one request must be answered, repetitions included.
    type: int
    default: 30
    vars:
      - name: harbor_timeout
"""

EXAMPLES = r"""
- name: What is tested is what is released
  hosts: localhost
  vars:
    harbor_url: https://harbor.abc.com
    harbor_username: robot$ci
    harbor_password: "{{ vault_ci_secret }}"
    tested: "{{ lookup('twinstar.registry.harbor_artifact_digest', 'test/app/web:candidate') }}"
  tasks:
    - name: Look it up once
      ansible.builtin.set_fact:
        digest: "{{ tested }}"

    - name: Release it
      twinstar.registry.harbor_artifact:
        harbor_url: "{{ harbor_url }}"
        harbor_username: "{{ harbor_username }}"
        harbor_password: "{{ harbor_password }}"
        project: prod
        repository: app/web
        copy_from: "test/app/web@{{ digest }}"
        tags: ["1.2"]

    - name: Build another only if it is not there yet
      ansible.builtin.command: make push
      vars:
        there: "{{ lookup('twinstar.registry.harbor_artifact_digest', 'test/web:1', default='') }}"
      when: there == ''
      changed_when: true
"""

RETURN = r"""
_raw:
  description: The digests, in the order of the artifacts.
  type: list
  elements: str
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ..module_utils._core.errors import InputError, Problem
from ..module_utils._core.harbor_option import HARBOR_CONNECTION, harbor_connection_faults
from ..module_utils._core.option import faults
from ..module_utils._harbor.artifact import digests_of
from ..module_utils._io.harbor_client import HarborClient
from ..module_utils._io.harbor_estate import Estate

VARIABLES = {f"harbor_{option.name.removeprefix('harbor_')}" for option in HARBOR_CONNECTION}


def _flat(terms: Sequence[Any]) -> list[str]:
    """A list may be given as one term."""
    return [str(one) for term in terms for one in (term if isinstance(term, list) else [term])]


class LookupModule(LookupBase):
    def run(
        self, terms: Sequence[str], variables: Mapping[str, Any] | None = None, **options: Any
    ) -> list[str]:
        # Ansible hands variables to a lookup as they were written, templates and all.
        told = {
            name: value if self._templar is None else self._templar.template(value)
            for name, value in (variables or {}).items()
            if name in VARIABLES
        }
        # ansible-core declares no types here.
        plugin: Any = self
        plugin.set_options(var_options=told, direct=options)
        params = {option.name: plugin.get_option(option.name) for option in HARBOR_CONNECTION}
        try:
            wrong = [*faults(HARBOR_CONNECTION, params), *harbor_connection_faults(params)]
            if wrong:
                raise InputError(wrong)
            registry = urlsplit(params["harbor_url"]).netloc
            look = digests_of(_flat(terms), registry, plugin.get_option("default"))
            found: list[str] = Estate(HarborClient(params)).run(look, ())
        except Problem as problem:
            raise AnsibleLookupError("; ".join(problem.errors)) from None
        return found
