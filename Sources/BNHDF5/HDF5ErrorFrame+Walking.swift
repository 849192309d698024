// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5ErrorFrame {
  /// Reads the error stack of the current thread, outermost call first.
  ///
  /// The library's lock must be held, since the calls of this function are not locked on their own.
  static func walkStack() -> [HDF5ErrorFrame] {
    var entries = [RawFrame]()
    unsafe withUnsafeMutablePointer(to: &entries) { pointer in
      _ = unsafe H5Ewalk2(
        chdf5_default_stack(),
        H5E_WALK_DOWNWARD,
        { _, entry, context in
          guard let entry = unsafe entry?.pointee, let context = unsafe context else { return 0 }
          let function = unsafe entry.func_name.map { unsafe String(cString: $0) } ?? "?"
          let text = unsafe entry.desc.map { unsafe String(cString: $0) } ?? ""
          let (major, minor) = unsafe (entry.maj_num, entry.min_num)
          let frame = RawFrame(function: function, major: major, minor: minor, sign: Sign(text))
          unsafe context.assumingMemoryBound(to: [RawFrame].self).pointee.append(frame)
          return 0
        },
        pointer
      )
    }
    return entries.map { entry in
      HDF5ErrorFrame(
        function: entry.function,
        major: text(of: entry.major),
        minor: text(of: entry.minor),
        sign: entry.sign
      )
    }
  }

  private struct RawFrame {
    let function: String
    let major: hid_t
    let minor: hid_t
    let sign: Sign?
  }

  private static func text(of message: hid_t) -> String {
    let capacity = 128
    var length = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      unsafe buffer.initialize(repeating: 0)
      count = capacity
      unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        length = unsafe H5Eget_msg(message, nil, characters.baseAddress, capacity)
      }
    }
    return String(decoding: bytes.prefix(max(0, min(length, capacity - 1))), as: UTF8.self)
  }
}
