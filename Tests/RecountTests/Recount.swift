// SPDX-License-Identifier: Apache-2.0

/// An indicator as counted here: the fraction and what may be said of it.
struct RecountedRatio: Equatable, CustomStringConvertible {
  var numerator: Int?
  var denominator: Int?
  var state: String
  /// Percent with two places, half up; nil where the state comes without a number.
  var percent: String?

  /// - Parameters:
  ///   - exists: whether there is anything the ratio is about.
  ///   - lacksFigure: whether some of those that should have given it did not.
  ///   - isUnreported: whether a roster that is owed came in for nobody.
  init(
    _ numerator: Int?, _ denominator: Int?, exists: Bool = true, lacksFigure: Bool = false, isUnreported: Bool = false
  ) {
    self.numerator = exists ? numerator : nil
    self.denominator = exists ? denominator : nil
    switch (self.numerator, self.denominator) {
    case _ where !exists: state = "not-applicable"
    case (nil, _) where isUnreported: state = "incomplete-reporting"
    case (_, nil): state = "denominator-missing"
    case (nil, _): state = "incomplete-reporting"
    case _ where lacksFigure: state = "incomplete-reporting"
    case (let top?, let bottom?) where top > bottom && bottom > 0: state = "numerator-exceeds-denominator"
    case (_, 0): state = "denominator-zero"
    default: state = "value"
    }
    if let numerator = self.numerator, let denominator = self.denominator, denominator > 0 {
      let hundredths = (numerator * 20_000 + denominator) / (2 * denominator)
      percent = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
  }

  init(numerator: Int?, denominator: Int?, state: String, percent: String?) {
    (self.numerator, self.denominator, self.state, self.percent) = (numerator, denominator, state, percent)
  }

  var description: String {
    "\(numerator.map { "\($0)" } ?? "–") / \(denominator.map { "\($0)" } ?? "–") \(state) \(percent ?? "–")"
  }
}

/// The core indicators of contract.md section 5, counted from the rows in plain Swift; the policy pack is not asked.
struct Recount {
  /// The whole of a unit, or its organisations of one 行业类别 or 学段.
  enum Cut: Hashable {
    case whole
    case sector(String)
    case stage(String)
  }

  let tree: RecountedTree
  private let rosters: Rosters
  private let censusDay: GivenDate
  private let youth: RecountedYouth
  private let members: [String: [MemberRow]]
  private let cadres: [String: [CadreRow]]
  private let transfers: [String: [TransferRow]]
  private let graduates: [String: [(row: GraduateRow, passage: RecountedPeople.Passage)]]
  private let workUnits: [String: [WorkUnitRow]]
  private let reporting: RecountedReporting

  init(_ rosters: Rosters, sheets: [RecountedReporting.Sheet], censusDay: GivenDate) {
    self.rosters = rosters
    self.censusDay = censusDay
    tree = RecountedTree(rosters.organisations)
    let pages = sheets.filter { $0.title == "团员花名册" }.enumerated()
    let files = pages.flatMap { Array(repeating: $0.offset, count: $0.element.rows) }
    let people = RecountedPeople(rosters, tree, files: files)
    youth = RecountedYouth(rosters, tree)
    members = Dictionary(grouping: people.members(), by: \.organisation).mapValues { $0.map(\.row) }
    cadres = Dictionary(grouping: people.cadres(), by: \.organisation).mapValues { $0.map(\.row) }
    transfers = Dictionary(grouping: people.transfers(), by: \.organisation).mapValues { $0.map(\.row) }
    graduates = Dictionary(grouping: people.graduates(), by: \.organisation).mapValues { placed in
      placed.map { ($0.row, people.passage(of: $0.row)) }
    }
    workUnits = Recount.workUnits(rosters, tree)
    var reporting = RecountedReporting(sheets, tree)
    reporting.note("团员花名册", rowsOf: members.keys)
    reporting.note("团干部花名册", rowsOf: cadres.keys)
    reporting.note("组织关系转接", rowsOf: transfers.keys)
    reporting.note("毕业生底数表", rowsOf: people.allGraduates().map(\.organisation))
    reporting.note("单位底数表", rowsOf: workUnits.keys)
    self.reporting = reporting
  }

  /// A unit stands once below one parent, in the row that says more.
  private static func workUnits(_ rosters: Rosters, _ tree: RecountedTree) -> [String: [WorkUnitRow]] {
    var kept: [[String]: WorkUnitRow] = [:]
    for row in rosters.workUnits {
      guard let parent = tree.find(row.parent) else { continue }
      func rank(_ row: WorkUnitRow) -> [String] {
        [Sortable.flag(row.shouldEstablish), row.parent, row.established ?? ""]
      }
      if let other = kept[[parent, row.name]], Sortable.precedes(rank(row), rank(other)) { continue }
      kept[[parent, row.name]] = row
    }
    return Dictionary(grouping: kept) { $0.key[0] }.mapValues { $0.map(\.value) }
  }

