# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A double of Harbor's installer, for tests: bundles of 2.9.5, 2.13.5 and 2.15.2.

Harbor's own bundles cannot be had here. These have the same six files, behave as those do, with
their traps, and are made of nothing of Harbor's: the scripts and the renderer were written from
what was seen of the genuine ones, and what the containers run are Debian's packages and the
double of the API (tests/double).

    python -m tests.double.installer folder 2.13.5 DIR     # DIR/harbor as unpacked, but no images
    python -m tests.double.installer standin BIN           # BIN/docker, which needs no engine
    python -m tests.double.installer bundle 2.13.5         # a whole bundle; prints its path

With BIN in front of PATH, DIR/harbor/install.sh then runs all steps of an installation but the
containers: what `prepare` writes is really written, with modes and (for root) owners.

bundle/        install.sh, common.sh, prepare and harbor.yml.tmpl, with marks for the version
bundling.py    these as a folder or a bundle
prepare/       the program in the image goharbor/prepare
standin.py     a docker without an engine
images.py      the archive of images: layers of Debian's packages, and how each is started
stack/         what runs in them

What a stack does as a genuine one does: PostgreSQL holds all state but blobs and keys; the core
brings the schema to its version, and refuses a newer one; secrets of registries are encrypted with
data_volume/secret/keys/secretkey, tokens are good for one private_key.pem; a jobservice that does
not know the core's secret, or the other way round, is of no use; /api/v2.0/health says who really
answers. What differs: --privileged is left out, images are Debian's, PostgreSQL is 15 in all of
them, jobs are done by the core (while the jobservice takes orders), no web pages, no `gencert` and
no `migrate`.

Bundles are cached by content in the lab's cache, and go with `make distclean`.
"""
