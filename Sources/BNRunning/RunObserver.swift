// SPDX-License-Identifier: MIT

package import BNRunFile

/// Someone who watches a run.
package protocol RunObserver: AnyObject {
  /// The run begins.
  func begin(_ header: RunHeader)
  /// A record has come in, in whatever order files are judged: for progress.
  func arrive(_ record: RunRecord)
  /// A record as it stays, once all cases are judged and explained, in the order of files and cases.
  func release(_ record: RunRecord)
  /// The run is over.
  func end(_ run: RunFile, exitCode: RunExitCode)
}