  /// The IDs of what is counted here.
  var coreIndicators: Set<String> { Set(indicators(of: "").keys) }

  /// Every core indicator of a unit.
  func indicators(of unit: String, _ cut: Cut = .whole) -> [String: RecountedRatio] {
    let chosen = tree.subtree(of: unit).filter { code in
      switch cut {
      case .whole: true
      case .sector(let sector): tree.organisations[code]?.sector == sector
      case .stage(let stage): tree.organisations[code]?.stage == stage
      }
    }
    var ratios = memberIndicators(unit, chosen)
    ratios.merge(organisationIndicators(unit, chosen)) { $1 }
    ratios.merge(peopleIndicators(unit, chosen)) { $1 }
    ratios["league-youth-ratio"] = youthRatio(unit, chosen, cut)
    for id in Self.meaningless(cut) {
      ratios[id] = RecountedRatio(numerator: nil, denominator: nil, state: "not-applicable", percent: nil)
    }
    return ratios
  }

  /// What has no such parts: a work unit has neither sector nor stage of its own (its superior's are not its own),
  /// committees have no stage and no sheet gives youth by stage.
  private static func meaningless(_ cut: Cut) -> [String] {
    switch cut {
    case .whole: []
    case .sector: ["coverage-established"]
    case .stage: ["coverage-established", "league-youth-ratio", "staffing-rate", "hollow-committee-share"]
    }
  }

  // MARK: Members

  private func memberIndicators(_ unit: String, _ chosen: Set<String>) -> [String: RecountedRatio] {
    let rows = chosen.flatMap { members[$0] ?? [] }
    func ratio(_ top: (MemberRow) -> Bool, of bottom: (MemberRow) -> Bool) -> RecountedRatio {
      self.ratio(rows.filter(bottom), top, in: "团员花名册", unit, chosen)
    }
    return [
      "over-age-share": ratio({ !$0.holdsPost && !$0.isParty && age(of: $0) >= 28 }, of: { $0.born != nil }),
      "joining-age-breach-share": ratio({ $0.joiningAge ?? 14 < 14 }, of: { $0.joiningAge != nil }),
      "member-number-valid-rate": ratio({ $0.hasValidNumber == true }, of: { $0.hasValidNumber != nil }),
      "evaluated-excellent-share": ratio({ $0.evaluation == "优秀" }, of: { $0.evaluation != nil }),
      "volunteer-share": ratio({ $0.volunteer != nil }, of: { _ in true }),
      "pioneer-recommended-rate": ratio(
        { $0.pioneerRecommended == true },
        of: { $0.joined?.year == censusDay.year && $0.joiningAge ?? 15 < 15 }),
      "party-recommended-share": ratio(
        { $0.partyRecommended == true }, of: { $0.joinedParty?.year == censusDay.year }),
    ]
  }

  /// Rows of a sheet: known as far as it came in.
  private func ratio<Row>(
    _ rows: [Row], _ holds: (Row) -> Bool, in title: String, _ unit: String, _ chosen: Set<String>
  ) -> RecountedRatio {
    let isReported = reporting.isReported(title, chosen)
    let lacks = reporting.isIncomplete(title, unit, chosen)
    return RecountedRatio(
      isReported ? rows.filter(holds).count : nil, isReported ? rows.count : nil, lacksFigure: lacks,
      isUnreported: lacks && !isReported)
  }

  private func age(of member: MemberRow) -> Int { member.born.map { censusDay.completedYears(since: $0) } ?? 0 }

  // MARK: Organisations

