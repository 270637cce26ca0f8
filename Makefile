# make demo    set up, build, import the samples, write Reports/
# make test    set up, build, run every test
# make bench   set up, build, measure
# make fuzz    fuzz the readers with libFuzzer, SECONDS=600 by default
# make reference  write the reference pages of the DocC catalogue anew
# make format  format the sources; make lint checks them

APT_PACKAGES  := libxml2-dev libzip-dev libxlsxwriter-dev libsqlite3-dev pkg-config
TEST_PACKAGES := $(APT_PACKAGES) libxml2-utils sqlite3 chromium python3
BENCH_PACKAGES := $(APT_PACKAGES) libxml2-utils time python3-venv
# The peers of the benchmark; nothing else uses them.
PEERS := .build/bench-peers
PEER_PACKAGES := polars fastexcel pyarrow python-calamine lxml xlsxwriter

SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RELEASE := swift build -c release --static-swift-stdlib
BINARY := .build/release/league-census
DEMO   := .build/demo-workspace

.PHONY: demo reports reference test bench fuzz format lint setup setup-test setup-bench release clean

demo: setup release reports
	@echo
	@echo "Open Reports/2019-Q2/index.html in a browser (English: Reports/2019-Q2/index.en.html)."

# Everything in Reports/ comes from here; a test fails when it is stale.
reports:
	rm -rf $(DEMO) Reports/2019-Q1 Reports/2019-Q2 Reports/dirty Reports/published
	$(BINARY) import --workspace $(DEMO)/city --period 2019-Q1 Samples/2019-Q1 --fail-on never --quiet >/dev/null
	$(BINARY) import --workspace $(DEMO)/city --period 2019-Q2 Samples/2019-Q2 --fail-on never --quiet >/dev/null
	$(BINARY) import --workspace $(DEMO)/dirty --period 2019-Q2 Samples/dirty/2019-Q2 --fail-on never --quiet >/dev/null
	$(BINARY) report --workspace $(DEMO)/city --period 2019-Q1 --out Reports/2019-Q1 --quiet
	$(BINARY) report --workspace $(DEMO)/city --period 2019-Q2 --baseline 2019-Q1 --out Reports/2019-Q2 --quiet
	$(BINARY) report --workspace $(DEMO)/city --period 2019-Q2 --baseline 2019-Q1 --out Reports/2019-Q2 --outputs html --lang en --quiet
	mkdir -p Reports/published
	$(BINARY) audit-figures Samples/published/published-figures.csv --format csv --fail-on never --quiet > Reports/published/audit.csv
	$(BINARY) audit-figures Samples/published/published-figures.csv --format json --fail-on never --quiet > Reports/published/audit.json
	$(BINARY) report --workspace $(DEMO)/dirty --period 2019-Q2 --out Reports/dirty --outputs html,json --quiet

# The reference pages come from the packs; a test fails when they are stale.
REFERENCE := Sources/Pipeline/Pipeline.docc/Reference
reference: release
	rm -rf $(REFERENCE)
	$(BINARY) pack document ningbo-2019 --out $(REFERENCE) --lang en --quiet
	$(BINARY) pack document league-2025 --since ningbo-2019 --out $(REFERENCE) --lang en --quiet

test: setup-test
	swift build --build-tests
	swift test --skip-build

bench: setup-bench
	$(RELEASE) --product league-census
	$(RELEASE) --product CensusBenchmark
	.build/release/CensusBenchmark 100000 $(PEERS)/bin/python

# The Swift runtime is linked in: the program runs where no Swift is.
release: setup
	$(RELEASE) --product league-census

setup:
	@$(MAKE) --no-print-directory install PACKAGES="$(APT_PACKAGES)"

setup-test:
	@$(MAKE) --no-print-directory install PACKAGES="$(TEST_PACKAGES)"

setup-bench:
	@$(MAKE) --no-print-directory install PACKAGES="$(BENCH_PACKAGES)"
	@[ -x $(PEERS)/bin/python ] || { python3 -m venv $(PEERS) && $(PEERS)/bin/pip install -q $(PEER_PACKAGES); }

.PHONY: install
install:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 2; }
	@missing=""; for package in $(PACKAGES); do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi

# Fuzzes the readers; SECONDS in all. Crashes are kept in .build/fuzz/findings.
SECONDS ?= 600
fuzz: setup
	.ci/fuzz $(SECONDS)

format:
	swift format -i -r Sources Tests Package.swift

lint:
	swift format lint --strict -r Sources Tests Package.swift

clean:
	rm -rf .build
