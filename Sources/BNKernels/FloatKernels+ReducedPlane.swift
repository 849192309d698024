// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

extension FloatKernels {
  /// Rounds a plane at every pair to 16 bits and lists the undecided chunks of 32.
  func round(
    _ x: UnsafePointer<UInt16>,
    _ dy: UnsafePointer<UInt16>,
    _ dx: UnsafeMutablePointer<UInt16>,
    _ count: Int,
    _ plane: bn_reduced_plane,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>,
    _ format: FloatFormat
  ) -> Int {
    var plane = plane
    if usesAVX2 {
      return bn_avx2_reduced_plane(x, dy, dx, count, &plane, undecided, format == .bfloat16)
    }
    var found = 0
    for start in stride(from: 0, to: count, by: 32) {
      var lanes: UInt32 = 0
      for index in start..<min(start + 32, count) {
        let t = format.float(x[index]) * plane.slope_x
        let g = format.float(dy[index]) * plane.slope_dy
        dx[index] = format.halfBits(g + (t + plane.low))
        if dx[index] != format.halfBits(g + (t + plane.high)) {
          lanes |= 1 << UInt32(index - start)
        }
      }
      if lanes != 0 {
        undecided[found] = bn_open_chunk(index: UInt32(start / 32), lanes: lanes)
        found += 1
      }
    }
    return found
  }
}
