# The commands of this project; `make help` lists them. They need make, git and Python 3.11, no more.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# The first that is new enough, else python3, which then says so; or PYTHON=/path/to/python3.11.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && exit; \
	done; command -v python3)
VENV_PYTHON := .venv/bin/python
# Which tests: `make test TESTS=tests/cases/feeds`.
TESTS ?=
# How large a database `make bench` makes: 1 is 100,000 people and 1,000,000 articles.
SCALE ?= 1
# How many people `make bench-names bench-extraction` looks for; without it 10,000 and then 100,000.
PEOPLE ?=
# Folders of real feeds and of feedparser's tests for `make bench-feeds`; without them, invented and committed ones.
FEEDS ?=
SUITE ?=
# How many feeds `make bench-polling` polls; without it 2,000.
POLLED ?=
# Folders with pages for `make bench-extraction`; without it the invented ones.
PAGES ?=
# How many articles `make bench-copies` compares in memory and in PostgreSQL.
ARTICLES ?=
# How many articles of how many sources `make bench-whole` takes along.
WHOLE ?=

.PHONY: help setup setup-dev run stop status password shell test test-fast check check-compiled format migrations \
	messages lock bench bench-names bench-feeds bench-polling bench-copies bench-whole quality bench-extraction bench-health

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv and install the pinned packages (done by the others when needed)
	@test -n "$(PYTHON)" || { echo "No python3 was found: install Python 3.11 (on Debian 12 'apt-get install python3')." >&2; exit 1; }
	@"$(PYTHON)" tracker/embedded/bootstrap.py

setup-dev: setup
	@"$(PYTHON)" tracker/embedded/bootstrap.py --dev

run: setup ## start everything, with the founding story; Ctrl-C stops it
	@exec $(VENV_PYTHON) -m tracker.embedded run

stop: setup ## stop what runs on this folder
	@$(VENV_PYTHON) -m tracker.embedded stop

status: setup ## say what runs on this folder
	@$(VENV_PYTHON) -m tracker.embedded status

password: setup ## set a new password for the administrator (or USER_NAME=...)
	@$(VENV_PYTHON) -m tracker.embedded with $(VENV_PYTHON) manage.py changepassword $(or $(USER_NAME),admin)

shell: setup ## a Python prompt on the records
	@$(VENV_PYTHON) -m tracker.embedded with $(VENV_PYTHON) manage.py shell

test: setup-dev ## all tests, in parallel, on throw-away servers (TESTS=tests/... for some)
	@$(VENV_PYTHON) -m pytest -n 2 --dist loadgroup $(TESTS)

test-fast: setup-dev ## tests without browser and without whole processes
	@$(VENV_PYTHON) -m pytest -n 2 -m "not browser and not flow" $(TESTS)

check: setup-dev ## format, lint, types, import contracts, migrations, OpenAPI, translations, audit
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh .ci/checks.sh

check-compiled: setup-dev ## the tests of the compiled parts, with these built with address and undefined-behaviour sanitizers
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh .ci/sanitized.sh

format: setup-dev ## format the code
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_PYTHON) -m ruff check --fix .

migrations: setup-dev ## write migrations for changed models
	@$(VENV_PYTHON) -m tracker.embedded with $(VENV_PYTHON) manage.py makemigrations

messages: setup-dev ## collect the texts to translate, and compile the translations
	@$(VENV_PYTHON) manage.py makemessages --locale ru --no-wrap --ignore .venv --ignore var --ignore tests
	@$(VENV_PYTHON) manage.py compilemessages --locale ru --ignore .venv

lock: ## write requirements*.txt anew from requirements*.in (needs uv)
	@command -v uv >/dev/null || { echo "uv was not found: install it with 'pip install uv'." >&2; exit 1; }
	uv pip compile --python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url --upgrade requirements.in -o requirements.txt
	uv pip compile --python-version 3.11 --generate-hashes --only-binary :all: --no-emit-index-url --upgrade requirements-dev.in -o requirements-dev.txt

bench: setup-dev ## figures: start and stop, memory, names, queries and times on a large database
	@$(VENV_PYTHON) -m tests.bench $(SCALE)

bench-names: setup-dev ## figures of the name finder beside other matchers (PEOPLE="10000 100000")
	@$(VENV_PYTHON) -m tests.bench.names $(PEOPLE)

bench-feeds: setup-dev ## figures of reading feeds beside feedparser and fastfeedparser (FEEDS=folder SUITE=folder)
	@$(VENV_PYTHON) -m tests.bench.feeds $(if $(FEEDS),--real "$(FEEDS)") $(if $(SUITE),--suite "$(SUITE)")

bench-polling: setup-dev ## feeds a second and CPU a feed, beside reader and newsboat (POLLED=2000)
	@$(VENV_PYTHON) -m tests.bench.polling $(POLLED)

bench-copies: setup-dev ## figures of near duplicates beside gaoya (ARTICLES="30000 200000": in memory, in PostgreSQL)
	@$(VENV_PYTHON) -m tests.bench.copies $(ARTICLES)

bench-placing: setup-dev ## what placing an article in its story costs, in stories of 5 and of 100
	@$(VENV_PYTHON) -m pytest -q -s tests/bench/placing.py

bench-all: bench bench-names bench-feeds bench-polling bench-copies bench-placing bench-whole bench-extraction bench-health ## every bench, one after the other (hours)

bench-whole: setup-dev ## the whole way of an article, from page to story and links, with each stage's share (WHOLE="600 12")
	@$(VENV_PYTHON) -m tests.bench.whole_way $(WHOLE)

bench-extraction: setup-dev ## figures of reading articles beside trafilatura (PAGES="folder folder")
	@$(VENV_PYTHON) -m tests.bench.extraction $(if $(PAGES),--pages $(PAGES))

bench-health: setup-dev ## how long judging sources takes, on a throw-away server (SOURCES=10000)
	@TRACKER_VAR=$$(mktemp -d) TRACKER_DEMO=0 $(VENV_PYTHON) -m tracker.embedded with sh -c \
		'$(VENV_PYTHON) manage.py migrate --verbosity 0 && $(VENV_PYTHON) -m tests.bench.health $(SOURCES)'

quality: setup-dev ## precision and recall of finding people, with baselines; SETS=folder, DECISIONS=file
	@$(VENV_PYTHON) -m tests.quality $(if $(SETS),--sets "$(SETS)") $(if $(DECISIONS),--decisions "$(DECISIONS)")
	@$(VENV_PYTHON) -m tests.quality.stories
	@$(VENV_PYTHON) -m tests.quality.proposals
	@$(VENV_PYTHON) -m pytest tests/quality tests/cases/proposals/test_reading.py tests/cases/stories/test_grouping.py -q -s
