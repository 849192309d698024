// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import CBNConform
internal import BNTensors

/// A shared library with the functions of `bnconform.h`; it is never unloaded.
struct LoadedLibrary {
  let describe: @convention(c) () -> UnsafePointer<bnconform_description>?
  let create: Create
  let destroy: @convention(c) (OpaquePointer?) -> Void
  let readState: ReadState
  let forward: Forward
  let releasePass: (@convention(c) (OpaquePointer?) -> Void)?
  let message: (@convention(c) () -> UnsafePointer<CChar>?)?
  let backward: Backward?
  let doubleBackward: DoubleBackward?
  let resetRunningStats: (@convention(c) (OpaquePointer?) -> bnconform_status)?
  let setTrackRunningStats: (@convention(c) (OpaquePointer?, Int32) -> bnconform_status)?
  let loadState: LoadState?
  let setEps: (@convention(c) (OpaquePointer?, Double) -> bnconform_status)?
  let setMomentum: (@convention(c) (OpaquePointer?, Int32, Double) -> bnconform_status)?
  let setGradEnabled: (@convention(c) (OpaquePointer?, Int32) -> bnconform_status)?
  let copy: Copy?

  typealias TensorIn = UnsafePointer<bnconform_tensor>
  typealias TensorOut = UnsafeMutablePointer<bnconform_tensor>
  typealias Create =
    @convention(c) (
      UnsafePointer<bnconform_config>?, UnsafePointer<bnconform_state>?,
      UnsafeMutablePointer<OpaquePointer?>?
    ) -> bnconform_status
  typealias ReadState =
    @convention(c) (OpaquePointer?, UnsafeMutablePointer<bnconform_state>?) -> bnconform_status
  typealias Forward =
    @convention(c) (
      OpaquePointer?, Int32, TensorIn?, TensorOut?, UnsafeMutablePointer<OpaquePointer?>?
    ) -> bnconform_status
  typealias Backward =
    @convention(c) (
      OpaquePointer?, OpaquePointer?, TensorIn?, TensorOut?, TensorOut?, TensorOut?
    ) -> bnconform_status
  typealias DoubleBackward =
    @convention(c) (
      OpaquePointer?, OpaquePointer?, TensorIn?, TensorIn?, TensorIn?, TensorIn?, TensorOut?,
      TensorOut?, TensorOut?
    ) -> bnconform_status
  typealias Copy =
    @convention(c) (OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>?) -> bnconform_status
  typealias LoadState =
    @convention(c) (OpaquePointer?, UnsafePointer<bnconform_state>?, Int32) -> bnconform_status

  /// Loads a library, which may print and do whatever else its initializers do.
  ///
  /// - Throws: ``LibraryError`` if the system refuses or a required function is missing.
  init(path: String) throws(LibraryError) {
    guard let handle = dlopen(path.contains("/") ? path : "./" + path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown reason"
      throw LibraryError(description: "cannot be loaded: \(reason)")
    }
    let symbols = Symbols(handle: handle)
    describe = try symbols.required("bnconform_describe")
    create = try symbols.required("bnconform_create")
    destroy = try symbols.required("bnconform_destroy")
    readState = try symbols.required("bnconform_read_state")
    forward = try symbols.required("bnconform_forward")
    releasePass = symbols.optional("bnconform_release_pass")
    message = symbols.optional("bnconform_message")
    backward = symbols.optional("bnconform_backward")
    doubleBackward = symbols.optional("bnconform_double_backward")
    resetRunningStats = symbols.optional("bnconform_reset_running_stats")
    setTrackRunningStats = symbols.optional("bnconform_set_track_running_stats")
    loadState = symbols.optional("bnconform_load_state")
    setEps = symbols.optional("bnconform_set_eps")
    setMomentum = symbols.optional("bnconform_set_momentum")
    setGradEnabled = symbols.optional("bnconform_set_grad_enabled")
    copy = symbols.optional("bnconform_copy")
  }

  /// The functions of a library by their names.
  private struct Symbols {
    let handle: UnsafeMutableRawPointer

    func optional<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }

    func required<Function>(
      _ name: String,
      as type: Function.Type = Function.self
    ) throws(LibraryError) -> Function {
      guard let function = optional(name, as: type) else {
        throw LibraryError(description: "does not export \(name)")
      }
      return function
    }
  }
}

/// A shared library that cannot be used.
struct LibraryError: Error, Equatable, CustomStringConvertible {
  /// One line for people, which begins with a verb.
  let description: String
}
