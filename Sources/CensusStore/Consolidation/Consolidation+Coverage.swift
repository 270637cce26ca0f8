// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Consolidation {
  /// Writes down what the sheets of each kind speak for, and who stands outside the tree: nothing that is asked later has to
  /// look at the records again.
  func settleCoverage() throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS coverage (kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS stray (root INTEGER NOT NULL, unit INTEGER, kind TEXT NOT NULL, rows INTEGER NOT NULL);
        DELETE FROM coverage;
        DELETE FROM stray;
        """)
    try SheetReach.write([:], in: database)
    let tree = try tree()
    guard tree.count > 0 else { return }
    var reaches = Reaches(tree: tree, nodes: try nodes())
    for schema in schemas.all where schema.coversUnits {
      let kind = schema.kind
      let counts = kind == .member ? "counted = 1 AND superseded = 0" : "superseded = 0"
      try RawStatement.each(
        "SELECT sheet, \(schema.organisationColumn), \(counts) FROM \(kind.rawValue)", in: database
      ) { row in
        reaches.note(
          sheet: sqlite3_column_int64(row, 0), reference: sqlite3_column_int64(row, 1),
          counts: sqlite3_column_int(row, 2) == 1, kind: kind)
      }
    }
    try writeCoverage(reaches, tree)
    try writeStrays(reaches, tree)
    try SheetReach.write(reaches.bySheet.mapValues(\.whole), in: database)
  }

  private func writeCoverage(_ reaches: Reaches, _ tree: ConsolidatedOrganisations) throws {
    let units = try senders()
    var covered: [RecordKind: [ClosedRange<Int>]] = [:]
    for (file, sheets) in try sheetsByFile() {
      let everything = sheets.compactMap { reaches.bySheet[$0.id] }.reduce(Reach()) { $0.joined(with: $1) }
      for (kind, own) in Dictionary(grouping: sheets, by: \.kind) {
        let reach = own.compactMap { reaches.bySheet[$0.id] }.reduce(Reach()) { $0.joined(with: $1) }
        let saysNobody = own.allSatisfy(\.saysNobody)
        covered[kind, default: []] += tree.ranges(
          of: reach, saysNobody: saysNobody, in: everything, sentBy: units[file.submission])
      }
    }
    for kind in schemas.kinds {
      for range in ReportingCoverage.joined(covered[kind] ?? []) {
        try database.execute(
          sql: "INSERT INTO coverage VALUES (?, ?, ?)", arguments: [kind.rawValue, range.lowerBound, range.upperBound])
      }
    }
  }

  private struct SentFile: Hashable {
    var id: Int64
    var submission: Int64
  }

  private struct SentSheet {
    var id: Int64
    var kind: RecordKind
    /// Headings only, or totals and notes: it says that there is nobody. One whose rows were set aside says nothing.
    var saysNobody: Bool
  }

  private func sheetsByFile() throws -> [SentFile: [SentSheet]] {
    let harmless = SetAsideRow.reasonsWithoutRecord.sorted().map { "'\($0)'" }.joined(separator: ", ")
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, s.kind, f.id, f.submission, s.records = 0 AND NOT EXISTS (
          SELECT 1 FROM set_aside AS a WHERE s.set_aside > 0 AND a.sheet = s.id AND a.reason NOT IN (\(harmless)))
        FROM sheet AS s JOIN file AS f ON f.id = s.file WHERE s.kind IS NOT NULL ORDER BY s.id
        """)
    var files: [SentFile: [SentSheet]] = [:]
    for row in rows {
      let kind = RecordKind(rawValue: row[1])
      guard schemas[kind].coversUnits else { continue }
      files[SentFile(id: row[2], submission: row[3]), default: []].append(
        SentSheet(id: row[0], kind: kind, saysNobody: row[4]))
    }
    return files
  }

  /// The unit that handed in, by submission; none where a submission names no unit that is known.
  func senders() throws -> [Int64: Int] {
    let submissions = try Row.fetchAll(database, sql: "SELECT id, unit FROM submission WHERE unit IS NOT NULL")
    var nodes: [String: Int] = [:]
    var units: [Int64: Int] = [:]
    for row in submissions {
      let name: String = row[1]
      if nodes[name] == nil {
        nodes[name] =
          try Int.fetchOne(
            database,
            sql: """
              SELECT node FROM organisation
              WHERE superseded = 0 AND node IS NOT NULL AND ?1 IN (code, full_name, short_name)
              ORDER BY code <> ?1, full_name <> ?1, node LIMIT 1
              """, arguments: [name]) ?? -1
      }
      if let node = nodes[name], node >= 0 { units[row[0]] = node }
    }
    return units
  }

  // MARK: Outside the tree

  private func writeStrays(_ reaches: Reaches, _ tree: ConsolidatedOrganisations) throws {
    let last = Int(tree.last[0])
    guard tree.count > last + 1 else { return }
    let places = try StrayPlaces(database, last: last)
    var root = last + 1
    while root < tree.count {
      let unit = places.unit(of: root)
      var rows = reaches.strayRows[root] ?? [:]
      rows[.organisation] = Int(tree.last[root]) - root + 1
      for (kind, count) in rows.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        try database.execute(
          sql: "INSERT INTO stray VALUES (?, ?, ?, ?)", arguments: [root, unit, kind.rawValue, count])
      }
      root = Int(tree.last[root]) + 1
    }
  }
}