  private func organisationIndicators(_ unit: String, _ chosen: Set<String>) -> [String: RecountedRatio] {
    var ratios: [String: RecountedRatio] = [:]
    let branches = chosen.filter { isOrdinaryBranch($0) }
    let (rosters, pair) = (["团员花名册"], ["团员花名册", "团干部花名册"])
    func share(_ id: String, _ sheets: [String], _ holds: (String) -> Bool?) {
      let standing = Standing(branches, sheets, reporting, unit, chosen)
      let given = standing.given
      ratios[id] = RecountedRatio(
        standing.isUnreported ? nil : given.count { holds($0) == true },
        standing.isUnreported ? branches.count : given.count,
        exists: !branches.isEmpty || standing.isTouched, lacksFigure: standing.isIncomplete,
        isUnreported: standing.isUnreported)
    }
    share("three-haves-rate", pair) { both(size($0).map { $0 >= 1 }, cadreRows($0).map { !$0.isEmpty }) }
    share("hollow-branch-share", rosters) { size($0).map { $0 < 3 } }
    share("oversize-branch-share", rosters) { size($0).map { $0 > 50 } }
    share("branch-secretary-rate", pair, hasSecretary)
    ratios["committee-complete-rate"] = committees(branches, unit, chosen)
    let committees = chosen.filter { ["基层团委", "团工委", "团总支"].contains(tree.organisations[$0]?.kind) }
    ratios["hollow-committee-share"] = RecountedRatio(
      committees.count { tree.children(of: $0).isEmpty }, committees.count, exists: !committees.isEmpty)
    let dated = chosen.filter { deadline(of: $0) != nil }
    ratios["term-overdue-share"] = RecountedRatio(dated.count { deadline(of: $0)! < censusDay }, dated.count)
    ratios["staffing-rate"] = staffing(chosen)
    ratios["league-student-ratio-junior-graduating"] = graduatingClasses(unit, chosen, ["初中"])
    ratios["league-student-ratio-senior-graduating"] = graduatingClasses(unit, chosen, ["高中", "中职"])
    return ratios
  }

  private func committees(_ branches: Set<String>, _ unit: String, _ chosen: Set<String>) -> RecountedRatio {
    let sheets = ["团员花名册", "团干部花名册"]
    // A branch of fewer than seven is none of these, whoever its cadres are.
    let concerned = branches.filter { size($0).map { $0 >= 7 } ?? true }
    let standing = Standing(concerned, sheets, reporting, unit, chosen)
    let large = standing.given.filter { size($0)! >= 7 }
    let complete = large.filter { code in
      (3...7).contains((cadres[code] ?? []).filter { RecountedPost.isHeld($0.post) }.count)
    }
    let hasSizes = reporting.isReported(sheets[0], chosen)
    return RecountedRatio(
      standing.isUnreported ? nil : complete.count,
      standing.isUnreported ? (hasSizes || concerned.isEmpty ? concerned.count { size($0) != nil } : nil) : large.count,
      exists: !branches.isEmpty || standing.isTouched, lacksFigure: standing.isIncomplete,
      isUnreported: standing.isUnreported)
  }

  /// True and false as far as both are known; false as soon as one of them is.
  private func both(_ first: Bool?, _ second: Bool?) -> Bool? {
    if first == false || second == false { return false }
    return first == nil || second == nil ? nil : true
  }

  /// How many members a branch has; nil where no roster speaks for it.
  private func size(_ code: String) -> Int? { reporting.speaks("团员花名册", for: code) ? count(code) : nil }

  private func cadreRows(_ code: String) -> [CadreRow]? {
    reporting.speaks("团干部花名册", for: code) ? cadres[code] ?? [] : nil
  }

  /// Of organisations that a ratio is about, those for which the sheets it hangs on came in.
  private struct Standing {
    var given: Set<String>
    var isIncomplete: Bool
    var isUnreported: Bool
    var isTouched: Bool

    init(
      _ concerned: Set<String>, _ sheets: [String], _ reporting: RecountedReporting, _ unit: String,
      _ chosen: Set<String>
    ) {
      given = concerned.filter { code in sheets.allSatisfy { reporting.speaks($0, for: code) } }
      let missing = sheets.filter { sheet in
        guard reporting.isIncomplete(sheet, unit, chosen) else { return false }
        return reporting.isTouched(sheet, unit) || !reporting.isReported(sheet, chosen)
          || concerned.contains { !reporting.speaks(sheet, for: $0) }
      }
      isIncomplete = !missing.isEmpty
      isTouched = sheets.contains { reporting.isTouched($0, unit) }
      isUnreported = missing.contains { !reporting.isReported($0, chosen) }
    }
  }

  private func count(_ code: String) -> Int { members[code]?.count ?? 0 }

  private func isOrdinaryBranch(_ code: String) -> Bool {
    tree.organisations[code].map { $0.isBranch && !$0.isSpecialPurpose } ?? false
  }

  private func hasSecretary(_ code: String) -> Bool? {
    let isNamed = tree.organisations[code]?.secretary != nil
    let isCadre = (cadres[code] ?? []).contains { RecountedPost.isSecretary($0.post) }
    if isNamed || isCadre || (members[code] ?? []).contains(where: { RecountedPost.isSecretary($0.post) }) {
      return true
    }
    return size(code) == nil || cadreRows(code) == nil ? nil : false
  }

  /// The last day of the longest term, where date and rule are known.
  private func deadline(of code: String) -> GivenDate? {
    guard let row = tree.organisations[code], !row.isSpecialPurpose, let term = row.term, let elected = row.elected
    else { return nil }
    return GivenDate(elected.last.year + term, elected.last.month, elected.last.day)
  }

