// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Parts what came in without the name of a unit into one submission for each unit that files are about, so that one can be
/// withdrawn alone.
///
/// A file is about the unit that a folder or the file is named like, the nearest one that holds all its rows; else about the
/// lowest that holds them all.
struct SubmissionSplit {
  /// A settled period's connection that sees the catalogue.
  let database: Database
  let schemas: RosterSchemas
  let register: SubmissionRegister
  let draft: SubmissionDraft
  /// How names of units are compared with those of files.
  let comparable: ComparableText

  /// - Returns: number and files of each; the one that was entered keeps the first file.
  func parts(of submission: Int) throws -> [(number: Int, files: Int)] {
    let units = try units(of: submission)
    var numbers: [String?: Int] = [:]
    var files: [Int: Int] = [:]
    for (file, unit) in units {
      let number = try numbers[unit] ?? (numbers.isEmpty ? submission : register.enter(draft))
      if numbers[unit] == nil {
        numbers[unit] = number
        try database.execute(sql: "UPDATE submission SET about = ? WHERE id = ?", arguments: [unit, number])
      }
      if number != submission {
        try database.execute(sql: "UPDATE file SET submission = ? WHERE id = ?", arguments: [number, file])
      }
      files[number, default: 0] += 1
    }
    return files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The files in order with the ID of the unit that each is about; nil where nothing tells.
  private func units(of submission: Int) throws -> [(file: Int64, unit: String?)] {
    let tree = try ConsolidatedOrganisations(database)
    let references = try OrganisationReferences.nodes(in: database)
    let known = try SheetReach.all(in: database)
    let files = try Row.fetchAll(
      database, sql: "SELECT id, name FROM file WHERE submission = ? ORDER BY id", arguments: [submission])
    let names = try namedUnits(Set(files.flatMap { parts(of: $0[1] as String) }))
    return try files.map { file in
      let reach = try reach(of: file[0], references, known)
      let named = parts(of: file[1] as String).compactMap { names[$0] }
      let unit =
        reach.map { reach in named.last { tree.holds(reach, at: $0) } ?? tree.lowest(holding: reach) } ?? named.last
      return (file[0], try unit.flatMap { try code(of: tree.ids[$0]) })
    }
  }

  private func code(of organisation: Int64) throws -> String? {
    try String.fetchOne(database, sql: "SELECT code FROM organisation WHERE id = ?", arguments: [organisation])
  }

  /// Folders and the file's name without its ending, from the outside in.
  private func parts(of name: String) -> [String] {
    var parts = name.split { $0 == "/" || $0 == "▸" }.map { $0.trimmingPrefix(" ") }.map(String.init)
    if let last = parts.popLast() { parts.append(last.split(separator: ".").first.map(String.init) ?? last) }
    return parts.map { comparable.of($0) }
  }

  /// Preorder numbers by ID and by full and short names that only one has, as far as `wanted` asks for them.
  private func namedUnits(_ wanted: Set<String>) throws -> [String: Int] {
    var units: [String: Int] = [:]
    var shared: Set<String> = []
    // Most names are no file's, and their length tells that without a copy.
    let lengths = Set(wanted.map(\.utf8.count))
    for column in ["code", "full_name", "short_name"] {
      let sql = "SELECT \(column), node FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
      try RawStatement.each(sql, in: database) { row in
        guard let text = sqlite3_column_text(row, 0) else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, 0)))
        let name = comparable.with(bytes) { lengths.contains($0.count) ? String(decoding: $0, as: UTF8.self) : nil }
        guard let name, wanted.contains(name) else { return }
        let node = Int(sqlite3_column_int64(row, 1))
        if let other = units.updateValue(node, forKey: name), other != node { shared.insert(name) }
      }
    }
    return units.filter { !shared.contains($0.key) }
  }

  /// The first and the last organisation that rows of a file are about; nil where none is known.
  private func reach(
    of file: Int64, _ references: [Int32], _ known: [Int64: ClosedRange<Int>]
  ) throws -> ClosedRange<Int>? {
    let sheets = try Row.fetchAll(
      database,
      sql: "SELECT kind, first_record, last_record, id FROM sheet WHERE file = ? AND first_record IS NOT NULL",
      arguments: [file])
    var (first, last) = (Int.max, -1)
    func note(_ node: Int) {
      guard node >= 0 else { return }
      (first, last) = (min(first, node), max(last, node))
    }
    for sheet in sheets {
      guard let kind = (sheet[0] as String?).map(RecordKind.init) else { continue }
      guard !schemas[kind].coversUnits else {
        if let reach = known[sheet[3]] { [reach.lowerBound, reach.upperBound].forEach(note) }
        continue
      }
      let range = "id BETWEEN \(sheet[1] as Int64) AND \(sheet[2] as Int64)"
      if kind == .organisation {
        try RawStatement.each("SELECT COALESCE(node, -1) FROM organisation WHERE \(range)", in: database) { row in
          note(Int(sqlite3_column_int64(row, 0)))
        }
      } else {
        let sql = "SELECT \(schemas[kind].organisationColumn) FROM \(kind.rawValue) WHERE \(range)"
        try RawStatement.each(sql, in: database) { row in note(Int(references[Int(sqlite3_column_int64(row, 0))])) }
      }
    }
    return last < 0 ? nil : first...last
  }
}

extension ConsolidatedOrganisations {
  func holds(_ nodes: ClosedRange<Int>, at unit: Int) -> Bool {
    unit <= nodes.lowerBound && nodes.upperBound <= Int(last[unit])
  }

  /// The lowest organisation that has all of some nodes below it or is them; nil where they stand in several trees.
  func lowest(holding nodes: ClosedRange<Int>) -> Int? {
    var unit = Int32(nodes.lowerBound)
    while unit >= 0, !holds(nodes, at: Int(unit)) { unit = parents[Int(unit)] }
    return unit < 0 ? nil : Int(unit)
  }
}
