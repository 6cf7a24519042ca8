# The thin front: every goal is one or two commands that also work by hand.
jobs := $(shell nproc)

.PHONY: setup build run test test-network campaign bench asan tsan fuzz format check-format clean

setup:
	scripts/setup.sh release

build: setup
	cmake --preset release
	cmake --build --preset release --parallel $(jobs)

# A node with an emulated robot runs an example protocol and shows its run log.
run: build
	build/release/deckhand run examples/serial_dilution.json --time-scale 0.1

test: check-format build
	ctest --preset release --parallel $(jobs)

# Links between network namespaces, cut and slowed down, and nodes that are killed: for root, and a minute or two.
test-network: build
	build/release/tests/test_scenario "[.network]"

# Every fault of the link and the board at every line of a run: three minutes on two cores.
campaign: build
	scripts/fault_campaign.sh

bench: build
	scripts/bench.sh

# The same tests under a sanitizer.
asan tsan:
	scripts/setup.sh $@
	cmake --preset $@
	cmake --build --preset $@ --parallel $(jobs)
	ctest --preset $@

# Each fuzz target for a while; what breaks is kept in build/fuzz. Then add it to tests/fuzz/corpus and mend it.
fuzz_seconds = 30
fuzz:
	scripts/setup.sh fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz --parallel $(jobs)
	scripts/fuzz.sh $(fuzz_seconds)

sources = $(shell git ls-files --cached --others --exclude-standard '*.hpp' '*.cpp')
format:
	clang-format-14 -i $(sources)
check-format: setup
	clang-format-14 --dry-run --Werror $(sources)

clean:
	rm -rf build
