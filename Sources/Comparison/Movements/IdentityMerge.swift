// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Hands out the rows of one identity together, from a cursor in order of identity.
struct IdentityGroups {
  private var cursor: any IdentityCursor
  private var ahead: IdentityRow?

  init(_ cursor: any IdentityCursor) throws {
    self.cursor = cursor
    ahead = try self.cursor.next()
  }

  /// The identity of the next group; nil at the end or for rows without one.
  var identity: Pseudonym? { ahead?.identity }
  var isAtEnd: Bool { ahead == nil }

  /// All rows of the next identity; rows without an identity come one by one.
  mutating func next() throws -> [IdentityRow] {
    guard let first = ahead else { return [] }
    ahead = try cursor.next()
    guard first.identity != nil else { return [first] }
    var group = [first]
    while let row = ahead, row.identity == first.identity {
      group.append(row)
      ahead = try cursor.next()
    }
    return group
  }
}

/// Walks two periods in step, one identity at a time; memory holds one identity.
package struct IdentityMerge {
  private var before: IdentityGroups
  private var after: IdentityGroups
  /// Transfers of the later period: mark 0 says completed since the earlier census day, sum 0 is the receiving
  /// organisation + 1 (0 when it is unknown here), sum 1 the day (yyyymmdd; 0 where none is given).
  private var transfers: IdentityGroups

  /// Begins with the first identity of each cursor; all of them are in order of identity.
  ///
  /// - Parameter transfers: of the later period; without any, nobody is known to have been transferred.
  /// - Throws: what the cursors throw.
  package init(
    before: any IdentityCursor, after: any IdentityCursor, transfers: any IdentityCursor = IdentityRows([])
  ) throws {
    self.before = try IdentityGroups(before)
    self.after = try IdentityGroups(after)
    self.transfers = try IdentityGroups(transfers)
  }

  struct Group {
    var identity: Pseudonym?
    var before: [IdentityRow]
    var after: [IdentityRow]
    var transfers: [IdentityRow]
  }

  /// The next identity that stands in either period; nil at the end.
  mutating func next() throws -> Group? {
    if before.isAtEnd, after.isAtEnd { return nil }
    if !before.isAtEnd, before.identity == nil {
      return Group(identity: nil, before: try before.next(), after: [], transfers: [])
    }
    if !after.isAtEnd, after.identity == nil {
      return Group(identity: nil, before: [], after: try after.next(), transfers: [])
    }
    // Both cursors stand at an identity or at their end.
    let identity = [before.identity, after.identity].compactMap { $0 }.min()
    let old = before.identity == identity ? try before.next() : []
    let new = after.identity == identity ? try after.next() : []
    return Group(identity: identity, before: old, after: new, transfers: try transfers(of: identity))
  }

  private mutating func transfers(of identity: Pseudonym?) throws -> [IdentityRow] {
    guard let identity else { return [] }
    while !transfers.isAtEnd {
      if let next = transfers.identity, next >= identity { break }
      _ = try transfers.next()
    }
    return transfers.identity == identity ? try transfers.next().filter { $0.marks[0] } : []
  }
}
