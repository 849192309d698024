// SPDX-License-Identifier: MIT

internal import BNChildren

extension AdapterFailure: CustomStringConvertible {
  /// One sentence, and the end of standard error if there was any.
  package var description: String {
    let tail = standardError.isEmpty ? "" : "; standard error:\n\(standardError)"
    return sentence + place + tail
  }

  /// Which answer it belongs to, where that is not the one that was waited for.
  private var place: String {
    switch (problem, answered) {
    case (.timedOut, let id?), (.stopped, let id?):
      "; it has read nothing of the question since its answer to \(id)"
    case (_, let id?): " after its answer to \(id), before this case was read"
    case (.endedAfterAnswer, nil): " after its answer, without being told to stop"
    case (_, nil): ""
    }
  }

  /// What the author of the adapter can do about it.
  package var hint: String? {
    switch problem {
    case .noJSON: "standard output belongs to the protocol; print to standard error"
    case .answerTooLong: "write large tensors into files of the session's folder"
    case .closedInput: "read standard input until `stop` or its end"
    case .notStarted: "the command is looked up in PATH unless it contains a slash"
    case .wrongVersion: "see tools/adapters/PROTOCOL.md for version \(AdapterProtocol.version)"
    case .timedOut(_, _, unfinishedBytes: 0):
      "flush standard output after each answer; a slow implementation needs a longer --timeout"
    case .timedOut: "end each answer with a newline, then flush standard output"
    default: nil
    }
  }

  private var sentence: String {
    switch problem {
    case .notStarted(let reason): "cannot be started: \(reason)"
    case .startFailedBefore(let attempts): "not started again after \(attempts) failures in a row"
    case .ended: endedSentence + (answered == nil ? " without answering" : "")
    case .endedAfterAnswer: endedSentence
    case .closedInput: "closed its standard input before it was told to stop\(endingClause)"
    case .closedOutput: "closed its standard output\(endingClause)"
    case .stopped(let time):
      "was stopped by a signal such as SIGSTOP for \(time.inSeconds) s; it was ended"
    case .timedOut(let limit, let what, unfinishedBytes: 0):
      "no \(what) within \(limit.inSeconds) s; it was ended"
    case .timedOut(let limit, let what, let bytes):
      "no \(what) within \(limit.inSeconds) s, only \(bytes) bytes without an end of line; it was ended"
    case .truncated(let bytes, let beginning):
      "the answer breaks off after \(bytes) bytes\(endingClause): \(beginning.debugDescription)"
    case .answerTooLong(let limit): "the answer is longer than \(limit) bytes"
    case .noJSON(let line): "wrote a line that is no answer: \(line.debugDescription)"
    case .malformed(let what): "the answer is malformed: \(what)"
    case .wrongVersion(let version):
      "speaks protocol version \(version), but this is version \(AdapterProtocol.version)"
    case .answeredTwice(let sequence): "answered request \(sequence) twice"
    case .answeredAnother(let sequence, let expected):
      "answered request \(sequence), but the question was request \(expected)"
    case .refused(let message): "refused to start: \(message)"
    case .tooMuchMemory(let bytes, let limit):
      "uses \(bytes >> 20) MiB of memory, more than the limit of \(limit >> 20) MiB"
    case .notKept(let reason): "what was said cannot be kept: \(reason)"
    case .cancelled: "was cancelled"
    }
  }

  private var endedSentence: String {
    switch ending {
    case .signalled(let signal):
      "\(ProcessEnding.verb(of: signal)) by signal \(signal)\(ProcessEnding.name(of: signal))"
    case .exited(let code): "exited with code \(code)"
    case nil: "ended"
    }
  }

  private var endingClause: String {
    switch ending {
    case .signalled(let signal):
      " (\(ProcessEnding.verb(of: signal)) by signal \(signal)\(ProcessEnding.name(of: signal)))"
    case .exited(let code): " (exited with code \(code))"
    case nil: ""
    }
  }
}

extension ProcessEnding {
  /// What a signal did: those that others send end a process, the others say that it crashed.
  fileprivate static func verb(of signal: Int32) -> String {
    let sent: Set<Int32> = [1, 2, 3, 9, 13, 14, 15]
    return sent.contains(signal) ? "ended" : "crashed"
  }
}

extension Duration {
  /// The length in seconds, for people.
  var inSeconds: String {
    let (seconds, attoseconds) = components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    return milliseconds == 0 ? "\(seconds)" : "\(Double(seconds) + Double(milliseconds) / 1000)"
  }
}
