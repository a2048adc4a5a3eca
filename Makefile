# make demo    a real audit of the example, in an environment of its own
# make test    all checks and tests, in another
# make lock    renews constraints.txt

VENV ?= .venv
TEST_VENV ?= .venv-test
PYTHONS = python3.12 python3.11 python3 python3.13
CODE = __init__.py calendars cli engine reports rules tests $(wildcard benchmarks/*.py examples/*.py examples/*/*.py)

# The interpreters are tried, not only looked for: a shim of that name may stand for nothing.
FIND_PYTHON = for python in $(PYTHONS); do \
	if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then break; fi; \
	python=; done; \
	if [ -z "$$python" ]; then \
	echo "checkbranch needs Python 3.11 or later with venv, and found none under these names: $(PYTHONS)." >&2; exit 1; fi

# The build tools are pinned too, and builds use them, so that a set-up does not change from day to day.
PIP_INSTALL = -m pip install -qq --disable-pip-version-check --constraint constraints.txt
SET_UP = $(PIP_INSTALL) pip setuptools
INSTALL = $(PIP_INSTALL) --no-build-isolation

# All that checkbranch needs but durable-rules, which has to be compiled.
WITHOUT_DURABLE = import tomllib; \
	needs = tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"]; \
	print("\n".join(need for need in needs if not need.startswith("durable")))

.PHONY: demo test types tests lock clean

demo: $(VENV)/checkbranch-installed
	@$(VENV)/bin/checkbranch audit examples/huanghou --as-of 2026-11-23 || [ $$? -eq 1 ]

# mypy, which keeps one processor busy, runs beside the tests; what fails makes the whole fail once both have ended.
test: $(TEST_VENV)/checkbranch-installed
	$(TEST_VENV)/bin/ruff check
	$(TEST_VENV)/bin/ruff format --check
	@$(MAKE) --no-print-directory -j2 types tests

types: $(TEST_VENV)/checkbranch-installed
	@# mypy takes the package's name from its folder, whatever this checkout is called: hence the link.
	@link=$$(mktemp -d) && ln -s "$(CURDIR)" "$$link/checkbranch" && cd "$$link" && echo mypy $(CODE) && \
	"$(abspath $(TEST_VENV))/bin/mypy" --config-file checkbranch/pyproject.toml \
	--cache-dir "$(CURDIR)/.mypy_cache" $(addprefix checkbranch/,$(CODE)); \
	status=$$?; rm -rf "$$link"; exit $$status

tests: $(TEST_VENV)/checkbranch-installed
	$(TEST_VENV)/bin/pytest -q -n auto --dist worksteal

lock:
	@rm -rf .venv-lock *.egg-info
	@$(FIND_PYTHON); $$python -m venv .venv-lock
	.venv-lock/bin/python -m pip install -qq --upgrade pip setuptools
	.venv-lock/bin/python -m pip install -qq --editable '.[test]'
	@{ sed '/^[^#]/,$$d' constraints.txt && \
	.venv-lock/bin/python -m pip freeze --all --exclude-editable; } > .venv-lock/constraints.txt
	mv .venv-lock/constraints.txt constraints.txt
	@rm -rf .venv-lock *.egg-info

clean:
	rm -rf .venv-test .venv-lock build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/checkbranch-installed: pyproject.toml constraints.txt
	@echo "Setting up $(VENV), once; this takes a minute." >&2
	@$(FIND_PYTHON); $$python -m venv $(VENV)
	@$(VENV)/bin/python $(SET_UP)
	@if ! $(VENV)/bin/python $(INSTALL) --editable . >$(VENV)/install.log 2>&1; then \
	echo "durable-rules could not be installed (see $(VENV)/install.log); going on without it." >&2; \
	$(VENV)/bin/python -c '$(WITHOUT_DURABLE)' >$(VENV)/needs.txt && \
	$(VENV)/bin/python $(INSTALL) --requirement $(VENV)/needs.txt && \
	$(VENV)/bin/python $(INSTALL) --no-deps --editable .; fi
	@touch $@

$(TEST_VENV)/checkbranch-installed: pyproject.toml constraints.txt
	@echo "Setting up $(TEST_VENV); this takes a minute or two." >&2
	@rm -rf build *.egg-info
	@$(FIND_PYTHON); $$python -m venv $(TEST_VENV)
	@$(TEST_VENV)/bin/python $(SET_UP)
	@$(TEST_VENV)/bin/python $(INSTALL) --editable '.[test]'
	@touch $@
