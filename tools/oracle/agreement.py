# SPDX-License-Identifier: MIT
"""Keeps PyTorch's agreement with every case: agreement.py RUN.jsonl FOLDER DEVIATIONS.

Reads the run file that `bnconform check` wrote, compares the misses with the reviewed list and
writes FOLDER/AGREEMENT.json. Ends with 1 if a case misses that does not stand in the list, or one
that stands there passes.
"""

import fnmatch
import json
import pathlib
import sys


def deviations(path: str) -> list:
    """Lines `PATTERN  RATIO  REASON`; # begins a comment."""
    result = []
    for line in pathlib.Path(path).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, ratio, reason = line.split(None, 2)
            result.append({"pattern": pattern, "ratio": ratio, "reason": reason, "used": False})
    return result


def share(outcome: dict):
    """The largest share of an allowance in a case, or None if something is not finite.

    A run file gives no share of a tensor that is exact.
    """
    exact = {"value": 0}
    values = [item["comparison"].get("maxShare", exact)["value"] for item in outcome["items"] if item.get("comparison")]
    return max((v for v in values if v is not None), default=None)


def main(run: str, folder: str, listed: str) -> int:
    known, cases, bad, header = deviations(listed), {}, [], {}
    for line in pathlib.Path(run).read_text().splitlines():
        entry = json.loads(line)
        header = entry if "implementation" in entry and not header else header
        outcome = entry.get("outcome", entry)
        if "status" not in outcome or "level" not in outcome:
            continue
        agrees = outcome["status"] == "passed"
        cases[outcome["id"]] = {"agrees": agrees, "share": share(outcome)}
        match = next((d for d in known if fnmatch.fnmatchcase(outcome["id"], d["pattern"])), None)
        if match and not agrees:
            match["used"] = True
            cases[outcome["id"]].update(status=outcome["status"], reason=match["reason"])
            if outcome["level"] == "required":
                bad.append(f"{outcome['id']}: listed, but required")
        elif not agrees:
            bad.append(f"{outcome['id']}: {outcome['status']}: {outcome.get('reason')}")
    bad += [f"{d['pattern']}: listed, but no case misses" for d in known if not d["used"]]
    for line in bad:
        print(f"agreement: {line}", file=sys.stderr)
    if bad:
        return 1
    record = {
        "witness": "torch 2.10.0, CPU, one thread",
        "agrees": sum(c["agrees"] for c in cases.values()),
        "cases": dict(sorted(cases.items())),
    }
    text = json.dumps(record, indent=0, sort_keys=True)
    (pathlib.Path(folder) / "AGREEMENT.json").write_text(text + "\n")
    print(f"PyTorch agrees with {record['agrees']} of {len(cases)} cases; the others are listed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
