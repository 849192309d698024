// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@testable import BNDiagnosis

@Suite("What a wrong sum is instead")
struct SumSignsTests {
  /// Terms of two channels without any regularity.
  private let terms: [[Double]] = (0..<2).map { channel in
    (0..<44).map { (index: Int) -> Double in
      let whole = (index * 37 + channel * 11) % 29
      let part = index * index % 7
      return Double(whole) - 9.25 + Double(part) / 8
    }
  }

  private func words(
    isMean: Bool = false,
    _ shape: [Int] = [4, 2, 11],
    _ total: ([Double]) -> Double
  ) throws -> [String] {
    let totals = terms.enumerated().map { channel, terms in
      let sum = terms.reduce(0, +)
      return SumSigns.Total(
        channel: channel,
        actual: total(terms),
        specified: isMean ? sum / Double(terms.count) : sum,
        noise: 1e-6
      )
    }
    return SumSigns(terms: terms, places: ChannelPlaces(try Shape(shape)), isMean: isMean)
      .words(totals)
  }

  @Test("names the part that a loop leaves out")
  func leftOut() throws {
    #expect(
      try words { $0.dropFirst().reduce(0, +) } == ["leaves out the first value of each channel"]
    )
    #expect(
      try words { $0.dropLast(12).reduce(0, +) }.contains(
        "leaves out the values past a multiple of 32"
      )
    )
    #expect(try words { $0.dropLast(11).reduce(0, +) }.contains("leaves out the last sample"))
    let half = try words { terms in
      terms.indices.reduce(0) { $1 % 16 < 8 ? $0 + terms[$1] : $0 }
    }
    #expect(half == ["leaves out the upper half of each 16 values"])
  }

  @Test("tells a sum over fewer values from one that is also divided by fewer")
  func divisors() throws {
    let whole = try words(isMean: true) { $0.dropLast().reduce(0, +) / 44 }
    #expect(whole == ["leaves out the last value of each channel"])
    let fewer = try words(isMean: true) { $0.dropLast().reduce(0, +) / 43 }
    #expect(fewer == ["leaves out the last value of each channel, and so does its count"])
  }

  @Test("names the number that a sum is divided by")
  func divisor() throws {
    #expect(try words(isMean: true) { $0.reduce(0, +) / 43 } == ["is divided by n − 1"])
    #expect(try words(isMean: true) { $0.reduce(0, +) / 31 } == ["is divided by 31"])
    #expect(
      try words(isMean: true) { $0.reduce(0, +) / 48 } == [
        "is divided by n rounded up to a multiple of 8"
      ]
    )
  }

  @Test("names tiles whose means are averaged without their counts")
  func tiles() throws {
    let found = try words(isMean: true) { terms in
      let tiles = stride(from: 0, to: 44, by: 16).map { terms[$0..<min($0 + 16, 44)] }
      return tiles.reduce(0) { $0 + $1.reduce(0, +) / Double($1.count) } / 3
    }
    #expect(found == ["averages tiles of 16, the last of which is shorter"])
  }

  @Test("says nothing of a sum that is anything else, or hardly wrong")
  func silent() throws {
    #expect(try words { 1.0625 * $0.reduce(0, +) + 3.3 } == [])
    #expect(try words { $0.reduce(0, +) + 1e-6 } == [])
    // In rank 2 the number of samples is n: nothing is divided by another number here.
    #expect(try words(isMean: true, [44, 2]) { 1.0001 * $0.reduce(0, +) / 44 } == [])
  }
}

@Suite("An error as a sum of vectors")
struct ErrorFitTests {
  private let ones = [Double](repeating: 1, count: 6)
  private let slope: [Double] = [-2, 1, 4, -3, 0.5, 2]

  @Test("finds the factors, and the share that each part has")
  func factors() throws {
    let error = zip(ones, slope).map { 3 * $0 - 0.5 * $1 }
    let fit = try #require(ErrorFit(error, by: [ones, slope], noise: 0))
    #expect(abs(fit.factors[0] - 3) < 1e-9)
    #expect(abs(fit.factors[1] + 0.5) < 1e-9)
    #expect(fit.shares[0] > 0.6)
  }

  @Test("gives nothing where something is left")
  func rest() {
    #expect(ErrorFit([1, 0, 0, 0, 0, 0], by: [ones, slope], noise: 0) == nil)
    #expect(ErrorFit([0, 0, 0, 0, 0, 0], by: [ones, slope], noise: 0) == nil)
  }
}
