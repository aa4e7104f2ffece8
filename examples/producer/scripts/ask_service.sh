#!/usr/bin/env bash
# Starts the service on a free port of this machine, and asks it what its consumers ask.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --package memory-kernel-service
exec {service}< <(exec cargo run --quiet --package memory-kernel-service -- --bind 127.0.0.1:0)
trap 'kill $!' EXIT
read -r url <&"$service"
probe() { lockstep probe --interactions "$1" --openapi openapi/openapi.yaml --contract service.v3 --base-url "$url"; }
probe interactions.json
probe consumers/assistsupport/interactions.json
lockstep preflight consumers/assistsupport --base-url "$url"
