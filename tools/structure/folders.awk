# SPDX-License-Identifier: MIT
# Finds folders of a module that use each other's types. Reads all files twice: awk -v files=N -f folders.awk FILES FILES
function folder(path,   parts, n) { n = split(path, parts, "/"); return parts[2] "/" (n > 3 ? parts[3] : ".") }

FNR == 1 {
  isDeclaring = ++seen <= files
  here = folder(FILENAME)
  split(here, place, "/")
}

{ line = $0; sub(/\/\/.*/, "", line) }

isDeclaring {
  if (match(line, /^(package |public |final |indirect )*(struct|class|enum|protocol|actor|typealias) [A-Z][A-Za-z0-9]*/)) {
    n = split(substr(line, RSTART, RLENGTH), words, " ")
    owner[words[n]] = here
  }
  next
}

{
  gsub(/"[^"]*"/, "", line)
  gsub(/(^|[^A-Za-z0-9_])[a-z_][A-Za-z0-9_]*/, " ", line)
  while (match(line, /[A-Z][A-Za-z0-9]*/)) {
    name = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (!(name in owner) || owner[name] == here || (here, owner[name]) in why) continue
    split(owner[name], other, "/")
    if (other[1] != place[1]) continue
    why[here, owner[name]] = name " in " FILENAME
    from[++count] = here
    to[count] = owner[name]
  }
}

END {
  for (i = 1; i <= count; i++) { reach[from[i], to[i]]; node[from[i]]; node[to[i]] }
  for (k in node) for (a in node) if ((a, k) in reach) for (b in node) if ((k, b) in reach) reach[a, b]
  for (i = 1; i <= count; i++)
    if ((to[i], from[i]) in reach) print from[i] " and " to[i] " use each other: " why[from[i], to[i]]
}
