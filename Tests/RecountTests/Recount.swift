// SPDX-License-Identifier: Apache-2.0

/// An indicator as counted here: the fraction and what may be said of it.
struct RecountedRatio: Equatable, CustomStringConvertible {
  var numerator: Int?
  var denominator: Int?
  var state: String
  /// Percent with two places, half up; nil where the state comes without a number.
  var percent: String?

  init(_ numerator: Int?, _ denominator: Int?, lacksFigure: Bool = false) {
    self.numerator = numerator
    self.denominator = denominator == 0 && lacksFigure ? nil : denominator
    switch (numerator, self.denominator) {
    case (_, nil): state = "denominator-missing"
    case (_, 0): state = "denominator-zero"
    case (nil, _): state = "incomplete-reporting"
    case (let top?, let bottom?) where top > bottom: state = "numerator-exceeds-denominator"
    default: state = lacksFigure ? "incomplete-reporting" : "value"
    }
    if let numerator, let denominator, denominator > 0 {
      let hundredths = (numerator * 20_000 + denominator) / (2 * denominator)
      percent = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
  }

  /// Nobody handed in the sheet that says what is to be counted below the line.
  mutating func becomeUnknown() { self = RecountedRatio(numerator, nil) }

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

  init(_ rosters: Rosters, censusDay: GivenDate) {
    self.rosters = rosters
    self.censusDay = censusDay
    tree = RecountedTree(rosters.organisations)
    let people = RecountedPeople(rosters, tree)
    youth = RecountedYouth(rosters, tree)
    members = Dictionary(grouping: people.members(), by: \.organisation).mapValues { $0.map(\.row) }
    cadres = Dictionary(grouping: people.cadres(), by: \.organisation).mapValues { $0.map(\.row) }
    transfers = Dictionary(grouping: people.transfers(), by: \.organisation).mapValues { $0.map(\.row) }
    graduates = Dictionary(grouping: people.graduates(), by: \.organisation).mapValues { placed in
      placed.map { ($0.row, people.passage(of: $0.row)) }
    }
    workUnits = Recount.workUnits(rosters, tree)
  }

  /// A unit stands once below one parent, in its later row.
  private static func workUnits(_ rosters: Rosters, _ tree: RecountedTree) -> [String: [WorkUnitRow]] {
    var kept: [[String]: WorkUnitRow] = [:]
    for row in rosters.workUnits {
      if let parent = tree.find(row.parent) { kept[[parent, row.name]] = row }
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
    var ratios = memberIndicators(chosen)
    ratios.merge(organisationIndicators(chosen)) { $1 }
    ratios.merge(peopleIndicators(chosen)) { $1 }
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

  private func memberIndicators(_ chosen: Set<String>) -> [String: RecountedRatio] {
    let rows = chosen.flatMap { members[$0] ?? [] }
    func ratio(_ top: (MemberRow) -> Bool, of bottom: (MemberRow) -> Bool) -> RecountedRatio {
      guard hasMembers else { return RecountedRatio(nil, nil) }
      let base = rows.filter(bottom)
      return RecountedRatio(base.filter(top).count, base.count)
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

  private var hasMembers: Bool { rosters.holds("团员花名册", rosters.members) }

  private func age(of member: MemberRow) -> Int { member.born.map { censusDay.completedYears(since: $0) } ?? 0 }

  // MARK: Organisations

  private func organisationIndicators(_ chosen: Set<String>) -> [String: RecountedRatio] {
    var ratios: [String: RecountedRatio] = [:]
    let branches = chosen.filter { isOrdinaryBranch($0) }
    func share(_ id: String, of codes: Set<String>, isKnown: Bool = true, _ holds: (String) -> Bool) {
      ratios[id] = RecountedRatio(isKnown ? codes.filter(holds).count : nil, codes.count)
    }
    func hasFullCommittee(_ code: String) -> Bool {
      (3...7).contains((cadres[code] ?? []).filter { RecountedPost.isHeld($0.post) }.count)
    }
    let known = known
    share("three-haves-rate", of: branches, isKnown: known.threeHaves) {
      count($0) >= 1 && !(cadres[$0] ?? []).isEmpty
    }
    share("hollow-branch-share", of: branches, isKnown: known.size) { count($0) < 3 }
    share("oversize-branch-share", of: branches, isKnown: known.size) { count($0) > 50 }
    share("branch-secretary-rate", of: branches, isKnown: known.secretary, hasSecretary)
    share(
      "committee-complete-rate", of: branches.filter { count($0) >= 7 }, isKnown: known.committee, hasFullCommittee)
    if !known.size { ratios["committee-complete-rate"]?.becomeUnknown() }
    let committees = chosen.filter { ["基层团委", "团工委", "团总支"].contains(tree.organisations[$0]?.kind) }
    share("hollow-committee-share", of: committees) { tree.children(of: $0).isEmpty }
    share("term-overdue-share", of: chosen.filter { deadline(of: $0) != nil }) { deadline(of: $0)! < censusDay }
    ratios["staffing-rate"] = staffing(chosen)
    ratios["league-student-ratio-junior-graduating"] = graduatingClasses(chosen, ["初中"])
    ratios["league-student-ratio-senior-graduating"] = graduatingClasses(chosen, ["高中", "中职"])
    return ratios
  }

  /// What can be said of the branches although nobody handed in the roster of members, or that of cadres.
  private var known: (size: Bool, threeHaves: Bool, secretary: Bool, committee: Bool) {
    let (lacksMembers, lacksCadres) = (!hasMembers, !rosters.holds("团干部花名册", rosters.cadres))
    let branches = tree.organisations.keys.filter { isOrdinaryBranch($0) }
    func hangs(_ first: (String) -> Bool, _ second: (String) -> Bool) -> Bool {
      branches.contains { (lacksMembers || first($0)) && (lacksCadres || second($0)) } && (lacksMembers || lacksCadres)
    }
    return (
      size: !lacksMembers || branches.isEmpty,
      threeHaves: !hangs({ count($0) >= 1 }, { !(cadres[$0] ?? []).isEmpty }),
      secretary: !(lacksMembers || lacksCadres) || branches.allSatisfy(hasSecretary),
      committee: !hangs(
        { count($0) >= 7 },
        { (3...7).contains((cadres[$0] ?? []).filter { RecountedPost.isHeld($0.post) }.count) })
    )
  }

  private func count(_ code: String) -> Int { members[code]?.count ?? 0 }

  private func isOrdinaryBranch(_ code: String) -> Bool {
    tree.organisations[code].map { $0.isBranch && !$0.isSpecialPurpose } ?? false
  }

  private func hasSecretary(_ code: String) -> Bool {
    tree.organisations[code]?.secretary != nil
      || (cadres[code] ?? []).contains { RecountedPost.isSecretary($0.post) }
      || (members[code] ?? []).contains { RecountedPost.isSecretary($0.post) }
  }

  /// The last day of the longest term, where date and rule are known.
  private func deadline(of code: String) -> GivenDate? {
    guard let row = tree.organisations[code], !row.isSpecialPurpose, let term = row.term, let elected = row.elected
    else { return nil }
    return GivenDate(elected.last.year + term, elected.last.month, elected.last.day)
  }

  private func staffing(_ chosen: Set<String>) -> RecountedRatio {
    let given = chosen.compactMap { tree.organisations[$0]?.posts.compactMap { $0 } }.filter { $0.count == 4 }
    return RecountedRatio(given.reduce(0) { $0 + $1[1] + $1[3] }, given.reduce(0) { $0 + $1[0] + $1[2] })
  }

  private func graduatingClasses(_ chosen: Set<String>, _ stages: Set<String>) -> RecountedRatio {
    func isClass(_ code: String) -> Bool {
      guard let row = tree.organisations[code] else { return false }
      return row.isBranch && row.graduating == true && stages.contains(row.stage ?? "")
    }
    let classes = chosen.filter(isClass)
    let isKnown = hasMembers || !tree.organisations.keys.contains(where: isClass)
    let lacking = classes.filter { tree.organisations[$0]?.students == nil && count($0) > 0 }
    return RecountedRatio(
      isKnown ? classes.reduce(0) { $0 + count($1) } : nil,
      classes.reduce(0) { $0 + (tree.organisations[$1]?.students ?? 0) },
      lacksFigure: !lacking.isEmpty)
  }

  // MARK: Cadres, transfers, graduates, work units

  private func peopleIndicators(_ chosen: Set<String>) -> [String: RecountedRatio] {
    let cadreRows = chosen.flatMap { cadres[$0] ?? [] }
    let transferRows = chosen.flatMap { transfers[$0] ?? [] }
    let graduateRows = chosen.flatMap { graduates[$0] ?? [] }
    let unitRows = chosen.flatMap { workUnits[$0] ?? [] }.filter { $0.shouldEstablish == true }
    func ratio<Row>(_ rows: [Row], _ holds: (Row) -> Bool, among isHandedIn: Bool) -> RecountedRatio {
      isHandedIn ? RecountedRatio(rows.filter(holds).count, rows.count) : RecountedRatio(nil, nil)
    }
    let hasCadres = rosters.holds("团干部花名册", rosters.cadres)
    let hasTransfers = rosters.holds("组织关系转接", rosters.transfers)
    var ratios: [String: RecountedRatio] = [:]
    for (id, nature) in [("full-time-share", "专职"), ("seconded-share", "挂职"), ("part-time-share", "兼职")] {
      ratios[id] = ratio(cadreRows.filter { $0.nature != nil }, { $0.nature == nature }, among: hasCadres)
    }
    ratios["in-post-rate"] = ratio(
      cadreRows.filter { $0.inPost != nil }, { $0.inPost == "在岗" }, among: hasCadres)
    ratios["transfer-returned-rate"] = ratio(
      transferRows.filter { $0.state != "撤回" }, \.isReturned, among: hasTransfers)
    ratios["transfer-timely-rate"] = ratio(
      transferRows.filter(\.isDecided), \.isTimely, among: hasTransfers)
    let base = rosters.holds("毕业生底数表", rosters.graduates)
    ratios["graduate-initiated-rate"] = ratio(graduateRows, { $0.passage.isBegun }, among: base)
    ratios["graduate-completed-rate"] = ratio(graduateRows, { $0.passage.isCompleted }, among: base)
    ratios["graduate-employer-rate"] = ratio(
      graduateRows.filter { $0.row.destination?.contains("升学") != true },
      { $0.passage.arrived?.isEmployer == true }, among: base)
    ratios["coverage-established"] = ratio(
      unitRows, { $0.established.flatMap(tree.find) != nil }, among: rosters.holds("单位底数表", rosters.workUnits))
    return ratios
  }

  // MARK: Youth

  private func youthRatio(_ unit: String, _ chosen: Set<String>, _ cut: Cut) -> RecountedRatio {
    let numerator = !hasMembers ? nil : chosen.reduce(0) { $0 + count($1) }
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
    return RecountedRatio(numerator, youth.figure(of: unit, sector: sector), lacksFigure: lacks)
  }
}
