// SPDX-License-Identifier: Apache-2.0

/// The rows that count, each with the organisation it belongs to: a person once, and nobody of an unknown organisation.
struct RecountedPeople {
  struct Placed<Row> {
    var row: Row
    var organisation: String
  }

  private let tree: RecountedTree
  private let rosters: Rosters
  private let transfersOf: [String: [TransferRow]]

  init(_ rosters: Rosters, _ tree: RecountedTree) {
    (self.rosters, self.tree) = (rosters, tree)
    transfersOf = Dictionary(grouping: rosters.transfers) { $0.identity ?? "" }
  }

  /// Counted members; of the rows of one person the one with the later transfer into its organisation, else the later row.
  func members() -> [Placed<MemberRow>] {
    let rows = placed(rosters.members, \.organisation).filter { $0.row.isCounted }
    return once(rows) { row in
      row.row.identity.map { [$0] }
    } standing: { row in
      self.arrival(of: row)
    }
  }

  private func arrival(of member: Placed<MemberRow>) -> Int {
    let own = member.row.identity.flatMap { transfersOf[$0] } ?? []
    let days = own.filter { $0.state == "接转成功" && $0.to.flatMap(tree.find) == member.organisation }
      .compactMap { $0.completed?.date.dayNumber }
    return days.max() ?? 0
  }

  /// Cadres: a person once in each organisation.
  func cadres() -> [Placed<CadreRow>] {
    once(placed(rosters.cadres, \.organisation)) { row in row.row.identity.map { [$0, row.organisation] } }
  }

  /// Transfers; one that stands twice in every respect counts once.
  func transfers() -> [Placed<TransferRow>] {
    once(placed(rosters.transfers, \.from)) { row in
      row.row.identity.map { identity in
        let (applied, completed) = (row.row.applied?.date, row.row.completed?.date)
        let to = row.row.to.map { tree.find($0) ?? $0 }
        return [
          identity, row.organisation, to ?? "", row.row.state ?? "", applied.map { "\($0)" } ?? "",
          completed.map { "\($0)" } ?? "",
        ]
      }
    }
  }

  /// The base of graduates without those delayed and teachers.
  func graduates() -> [Placed<GraduateRow>] {
    allGraduates().filter { $0.row.delayed != true && $0.row.teacher != true }
  }

  func allGraduates() -> [Placed<GraduateRow>] {
    once(placed(rosters.graduates, \.organisation)) { row in row.row.identity.map { [$0] } }
  }

  struct Passage {
    var isBegun = false
    var isCompleted = false
    var arrived: OrganisationRow?
  }

  /// What the transfers of a graduate say: begun, completed, and where the last completed one went.
  func passage(of graduate: GraduateRow) -> Passage {
    guard let identity = graduate.identity else { return Passage() }
    let own = (transfersOf[identity] ?? []).filter { $0.state != "撤回" }
    let completed = own.enumerated().filter { $0.element.state == "接转成功" }
    let last = completed.max {
      ($0.element.completed?.date.dayNumber ?? 0, $0.offset) < ($1.element.completed?.date.dayNumber ?? 0, $1.offset)
    }
    let arrived = last?.element.to.flatMap(tree.find).flatMap { tree.organisations[$0] }
    return Passage(isBegun: !own.isEmpty, isCompleted: !completed.isEmpty, arrived: arrived)
  }

  private func placed<Row>(_ rows: [Row], _ organisation: KeyPath<Row, String>) -> [Placed<Row>] {
    rows.compactMap { row in
      tree.find(row[keyPath: organisation]).map { Placed(row: row, organisation: $0) }
    }
  }

  /// Of rows with one key the one that stands highest and, among equals, last; rows without a key each count.
  private func once<Row>(
    _ rows: [Placed<Row>], key: (Placed<Row>) -> [String]?, standing: (Placed<Row>) -> Int = { _ in 0 }
  ) -> [Placed<Row>] {
    var kept: [[String]: (row: Placed<Row>, standing: Int)] = [:]
    var unkeyed: [Placed<Row>] = []
    for row in rows {
      guard let key = key(row) else {
        unkeyed.append(row)
        continue
      }
      let standing = standing(row)
      if standing >= kept[key]?.standing ?? 0 { kept[key] = (row, standing) }
    }
    return unkeyed + kept.values.map(\.row)
  }
}