  private func staffing(_ chosen: Set<String>) -> RecountedRatio {
    let exists = chosen.contains { ["团的领导机关", "基层团委"].contains(tree.organisations[$0]?.kind) }
    let owing = chosen.count { ["团的领导机关", "基层团委"].contains(tree.organisations[$0]?.kind) }
    let given = chosen.compactMap { tree.organisations[$0]?.posts.compactMap { $0 } }.filter { $0.count == 4 }
    return RecountedRatio(
      given.reduce(0) { $0 + $1[1] + $1[3] }, given.isEmpty ? nil : given.reduce(0) { $0 + $1[0] + $1[2] },
      exists: exists, lacksFigure: given.count < owing)
  }

  /// Members and students of the same classes.
  private func graduatingClasses(_ unit: String, _ chosen: Set<String>, _ stages: Set<String>) -> RecountedRatio {
    let classes = chosen.filter { code in
      guard let row = tree.organisations[code] else { return false }
      return row.isBranch && row.graduating == true && stages.contains(row.stage ?? "")
    }
    let giving = classes.filter { tree.organisations[$0]?.students != nil }
    let standing = Standing(giving, ["团员花名册"], reporting, unit, chosen)
    func students(_ classes: Set<String>) -> Int {
      classes.reduce(0) { $0 + (tree.organisations[$1]?.students ?? 0) }
    }
    let known = standing.isUnreported ? giving : standing.given
    return RecountedRatio(
      standing.isUnreported ? nil : standing.given.reduce(0) { $0 + count($1) },
      giving.isEmpty ? nil : students(known),
      exists: !classes.isEmpty || standing.isTouched,
      lacksFigure: giving.count < classes.count || standing.isIncomplete,
      isUnreported: standing.isUnreported)
  }

  // MARK: Cadres, transfers, graduates, work units

  private func peopleIndicators(_ unit: String, _ chosen: Set<String>) -> [String: RecountedRatio] {
    let cadreRows = chosen.flatMap { cadres[$0] ?? [] }
    let transferRows = chosen.flatMap { transfers[$0] ?? [] }
    let graduateRows = chosen.flatMap { graduates[$0] ?? [] }
    let unitRows = chosen.flatMap { workUnits[$0] ?? [] }.filter { $0.shouldEstablish == true }
    func ratio<Row>(_ rows: [Row], _ holds: (Row) -> Bool, in title: String) -> RecountedRatio {
      self.ratio(rows, holds, in: title, unit, chosen)
    }
    let (posts, moves, base) = ("团干部花名册", "组织关系转接", "毕业生底数表")
    var ratios: [String: RecountedRatio] = [:]
    for (id, nature) in [("full-time-share", "专职"), ("seconded-share", "挂职"), ("part-time-share", "兼职")] {
      ratios[id] = ratio(cadreRows.filter { $0.nature != nil }, { $0.nature == nature }, in: posts)
    }
    ratios["in-post-rate"] = ratio(cadreRows.filter { $0.inPost != nil }, { $0.inPost == "在岗" }, in: posts)
    ratios["transfer-returned-rate"] = ratio(transferRows.filter { $0.state != "撤回" }, \.isReturned, in: moves)
    ratios["transfer-timely-rate"] = ratio(transferRows.filter(\.isDecided), \.isTimely, in: moves)
    ratios["graduate-initiated-rate"] = ratio(graduateRows, { $0.passage.isBegun }, in: base)
    ratios["graduate-completed-rate"] = ratio(graduateRows, { $0.passage.isCompleted }, in: base)
    ratios["graduate-employer-rate"] = ratio(
      graduateRows.filter { $0.row.destination?.contains("升学") != true },
      { $0.passage.arrived?.isEmployer == true }, in: base)
    ratios["coverage-established"] = ratio(unitRows, { $0.established.flatMap(tree.find) != nil }, in: "单位底数表")
    return ratios
  }

  // MARK: Youth

  private func youthRatio(_ unit: String, _ chosen: Set<String>, _ cut: Cut) -> RecountedRatio {
    let isReported = reporting.isReported("团员花名册", chosen)
    let isIncomplete = reporting.isIncomplete("团员花名册", unit, chosen)
    let numerator = isReported ? chosen.reduce(0) { $0 + count($1) } : nil
    let sector: String?
    switch cut {
    case .whole: sector = nil
    case .sector(let name): sector = name
    // No sheet reports youth by 学段.
    case .stage: return RecountedRatio(numerator, nil)
    }
    let lacks = youth.lacksFigure(of: unit, sector: sector) { part in
      tree.subtree(of: part).contains { chosen.contains($0) && count($0) > 0 }
    }
    return RecountedRatio(
      numerator, youth.figure(of: unit, sector: sector), lacksFigure: lacks || isIncomplete,
      isUnreported: isIncomplete && !isReported)
  }
}
