// SPDX-License-Identifier: Apache-2.0

/// The organisations of a city as the contract tells them apart, and who stands below whom.
struct RecountedTree {
  /// By code: its ID or, without one, its full name. Of two rows of one code the one that says more, whichever came first.
  let organisations: [String: OrganisationRow]
  private let codesByName: [String: [String]]
  private(set) var parents: [String: String] = [:]
  private var childrenOf: [String: [String]] = [:]
  private var subtreeOf: [String: Set<String>] = [:]

  init(_ rows: [OrganisationRow]) {
    var organisations: [String: OrganisationRow] = [:]
    func rank(_ row: OrganisationRow) -> [String] {
      [Sortable.number(row.students), row.parent ?? "", Sortable.sector[row.sector ?? ""] ?? ""]
    }
    for row in rows {
      if let other = organisations[row.code], Sortable.precedes(rank(row), rank(other)) { continue }
      organisations[row.code] = row
    }
    self.organisations = organisations
    codesByName = Dictionary(grouping: organisations.keys) { organisations[$0]!.name }
    for (code, row) in organisations { parents[code] = row.parent.flatMap(find) }
    cutCircles()
    childrenOf = Dictionary(grouping: parents.keys.sorted()) { parents[$0] ?? "" }
    for code in organisations.keys { subtreeOf[code] = walk(from: code) }
  }

  /// Whom a text names: an ID, else a full name that only one has.
  func find(_ text: String) -> String? {
    guard organisations[text] == nil else { return text }
    let codes = codesByName[text] ?? []
    return codes.count == 1 ? codes[0] : nil
  }

  /// An organisation cannot be above itself: a circle is cut at its least code, which has no parent then.
  private mutating func cutCircles() {
    for code in organisations.keys.sorted() {
      var walk = [code]
      while let parent = parents[walk[walk.count - 1]], !walk.contains(parent) { walk.append(parent) }
      guard let closing = parents[walk[walk.count - 1]], let start = walk.firstIndex(of: closing) else { continue }
      if let least = walk[start...].min() { parents[least] = nil }
    }
  }

  func children(of code: String) -> [String] { childrenOf[code] ?? [] }

  /// The unit and everything below it.
  func subtree(of code: String) -> Set<String> { subtreeOf[code] ?? [] }

  private func walk(from code: String) -> Set<String> {
    var all: Set<String> = [code]
    var level = [code]
    while !level.isEmpty {
      level = level.flatMap(children)
      all.formUnion(level)
    }
    return all
  }
}

extension OrganisationRow {
  /// 团支部, and 毕业生团组织.
  var isBranch: Bool { kind == "团支部" || kind == "毕业生团组织" }

  var isSpecialPurpose: Bool {
    kind == "毕业生团组织" || ["流动团员", "临时", "毕业生", "出国", "延迟毕业", "待转接"].contains { name.contains($0) }
  }

  /// Longest term in years before 2025-01-03; nil without a rule.
  var term: Int? {
    let isStudents = ["普通高等院校", "职业教育学校", "普通高中", "初中"].contains(sector ?? "") && !name.contains("教师")
    switch kind {
    case "团支部", "毕业生团组织": return isStudents ? 1 : 3
    case "团总支": return 3
    case "基层团委", "团的领导机关": return 5
    default: return nil
    }
  }

  /// What a graduate goes to who goes to work: neither school, community, village nor special-purpose.
  var isEmployer: Bool {
    guard let sector, !isSpecialPurpose else { return false }
    return !["普通高等院校", "职业教育学校", "普通高中", "初中", "小学", "城市社区", "农村"].contains(sector)
  }
}
