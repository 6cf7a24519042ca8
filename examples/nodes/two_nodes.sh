#!/usr/bin/env bash
# A robot on one node, its engine and HTTP API on another, joined over the network: runs a protocol through both.
#
#   examples/nodes/two_nodes.sh [PROTOCOL]
set -euo pipefail
cd "$(dirname "$0")/../.."
deckhand=${DECKHAND:-build/release/deckhand}
protocol=${1:-examples/serial_dilution.json}
folder=$(mktemp -d)
hardware=""
trap '[ -z "$hardware" ] || kill "$hardware" 2>/dev/null; wait; rm -rf "$folder"' EXIT

"$deckhand" --log-level warn hardware --listen 127.0.0.1:0 --name ada --time-scale 0.05 > "$folder/ready" &
hardware=$!
until node=$(grep -o 'node://.*' "$folder/ready"); do kill -0 "$hardware"; sleep 0.1; done
echo "the robot is at $node"
"$deckhand" run "$protocol" --robot "$node" --time-scale 0.05
