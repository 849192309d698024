// SPDX-License-Identifier: MIT

package import BNRunFile

/// Someone who watches a run.
package protocol RunObserver: AnyObject {
  /// The run begins.
  func begin(_ header: RunHeader)
  /// A record has come in, in whatever order files are judged: for progress.
  func arrive(_ record: RunRecord)
  /// A record is due, in the order of the files and cases, whatever the number of jobs.
  func release(_ record: RunRecord)
  /// The run is over.
  func end(_ run: RunFile, exitCode: RunExitCode)
}
