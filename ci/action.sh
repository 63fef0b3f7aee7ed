#!/usr/bin/env bash
# The shell part of the GitHub Action (action.yml): `install`, `check` and `finish`, one step each. Inputs come as
# INPUT_… variables and are never evaluated; a list has one entry a line. `check` keeps the exit code for `finish`, so that
# annotations, summary and upload are there before the job fails, once.
set -euo pipefail

wrong() {
  echo "::error title=synlint::$1"
  exit 2
}

boolean() {
  case "$2" in
    true | false) ;;
    *) wrong "the input $1 is neither true nor false" ;;
  esac
}

output() {
  printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"
}

# Puts the lines of a text that hold something into `entries`. macOS has bash 3.2, which knows no references to arrays.
lines() {
  local line
  entries=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then entries+=("$line"); fi
  done <<< "$1"
}

# The program that is named, or one built from the source the action lies in.
install() {
  local program=${INPUT_SYNLINT:-}
  if [ -z "$program" ]; then
    command -v cargo > /dev/null || wrong "synlint is built from source, and there is no cargo on this runner: name a program with the input synlint"
    cargo install --locked --quiet --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/synlint" \
      --target-dir "$RUNNER_TEMP/synlint-build"
    program=$RUNNER_TEMP/synlint/bin/synlint
  fi
  "$program" --version
  output program "$program"
}

check() {
  boolean annotations "$INPUT_ANNOTATIONS"
  boolean summary "$INPUT_SUMMARY"
  boolean upload-sarif "$INPUT_UPLOAD_SARIF"
  local arguments=(check) code=0
  if [ "$INPUT_ANNOTATIONS" = true ]; then arguments+=(-o github); else arguments+=(-o concise); fi
  if [ "$INPUT_SUMMARY" = true ]; then arguments+=(-o "markdown=$RUNNER_TEMP/synlint.md"); fi
  local sarif=${INPUT_SARIF:-}
  if [ -z "$sarif" ] && [ "$INPUT_UPLOAD_SARIF" = true ]; then sarif=$RUNNER_TEMP/synlint.sarif; fi
  if [ -n "$sarif" ]; then arguments+=(-o "sarif=$sarif"); fi
  if [ -n "${INPUT_CONFIG:-}" ]; then arguments+=("--config=$INPUT_CONFIG"); fi
  if [ -n "${INPUT_FAIL_ON:-}" ]; then arguments+=("--fail-on=$INPUT_FAIL_ON"); fi
  if [ -n "${INPUT_NETWORK:-}" ]; then arguments+=("--network=$INPUT_NETWORK"); fi
  lines "${INPUT_ARGS:-}"
  arguments+=(${entries[@]+"${entries[@]}"} --)
  lines "${INPUT_PATH:-.}"
  arguments+=(${entries[@]+"${entries[@]}"})
  rm -f "$RUNNER_TEMP/synlint.md" ${sarif:+"$sarif"}
  "$SYNLINT_PROGRAM" "${arguments[@]}" || code=$?
  if [ -f "$RUNNER_TEMP/synlint.md" ]; then cat "$RUNNER_TEMP/synlint.md" >> "$GITHUB_STEP_SUMMARY"; fi
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then output sarif "$sarif"; fi
  output exit-code "$code"
}

finish() {
  exit "$SYNLINT_EXIT"
}

case "${1:-}" in
  install | check | finish) "$1" ;;
  *) wrong "action.sh takes install, check or finish" ;;
esac
