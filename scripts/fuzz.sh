#!/usr/bin/env bash
# Runs every fuzz target of build/fuzz for a while (30 seconds unless told otherwise), from the collected inputs on. What is new
# and interesting stays in build/fuzz/found; what breaks is named, and makes this fail.
#
#   scripts/fuzz.sh [SECONDS [TARGET…]]
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-30}
shift || true
[ $# -gt 0 ] || set -- $(cd build/fuzz && ls seeds_of_* | sed 's/^seeds_of_//')

for target in "$@"; do
  mkdir -p "build/fuzz/found/$target"
  IFS=';' read -ra seeds < "build/fuzz/seeds_of_$target" || true
  echo "fuzz: $target, $seconds s"
  "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/$target-" "build/fuzz/found/$target" "${seeds[@]}" > "build/fuzz/$target.log" 2>&1 ||
    { tail -n 40 "build/fuzz/$target.log"; echo "fuzz: $target broke; the input is build/fuzz/$target-*" >&2; exit 1; }
  grep -E '^(stat::number_of_executed_units|stat::average_exec_per_sec|stat::new_units_added)' "build/fuzz/$target.log"
done
