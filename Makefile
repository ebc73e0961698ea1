# One line a target. `make demo` and `make test` install what they need from Debian's packages.
SHELL := /bin/bash
SWIFT ?= swift
PACKAGES := libncurses-dev libyaml-dev libkainjow-mustache-dev g++ tmux curl unzip zip zlib1g-dev procps iproute2
TEST_PACKAGES := chromium
STATIC := $(CURDIR)/.build/static/libstdc++.a
export SWIFT_BACKTRACE ?= enable=no

.PHONY: setup build release install deb demo test faults fuzz bench pictures screens lint format lab lab-test lab-ssh lab-down clean
setup: ; @.ci/install $(PACKAGES)
build: setup ; $(SWIFT) build --explicit-target-dependency-import-check error
release: setup $(STATIC) ; $(SWIFT) build $(RELEASE) --product joget-cluster
# Nobody looks a symbol of the program up by its name: their list would be another megabyte to load at each start. Of the C++ library the
# mustache templates need little; as a library of its own, all of it is loaded and linked each time.
RELEASE := -c release --static-swift-stdlib -Xlinker --no-export-dynamic -Xlinker -L$(dir $(STATIC))
$(STATIC): | setup ; @mkdir -p $(@D) && ln -sf $$(g++ -print-file-name=libstdc++.a) $@
# Below PREFIX, /usr/local where nothing is said, and DESTDIR. Root is not needed where both are yours.
install: release
	@.ci/install $(PACKING)
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Resources/Package/install $$($(SWIFT) build $(RELEASE) --show-bin-path)/joget-cluster
deb: release
	@.ci/install $(PACKING) debhelper dpkg-dev fakeroot lintian
	@Resources/Package/deb $$($(SWIFT) build $(RELEASE) --show-bin-path)/joget-cluster .build/deb
PACKING := lowdown chrpath binutils
PREFIX ?= /usr/local
demo: build ; @$$($(SWIFT) build --show-bin-path)/joget-cluster --rehearse
test faults: setup ; @.ci/install $(TEST_PACKAGES)
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	rm -f $(JOGET_FAULT_LEDGER)
	# One after the other: what computes for long starves what waits for terminals and processes.
	$(SWIFT) test --skip-build --filter HTMLBrowserTests $(or-table)
	$(SWIFT) test --skip-build --filter '^(Terminal|Wizard|Machines)Tests\.' $(or-table)
	$(SWIFT) test --skip-build --skip HTMLBrowserTests --skip '^(Terminal|Wizard|Machines|Crash)Tests\.' $(or-table)
	$(SWIFT) test --skip-build --filter '^CrashTests\.' $(or-table)
	$(table)
# Where figures are wanted, they are printed for what was tried before a failure as well.
table = $(if $(JOGET_FAULT_LEDGER),.ci/faults $(JOGET_FAULT_LEDGER) $(LAB_FAULTS))
or-table = $(if $(JOGET_FAULT_LEDGER),|| { $(table); false; })
# The tests with nothing left out, and the table of what held. The lab's figures are those of its last run (`make lab-test`).
faults: export JOGET_FAULT_LEDGER := $(CURDIR)/.build/faults.tsv
LAB_FAULTS ?= $(or $(JOGET_LAB_CACHE),$(HOME)/.cache/joget-cluster-lab)/faults.tsv
fuzz: ; Tests/Fuzz/run $(TARGET) $(SECONDS)
# Beside what an operator would use instead, in a folder of their own; some minutes, the last of them in the lab. Needs root.
bench: release
	@.ci/install strace gcc libc6-dev binutils python3-venv git
	$(SWIFT) build $(RELEASE) --product engine-bench
	mkdir -p .build/bench
	strip -o .build/bench/joget-cluster $$($(SWIFT) build -c release --show-bin-path)/joget-cluster
	gcc -O2 -Wall -static -o .build/bench/gauge Benchmarks/gauge.c
	Benchmarks/peers .build/bench/peers
	PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 Benchmarks/bench.py .build/bench .build/bench/joget-cluster \
		$$($(SWIFT) build -c release --show-bin-path)/engine-bench Resources $(ROW)
# The screens of the README, from the program itself.
pictures: build
	rm -rf /tmp/joget-cluster.pictures
	JOGET_REHEARSAL_PACE=300 TERM=xterm-256color LC_ALL=C.UTF-8 script -qec "stty rows 24 cols 80; $$($(SWIFT) build --show-bin-path)/joget-cluster \
		--rehearse --state /tmp/joget-cluster.pictures --answers Resources/Screens/tour.yaml --screens Resources/Screens" /dev/null > /dev/null
	rm -rf /tmp/joget-cluster.pictures
screens: setup ; RECORD=1 $(SWIFT) test --filter WizardTests || true
lint: ; $(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
format: ; $(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks
lab: release ; Tests/Lab/lab up
lab-test: release ; Tests/Lab/lab test
lab-ssh: ; Tests/Lab/lab ssh $(H)
lab-down: ; Tests/Lab/lab down
clean: ; rm -rf .build
