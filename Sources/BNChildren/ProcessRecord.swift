// SPDX-License-Identifier: MIT

#if os(Linux)
  internal import BNPlatform

  /// What `/proc` says of one process.
  struct ProcessRecord {
    let identifier: pid_t
    let parent: pid_t
    let session: pid_t
    let isZombie: Bool
    /// Whether it waits for something, such as its input.
    let isSleeping: Bool
    let residentPages: Int

    /// The environment that the process was started with, if it may be read.
    var environment: [UInt8] { Self.contents(of: "/proc/\(identifier)/environ") ?? [] }

    /// Whether a process is blocked in the system call that reads its standard input.
    static func readsInput(_ identifier: pid_t) -> Bool {
      #if arch(x86_64)
        let call = "0 0x0 "
      #elseif arch(arm64)
        let call = "63 0x0 "
      #else
        let call = "unknown"
      #endif
      return contents(of: "/proc/\(identifier)/syscall")?.starts(with: call.utf8) ?? false
    }

    /// Every process that can be seen.
    static func all() -> [ProcessRecord] {
      guard let folder = opendir("/proc") else { return [] }
      defer { closedir(folder) }
      var records: [ProcessRecord] = []
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if let identifier = pid_t(name), let record = ProcessRecord(identifier) {
          records.append(record)
        }
      }
      return records
    }

    /// Reads a process, or gives nil if it is gone.
    init?(_ identifier: pid_t) {
      guard let bytes = Self.contents(of: "/proc/\(identifier)/stat") else { return nil }
      // The second field is the command in brackets and may hold anything, so count from its end.
      let text = String(decoding: bytes, as: UTF8.self)
      guard let bracket = text.lastIndex(of: ")") else { return nil }
      let fields = text[text.index(after: bracket)...].split(separator: " ")
      guard fields.count > 21, let parent = pid_t(fields[1]), let session = pid_t(fields[3])
      else { return nil }
      self.identifier = identifier
      self.parent = parent
      self.session = session
      isZombie = fields[0] == "Z" || fields[0] == "X"
      isSleeping = fields[0] == "S"
      residentPages = Int(fields[21]) ?? 0
    }

    private static func contents(of path: String) -> [UInt8]? {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      var contents: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case .bytes(let count) = SystemCalls.receive(descriptor, into: &buffer) {
        contents += buffer.prefix(count)
      }
      return contents
    }
  }

  extension [UInt8] {
    /// Whether the bytes occur somewhere.
    func contains(_ part: [UInt8]) -> Bool {
      guard let first = part.first, count >= part.count else { return false }
      return indices.dropLast(part.count - 1).contains { start in
        self[start] == first && self[start..<start + part.count].elementsEqual(part)
      }
    }
  }
#endif
