#!/usr/bin/env bash
# Two robots, each with its engine on a node of its own, and a script (hand_over.cpp) that has them take turns at a shared place.
#
#   examples/nodes/hand_over.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
deckhand=${DECKHAND:-build/release/deckhand}
hand_over=${HAND_OVER:-build/release/hand_over}
folder=$(mktemp -d)
nodes=()
trap 'kill "${nodes[@]}" 2>/dev/null; wait; rm -rf "$folder"' EXIT

engines=()
for name in ada grace; do
  "$deckhand" --log-level warn serve --robot "$name=emulated" --port 0 --listen-nodes 127.0.0.1:0 --time-scale 0.1 \
    --data-dir "$folder/$name" > "$folder/ready-$name" &
  nodes+=($!)
  until node=$(grep -o 'node://.*' "$folder/ready-$name"); do kill -0 "${nodes[-1]}"; sleep 0.1; done
  echo "the engine of $name is at $node"
  engines+=("$node")
done
"$hand_over" "${engines[@]}"