/// Where the rows of a sheet belong: in the tree the least and the greatest number, outside it the topmost organisations.
private struct Reach {
  var nodes: ClosedRange<Int>?
  var strays: [Int: ClosedRange<Int>] = [:]

  /// The first and the last organisation of all rows.
  var whole: ClosedRange<Int>? {
    let all = [nodes].compactMap(\.self) + strays.values
    guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else { return nil }
    return first...last
  }

  func joined(with other: Reach) -> Reach {
    var joined = self
    if let nodes = other.nodes { joined.add(nodes) }
    for (root, nodes) in other.strays { joined.add(nodes, below: root) }
    return joined
  }

  mutating func add(_ added: ClosedRange<Int>) {
    nodes = nodes.map { min($0.lowerBound, added.lowerBound)...max($0.upperBound, added.upperBound) } ?? added
  }

  mutating func add(_ added: ClosedRange<Int>, below root: Int) {
    strays[root] =
      strays[root].map { min($0.lowerBound, added.lowerBound)...max($0.upperBound, added.upperBound) } ?? added
  }
}

/// The reach of every sheet, gathered in one walk through the records.
private struct Reaches {
  private let nodes: [Int32]
  private let last: Int
  private let tree: ConsolidatedOrganisations
  private(set) var bySheet: [Int64: Reach] = [:]
  /// Rows that count outside the tree, by topmost organisation.
  private(set) var strayRows: [Int: [RecordKind: Int]] = [:]
  /// The sheet that is being walked through, so that not every row asks the dictionary.
  private var current: Int64 = -1
  private var least = Int.max
  private var greatest = -1

  init(tree: ConsolidatedOrganisations, nodes: [Int32]) {
    (self.tree, self.nodes) = (tree, nodes)
    last = Int(tree.last[0])
  }

  mutating func note(sheet: Int64, reference: Int64, counts: Bool, kind: RecordKind) {
    guard reference > 0, reference < nodes.count, nodes[Int(reference)] >= 0 else { return }
    let node = Int(nodes[Int(reference)])
    if sheet != current {
      current = sheet
      (least, greatest) = (Int.max, -1)
    }
    guard node <= last else { return noteStray(node, sheet, counts, kind) }
    guard node < least || node > greatest else { return }
    (least, greatest) = (min(least, node), max(greatest, node))
    bySheet[sheet, default: Reach()].add(least...greatest)
  }

  private mutating func noteStray(_ node: Int, _ sheet: Int64, _ counts: Bool, _ kind: RecordKind) {
    var root = node
    while tree.parents[root] >= 0 { root = Int(tree.parents[root]) }
    bySheet[sheet, default: Reach()].add(node...node, below: root)
    if counts { strayRows[root, default: [:]][kind, default: 0] += 1 }
  }
}

extension ConsolidatedOrganisations {
  /// What a file speaks for with its sheets of one kind: all below the unit that hands it in, as far as it holds a row of
  /// there; without such a unit all below the lowest unit that contains its rows.
  fileprivate func ranges(
    of reach: Reach, saysNobody: Bool, in file: Reach, sentBy unit: Int?
  ) -> [ClosedRange<Int>] {
    if let unit {
      let range = unit...Int(last[unit])
      let known = [reach.nodes].compactMap(\.self) + reach.strays.values
      return saysNobody || known.contains { $0.overlaps(range) } ? [range] : []
    }
    let whole = reach.nodes == nil && reach.strays.isEmpty && saysNobody ? file : reach
    if whole.nodes == nil, whole.strays.isEmpty { return saysNobody ? [0...Int(last[0])] : [] }
    return ([whole.nodes].compactMap(\.self) + whole.strays.values).map(lowest)
  }

  /// The subtree of the lowest organisation that contains two others and all between.
  private func lowest(_ nodes: ClosedRange<Int>) -> ClosedRange<Int> {
    var unit = nodes.lowerBound
    while Int(last[unit]) < nodes.upperBound, parents[unit] >= 0 { unit = Int(parents[unit]) }
    return unit...Int(last[unit])
  }
}

/// Finds the unit of the tree that an organisation outside it says it belongs to: by its ID, else by its district.
private struct StrayPlaces {
  private var nodes: [String: Int] = [:]
  private var districts: [String: Int] = [:]
  private var strays: [Int: (code: String, district: String?)] = [:]

  init(_ database: Database, last: Int) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT node, code, district FROM organisation WHERE superseded = 0 AND node IS NOT NULL ORDER BY node DESC
        """)
    for row in rows {
      let (node, code, district): (Int, String?, String?) = (row[0], row[1], row[2])
      guard node <= last else {
        strays[node] = (code ?? "", district)
        continue
      }
      if let code { nodes[code] = node }
      if let district { districts[district] = node }
    }
  }

  /// The shortest beginning of an ID that names an administrative place: four digits for a city.
  private static let shortest = 4

  func unit(of root: Int) -> Int? {
    guard let stray = strays[root] else { return nil }
    var code = Substring(stray.code)
    while code.count > StrayPlaces.shortest {
      code.removeLast()
      if let node = nodes[String(code)] { return node }
    }
    return stray.district.flatMap { districts[$0] }
  }
}
