#!/usr/bin/env bash
# Runs the benchmarks of the release build, one after another, and prints what they print.
set -euo pipefail
cd "$(dirname "$0")/.."
build/release/bench/jank "$@"
build/release/bench/http_load
build/release/bench/python_rate
build/release/bench/robots
