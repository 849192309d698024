// SPDX-License-Identifier: MIT

internal import BNTensors

extension FaultCatalogue {
  /// Faults of machine.
  static let machine: [Fault] = [
    Fault("reset-variance-0", "resets running_var to 0", "", "R4", .machine) {
      $0.machine.resetSetsVarianceZero = true
    },
    Fault("reset-keeps-counter", "leaves the counter in a reset", "", "R4", .machine) {
      $0.machine.resetKeepsCounter = true
    },
    Fault("reset-keeps-mean", "leaves running_mean in a reset", "", "R4", .machine) {
      $0.machine.resetKeepsMean = true
    },
    Fault(
      "reset-touches-affine",
      "resets weight and bias, too",
      "reset_parameters in its place",
      "R4",
      .machine
    ) { $0.machine.resetTouchesAffine = true },
    Fault("reset-ignores-flag", "resets while the flag is off", "", "R4", .machine) {
      $0.machine.resetIgnoresFlag = true
    },
    Fault("reset-does-nothing", "does not reset", "", "R4", .machine) {
      $0.machine.resetDoesNothing = true
    },
    Fault(
      "load-ignores-counter",
      "does not load the counter",
      "pytorch PR5766/6445",
      "R5",
      .machine
    ) { $0.machine.loadIgnoresCounter = true },
    Fault("load-ignores-statistics", "does not load the running statistics", "", "R5", .machine) {
      $0.machine.loadIgnoresStatistics = true
    },
    Fault(
      "load-swaps-statistics",
      "loads running_mean into running_var and back",
      "",
      "R5",
      .machine
    ) { $0.machine.loadSwapsStatistics = true },
    Fault("load-ignores-affine", "does not load weight and bias", "", "R5", .machine) {
      $0.machine.loadIgnoresAffine = true
    },
    Fault("load-resets-missing-counter", "sets a missing counter to 0", "", "R5", .machine) {
      $0.machine.loadResetsMissingCounter = true
    },
    Fault("load-is-lenient", "accepts missing keys", "", "R5", .machine) {
      $0.machine.loadIsLenient = true
    },
    Fault(
      "load-always-needs-counter",
      "refuses old state dicts",
      "pytorch PR5766/6445",
      "R5",
      .machine
    ) { $0.machine.loadAlwaysNeedsCounter = true },
    Fault("load-stops-at-missing", "loads nothing if a key is missing", "", "R5", .machine) {
      $0.machine.loadStopsAtMissing = true
    },
    Fault("flag-on-makes-buffers", "makes buffers when the flag is set", "", "R32", .machine) {
      $0.machine.flagOnMakesBuffers = true
    },
    Fault("flag-ignored", "ignores the flag after construction", "pytorch#20967", "R32", .machine) {
      $0.machine.flagIsIgnored = true
    },
    Fault(
      "flag-off-drops-buffers",
      "drops the buffers when the flag is cleared",
      "",
      "R32",
      .machine
    ) { $0.machine.flagOffDropsBuffers = true },
    Fault(
      "load-subtracts-eps",
      "subtracts eps from running_var when it loads",
      "converters from formats that store variance + eps",
      "R5",
      .machine
    ) { $0.machine.loadSubtractsEps = true },
    Fault(
      "load-through-half",
      "rounds what it loads to binary16",
      "checkpoints stored in half precision",
      "R5",
      .machine
    ) { $0.machine.loadedFormat = .binary16 },
    Fault(
      "load-through-bfloat16",
      "rounds what it loads to bfloat16",
      "checkpoints stored in half precision",
      "R5",
      .machine
    ) { $0.machine.loadedFormat = .bfloat16 },
    Fault(
      "load-through-float32",
      "rounds what it loads to float32",
      "checkpoints stored in single precision",
      "R5",
      .machine
    ) { $0.machine.loadedFormat = .binary32 },
    Fault("eps-of-construction", "ignores a later change of eps", "", "R1", .machine) {
      $0.machine.keepsEps = true
    },
    Fault("momentum-of-construction", "ignores a later change of momentum", "", "R1", .machine) {
      $0.machine.keepsMomentum = true
    },
    Fault("default-eps-1e-3", "takes eps as 1e-3 where none is given", "Keras", "R1", .machine) {
      $0.machine.defaultEps = 1e-3
    },
    Fault("default-eps-1e-4", "takes eps as 1e-4 where none is given", "", "R1", .machine) {
      $0.machine.defaultEps = 1e-4
    },
    Fault(
      "default-momentum-0.01",
      "takes momentum as 0.01 where none is given",
      "Keras, Flax",
      "R1",
      .machine
    ) {
      $0.machine.defaultMomentum = 0.01
    },
    Fault("default-momentum-0.9", "takes momentum as 0.9 where none is given", "", "R1", .machine) {
      $0.machine.defaultMomentum = 0.9
    },
    Fault(
      "copy-shares-tensors",
      "shares statistics between a layer and its copy",
      "",
      "R3",
      .machine
    ) {
      $0.machine.copySharesTensors = true
    },
    Fault(
      "copy-is-fresh",
      "copies what a layer was made with, not what it has become",
      "",
      "R3",
      .machine
    ) {
      $0.machine.copyIsFresh = true
    },
    Fault("copy-drops-counter", "sets the counter of a copy to 0", "", "R3", .machine) {
      $0.machine.copyDropsCounter = true
    },
    Fault(
      "statistics-move-with-gradients-only",
      "moves the running statistics only while gradients are recorded",
      "checkpointing, and torch.no_grad taken as evaluation",
      "R23",
      .machine
    ) { $0.running.movesWhileRecordingOnly = true },
  ]
}
