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

  /// By row of the members, the number of its file.
  private let files: [Int]

  init(_ rosters: Rosters, _ tree: RecountedTree, files: [Int]) {
    (self.rosters, self.tree, self.files) = (rosters, tree, files)
    transfersOf = Dictionary(grouping: rosters.transfers) { $0.identity ?? "" }
  }

  /// Counted members; of the rows of one person the one with the later transfer into its organisation, else by its state, its
  /// organisation's ID and what else it says. Who left by another file of the branch does not count there.
  func members() -> [Placed<MemberRow>] {
    struct Leaving: Hashable {
      var identity: String
      var organisation: String
    }
    var leaving: [Leaving: Set<Int>] = [:]
    func place(_ row: MemberRow) -> Leaving? {
      row.identity.flatMap { identity in
        tree.find(row.organisation).map { Leaving(identity: identity, organisation: $0) }
      }
    }
    for (row, file) in zip(rosters.members, files) where !row.isCounted {
      if let place = place(row) { leaving[place, default: []].insert(file) }
    }
    let counted = zip(rosters.members, files).filter { row, file in
      row.isCounted && place(row).flatMap { leaving[$0] }.map { $0.allSatisfy { $0 == file } } ?? true
    }
    return once(placed(counted.map(\.0), \.organisation)) { row in
      row.row.identity.map { [$0] }
    } precedence: { row in
      [
        Sortable.number(self.arrival(of: row)), Sortable.membership[row.row.membership ?? "正常"] ?? "", row.organisation,
        RecountedPost.isHeld(row.row.post) ? row.row.post ?? "" : "",
        row.row.organisation, Sortable.evaluation[row.row.evaluation ?? ""] ?? "",
      ]
    }
  }

  private func arrival(of member: Placed<MemberRow>) -> Int {
    let own = member.row.identity.flatMap { transfersOf[$0] } ?? []
    let days = own.filter { $0.state == "接转成功" && $0.to.flatMap(tree.find) == member.organisation }
      .compactMap { ($0.completed ?? $0.applied)?.date.dayNumber }
    return days.max() ?? 0
  }

  /// Cadres: a person once in each organisation.
  func cadres() -> [Placed<CadreRow>] {
    once(placed(rosters.cadres, \.organisation)) { row in
      row.row.identity.map { [$0, row.organisation] }
    } precedence: { row in
      [
        RecountedPost.isSecretary(row.row.post) ? "1" : "", Sortable.inPost[row.row.inPost ?? ""] ?? "",
        RecountedPost.isHeld(row.row.post) ? row.row.post ?? "" : "",
        row.row.organisation, row.row.id.form, Sortable.nature[row.row.nature ?? ""] ?? "",
      ]
    }
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
    once(placed(rosters.graduates, \.organisation)) { row in
      row.row.identity.map { [$0] }
    } precedence: { row in
      [row.organisation, Sortable.flag(row.row.delayed), Sortable.flag(row.row.teacher), row.row.destination ?? ""]
    }
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
    func rank(_ row: TransferRow) -> [String] {
      [
        Sortable.number((row.completed ?? row.applied)?.date.dayNumber ?? 0),
        row.to.map { tree.find($0) ?? $0 } ?? "",
      ]
    }
    let last = completed.max { Sortable.precedes(rank($0.element), rank($1.element)) }
    let arrived = last?.element.to.flatMap(tree.find).flatMap { tree.organisations[$0] }
    return Passage(isBegun: !own.isEmpty, isCompleted: !completed.isEmpty, arrived: arrived)
  }

  private func placed<Row>(_ rows: [Row], _ organisation: KeyPath<Row, String>) -> [Placed<Row>] {
    rows.compactMap { row in
      tree.find(row[keyPath: organisation]).map { Placed(row: row, organisation: $0) }
    }
  }

  /// Of rows with one key the one that stands highest; rows without a key each count.
  private func once<Row>(
    _ rows: [Placed<Row>], key: (Placed<Row>) -> [String]?, precedence: (Placed<Row>) -> [String] = { _ in [] }
  ) -> [Placed<Row>] {
    var kept: [[String]: (row: Placed<Row>, standing: [String])] = [:]
    var unkeyed: [Placed<Row>] = []
    for row in rows {
      guard let key = key(row) else {
        unkeyed.append(row)
        continue
      }
      let standing = precedence(row)
      if let other = kept[key], Sortable.precedes(standing, other.standing) { continue }
      kept[key] = (row, standing)
    }
    return unkeyed + kept.values.map(\.row)
  }
}

/// What rows are ordered by where several speak of one thing: the codes that the sheets' words stand for, byte by byte.
enum Sortable {
  static let membership = [
    "正常": "normal", "满28周岁离团待审核": "left-at-28-pending", "自行脱团待审核": "left-pending", "自愿退团待审核": "resigned-pending",
    "开除团籍待审核": "expelled-pending",
  ]
  static let evaluation = ["优秀": "excellent", "合格": "qualified", "基本合格": "basically-qualified", "不合格": "unqualified"]
  static let nature = ["专职": "full-time", "兼职": "part-time", "挂职": "seconded"]
  static let inPost = ["在岗": "in-post", "借调": "seconded-out", "长期休假": "on-leave", "不在岗": "not-in-post"]
  static let sector = [
    "党政机关": "party-government", "事业单位（不含公立学校）": "public-institution", "普通高等院校": "university",
    "职业教育学校": "vocational-school", "普通高中": "senior-high-school", "初中": "junior-high-school", "小学": "primary-school",
    "国有企业": "state-enterprise", "非公企业": "private-enterprise", "城市社区": "urban-community", "农村": "rural", "其他": "other",
  ]

  static func number(_ number: Int?) -> String {
    guard let number else { return "" }
    let digits = String(number)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  static func flag(_ flag: Bool?) -> String { flag.map { $0 ? "1" : "0" } ?? "" }

  static func precedes(_ left: [String], _ right: [String]) -> Bool {
    for (one, other) in zip(left, right) where one != other { return one.utf8.lexicographicallyPrecedes(other.utf8) }
    return false
  }
}

extension GivenID {
  /// What an ID that tells people apart is worth.
  var form: String {
    switch self {
    case .valid: "valid"
    case .old: "fifteen"
    case .wrong: "checksum"
    case .none, .placeholder, .masked, .damaged: ""
    }
  }

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
  /// 正常, empty, one of the …待审核 states, or what says nothing about a membership.
  var isCounted: Bool { membership.map { ["正常", "见附件"].contains($0) || $0.hasSuffix("待审核") } ?? true }

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