extension GivenID {
  /// What tells people apart; nil where the cell does not.
  var identity: String? {
    switch self {
    case .none, .placeholder, .masked, .damaged: nil
    case .valid(let text), .wrong(let text): text
    case .old(let text):
      {
        let body = text.prefix(6) + "19" + text.dropFirst(6)
        return body + InventedID.check(of: String(body))
      }()
    }
  }

  /// What a number that identifies nobody shows all the same.
  var shown: String {
    switch self {
    case .masked(let text), .damaged(let text): text
    case .none, .placeholder, .valid, .wrong, .old: ""
    }
  }

  /// The birth date an ID in order tells.
  var birth: GivenDate? {
    let digits: Substring
    switch self {
    case .valid(let text): digits = text.dropFirst(6).prefix(8)
    case .old(let text): digits = "19" + text.dropFirst(6).prefix(6)
    case .none, .placeholder, .wrong, .masked, .damaged: return nil
    }
    guard let number = Int(digits) else { return nil }
    return GivenDate(number / 10_000, number / 100 % 100, number % 100)
  }
}

extension MemberRow {
  /// 正常, empty, or one of the …待审核 states.
  var isCounted: Bool { membership.map { $0 == "正常" || $0.hasSuffix("待审核") } ?? true }

  /// The ID, else name, birth date, member number and what a masked or damaged ID shows, where a whole date or a number is there.
  var identity: String? {
    if let identity = id.identity { return identity }
    // A number of four signs and less, or of one sign again and again, is none.
    let number = number.flatMap { $0.count > 4 && Set($0).count > 1 ? $0 : nil }
    guard birth?.day != nil || number != nil else { return nil }
    return "\(name)|\(birth.map { "\($0.first)" } ?? "")|\(number ?? "")|\(id.shown)"
  }

  /// The ID wins over the column.
  var born: GivenDate? { id.birth ?? birth?.first }

  var joiningAge: Int? {
    guard let born, let joined else { return nil }
    return joined.endOfMonth.completedYears(since: born)
  }

  var holdsPost: Bool { RecountedPost.isHeld(post) }

  var isParty: Bool { politics == "中共党员" || politics == "中共预备党员" }

  /// Whether the 发展团员编号 meets the rule of the joining year; nil for who need not have one.
  var hasValidNumber: Bool? {
    guard let joined, joined.year >= 2017 else { return nil }
    guard let number else { return false }
    if number.count == 16 {
      return number.hasPrefix("201617") && joined.year <= 2017
    }
    guard number.count == 12 else { return false }
    return joined.year <= 2018
      ? number.hasPrefix("2017") || number.hasPrefix("2018") : number.hasPrefix(String(joined.year))
  }
}

// The lists of cadres, transfers and graduates tell neither birth nor member number.
extension CadreRow { var identity: String? { id.identity } }
extension TransferRow { var identity: String? { id.identity } }
extension GraduateRow { var identity: String? { id.identity } }

enum RecountedPost {
  static func isHeld(_ post: String?) -> Bool { post != nil && post != "无" }
  static func isSecretary(_ post: String?) -> Bool { post?.contains("书记") == true && post?.contains("副书记") == false }
}

extension TransferRow {
  var isReturned: Bool { state?.hasSuffix("退回") == true }

  /// Completed or returned, with both dates.
  var isDecided: Bool { (state == "接转成功" || isReturned) && applied != nil && completed != nil }

  /// Within 48 hours, or two days where a time of day is missing.
  var isTimely: Bool {
    guard isDecided, let applied, let completed else { return false }
    let days = completed.date.dayNumber - applied.date.dayNumber
    guard let start = applied.minutes, let end = completed.minutes else { return (0...2).contains(days) }
    return (0...48 * 60).contains(days * 24 * 60 + end - start)
  }
}
