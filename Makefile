# make demo    set up, build, import the samples, write Reports/
# make test    set up, build, run every test
# make bench   set up, build, measure
# make accessibility  hold axe-core against every kind of page in Reports/, light, dark and narrow
# make oscal   load the OSCAL documents in Reports/ with compliance-trestle (PyPI)
# make deb     set up, build, make a Debian package and work with what is in it
# make api     hold schemathesis against /api/v1 of a desk of invented people
# make datasette  open the periods of a workspace in Datasette (PyPI), view by view
# make browser go through the desk in Chromium and Firefox, screenshots in .build/browser/screenshots
# make load    50 readers and ten units that hand in at a desk of MEMBERS members, for SECONDS
# make fuzz    fuzz readers, fields, packs and overlays with libFuzzer, SECONDS=600 by default
# make soak    kill, plant, fuzz and sanitize for SECONDS
# make reference  write the reference pages of the DocC catalogue anew
# make format  format the sources; make lint checks them, and that they say what others need to know

APT_PACKAGES  := libxml2-dev libzip-dev zlib1g-dev libxlsxwriter-dev libsqlite3-dev pkg-config
LINT_PACKAGES := python3
TEST_PACKAGES := $(APT_PACKAGES) libxml2-utils sqlite3 chromium python3 \
  python3-openpyxl python3-docx
BENCH_PACKAGES := $(APT_PACKAGES) libxml2-utils sqlite3 time python3-venv
# The peers of the benchmark; nothing else uses them.
PEERS := .build/bench-peers
PEER_PACKAGES := polars fastexcel pyarrow python-calamine lxml xlsxwriter

# axe-core comes with its driver from PyPI; the browser is Debian's.
AXE := .build/accessibility
AXE_PACKAGES := axe-playwright-python==0.1.8

# NIST's schemas as Python models.
TRESTLE := .build/trestle
TRESTLE_PACKAGES := compliance-trestle==5.2.0

# schemathesis, which tries what the OpenAPI document says, is from PyPI.
API := .build/api
API_PACKAGES := schemathesis==4.32.5

# What an inspector may open a period with.
DATASETTE := .build/datasette
DATASETTE_PACKAGES := datasette==0.65.1
# The browsers and Chromium's driver are Debian's; Firefox has a driver within.
BROWSER := .build/browser
BROWSER_PACKAGES := selenium==4.51.0 axe-playwright-python==0.1.8 marionette_driver==3.7.1

SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Another apt may be at work; its lock is waited for.
APT    := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600
RELEASE := swift build -c release --static-swift-stdlib
BINARY := .build/release/league-census
DEMO   := .build/demo-workspace

.PHONY: demo reports reference test bench accessibility oscal deb api browser load datasette fuzz soak format lint docstrings setup setup-lint setup-test setup-bench setup-accessibility setup-oscal setup-api setup-browser setup-datasette release clean

# Compilers and installers talk to a log; the terminal shows what is being done and, when it fails, where to read on.
LOG := .build/demo.log
QUIETLY = >>$(LOG) 2>&1 || { tail -n 20 $(LOG) >&2; echo "失败，全部输出见 $(LOG) / Failed; all of it is in $(LOG)" >&2; exit 2; }
demo:
	@mkdir -p .build && : > $(LOG)
	@echo "1/3 安装所需的软件包 / installing what is missing"
	@$(MAKE) --no-print-directory setup $(QUIETLY)
	@echo "2/3 编译，约 15 分钟，占用 1 GB / building, about 15 minutes and 1 GB"
	@$(MAKE) --no-print-directory release $(QUIETLY)
	@echo "3/3 导入 Samples/，写出 Reports/ / importing Samples/, writing Reports/"
	@$(MAKE) --no-print-directory reports $(QUIETLY)
	@echo
	@echo "请用浏览器打开 / open in a browser: file://$(CURDIR)/Reports/2019-Q3/index.html"
	@echo "在浏览器里报送、核对 / hand in and look in a browser: $(BINARY) serve --demo"

# Everything in Reports/ comes from here; a test runs it elsewhere and fails when Reports/ is stale. What is
# left out keeps it small: lists (CSV), pages of units below the counties and, in English and of the quarter before, of those.
REPORTS := Reports
SAMPLES := Samples
# Pseudonyms hang on the key of a workspace. That of invented people may be known, so that Reports/ is the same everywhere.
DEMO_KEY := 'the key of the demo: no secrets.'
CITY    := --workspace $(DEMO)/city --quiet
DIRTY   := --workspace $(DEMO)/dirty --quiet
reports:
	rm -rf $(DEMO) $(addprefix $(REPORTS)/,2019-Q1 2019-Q2 2019-Q3 compare-2019-Q1-2019-Q2 compare-2019-Q2-2019-Q3 trend dirty published)
	mkdir -p -m 700 $(DEMO)/city
	umask 077; printf '%s' $(DEMO_KEY) > $(DEMO)/city/workspace.key
	"$(BINARY)" init $(CITY) >/dev/null
	for quarter in 2019-Q1 2019-Q2 2019-Q3; do \
	  "$(BINARY)" import $(CITY) --period $$quarter $(SAMPLES)/$$quarter --fail-on never >/dev/null || exit 1; done
	cp $(SAMPLES)/unit-mapping.yaml $(DEMO)/city
	"$(BINARY)" import $(DIRTY) --period 2019-Q2 $(SAMPLES)/dirty/2019-Q2 --fail-on never >/dev/null
	"$(BINARY)" report $(CITY) --period 2019-Q2 --baseline 2019-Q1 --out $(REPORTS)/2019-Q2 --outputs html --depth 0
	"$(BINARY)" report $(CITY) --period 2019-Q3 --baseline 2019-Q2 --out $(REPORTS)/2019-Q3 --outputs html,json,xlsx,docx,oscal --depth 1
	"$(BINARY)" report $(CITY) --period 2019-Q3 --baseline 2019-Q2 --out $(REPORTS)/2019-Q3 --outputs html --depth 0 --lang en
	"$(BINARY)" trend $(CITY) --out $(REPORTS)/trend >/dev/null
	"$(BINARY)" report $(DIRTY) --period 2019-Q2 --out $(REPORTS)/dirty --outputs html --depth 1
	mkdir -p $(REPORTS)/published
	for format in csv json; do \
	  "$(BINARY)" audit-figures Samples/published/published-figures.csv --format $$format --fail-on never --quiet > $(REPORTS)/published/audit.$$format || exit 1; done

