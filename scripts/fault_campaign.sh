#!/bin/sh
# Every fault of the link and the board, at every line of a short protocol's run, and of the modules and theirs: prints how the
# runs ended, a row a fault; first the board's, then the modules'.
# Usage: scripts/fault_campaign.sh [BUILD_DIR]
set -eu
build=${1:-build/release}
campaign() {  # what is behind the fault in its test's name; the faults
  where=$1
  shift
  echo "| fault | places | how the runs ended |"
  echo "|---|---|---|"
  printf '%s\n' "$@" | xargs -P 4 -I FAULT sh -c '
    said=$("$1"/tests/test_scenario "FAULT $2" 2>&1) || { echo "$said" >&2; exit 1; }
    echo "$said" | grep "^|"' campaign "$build" "$where"
}

campaign "at every line" lost-ack garbage alarm limit silence disconnect slow
campaign "of modules at every line" lost-ack garbage silence disconnect slow error async
