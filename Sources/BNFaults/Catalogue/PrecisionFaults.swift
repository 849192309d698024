// SPDX-License-Identifier: MIT

internal import BNTensors

extension FaultCatalogue {
  /// Faults of precision.
  static let precision: [Fault] = [
    Fault(
      "one-pass-float32",
      "computes E[x²] − mean² in float32",
      "tenstorrent/tt-metal#45968; google/flax#1491; tensorflow#118701",
      "R20",
      .precision,
      .common
    ) {
      $0.arithmetic.format = .binary32; $0.arithmetic.variance = .onePass
    },
    Fault(
      "one-pass-float32-clamped",
      "computes E[x²] − mean² in float32, clamped at 0",
      "Flax default",
      "R20",
      .precision,
      .common
    ) {
      $0.arithmetic.format = .binary32; $0.arithmetic.variance = .onePassClamped
    },
    Fault(
      "one-pass-pairwise",
      "computes E[x²] − mean² with pairwise float32 sums",
      "google/objax#182",
      "R20",
      .precision
    ) {
      $0.arithmetic.format = .binary32; $0.arithmetic.variance = .onePass;
      $0.arithmetic.summation = .pairwise
    },
    Fault("tf32-inputs", "reads inputs with 11 bits", "TF32 matrix units", "R20", .precision) {
      $0.arithmetic.productBits = 11
    },
    Fault("bfloat16-inputs", "reads inputs as bfloat16", "autocast", "R17", .precision) {
      $0.arithmetic.inputFormat = .bfloat16
    },
    Fault(
      "half-accumulation",
      "sums in binary16",
      "pytorch PR126525; neuroneural/brainchop-cli PR56",
      "R18",
      .precision
    ) { $0.arithmetic.sumFormat = .binary16 },
    Fault(
      "bfloat16-accumulation",
      "sums in bfloat16",
      "pytorch channels_last dy sums",
      "R18",
      .precision
    ) { $0.arithmetic.sumFormat = .bfloat16 },
    Fault("bfloat16-statistics", "keeps mean and variance in bfloat16", "", "R18", .precision) {
      $0.arithmetic.meanFormat = .bfloat16
    },
    Fault(
      "half-statistics",
      "keeps mean and variance in binary16",
      "apple/coreai-torch PR54",
      "R18",
      .precision
    ) { $0.arithmetic.meanFormat = .binary16 },
    Fault(
      "bfloat16-mean",
      "keeps the mean in bfloat16",
      "the mean of a 16-bit tensor has its type",
      "R18",
      .precision
    ) { $0.arithmetic.centreFormat = .bfloat16 },
    Fault(
      "half-mean",
      "keeps the mean in binary16",
      "the mean of a 16-bit tensor has its type",
      "R18",
      .precision
    ) { $0.arithmetic.centreFormat = .binary16 },
    Fault(
      "bfloat16-running-statistics",
      "stores running statistics as bfloat16 numbers",
      "",
      "R18",
      .precision
    ) { $0.running.storedFormat = .bfloat16 },
    Fault(
      "half-running-statistics",
      "stores running statistics as binary16 numbers",
      "apple/coreai-torch PR54",
      "R18",
      .precision
    ) { $0.running.storedFormat = .binary16 },
    Fault("half-output", "rounds the output to binary16", "autocast", "R19", .precision) {
      $0.arithmetic.outputFormat = .binary16
    },
    Fault("bfloat16-output", "rounds the output to bfloat16", "autocast", "R19", .precision) {
      $0.arithmetic.outputFormat = .bfloat16
    },
    Fault(
      "output-saturated",
      "gives the largest finite number in place of an infinity",
      "conversions of inference runtimes",
      "R22",
      .precision
    ) { $0.arithmetic.saturatesOutput = true },
    Fault(
      "promoted-output",
      "gives a float32 output for a 16-bit input",
      "MLX, tinygrad, Equinox with float32 parameters",
      "R18",
      .precision,
      .common
    ) { $0.arithmetic.promotesOutput = true },
    Fault("half-parameters", "reads weight and bias as binary16", "", "R18", .precision) {
      $0.arithmetic.parameterFormat = .binary16
    },
    Fault("bfloat16-parameters", "reads weight and bias as bfloat16", "", "R18", .precision) {
      $0.arithmetic.parameterFormat = .bfloat16
    },
    Fault(
      "half-buffers",
      "reads running statistics as binary16",
      "apple/coreai-torch PR54",
      "R29",
      .precision
    ) { $0.arithmetic.bufferFormat = .binary16 },
    Fault(
      "half-parameter-gradients",
      "rounds parameter gradients to binary16",
      "",
      "R33",
      .precision
    ) { $0.arithmetic.gradientFormat = .binary16 },
    Fault(
      "twelve-bit-root",
      "uses a reciprocal root of 12 bits",
      "rsqrtps without a Newton step",
      "R21",
      .precision
    ) { $0.arithmetic.inverseRoot = .twelveBits },
    Fault("float64-in-float32", "computes float64 modules in float32", "", "R17", .precision) {
      $0.arithmetic.format = .binary32; $0.arithmetic.widensForFloat64 = false
    },
    Fault(
      "half-arithmetic",
      "rounds every operation to binary16",
      "layers composed of operations on half tensors (MLX, tinygrad) with float32 parameters",
      "R18",
      .precision
    ) { $0.arithmetic.format = .binary16 },
    Fault(
      "bfloat16-arithmetic",
      "rounds every operation to bfloat16",
      "layers composed of operations on bfloat16 tensors (MLX, tinygrad) with float32 parameters",
      "R18",
      .precision
    ) { $0.arithmetic.format = .bfloat16 },
    Fault(
      "float32-attributes",
      "keeps eps and momentum as float32 numbers",
      "attributes of ONNX, OpenVINO",
      "R17",
      .precision
    ) {
      $0.eps.format = .binary32; $0.running.factorFormat = .binary32
    },
    Fault(
      "float32-attributes-old-weight",
      "keeps eps and 1 − momentum as float32 numbers",
      "attributes of Paddle",
      "R17",
      .precision
    ) {
      $0.eps.format = .binary32; $0.running.keptFactorFormat = .binary32
    },
    Fault(
      "one-pass-float64",
      "computes E[x²] − mean² in float64",
      "float64 taken as enough",
      "R20",
      .precision
    ) { $0.arithmetic.variance = .onePass },
    Fault(
      "saved-statistics-in-input-type",
      "saves mean and 1/√(var+eps) for the backward in the type of the input",
      "save buffers made like the input",
      "R33",
      .precision
    ) { $0.backward.savesInInputType = true },
    Fault(
      "saved-statistics-in-float32",
      "saves mean and 1/√(var+eps) for the backward as float32 numbers",
      "",
      "R33",
      .precision
    ) { $0.backward.savedFormat = .binary32 },
    Fault(
      "half-gradient-sums",
      "adds gradients up in binary16",
      "",
      "R33",
      .precision
    ) { $0.backward.sumFormat = .binary16 },
    Fault(
      "bfloat16-gradient-sums",
      "adds gradients up in bfloat16",
      "pytorch channels_last dy sums",
      "R33",
      .precision
    ) { $0.backward.sumFormat = .bfloat16 },
    Fault(
      "statistics-in-input-type",
      "rounds mean and variance to the type of the input",
      "statistics of a 16-bit tensor have its type",
      "R18",
      .precision,
      or: [[{ $0.arithmetic.inInputType = [.mean] }, { $0.arithmetic.inInputType = [.variance] }]]
    ) { $0.arithmetic.inInputType = [.mean, .variance] },
    Fault(
      "inverse-in-input-type",
      "rounds 1/√(variance + eps) to the type of the input",
      "",
      "R18",
      .precision,
      or: [[{ $0.arithmetic.inInputType = [.inverse, .mean] }]]
    ) { $0.arithmetic.inInputType = [.inverse] },
    Fault(
      "x-hat-in-input-type",
      "rounds x̂ to the type of the input before weight and bias",
      "Llama's RMSNorm; Keras layers",
      "R18",
      .precision
    ) { $0.arithmetic.inInputType = [.xHat] },
    Fault(
      "parameters-in-input-type",
      "rounds weight and bias to the type of the input",
      "weight.to(x.dtype)",
      "R18",
      .precision
    ) { $0.arithmetic.inInputType = [.parameters] },
    Fault("eps-in-input-type", "rounds eps to the type of the input", "", "R18", .precision) {
      $0.arithmetic.inInputType = [.eps]
    },
    Fault(
      "magic-root",
      "approximates the reciprocal root by 0x5f3759df and one Newton step",
      "Quake III",
      "R21",
      .precision
    ) { $0.arithmetic.inverseRoot = .magicNumber },
  ]
}
