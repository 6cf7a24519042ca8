#!/usr/bin/env bash
# A lab of robots, each driven by a process of its own, behind one server: all of them run a protocol at the same time.
#
#   examples/nodes/twenty_robots.sh [HOW MANY] [PROTOCOL]
set -euo pipefail
cd "$(dirname "$0")/../.."
deckhand=${DECKHAND:-build/release/deckhand}
robots=${1:-20}
protocol=${2:-examples/serial_dilution.json}
folder=$(mktemp -d)
nodes=()
trap 'kill "${nodes[@]}" 2>/dev/null; wait; rm -rf "$folder"' EXIT

# wait_for FILE PATTERN: what a process says where it is ready.
wait_for() { until grep -o "$2" "$1" 2>/dev/null; do kill -0 "${nodes[-1]}"; sleep 0.1; done; }

places=()
for number in $(seq "$robots"); do
  "$deckhand" --log-level error hardware --listen 127.0.0.1:0 --name "robot-$number" --time-scale 0.1 > "$folder/$number" &
  nodes+=($!)
  places+=(--robot "robot-$number=$(wait_for "$folder/$number" 'node://.*')")
done
"$deckhand" --log-level error serve --port 0 --time-scale 0.1 --data-dir "$folder/data" "${places[@]}" > "$folder/server" &
nodes+=($!)
url=$(wait_for "$folder/server" 'http://.*')
echo "$robots robots behind $url"

ask() { curl -sf -H 'Opentrons-Version: 3' "$@"; }
field() { python3 -c "import json, sys; print(json.load(sys.stdin)['data']['$1'])"; }
post() { ask -H 'Content-Type: application/json' -d "$2" "$url$1"; }

while ask "$url/robots" | grep -q '"status":"lost"'; do sleep 0.1; done
runs=()
for number in $(seq "$robots"); do
  base=/robots/robot-$number
  id=$(ask -F "files=@$protocol" "$url$base/protocols" | field id)
  run=$base/runs/$(post "$base/runs" "{\"data\": {\"protocolId\": \"$id\"}}" | field id)
  post "$run/actions" '{"data": {"actionType": "play"}}' > /dev/null
  runs+=("$run")
done
"$deckhand" top --url "$url" --once
for run in "${runs[@]}"; do
  while status=$(ask "$url$run" | field status); [[ $status == running || $status == finishing ]]; do sleep 0.5; done
  [[ $status == succeeded ]] || { echo "$run: $status"; exit 1; }
done
"$deckhand" top --url "$url" --once
echo "all $robots runs succeeded"
