// SPDX-License-Identifier: MIT
// A BatchNorm in JavaScript behind the adapter protocol (../../PROTOCOL.md), without any package.
//
//     bnconform run --implementation 'node tools/adapters/examples/javascript/batchnorm.mjs'
//
// The class stands for your own code; what follows it maps names and shapes and says what the class cannot do.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

class LayerError extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** The implementation: x is [samples, channels, inner] in a typed array. */
class BatchNorm {
  constructor(channels, eps, momentum, ArrayType) {
    Object.assign(this, { channels, eps, momentum, ArrayType, batchesTracked: 0 });
  }

  * places(channel, samples, inner) {
    for (let s = 0; s < samples; s++) {
      const first = (s * this.channels + channel) * inner;
      for (let i = first; i < first + inner; i++) yield i;
    }
  }

  forward(x, [samples, channels, inner], training) {
    const n = samples * inner;
    let factor = this.momentum;
    if (training) {
      this.batchesTracked += 1;
      factor ??= 1 / this.batchesTracked;
      if (n === 1) throw new LayerError("too_few_values", "the statistics of one value per channel");
    }
    if (this.eps <= 0) throw new LayerError("nonpositive_eps", "eps must be positive");
    if (this.channels !== channels) throw new LayerError("channel_mismatch", "gamma has another size");
    const y = new this.ArrayType(x.length);
    const saved = { normalized: new Float64Array(x.length), scale: [], samples, inner, training };
    for (let c = 0; c < this.channels; c++) {
      let mean = this.runningMean[c];
      let variance = this.runningVar[c];
      if (training) {
        mean = 0;
        for (const i of this.places(c, samples, inner)) mean += x[i];
        mean /= n;
        let spread = 0;
        for (const i of this.places(c, samples, inner)) spread += (x[i] - mean) ** 2;
        variance = spread / n;
        this.runningMean[c] = (1 - factor) * this.runningMean[c] + factor * mean;
        this.runningVar[c] = (1 - factor) * this.runningVar[c] + (factor * spread) / (n - 1);
      }
      saved.scale[c] = 1 / Math.sqrt(variance + this.eps);
      for (const i of this.places(c, samples, inner)) {
        saved.normalized[i] = (x[i] - mean) * saved.scale[c];
        y[i] = saved.normalized[i] * this.gamma[c] + this.beta[c];
      }
    }
    return [y, saved];
  }

  backward(saved, dy) {
    const { samples, inner } = saved;
    const n = samples * inner;
    const dx = new this.ArrayType(dy.length);
    const dgamma = new this.ArrayType(this.channels);
    const dbeta = new this.ArrayType(this.channels);
    for (let c = 0; c < this.channels; c++) {
      let sum = 0;
      let projection = 0;
      for (const i of this.places(c, samples, inner)) {
        sum += dy[i];
        projection += dy[i] * saved.normalized[i];
      }
      dgamma[c] = projection;
      dbeta[c] = sum;
      for (const i of this.places(c, samples, inner)) {
        const centred = saved.training ? dy[i] - sum / n - (saved.normalized[i] * projection) / n : dy[i];
        dx[i] = this.gamma[c] * saved.scale[c] * centred;
      }
    }
    return { input: dx, weight: dgamma, bias: dbeta };
  }
}

// The adapter.

const arrays = { float32: Float32Array, float64: Float64Array };

const description = {
  protocol: 1, name: "example-javascript", version: "1.0", language: `JavaScript (Node ${process.versions.node})`,
  types: Object.keys(arrays),
  unsupported: [
    { feature: "affine=false", reason: "always has gamma and beta" },
    { feature: "partial_affine", reason: "always has gamma and beta" },
    { feature: "track_running_stats=false", reason: "always tracks" },
    { feature: "set_track_running_stats", reason: "always tracks" },
    { feature: "irregular_state", reason: "owns its tensors" },
    { feature: "mixed_types", reason: "one type for all" },
    { feature: "input_type=int64", reason: "reads floating-point only" },
    { feature: "empty_input", reason: "takes no empty batch" },
    { feature: "kind=nd", reason: "takes ranks 2 to 5" },
    { feature: "double_backward", reason: "first derivatives only" },
    { feature: "reset_running_stats", reason: "not implemented" },
    { feature: "load_state", reason: "not implemented" },
  ],
};

const number = ({ bits }) => new DataView(new BigUint64Array([BigInt(`0x${bits}`)]).buffer).getFloat64(0, true);

let folder = ".";

function decode(tensor) {
  const bytes = tensor.file ? readFileSync(join(folder, tensor.file)) : Buffer.from(tensor.data, "base64");
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return tensor.type === "int64" ? new BigInt64Array(buffer) : new arrays[tensor.type](buffer);
}

function encode(values, shape, type) {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { type, shape, data: bytes.toString("base64") };
}

function run({ kind, tensors, steps, ...config }) {
  const type = config.input_type;
  const momentum = config.momentum === "none" ? undefined : number(config.momentum);
  const eps = number(config.eps);
  const layer = new BatchNorm(config.num_features, eps, momentum, arrays[type]);
  layer.gamma = decode(tensors["initial.weight"]);
  layer.beta = decode(tensors["initial.bias"]);
  layer.runningMean = decode(tensors["initial.running_mean"]);
  layer.runningVar = decode(tensors["initial.running_var"]);
  layer.batchesTracked = Number(decode(tensors["initial.num_batches_tracked"])[0]);
  const saved = [];
  const seen = [];
  for (const [index, text] of steps.entries()) {
    const [verb, ...words] = text.split(" ");
    const step = { tensors: {} };
    try {
      if (verb === "forward") {
        const { shape } = tensors[`step${index}.input`];
        const ranks = { "1d": [2, 3], "2d": [4], "3d": [5] }[kind];
        if (!ranks.includes(shape.length)) throw new LayerError("rank_mismatch", `rank ${shape.length}`);
        const inner = shape.slice(2).reduce((product, size) => product * size, 1);
        const x = decode(tensors[`step${index}.input`]);
        const [y, cache] = layer.forward(x, [shape[0], shape[1], inner], words[0] === "training");
        saved[index] = { cache, shape };
        step.tensors.output = encode(y, shape, type);
      } else {
        const options = Object.fromEntries(words.map((word) => word.split("=")));
        const { cache, shape } = saved[Number(options.of)];
        const gradients = layer.backward(cache, decode(tensors[`step${index}.grad_output`]));
        for (const name of options.wants.split(",")) {
          step.tensors[`grad_${name}`] = encode(gradients[name], name === "input" ? shape : [layer.channels], type);
        }
      }
    } catch (error) {
      step.error = { kind: error.kind ?? null, message: error.message };
    }
    for (const [name, values] of Object.entries({
      weight: layer.gamma, bias: layer.beta, running_mean: layer.runningMean, running_var: layer.runningVar,
    })) step.tensors[name] = encode(values, [layer.channels], type);
    step.tensors.num_batches_tracked = encode(BigInt64Array.of(BigInt(layer.batchesTracked)), [], "int64");
    seen.push(step);
  }
  return { result: { steps: seen } };
}

/** An exception outside of a step, such as in the constructor, costs its case and nothing else. */
function answered(testCase) {
  try {
    return run(testCase);
  } catch (error) {
    return { error: { message: String(error?.stack ?? error) } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.cmd === "stop") break;
  let answer = description;
  if (message.cmd === "start") folder = message.folder;
  else answer = { seq: message.seq, ...answered(message.case) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
