# Two commands matter: `make demo` and `make test`. `make help` shows the rest.
# The work is done by tests/run.py, in the standard library of any Python from 3.9.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The first Python that is new enough; a name proves nothing (a pyenv shim may have no version).
FIND_PYTHON = for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; \
	then command -v "$$python"; break; fi; done

# Options go through: make test-unit ARGS="-k hosts", make test-molecule SCENARIO=registry
define RUN
@python=$$($(FIND_PYTHON)); \
if [ -z "$$python" ] && command -v apt-get >/dev/null; then \
	echo "installing python3"; \
	{ ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || apt-get -qq update; } && \
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends python3 >/dev/null; \
	python=$$($(FIND_PYTHON)); \
fi; \
[ -n "$$python" ] || { echo "No Python 3.9 or newer was found. Install python3."; exit 1; }; \
SCENARIO="$(SCENARIO)" VERSION="$(VERSION)" PORT="$(PORT)" exec "$$python" tests/run.py $@ $(ARGS)
endef

.PHONY: help
help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo '  ARGS="…" is passed on, SCENARIO="a b" chooses scenarios of test-molecule.'
	@echo '  make demo HARBOR_URL=… HARBOR_PASSWORD=… takes your Harbor instead of the double.'

.PHONY: demo
demo: ## three hosts on this machine: hub, edge and a client (they stay; end them with clean)
	$(RUN)

.PHONY: test
test: ## everything: lint, sanity, units, modules, scenarios, end to end
	$(RUN)

.PHONY: test-all
test-all: ## test, on all Pythons, with the oldest ansible-core, and with the Debians swapped
	$(RUN)

.PHONY: setup
setup: ## install and start what is missing: packages, venv, engine, images
	$(RUN)

.PHONY: test-unit
test-unit: ## unit tests
	$(RUN)

.PHONY: test-module
test-module: ## modules against local servers and the real programs
	$(RUN)

.PHONY: test-molecule
test-molecule: ## roles and the site on the lab's hosts
	$(RUN)

.PHONY: test-e2e
test-e2e: ## what a user sees, end to end
	$(RUN)

.PHONY: test-harbor
test-harbor: ## module cases on a genuine Harbor: HARBOR_URL=… HARBOR_PASSWORD=…
	$(RUN)

.PHONY: lint
lint: ## ruff, mypy, yamllint, ansible-lint, changelog, docs, shellcheck
	$(RUN)

.PHONY: sanity
sanity: ## ansible-test sanity
	$(RUN)

.PHONY: units-oldest
units-oldest: ## the rooms' unit tests on Python 3.9, by ansible-test
	$(RUN)

.PHONY: docs
docs: ## fragments, tables and action groups from the options
	$(RUN)

.PHONY: docs-site
docs-site: ## modules and roles as pages to browse, in build/docs/html
	$(RUN)

.PHONY: double
double: ## an imitated Harbor on loopback, in the foreground: VERSION=2.13.5 PORT=8085
	$(RUN)

.PHONY: bench
bench: ## benchmarks, as ratios
	$(RUN)

.PHONY: build
build: ## the collection's archive, in dist/
	$(RUN)

.PHONY: clean
clean: ## end the demo and the engine we started, remove build/ and dist/; the cache stays
	$(RUN)

.PHONY: distclean
distclean: ## clean, and remove what is cached: venvs, the lab's images and archives (all checkouts share them)
	$(RUN)
