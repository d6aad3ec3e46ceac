# make help says what there is. The building itself is CMake: see CMakePresets.json.
.DEFAULT_GOAL := help
.PHONY: help packages build programs test run demo torture vm-test fuzz format format-check bench clean

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

# One compiler for each core, and for each GB of memory: the heaviest sources take that much.
JOBS ?= $(shell awk -v cores=$$(nproc) '/^MemTotal/ { gb = int($$2 / 1000000) + 1; print gb < cores ? gb : cores }' /proc/meminfo)
BIN := $(CURDIR)/build/release/bin
SOURCES := git ls-files -z --cached --others --exclude-standard -- "*.cpp" "*.hpp" ":!protocol/numbering/plans*"
# Other versions lay a few things out otherwise.
CLANG_FORMAT_VERSION := 14

help:
	@echo "make run           build, then run the daemon on your modem, or on simulated ones with a short story"
	@echo "make demo          play the story and check it; exits 0 when all of it was right"
	@echo "make test          build with sanitizers and run the whole suite"
	@echo "make torture       kill the daemon again and again and look what was lost; SEEDS=1..1000 goes on where it ended"
	@echo "make build         the optimised programs, into build/release/bin"
	@echo "make vm-test       the installed daemon in a Debian guest, whose USB modem is pulled out and put back (needs QEMU)"
	@echo "make fuzz          throw octets at every decoder, an hour each; SECONDS=60 for a short round"
	@echo "make bench         measure the optimised programs"
	@echo "make format        lay the sources out; make format-check only looks"
	@echo "make packages      install the Debian packages that all this needs (the others do it, too)"
	@echo "make clean         remove build/"

packages:
	@.ci/install-packages

build: packages
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS)

# What run and demo need, without the tests.
programs: packages
	cmake --preset release
	cmake --build --preset release --parallel $(JOBS) --target nidad nida nida-modemsim

test: packages
	cmake --preset dev
	cmake --build --preset dev --parallel $(JOBS)
	ctest --preset dev --parallel $(JOBS) --output-on-failure

run demo: programs
	@PATH="$(BIN):$$PATH" NIDA_BIN_DIR="$(BIN)" exec tests/demo/story.sh $@

vm-test: programs
	@.ci/install-packages vm
	@NIDA_BIN_DIR="$(BIN)" tests/vm/run "$(CURDIR)/build/vm"

# Rounds wait more than they work: more of them at a time than there are cores.
SEEDS ?= 1..40
AGAIN ?= 1
torture: packages
	cmake --preset torture
	cmake --build --preset torture --parallel $(JOBS) --target nidad nida nida-modemsim nida-torture
	@for i in $$(seq $(AGAIN)); do \
		build/torture/bin/nida-torture --seeds "$(SEEDS)" --jobs $$((2 * $$(nproc))) \
			$(if $(filter 1,$(AGAIN)),--tally build/torture/tally.jsonl) || exit; \
	done

SECONDS_A_TARGET = $(or $(SECONDS),3600)
fuzz:
	@.ci/install-packages fuzz
	@JOBS=$(JOBS) tests/fuzz/run $(SECONDS_A_TARGET)

format:
	@$(SOURCES) | xargs -0 -r clang-format -i

format-check:
	@if clang-format --version | grep -q "version $(CLANG_FORMAT_VERSION)\."; then \
		$(SOURCES) | xargs -0 -r clang-format --dry-run -Werror; \
	else \
		echo "The layout is not checked: that takes clang-format $(CLANG_FORMAT_VERSION), and this is: $$(clang-format --version)"; \
	fi

bench: build
	cmake --build --preset release --parallel $(JOBS) --target nida-bench-yardstick nida-bench-protocol nida-bench-rules nida-bench-claims nida-bench-campaigns
	@NIDA_BIN_DIR="$(BIN)" exec tests/bench/run

clean:
	rm -rf build
