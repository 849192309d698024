// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

/// What a wrong output, or a wrong update of the running statistics, is instead.
struct ForwardSigns {
  let forward: ObservedForward
  let shape: Shape
  /// The output as specified.
  let specified: ChannelMajor

  var places: ChannelPlaces { ChannelPlaces(shape) }

  /// Mean, 1/√(variance + eps), weight and bias of a channel.
  struct Constants {
    var mean: Double
    var inverse: Double
    var weight: Double
    var bias: Double

    func output(_ x: Double) -> Double { weight * ((x - mean) * inverse) + bias }
  }

  private func constants(_ channel: Int) -> Constants? {
    guard let (weight, bias) = forward.affine(channel) else { return nil }
    var (mean, variance) = (forward.batch.mean[channel], forward.batch.variance[channel])
    if forward.mode == .evaluation, let means = forward.before.runningMean,
      let variances = forward.before.runningVar
    {
      guard means.count == specified.channels, variances.count == specified.channels else {
        return nil
      }
      (mean, variance) = (means.double(at: channel), variances.double(at: channel))
    }
    let inverse = 1 / (variance + forward.configuration.eps).squareRoot()
    return Constants(mean: mean, inverse: inverse, weight: weight, bias: bias)
  }

  private var allConstants: [Constants]? {
    let found = (0..<specified.channels).compactMap(constants)
    return found.count == specified.channels ? found : nil
  }

  // MARK: The output

  /// What the wrong output is.
  func ofOutput() -> [String] {
    guard let output = forward.output, let constants = allConstants,
      specified.values.allSatisfy(\.isFinite)
    else { return [] }
    let wrong = wrongElements(output, constants)
    var found = ofCutNumbers(output, wrong, constants)
    guard wrong.count > 1 else { return found }
    if wrong.allSatisfy({ forward.input[$0.channel, $0.index] == output[$0.channel, $0.index] }) {
      found.append("is the input")
    }
    if wrong.allSatisfy({ specified[$0.channel, $0.index] < 0 && output[$0.channel, $0.index] == 0 }
    ),
      !specified.values.indices.contains(where: {
        specified.values[$0] < 0 && output.values[$0] < 0
      })
    {
      found.append("is 0 where it should be negative")
    }
    found += ofOtherChannels(output, wrong, constants)
    if found.isEmpty, forward.mode == .training { found += ofBlocks(output, constants) }
    let lines = (0..<specified.channels).map { line(output, $0) }
    if found.isEmpty, lines.allSatisfy({ $0 != nil }) {
      let lines = lines.compactMap(\.self)
      found +=
        forward.mode == .training
        ? ofStatistics(lines, constants) : ofScale(lines, constants)
    }
    return found
  }

  struct Element {
    let channel: Int
    let index: Int
  }

  private func noise(_ x: Double, _ constants: Constants) -> Double {
    let scale = (constants.weight * constants.inverse).magnitude
    return 8 * forward.unit
      * (scale * (x.magnitude + constants.mean.magnitude) + constants.bias.magnitude)
  }

  private func wrongElements(_ output: ChannelMajor, _ constants: [Constants]) -> [Element] {
    var wrong: [Element] = []
    for channel in 0..<specified.channels {
      for index in 0..<specified.valuesPerChannel {
        let error = (output[channel, index] - specified[channel, index]).magnitude
        if !(error <= 8 * noise(forward.input[channel, index], constants[channel])) {
          wrong.append(Element(channel: channel, index: index))
        }
      }
    }
    return wrong
  }

