# SPDX-License-Identifier: MIT
"""Speaks the protocol to adapters made with the kits, and looks at what they answer."""

import base64
import json
import pathlib
import shutil
import struct
import subprocess
import sys

ADAPTERS = pathlib.Path(__file__).resolve().parents[2] / "adapters"
HEAD = f"import sys; sys.path.insert(0, {str(ADAPTERS / 'python')!r})\n"

LAYER = HEAD + """
from bnconform_adapter import INFERENCE_ONLY, LayerError, Unsupported, serve

class Layer:
    def __init__(self, config, state):
        if config.num_features == 2:
            raise ValueError("no even number of channels \\udc80")
        if config.num_features == 4:
            sys.exit("gone")
        if config.num_features == 6:
            raise Unsupported("eps is compiled in")
        self.config, self.tensors = config, state

    def forward(self, x, training):
        if self.config.num_features == 3:
            raise LayerError("too_few_values", "one value")
        return x, x

    def backward(self, saved, grad_output, wants):
        print("wants", wants)
        return tuple(grad_output if word in wants else None for word in ("input", "weight", "bias"))

    def state(self):
        if self.config.num_features == 5:
            raise RuntimeError("the device was lost")
        return self.tensors
"""
SERVE = "\nserve(Layer, name='kit', version='1', unsupported=[('kind=3d', 'no volumes')])\n"
PLAIN = LAYER + SERVE
DECLARING = LAYER + "\nLayer.unsupported = ['affine=false', *INFERENCE_ONLY]\n" + SERVE
UNTOLD = LAYER + """
class Untold(Layer):
    def backward(self, saved, grad_output):
        return grad_output, grad_output, grad_output

Layer = Untold
""" + SERVE

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)


def tensor(values, shape):
    data = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return {"type": "float32", "shape": shape, "data": data}


def number(value):
    return {"value": value, "bits": struct.pack(">d", value).hex()}


def case(channels, steps=("forward evaluation",), **tensors):
    vector = tensor([1.0] * channels, [channels])
    state = {f"initial.{name}": vector for name in ("weight", "bias", "running_mean", "running_var")}
    state["initial.num_batches_tracked"] = {"type": "int64", "shape": [], "data": base64.b64encode(bytes(8)).decode()}
    values = tensor([0.5] * 2 * channels, [2, channels])
    inputs = {"step0.input": values, "step1.grad_output": values} if len(steps) > 1 else {"step0.input": values}
    return {"id": "c1", "kind": "1d", "num_features": channels, "eps": number(1e-5), "momentum": number(0.1),
            "affine": True, "track_running_stats": True, "parameter_type": "float32", "input_type": "float32",
            "steps": list(steps), "tensors": {**state, **inputs, **tensors}}


def talk(command, cases):
    """The answers to start and to the cases, all from one process."""
    lines = [{"cmd": "start", "protocol": 1, "folder": "/nonexistent"}]
    lines += [{"cmd": "run", "seq": seq, "case": one} for seq, one in enumerate(cases, 1)]
    text = "".join(json.dumps(line) + "\n" for line in [*lines, {"cmd": "stop"}])
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    expect(len(answers) == len(lines), f"{len(answers)} answers to {len(lines)} lines: {done.stderr[-2000:]}")
    expect(done.returncode == 0, f"exit code {done.returncode}")
    return answers + [{}] * (len(lines) - len(answers)), done.stderr


def python(source, cases=()):
    return talk([sys.executable, "-c", source], cases)


def exceptions():
    answers, _ = python(PLAIN, [case(channels) for channels in (2, 3, 4, 5, 6, 1)])
    message = answers[1].get("error", {}).get("message", "")
    expect(message.startswith("ValueError: no even number"), f"constructor: {answers[1]}")
    expect("Traceback" in message and "__init__" in message, f"constructor, traceback: {message}")
    error = answers[2].get("result", {}).get("steps", [{}])[0].get("error", {})
    expect(error.get("kind") == "too_few_values", f"a refusing step: {answers[2]}")
    expect("SystemExit" in answers[3].get("error", {}).get("message", ""), f"exit: {answers[3]}")
    expect("device was lost" in answers[4].get("error", {}).get("message", ""), f"state: {answers[4]}")
    expect(answers[5].get("unsupported", {}).get("reason") == "eps is compiled in", f"unsupported: {answers[5]}")
    expect("output" in answers[6].get("result", {}).get("steps", [{}])[0].get("tensors", {}), f"after all: {answers[6]}")


def declared():
    def features(answers):
        return [limit["feature"] for limit in answers[0].get("unsupported", [])]

    plain = features(python(PLAIN)[0])
    expect("kind=3d" in plain and "double_backward" in plain and "backward" not in plain, f"declared: {plain}")
    both = features(python(DECLARING)[0])
    for feature in ("kind=3d", "affine=false", "forward_training", "backward", "track_running_stats=false"):
        expect(both.count(feature) == 1, f"declared by the class: {feature} in {both}")


def wanted():
    steps = ("forward training", "backward of=0 wants=input,bias")
    answers, log = python(PLAIN, [case(1, steps)])
    gradients = answers[1].get("result", {}).get("steps", [{}, {}])[1].get("tensors", {})
    expect("wants ('input', 'bias')" in log, f"what is wanted is told: {log}")
    for source, answers in (("told", answers), ("untold", python(UNTOLD, [case(1, steps)])[0])):
        gradients = answers[1].get("result", {}).get("steps", [{}, {}])[1].get("tensors", {})
        names = sorted(name for name in gradients if name.startswith("grad_"))
        expect(names == ["grad_bias", "grad_input"], f"{source}: {names}")


def javascript():
    if shutil.which("node") is None:
        print("kits: no node here; the JavaScript example was not tried")
        return
    broken = case(1)
    broken["parameter_type"] = broken["input_type"] = "float16"
    del broken["tensors"]["initial.weight"]
    answers, _ = talk(["node", str(ADAPTERS / "examples/javascript/batchnorm.mjs")], [broken, case(1)])
    expect("TypeError" in answers[1].get("error", {}).get("message", ""), f"JavaScript constructor: {answers[1]}")
    expect("result" in answers[2], f"JavaScript, the next case: {answers[2]}")


for part in (exceptions, declared, wanted, javascript):
    part()
for failure in failures:
    print(f"kits: {failure}", file=sys.stderr)
sys.exit(1 if failures else 0)
