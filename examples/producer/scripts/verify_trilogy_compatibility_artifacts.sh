#!/usr/bin/env bash
cd "$(dirname "$0")/.." && exec lockstep producer components "$@"
