# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules and roles as pages to browse, in build/docs/html; a warning fails.

`python -m tests.toolchain.docs_site`, with the venv's Python. The pages refer to two places of
Ansible's own documentation. Sphinx would fetch its inventory to know their addresses; here the two
are said in an inventory of ours, so that nothing is fetched and a wrong reference still shows.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from pathlib import Path

from . import checkout

SITE = checkout.BUILD / "docs"
ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
LABELS = {
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
CONF = f"""project = "twinstar.registry"
html_title = "twinstar.registry"
extensions = ["sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
html_theme = "sphinx_ansible_theme"
html_show_sphinx = False
html_use_index = False
html_copy_source = False
intersphinx_mapping = {{"ansible": ("{ANSIBLE}", "../objects.inv")}}
"""


def inventory(labels: dict[str, str]) -> bytes:
    """An inventory of labels, as Sphinx reads it: four lines, then the entries, packed."""
    head = "# Sphinx inventory version 2\n# Project: ansible\n# Version:\n"
    head += "# The remainder of this file is compressed using zlib.\n"
    entries = "".join(f"{name} std:label -1 {place} {name}\n" for name, place in labels.items())
    return head.encode() + zlib.compress(entries.encode())


def main() -> int:
    shutil.rmtree(SITE, ignore_errors=True)
    pages = SITE / "rst"
    pages.mkdir(parents=True, mode=0o755)
    (SITE / "conf.py").write_text(CONF)
    (SITE / "objects.inv").write_bytes(inventory(LABELS))
    tools = Path(sys.executable).parent
    for words in (
        [
            "antsibull-docs", "collection", "--use-current", "--squash-hierarchy",
            "--cleanup", "everything", "--fail-on-error", "--dest-dir", str(pages),
            "twinstar.registry",
        ],
        [
            "sphinx-build", "--fail-on-warning", "--keep-going", "--quiet", "--builder", "html",
            "--conf-dir", str(SITE), str(pages), str(SITE / "html"),
        ],
    ):  # fmt: skip
        status = subprocess.run([str(tools / words[0]), *words[1:]], check=False).returncode
        if status:
            return status
    print(f"The first page is {SITE / 'html' / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
