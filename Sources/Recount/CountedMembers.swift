// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which rows of members do not count: of a person who left the branch by another file, and of a person who stands twice.
struct CountedMembers {
  private struct Standing: Hashable {
    var person: PersonKey
    var node: Int
  }

  private struct Arrival: Hashable {
    var person: PersonKey
    var node: Int
  }

  private struct Rival {
    var id: Int64
    var rank: [RecordValue]
    var phone: Int64?
    /// Whether no ID number tells people apart.
    var isWeak: Bool

    func isAnother(than other: Rival) -> Bool { isWeak && phone != nil && other.phone != nil && phone != other.phone }
  }

  private let source: any RecordSource
  private let tree: RecountedTree
  private let codes: CodeRoles
  private let files: [Int64: Int64]

  init(_ source: some RecordSource, _ tree: RecountedTree, _ codes: CodeRoles, _ sheets: [Int64: SourceSheet]) {
    (self.source, self.tree, self.codes) = (source, tree, codes)
    files = sheets.mapValues(\.fileNumber)
  }

  /// The numbers of the rows.
  func left() throws -> Set<Int64> {
    let leavings = try leavings()
    var (gone, firsts, twice): (Set<Int64>, [PersonKey: Int64], Set<Int64>) = ([], [:], [])
    var persons: Set<PersonKey> = []
    try walk(counted: true) { record, standing in
      if let others = leavings[standing], others.contains(where: { $0 != files[record.sheet] }) {
        gone.insert(record.id)
      } else if let first = firsts[standing.person] {
        twice.formUnion([first, record.id])
        persons.insert(standing.person)
      } else {
        firsts[standing.person] = record.id
      }
    }
    return twice.isEmpty ? gone : gone.union(try repeated(twice, persons))
  }

  /// The files that say of a person that he left a branch.
  private func leavings() throws -> [Standing: Set<Int64>] {
    var leavings: [Standing: Set<Int64>] = [:]
    try walk(counted: false) { record, standing in
      if let file = files[record.sheet] { leavings[standing, default: []].insert(file) }
    }
    return leavings
  }

  private func walk(counted: Bool, _ body: (SourceRecord, Standing) throws -> Void) throws {
    try source.records(
      of: .member, columns: ["person_high", "person_low", "organisation", "counted"], only: nil
    ) { record in
      guard let counts = record.values[3].integer, (counts != 0) == counted,
        let person = PersonKey(record.values[0], record.values[1]), let node = tree.target(record.values[2])
      else { return }
      try body(record, Standing(person: person, node: node))
    }
  }

  /// All rows of each person but the one that counts; two phones are two people where no ID number says more.
  private func repeated(_ twice: Set<Int64>, _ persons: Set<PersonKey>) throws -> Set<Int64> {
    let arrivals = try arrivals(of: persons)
    let schema = source.schemas[.member]
    let order = RowOrder(schema, tree)
    let weak = Set([CodeRole.masked, .damaged, .missing].flatMap { codes.codes($0, in: "id-form") })
    var rivals: [PersonKey: [Rival]] = [:]
    let own = ["person_high", "person_low", "organisation", "phone_key", "id_form"]
    try source.records(of: .member, columns: own + order.columns, only: twice) { record in
      var record = record
      let head = record.values.prefix(own.count)
      record.values.removeFirst(own.count)
      guard let person = PersonKey(head[0], head[1]), let node = tree.target(head[2]) else { return }
      let arrived = arrivals[Arrival(person: person, node: node)].map(RecordValue.integer) ?? .null
      let rank = order.rank(record, first: [arrived], organisation: tree.units[node].code)
      rivals[person, default: []].append(
        Rival(id: record.id, rank: rank, phone: head[3].integer, isWeak: weak.contains(head[4].text ?? "")))
    }
    return rivals.values.reduce(into: []) { $0.formUnion(CountedMembers.losers(among: $1)) }
  }

  private static func losers(among rivals: [Rival]) -> [Int64] {
    var (kept, losers): ([Rival], [Int64]) = ([], [])
    for rival in rivals.sorted(by: { RowOrder.precedes($1.rank, $0.rank) }) {
      if kept.contains(where: { !rival.isAnother(than: $0) }) { losers.append(rival.id) } else { kept.append(rival) }
    }
    return losers
  }

  /// The last day on which a completed transfer brought a person to an organisation.
  private func arrivals(of persons: Set<PersonKey>) throws -> [Arrival: Int64] {
    let completed = Set(codes.codes(.completed, in: "transfer-state"))
    var arrivals: [Arrival: Int64] = [:]
    let columns = ["person_high", "person_low", "state", "to_organisation", "completed", "applied"]
    try source.records(of: .transfer, columns: columns, only: nil) { record in
      let values = record.values
      guard let person = PersonKey(values[0], values[1]), persons.contains(person),
        completed.contains(values[2].text ?? ""), let node = tree.target(values[3]),
        let day = values[4].integer ?? values[5].integer
      else { return }
      let arrival = Arrival(person: person, node: node)
      arrivals[arrival] = max(day, arrivals[arrival] ?? day)
    }
    return arrivals
  }
}
