# SPDX-License-Identifier: MIT
"""Runs whose every text is hostile: a run file with such texts, and an implementation that speaks so."""

import copy
import json

SCRIPT = "<script>alert(1)</script>"
TEXTS = {
    "script": SCRIPT + "<img src=x onerror=alert(2)>",
    "attribute": "\" onmouseover=\"alert(3)' autofocus='",
    "closing": "</title></style></script></textarea></code></table><h1>in</h1>",
    "comment": "--><!-- ]]> <![CDATA[ <?php &lt; &#0; &amp",
    "ansi": "\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "controls": "nul\x00bell\x07back\x08form\x0cdel\x7fc1\x85\x9b31m",
    "lines": "one\r\ntwo\nthree\rfour\u2028five\u2029six\tseven",
    "directions": "\u202eesrever\u202c \u2066isolated\u2069",
    "noncharacters": "\ufffe\uffff\ufdd0\U0001ffff",
    "markdown": "| cell | [link](javascript:alert(4)) ![i](http://example.org/x.png) `code` *b* _i_ ~~s~~ @all #1",
    "command": "::error title=x::y\n::set-output name=a::b\n%0A::stop-commands::z",
    "runner": "##[add-mask]a ##vso[task.setvariable variable=b]c ###[group]d\n  ::add-mask::e",
    "formula": "=cmd|' /C calc'!A0",
    "long": "x" * 10_000,
    "long-script": SCRIPT * 400,
    "combining": "e" + "\u0301" * 10_000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0010fffd",
    "empty": "",
    "blank": " ",
}


def run_file(original: str) -> tuple[bytes, list[str]]:
    """The lines of a real run with every text from outside made hostile, and the ids that it now has.

    They agree with each other as those of a run do; what does not is refused before anything is shown of it.
    """
    records = [json.loads(line) for line in original.splitlines()]
    cases = [record for record in records if record["type"] == "case"]
    failed = next(case for case in cases if case["status"] == "failed")
    passed = next(case for case in cases if case["status"] == "passed")
    others = []
    for number, (kind, text) in enumerate(TEXTS.items()):
        for status, model in (("failed", failed), ("passed", passed), ("errored", failed),
                              ("unsupported", failed), ("expected_failure", failed)):
            case = copy.deepcopy(model)
            case.update(id=f"hostile{number}/{kind}/{status}/{text}", title=text, rationale=text,
                        reason=text, status=status, rules=[text, "R1"], tags=[text], file=text)
            if status in ("errored", "unsupported"):
                case.pop("causes", None)
                case["items"] = []
            if status == "passed":
                del case["reason"]
            if status == "expected_failure":
                case["expectation"] = f"{text} line 2: * failed"
            for item in case.get("items", []):
                item["detail"] = text
                item["name"] = text
            others.append(case)
    others.append(copy.deepcopy(failed))
    header = next(record for record in records if record["type"] == "header")
    hostile = TEXTS["script"] + TEXTS["ansi"] + TEXTS["attribute"] + TEXTS["markdown"]
    header["respondent"] = {"implementation": hostile}
    header["settings"]["commandLine"] = ["bnconform", *TEXTS.values()]
    header["machine"]["system"] = hostile
    described = next(record["implementation"] for record in records if record.get("implementation"))
    described.update(name=hostile, version=hostile, language=hostile)
    by_file: dict[str, list[str]] = {}
    for case in others:
        by_file.setdefault(case["file"], []).append(case["id"])
    header["settings"].update(files=list(by_file), paths=list(by_file))
    files = [
        {"type": "file", "file": name, "cases": len(ids), "selected": ids, "implementation": described}
        for name, ids in by_file.items()
    ]
    problems = [
        {"type": "problem", "kind": "worker", "file": text, "caseName": text, "member": text,
         "problem": text, "hint": text, "standardError": text} for text in TEXTS.values()
    ]
    warnings = [{"type": "warning", "text": text} for text in TEXTS.values()]
    footer = next(record for record in records if record["type"] == "footer")
    counts: dict[str, int] = {}
    for case in others:
        counts[case["status"]] = counts.get(case["status"], 0) + 1
    footer.update(counts=counts, problems=len(problems), exitCode=2)
    footer.pop("digest", None)
    lines = [header, *files, *others, *problems, *warnings, footer]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    return text.encode("ascii"), [case["id"] for case in others]


# An implementation: it greets with a hostile name, refuses one case so, and dies with hostile last words.
ADAPTER = r'''
import json, sys
texts = json.load(open(sys.argv[1]))
loud = "".join(texts.values())
json.loads(sys.stdin.readline())
print(json.dumps({"protocol": 1, "name": texts["script"] + texts["ansi"], "version": texts["attribute"],
                  "language": texts["markdown"]}), flush=True)
count = 0
for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "stop":
        break
    count += 1
    sys.stderr.buffer.write(loud.encode("utf-8") + b"\xff\xfe\xed\xa0\x80\x00 lone bytes\n")
    sys.stderr.flush()
    if count % 3 == 0:
        sys.exit(3)
    kind, text = list(texts.items())[count % len(texts)]
    answer = {"unsupported": {"reason": text or "none", "link": "javascript:alert(1)"}} \
        if count % 3 == 1 else {"error": {"message": text or "none"}}
    print(json.dumps({"seq": message["seq"], **answer}), flush=True)
'''
