// SPDX-License-Identifier: Apache-2.0

/// Files that lie at the desk, from the moment they came in until they are handed in or discarded.
package struct Upload: Sendable, Hashable, Identifiable {
  /// Where it stands.
  package enum State: String, Sendable, Hashable {
    /// Its bytes are all there and wait to be checked, or are being checked.
    case checking
    /// Checked; waits for its owner.
    case checked
    /// Could not be checked: `failure` says why.
    case failed
    /// Its owner handed it in; it is being stored.
    case storing
    /// In the census, on the disk.
    case received
  }

  /// One of its files.
  package struct File: Sendable, Hashable {
    /// From 1, in the order in which they came.
    package var number: Int
    /// As its sender calls it, without a path.
    package var name: String
    /// Size in bytes.
    package var bytes: Int
    /// SHA-256 (hex) of its bytes.
    package var sha256: String

    package init(number: Int, name: String, bytes: Int, sha256: String) {
      self.number = number
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  /// Random, a part of addresses.
  package var id: String
  /// Whose it is.
  package var account: Int64
  /// The quarter, `2019-Q2`.
  package var period: String
  /// Organisation ID of the unit that hands in; nil for the whole tree.
  package var unit: String?
  /// Where it stands.
  package var state: State
  /// When it came in, in seconds since 1970.
  package var made: Int
  /// `told`, `adds` or the number of the submission that it replaces.
  package var intent: String
  /// Code of the sentence that says why it could not be checked or stored; nil where nothing went wrong.
  package var failure: String?
  /// Numbers of the submissions it became.
  package var submissions: [Int]
  /// Its files, in order.
  package var files: [File]
}
