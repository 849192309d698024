# SPDX-License-Identifier: MIT
# An adapter in plain sh, to be sourced by scripts that then misbehave in one way.
#
# It answers every case with the input as output, which is right for a layer in evaluation with mean
# 0, variance 1 and a tiny eps. A script defines `misbehave`, which runs when the second case of a
# process has been read, and calls `behave`. Line 3 of a script says what must come of it:
#   # expect: TEXT        the second case ends in an error that contains TEXT; the third one runs
#   # expect: runs        every case is answered
#   # expect start: TEXT  the session does not open, with an error that contains TEXT

greet() {
  read -r line || exit 0
  folder=$(printf '%s' "$line" | sed 's/.*"folder":"\([^"]*\)".*/\1/')
  if [ -n "${FOLDER_NOTE:-}" ]; then printf '%s' "$folder" >"$FOLDER_NOTE"; fi
  printf '%s\n' '{"protocol":1,"name":"misbehaving","version":"1","language":"sh"}'
}

question() {
  read -r line || exit 0
  case $line in *'"cmd":"stop"'*) leave ;; esac
  seq=$(printf '%s' "$line" | sed 's/.*"seq":\([0-9]*\).*/\1/')
  input=$(printf '%s' "$line" | sed 's/.*"step0.input":\({[^}]*}\).*/\1/')
}

leave() { exit 0; }

answer() {
  printf '{"seq":%s,"result":{"steps":[{"tensors":{"output":%s}}]}}\n' "${1:-$seq}" "${2:-$input}"
}

behave() {
  greet
  count=0
  while question; do
    count=$((count + 1))
    if [ "$count" -eq 2 ]; then misbehave; fi
    answer
  done
}
