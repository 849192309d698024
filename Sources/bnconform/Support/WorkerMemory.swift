// SPDX-License-Identifier: MIT

internal import CProcess

/// How a worker gets its memory from the system.
enum WorkerMemory {
  /// Has the memory grow in large steps and stay; to be called before there are other threads.
  ///
  /// Tensors and what HDF5 reads come and go. The C library gives every thread a heap of its own, which
  /// grows and shrinks by pages, at a call of the system each time; in a worker one thread does nearly
  /// all of the work, and one heap does.
  static func keep() { bnconform_use_one_heap(1 << 20, 32 << 20) }
}
