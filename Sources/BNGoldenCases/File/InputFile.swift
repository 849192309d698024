// SPDX-License-Identifier: MIT

package import BNPlatform

/// Reads a whole file that a stranger may have named or written, in bounded memory.
///
/// Pipes are read to their end. What never ends, such as a device, is given up at the limit.
package enum InputFile {
  /// The most bytes of a manifest or a list.
  package static let listLimit = 16 << 20
  /// The most bytes of a run file; a hundred thousand cases take about a hundredth of it.
  package static let runFileLimit = 8 << 30
  /// The most bytes of what is neither a file nor a pipe.
  private static let deviceLimit = 1 << 20

  /// Reads a file.
  ///
  /// - Throws: ``InputFileError`` if it cannot be opened or read, is a folder or a socket, or is larger.
  package static func contents(
    of path: String,
    atMost limit: Int = listLimit
  ) throws(InputFileError) -> Data {
    // A pipe that nobody writes would keep us for ever; one that somebody writes is read as it comes.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw InputFileError.system(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputFileError.system(errno) }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw InputFileError("it is a folder") }
    if kind == S_IFIFO, isNamed(path) {
      throw InputFileError("it is a named pipe, which might never end")
    }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    let isBounded = kind == S_IFREG || kind == S_IFIFO
    return try read(
      descriptor,
      expecting: kind == S_IFREG ? Int(status.st_size) : 0,
      atMost: isBounded ? limit : min(limit, deviceLimit)
    )
  }

  /// Whether a pipe has a name of its own; that of `<(command)` is a number of ours.
  private static func isNamed(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFIFO
  }

  private static func read(
    _ descriptor: Int32,
    expecting size: Int,
    atMost limit: Int
  ) throws(InputFileError) -> Data {
    guard size <= limit else { throw InputFileError.tooLarge(limit) }
    var data = Data(capacity: size)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = BNPlatform.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw InputFileError.system(errno) }
      if count == 0 { return data }
      guard data.count + count <= limit else { throw InputFileError.tooLarge(limit) }
      data.append(contentsOf: buffer[..<count])
    }
  }
}

/// Why a file is not read.
package struct InputFileError: Error, Equatable, CustomStringConvertible {
  /// The reason, as a clause without the file's name.
  package let description: String

  init(_ description: String) { self.description = description }

  static func system(_ code: Int32) -> InputFileError {
    code == ENOENT
      ? InputFileError("there is no such file")
      : InputFileError("it cannot be read: \(String(cString: strerror(code)))")
  }

  static func tooLarge(_ limit: Int) -> InputFileError {
    InputFileError("it is larger than the \(limit >> 20) MiB that are read")
  }
}