# The reference pages come from the packs; a test fails when they are stale.
REFERENCE := Sources/Pipeline/Pipeline.docc/Reference
reference: release
	rm -rf $(REFERENCE)
	"$(BINARY)" pack document ningbo-2019 --out $(REFERENCE) --lang en --quiet
	"$(BINARY)" pack document league-2025 --since ningbo-2019 --out $(REFERENCE) --lang en --quiet

test: setup-test
	swift build --build-tests
	swift test --skip-build

bench: setup-bench
	$(RELEASE) --product league-census
	$(RELEASE) --product CensusBenchmark
	.build/release/CensusBenchmark 100000 $(PEERS)/bin/python
	.build/release/CensusBenchmark 600000

# PAGES are folders of pages: Reports/ as it is committed, or others.
PAGES ?= $(REPORTS)
accessibility: setup-accessibility
	$(AXE)/bin/python .ci/accessibility $(PAGES)

# DOCUMENTS are folders that hold reports with an oscal/ folder.
DOCUMENTS ?= $(REPORTS)
oscal: setup-oscal
	$(TRESTLE)/bin/python .ci/oscal $(DOCUMENTS)

# PROGRAM may name another program than the one for release.
PROGRAM ?= $(BINARY)
deb: $(if $(filter $(BINARY),$(PROGRAM)),release)
	.ci/debian/test "$$(.ci/debian/build $(PROGRAM))"

# WORKSPACE is the one that make reports leaves, or another.
WORKSPACE ?= $(DEMO)/city
datasette: setup-datasette
	$(DATASETTE)/bin/python .ci/datasette $(WORKSPACE)

api: setup-api $(if $(filter $(BINARY),$(PROGRAM)),release)
	$(API)/bin/python .ci/api $(PROGRAM)

browser: setup-browser $(if $(filter $(BINARY),$(PROGRAM)),release)
	$(BROWSER)/bin/python Tests/DeskTests/browser.py $(PROGRAM) $(SAMPLES)/2019-Q3/330203-团员花名册-01.xml $(BROWSER)/screenshots

# So many in each of two quarters.
MEMBERS ?= 600000
load: $(if $(filter $(BINARY),$(PROGRAM)),release)
	python3 .ci/load $(PROGRAM) $(MEMBERS) $(if $(filter file,$(origin SECONDS)),120,$(SECONDS))

# The Swift runtime is linked in: the program runs where no Swift is.
release: setup
	$(RELEASE) --product league-census

setup:
	@$(MAKE) --no-print-directory install PACKAGES="$(APT_PACKAGES)"

setup-lint:
	@$(MAKE) --no-print-directory install PACKAGES="$(LINT_PACKAGES)"

setup-test:
	@$(MAKE) --no-print-directory install PACKAGES="$(TEST_PACKAGES)"

# A Python with packages of PyPI: $(call venv,FOLDER,PACKAGES)
venv = [ -e $(1)/ready ] || { python3 -m venv $(1) && $(1)/bin/pip install -q $(2) && touch $(1)/ready; }

setup-bench:
	@$(MAKE) --no-print-directory install PACKAGES="$(BENCH_PACKAGES)"
	@$(call venv,$(PEERS),$(PEER_PACKAGES))

setup-accessibility:
	@$(MAKE) --no-print-directory install PACKAGES="chromium python3-venv"
	@$(call venv,$(AXE),$(AXE_PACKAGES))

setup-oscal setup-api setup-datasette:
	@$(MAKE) --no-print-directory install PACKAGES="python3-venv"
	@$(call venv,$(VENV),$(VENV_PACKAGES))
setup-oscal: VENV = $(TRESTLE)
setup-oscal: VENV_PACKAGES = $(TRESTLE_PACKAGES)
setup-api: VENV = $(API)
setup-api: VENV_PACKAGES = $(API_PACKAGES)
setup-datasette: VENV = $(DATASETTE)
setup-datasette: VENV_PACKAGES = $(DATASETTE_PACKAGES)

setup-browser:
	@$(MAKE) --no-print-directory install PACKAGES="chromium chromium-driver firefox-esr fonts-wqy-zenhei python3-venv"
	@$(call venv,$(BROWSER),$(BROWSER_PACKAGES))

.PHONY: install
install:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2; exit 2; }
	@missing=""; for package in $(PACKAGES); do \
	  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(APT) update -qq && $(APT) install -y -qq --no-install-recommends $$missing; \
	fi

# Fuzzes whatever reads what others wrote; SECONDS in all. Crashes are kept in .build/fuzz/findings.
SECONDS ?= 600
fuzz: setup
	.ci/fuzz $(SECONDS)

# The long tests, within SECONDS; the seed is printed. Logs are kept in .build/soak.
soak: setup-test
	.ci/soak $(SECONDS)

format:
	swift format -i -r Sources Tests Package.swift

lint: setup-lint docstrings
	swift format lint --strict -r Sources Tests Package.swift

# Whatever other modules see says what it means.
docstrings:
	.ci/docstrings

clean:
	rm -rf .build
