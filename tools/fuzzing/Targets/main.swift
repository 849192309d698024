// SPDX-License-Identifier: MIT

import Foundation

/// The fuzzer's own main program, which calls back with every input.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

var argumentCount = CommandLine.argc
var arguments = CommandLine.unsafeArgv
let code = runDriver(&argumentCount, &arguments) { bytes, count in
  FuzzTarget.chosen.body([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
exit(code)
