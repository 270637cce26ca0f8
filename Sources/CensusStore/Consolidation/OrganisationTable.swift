// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// The organisations of a period that count, in the order of their records: all are needed at once, so each is kept in
/// about two hundred bytes.
struct OrganisationTable {
  /// An organisation as it is read; valid only while it is.
  struct Entry {
    fileprivate var statement: OpaquePointer
    var index: Int

    var kind: String { RawStatement.text(statement, 6) ?? "" }
    var names: [String] { [2, 7].compactMap { RawStatement.text(statement, $0) }.filter { !$0.isEmpty } }
  }

  let comparable: ComparableText
  private(set) var ids: [Int64] = []
  /// Number of the reference to the superior; 0 for none.
  private(set) var parents: [Int32] = []
  /// The district and the system that are named, for `line`; -1 for none.
  private(set) var districts: [Int32] = []
  private(set) var systems: [Int32] = []
  private var lines: [String] = []
  /// The organisations by code, then name.
  private(set) var order: [Int32] = []
  private var codes = TextArena()
  /// Full names in their comparable form.
  private var names = TextArena()
  private var byCode: TextIndex
  private var byName: TextIndex
  /// By the organisation that stands for a full name, all that have it, where they are several.
  private var sharers: [Int32: [Int32]] = [:]

  var count: Int { ids.count }

  /// - Parameters:
  ///   - comparable: how names are compared.
  ///   - each: gets every organisation once.
  init(_ database: Database, comparable: ComparableText, each: (Entry) -> Void) throws {
    self.comparable = comparable
    (byCode, byName) = (TextIndex(codes, sequence: []), TextIndex(names, sequence: []))
    let statement = try RawStatement.prepare(
      """
      SELECT id, code, full_name, parent, district, system, kind, short_name FROM organisation
      WHERE superseded = 0 ORDER BY id
      """, in: database)
    defer { sqlite3_finalize(statement) }
    var numbers: [String: Int32] = [:]
    while try RawStatement.next(statement, in: database) {
      each(Entry(statement: statement, index: count))
      add(statement, &numbers)
    }
    lines = numbers.sorted { $0.value < $1.value }.map(\.key)
    order = (0..<Int32(count)).sorted { precedes(Int($0), Int($1)) }
    byCode = TextIndex(codes, sequence: order)
    byName = TextIndex(names, sequence: order)
    for index in order {
      let found = names.with(Int(index)) { byName.find($0, in: names) }
      if let (first, count) = found, count > 1 { sharers[Int32(first), default: []].append(index) }
    }
  }

  private mutating func add(_ statement: OpaquePointer, _ numbers: inout [String: Int32]) {
    func number(_ column: Int32) -> Int32 {
      guard let text = RawStatement.text(statement, column) else { return -1 }
      let number = numbers[text] ?? Int32(numbers.count)
      numbers[text] = number
      return number
    }
    ids.append(sqlite3_column_int64(statement, 0))
    codes.append(RawStatement.bytes(statement, 1))
    comparable.with(RawStatement.bytes(statement, 2)) { names.append($0) }
    parents.append(Int32(truncatingIfNeeded: sqlite3_column_int64(statement, 3)))
    districts.append(number(4))
    systems.append(number(5))
  }

  /// - Parameter number: as in `districts` and `systems`.
  func line(_ number: Int32) -> String? { number < 0 ? nil : lines[Int(number)] }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let byCode = codes.order(left, right)
    return byCode == 0 ? names.order(left, right) < 0 : byCode < 0
  }

  /// The organisation of a code, else of a full name that is the only one of its kind.
  func index(of text: UnsafeRawBufferPointer) -> Int? {
    if let (index, _) = byCode.find(text, in: codes) { return index }
    let found = comparable.with(text) { text -> Int? in
      if let (index, count) = byName.find(text, in: names) { return count == 1 ? index : nil }
      return byCode.find(text, in: codes)?.number
    }
    return found
  }

  func index(named text: String) -> Int? {
    var text = text
    return text.withUTF8 { index(of: UnsafeRawBufferPointer($0)) }
  }

  /// How far IDs and districts speak for one organisation standing below another.
  func likelihood(of organisation: Int, below superior: Int) -> Int {
    guard organisation != superior else { return -2 }
    let (own, above) = (code(of: organisation), code(of: superior))
    var points = own.count > above.count && own.starts(with: above) ? 2 : 0
    if above.count > own.count, above.starts(with: own) { points -= 1 }
    let (district, other) = (districts[organisation], districts[superior])
    if district >= 0, other >= 0 { points += district == other ? 1 : -1 }
    return points
  }

  /// The bytes of an organisation's ID.
  func code(of organisation: Int) -> [UInt8] { codes.with(organisation) { Array($0) } }

  /// All organisations that have a full name, where it is not an ID and they are several; in order of their IDs.
  func sharing(_ text: UnsafeRawBufferPointer) -> [Int32] {
    guard !sharers.isEmpty, byCode.find(text, in: codes) == nil else { return [] }
    return comparable.with(text) { byName.find($0, in: names) }.flatMap { sharers[Int32($0.number)] } ?? []
  }

  /// The comparable full names of all, by number.
  func comparableNames() -> [String] {
    ids.indices.map { names.with($0) { String(decoding: $0, as: UTF8.self) } }
  }

  /// How many others have the full name of an organisation.
  func namesakes(of index: Int) -> Int { names.with(index) { byName.find($0, in: names)?.count ?? 1 } - 1 }
}