  /// Channels whose constants code takes by mistake.
  private var others: [(words: String, channel: (Element) -> Int)] {
    let (c, places) = (specified.channels, places)
    let inner = max(places.positions, 1)
    return [
      ("channel c − 1", { ($0.channel + c - 1) % c }), ("channel c + 1", { ($0.channel + 1) % c }),
      ("channel 0", { _ in 0 }), ("the last channel", { _ in c - 1 }),
      (
        "channel k mod C, k counted in memory order",
        { e in
          (places.sample(e.index) * c * inner + e.channel * inner + places.position(e.index)) % c
        }
      ),
      ("the channel with the number of the column", { places.column($0.index) % c }),
      ("the channel with the number of the row", { places.row($0.index) % c }),
      ("the channel with the number of the sample", { places.sample($0.index) % c }),
      ("channel C − 1 − c", { c - 1 - $0.channel }),
    ]
      + [2, 4, 8, 16].map { width in
        (
          "the channel in which a group of \(width) neighbouring elements begins",
          { e in
            let k = (places.sample(e.index) * c + e.channel) * inner + places.position(e.index)
            return (k - k % width) / inner % c
          }
        )
      }
  }

  private func ofOtherChannels(
    _ output: ChannelMajor,
    _ wrong: [Element],
    _ constants: [Constants]
  ) -> [String] {
    guard specified.channels > 1 else { return [] }
    let kinds: [(words: (String) -> String, mixed: (Constants, Constants) -> Constants)] = [
      ({ "is what \($0) gives" }, { _, other in other }),
      (
        { "has the statistics of \($0)" },
        { own, other in
          Constants(mean: other.mean, inverse: other.inverse, weight: own.weight, bias: own.bias)
        }
      ),
      (
        { "has weight and bias of \($0)" },
        { own, other in
          Constants(mean: own.mean, inverse: own.inverse, weight: other.weight, bias: other.bias)
        }
      ),
      (
        { "has the weight of \($0)" },
        { own, other in
          Constants(mean: own.mean, inverse: own.inverse, weight: other.weight, bias: own.bias)
        }
      ),
      (
        { "has the bias of \($0)" },
        { own, other in
          Constants(mean: own.mean, inverse: own.inverse, weight: own.weight, bias: other.bias)
        }
      ),
    ]
    return others.flatMap { other in
      kinds.filter { kind in
        wrong.allSatisfy { element in
          let own = constants[element.channel]
          let used = kind.mixed(own, constants[other.channel(element)])
          let x = forward.input[element.channel, element.index]
          let actual = output[element.channel, element.index]
          let error = (actual - specified[element.channel, element.index]).magnitude
          return (used.output(x) - actual).magnitude <= 1e-3 * error + 8 * noise(x, used)
        }
      }
      .map { $0.words(other.words) }
    }
  }

  /// Whether blocks of samples were normalized by themselves.
  private func ofBlocks(_ output: ChannelMajor, _ constants: [Constants]) -> [String] {
    let places = places
    let sizes = Set([1, 2, 3, 4, 8, 16, 32, (places.samples + 1) / 2]).sorted()
    for size in sizes where size < places.samples && size * places.positions > 1 {
      if isNormalized(output, in: size, constants) {
        return ["is normalized in blocks of \(size) \(size == 1 ? "sample" : "samples")"]
      }
    }
    return []
  }

  private func isNormalized(_ output: ChannelMajor, in size: Int, _ constants: [Constants]) -> Bool
  {
    let length = size * places.positions
    for channel in 0..<specified.channels {
      var own = constants[channel]
      let values = Array(forward.input[channel])
      for start in stride(from: 0, to: values.count, by: length) {
        let block = values[start..<min(start + length, values.count)]
        let mean = block.reduce(0, +) / Double(block.count)
        let variance = block.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(block.count)
        (own.mean, own.inverse) = (mean, 1 / (variance + forward.configuration.eps).squareRoot())
        for index in block.indices {
          let error = (own.output(values[index]) - output[channel, index]).magnitude
          guard error <= 32 * noise(values[index], own) else { return false }
        }
      }
    }
    return true
  }
}

extension ChannelMajor {
  /// A value of a channel.
  subscript(channel: Int, index: Int) -> Double { values[channel * valuesPerChannel + index] }
}
