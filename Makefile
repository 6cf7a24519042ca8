# The thin front: every goal is one or two commands that also work by hand.
jobs := $(shell nproc)

.PHONY: setup build run test bench asan tsan format check-format clean

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

bench: build
	scripts/bench.sh

# The same tests under a sanitizer.
asan tsan:
	scripts/setup.sh $@
	cmake --preset $@
	cmake --build --preset $@ --parallel $(jobs)
	ctest --preset $@

sources = $(shell git ls-files --cached --others --exclude-standard '*.hpp' '*.cpp')
format:
	clang-format-14 -i $(sources)
check-format: setup
	clang-format-14 --dry-run --Werror $(sources)

clean:
	rm -rf build
