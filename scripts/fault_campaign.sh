#!/bin/sh
# Every fault of the link and the board, at every line of a short protocol's run: prints how the runs ended, a row a fault.
# Usage: scripts/fault_campaign.sh [BUILD_DIR]
set -eu
build=${1:-build/release}
echo "| fault | places | how the runs ended |"
echo "|---|---|---|"
printf '%s\n' lost-ack garbage alarm limit silence disconnect slow |
  xargs -P 4 -I FAULT sh -c '
    said=$("$1"/tests/test_scenario "FAULT at every line" 2>&1) || { echo "$said" >&2; exit 1; }
    echo "$said" | grep "^|"' campaign "$build"
