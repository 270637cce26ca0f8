// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Why a record counts in one period and not in the other, or elsewhere.
package enum MovementCause: Sendable, Hashable {
  // People.
  /// Joined the League since the earlier census day.
  case joined
  /// A completed transfer brought the person in.
  case transferredIn
  /// A completed transfer took the person out of what the workspace covers.
  case transferredOut
  /// Stood in the rosters before, but in a state that does not count.
  case readmitted
  /// Stands in the later roster in a state that does not count (a code of the kind's state list).
  case state(String)
  /// A leaving rule of the pack explains it (its ID).
  case rule(String)
  /// A record that a person holds: the person stands in this list of the later period …
  case list(RecordKind)
  /// … or belongs to another organisation there.
  case personMoved
  /// A completed transfer says so, but no roster has the person.
  case lostInTransfer
  /// The later row names an organisation that no sheet holds.
  case unplaced
  /// No reason is on record.
  case appeared, vanished
  /// Nothing in the row tells people apart.
  case unidentifiedIn, unidentifiedOut
  // The same record in two places.
  case movedIn, movedOut
  /// The organisation itself stands elsewhere.
  case unitMovedIn, unitMovedOut
  // The same record in the same place.
  case changed
  /// A value that does not change by itself (birth, sex, joining date …) was put right.
  case corrected
  /// Nothing in the row changed; the later census day or a figure it is held against did.
  case timePassed
  // Rows that stand for no stock, such as transfers of the quarter.
  case listed, delisted
  // Organisations and their figures.
  case unitNew, unitClosed
  /// The organisation has another kind, sector or stage.
  case unitReclassified
  /// Several organisations became one.
  case unitMerged
  /// A unit reports another figure of its own.
  case figureChanged
  /// A unit's own figure replaced the sum of its parts, or the reverse.
  case basisChanged
  /// A unit reports a figure where it reported none, or none any more.
  case figureFirst, figureMissing

  /// Stable name for machine formats.
  package var key: String {
    switch self {
    case .joined: "joined"
    case .transferredIn: "transferred-in"
    case .transferredOut: "transferred-out"
    case .readmitted: "readmitted"
    case .state(let code): "state:\(code)"
    case .rule(let id): "rule:\(id)"
    case .list(let kind): "list:\(kind.rawValue)"
    case .personMoved: "person-moved"
    case .lostInTransfer: "lost-in-transfer"
    case .unplaced: "unplaced"
    case .appeared: "appeared"
    case .vanished: "vanished"
    case .unidentifiedIn: "unidentified-in"
    case .unidentifiedOut: "unidentified-out"
    case .movedIn: "moved-in"
    case .movedOut: "moved-out"
    case .unitMovedIn: "unit-moved-in"
    case .unitMovedOut: "unit-moved-out"
    case .changed: "changed"
    case .corrected: "corrected"
    case .timePassed: "time-passed"
    case .listed: "listed"
    case .delisted: "delisted"
    case .unitNew: "unit-new"
    case .unitClosed: "unit-closed"
    case .unitReclassified: "unit-reclassified"
    case .unitMerged: "unit-merged"
    case .figureChanged: "figure-changed"
    case .basisChanged: "basis-changed"
    case .figureFirst: "figure-first"
    case .figureMissing: "figure-missing"
    }
  }

  /// What a stock-flow check makes of it.
  package enum Side: String, Sendable { case into, out, unexplained }

  /// - Parameter amount: what it moves; a change of kind or a merger brings in or takes out.
  package func side(of amount: Int64) -> Side {
    switch self {
    case .unitReclassified, .unitMerged: amount > 0 ? .into : .out
    case .joined, .transferredIn, .readmitted, .movedIn, .unitMovedIn, .listed, .unitNew, .figureFirst: .into
    case .transferredOut, .state, .rule, .movedOut, .unitMovedOut, .delisted, .unitClosed, .figureMissing, .list,
      .personMoved:
      .out
    case .lostInTransfer, .unplaced, .appeared, .vanished, .unidentifiedIn, .unidentifiedOut, .changed, .corrected,
      .timePassed, .figureChanged, .basisChanged:
      .unexplained
    }
  }

  /// The order in which parts of a bridge stand: in, out, moved, changed, then what nobody explains.
  package var rank: Int {
    switch self {
    case .joined: 0
    case .transferredIn: 1
    case .readmitted: 2
    case .listed: 3
    case .unitNew: 4
    case .figureFirst: 5
    case .movedIn: 6
    case .unitMovedIn: 7
    case .unitReclassified: 8
    case .unitMerged: 9
    case .rule: 10
    case .state: 11
    case .transferredOut: 12
    case .delisted: 13
    case .unitClosed: 14
    case .figureMissing: 15
    case .movedOut: 16
    case .unitMovedOut: 17
    case .list: 18
    case .personMoved: 19
    case .figureChanged: 20
    case .basisChanged: 21
    case .changed: 22
    case .timePassed: 23
    case .corrected: 24
    case .lostInTransfer: 30
    case .unplaced: 31
    case .unidentifiedIn: 32
    case .unidentifiedOut: 33
    case .appeared: 34
    case .vanished: 35
    }
  }
}

/// Numbers the causes that occur, so that tallies are arrays.
package struct CauseTable: Sendable {
  /// The causes by their number.
  package private(set) var causes: [MovementCause] = []
  private var numbers: [MovementCause: Int] = [:]

  package init() {}

  /// The number of a cause; a new one gets the next.
  package mutating func number(of cause: MovementCause) -> Int {
    if let number = numbers[cause] { return number }
    numbers[cause] = causes.count
    causes.append(cause)
    return causes.count - 1
  }

  /// The causes in the order of a bridge.
  package var ordered: [(number: Int, cause: MovementCause)] {
    causes.enumerated().map { ($0.offset, $0.element) }.sorted {
      ($0.cause.rank, $0.cause.key) < ($1.cause.rank, $1.cause.key)
    }
  }
}
