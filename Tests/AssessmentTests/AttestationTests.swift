// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Indicators
import Policy
import Testing

private func day(_ number: Int) throws -> CalendarDay { try #require(CalendarDay(rawValue: number)) }

/// A city with two counties and a school below the first.
private let tree = OrganisationTree(nodes: [
  OrganisationNode(code: "3302", name: "市", kind: "leading-body", last: 3, depth: 0),
  OrganisationNode(code: "330203", name: "甲区", kind: "leading-body", parent: 0, last: 2, depth: 1),
  OrganisationNode(code: "330203001", name: "甲校", kind: "committee", parent: 1, last: 2, depth: 2),
  OrganisationNode(code: "330205", name: "乙区", kind: "leading-body", parent: 0, last: 3, depth: 1),
])

@Suite struct AttestationTests {
  let pack: PolicyPack
  let rule: AttestationRule
  let censusDay: CalendarDay

  init() throws {
    pack = try PackLoader.load("ningbo-2019")
    rule = try #require(pack.assessment.attestation)
    censusDay = try day(20_190_630)
  }

  private func row(
    _ state: String?, evidence: String? = "台账", person: String? = "王小明", reported: Int? = 20_190_601,
    until: Int? = nil
  ) throws -> Attestation {
    Attestation(
      task: "01-study", node: 1, state: state, evidence: evidence, person: person, reportedOn: try reported.map(day),
      validUntil: try until.map(day))
  }

  @Test(arguments: [
    (20_190_629, AttestationStatus.expired), (20_190_630, .valid), (20_190_701, .valid),
  ])
  func theLastDayOfValidityCounts(until: Int, standing: AttestationStatus) throws {
    #expect(rule.standing(of: try row("completed", until: until), on: censusDay) == standing)
  }

  @Test(arguments: [(20_190_630, AttestationStatus.valid), (20_190_701, .notYet)])
  func whatIsReportedLaterDoesNotCountYet(reported: Int, standing: AttestationStatus) throws {
    #expect(rule.standing(of: try row("completed", reported: reported), on: censusDay) == standing)
  }

  @Test func evidenceIsNeededForWhatWasDoneOrBegun() throws {
    for state in ["completed", "closed", "under-way"] {
      #expect(rule.standing(of: try row(state, evidence: nil), on: censusDay) == .withoutEvidence)
    }
    let admitted = try row("not-started", evidence: nil)
    #expect(rule.standing(of: admitted, on: censusDay) == .valid && rule.verdict(of: admitted) == .notMet)
  }

  @Test func aStateThatIsNoneIsNotJudged() throws {
    #expect(rule.standing(of: try row(nil), on: censusDay) == .stateUnknown)
  }

  @Test func theLatestRowThatCountsDecides() throws {
    let done = try row("completed", reported: 20_190_401)
    let begun = try row("under-way", reported: 20_190_501)
    let later = try row("completed", reported: 20_190_701)
    #expect(rule.result(of: [begun, later, done], on: censusDay).attestation == begun)
    let flawed = try row("closed", evidence: nil, reported: 20_190_601)
    #expect(rule.result(of: [done, flawed], on: censusDay).attestation == done)
    #expect(rule.result(of: [flawed, later], on: censusDay).standing == .withoutEvidence)
    #expect(rule.result(of: [later], on: censusDay).standing == .notYet)
    #expect(rule.result(of: [], on: censusDay) == AttestationResult(standing: .missing))
  }

  @Test func twoRowsOfOneDayNeedADecisionAndOneWithoutADateIsTheOldest() throws {
    let (first, second) = (try row("completed"), try row("under-way"))
    for rows in [[first, second], [second, first]] {
      #expect(rule.result(of: rows, on: censusDay).standing == .undecided)
    }
    let later = try row("under-way", reported: 20_190_602)
    #expect(rule.result(of: [later, second, first], on: censusDay).attestation == later)
    #expect(rule.result(of: [first, first], on: censusDay).standing == .valid)
    #expect(rule.result(of: [first, try row("not-started", reported: nil)], on: censusDay).attestation == first)
  }

  @Test func personAndDateAreNeededAsEvidenceIs() throws {
    #expect(rule.standing(of: try row("completed", person: nil), on: censusDay) == .withoutPerson)
    #expect(rule.standing(of: try row("completed", reported: nil), on: censusDay) == .withoutDate)
  }

  @Test(arguments: [(20_180_630, AttestationStatus.valid), (20_180_629, .expired)])
  func withoutAnEndItLapsesAfterFourQuarters(reported: Int, standing: AttestationStatus) throws {
    #expect(rule.standing(of: try row("completed", reported: reported), on: censusDay) == standing)
    var brief = rule
    brief.lapsesAfter = 1
    #expect(brief.standing(of: try row("completed", reported: reported), on: censusDay) == .expired)
  }

  @Test func nobodyAttestsForAUnitThatIsNotBelow() throws {
    var own = try row("completed")
    for (sender, counts) in [(nil, true), (0, true), (1, true), (2, false), (3, false)] as [(Int?, Bool)] {
      own.sender = sender
      let book = AttestationBook([own], pack: pack.tasks, tree: tree)
      #expect(book.rows(of: "01-study", unit: 1).isEmpty != counts, "\(String(describing: sender))")
    }
  }

  @Test func aTaskMayBeNamedByItsTitle() throws {
    var titled = try row("completed")
    titled.task = "青年大学习 参学"
    #expect(AttestationBook([titled], pack: pack.tasks).rows(of: "01-study", unit: 1) == [titled])
  }

  @Test func spellingsOfATaskNumberAreTheSame() throws {
    var wide = try row("completed")
    wide.task = "０１－Study "
    var unknown = try row("completed")
    unknown.task = "01-studies"
    let book = AttestationBook([wide, unknown], pack: pack.tasks)
    #expect(book.rows(of: "01-study", unit: 1) == [wide])
    #expect(book.rows(of: "01-studies", unit: 1).isEmpty)
  }

  private func assessor(_ rows: [Attestation] = [], waivers: [Waiver] = []) -> Assessor {
    var pack = pack
    pack.waivers = waivers
    let calculator = IndicatorCalculator(pack: pack, tree: tree, tallies: [])
    return Assessor(
      pack: pack, calculator: calculator, censusDay: censusDay,
      attestations: AttestationBook(rows, pack: pack.tasks))
  }

  @Test func onlyUnitsThatOweATaskAreJudged() throws {
    let assessor = assessor([try row("completed")])
    let county = try #require(pack.task("01-study"))
    #expect(
      [0, 1, 2, 3].map { assessor.result(for: county, unit: $0).verdict } == [
        .notEvaluable, .met, .notApplicable, .notEvaluable,
      ])
    let city = try #require(pack.task("07-exchange-camp"))
    let result = assessor.result(for: city, unit: 1)
    #expect(result.verdict == .notApplicable && result.reason == "reason.not-owed")
    #expect(assessor.result(for: city, unit: 0).reason == "reason.attestation-missing")
  }

  @Test func dutiesNameLevelsKindsSectorsOrUnits() {
    let rules = pack.assessment
    #expect(Duty.everyone.applies(to: tree.nodes[2], under: rules))
    #expect(tree.nodes.indices.filter { Duty(levels: ["county"]).applies(to: tree.nodes[$0], under: rules) } == [1, 3])
    #expect(tree.nodes.indices.filter { Duty(kinds: ["committee"]).applies(to: tree.nodes[$0], under: rules) } == [2])
    #expect(
      tree.nodes.indices.filter { Duty(units: ["乙区", "3302"]).applies(to: tree.nodes[$0], under: rules) } == [0, 3])
    let both = Duty(levels: ["city"], units: ["330203001"])
    #expect(tree.nodes.indices.filter { both.applies(to: tree.nodes[$0], under: rules) } == [0, 2])
  }

  // MARK: Waivers

  private func waiver(_ unit: String, from: Int, until: Int, subtree: Bool = false) throws -> Waiver {
    Waiver(
      task: "01-study", unit: unit, isForSubtree: subtree, reason: "区划调整", approver: "市委", from: try day(from),
      until: try day(until))
  }

  @Test(arguments: [
    (20_190_401, 20_190_629, WaiverStatus.expired), (20_190_401, 20_190_630, .inForce),
    (20_190_630, 20_190_630, .inForce), (20_190_701, 20_190_930, .notYet),
  ])
  func aWaiverHoldsBetweenItsDays(from: Int, until: Int, standing: WaiverStatus) throws {
    let book = WaiverBook(
      [try waiver("330203", from: from, until: until)], pack: pack.tasks, tree: tree, on: censusDay)
    #expect(book.waivers.map(\.standing) == [standing])
    #expect((book.waiver(of: "01-study", unit: 1) != nil) == (standing == .inForce))
    #expect(book.waiver(of: "01-study", unit: 2) == nil && book.waiver(of: "02-media", unit: 1) == nil)
  }

  @Test func aWaiverMayReachBelowAndAnUnknownUnitIsListed() throws {
    let below = try waiver("市", from: 20_190_401, until: 20_190_930, subtree: true)
    let lost = try waiver("999", from: 20_190_401, until: 20_190_930)
    let book = WaiverBook([below, lost], pack: pack.tasks, tree: tree, on: censusDay)
    #expect([0, 1, 2, 3].allSatisfy { book.waiver(of: "01-study", unit: $0) == below })
    #expect(book.waivers(within: 0).map(\.standing) == [.unitUnknown, .inForce])
    #expect(book.waivers(within: 3).map(\.waiver) == [below])
  }

  @Test func aWaiverChangesNoVerdictButTheScoreWithWaivers() throws {
    let waived = try waiver("330203", from: 20_190_401, until: 20_190_630)
    let rows = [try row("not-started", evidence: nil)]
    let (plain, overlaid) = (assessor(rows), assessor(rows, waivers: [waived]))
    let task = try #require(pack.task("01-study"))
    let result = overlaid.result(for: task, unit: 1)
    #expect(result.verdict == .notMet && result.waiver == waived)
    #expect(plain.result(for: task, unit: 1).waiver == nil)
    let coverage = TaskCoverage(pack.tasks.map { overlaid.result(for: $0, unit: 1) })
    #expect(coverage.total == pack.tasks.count && coverage.attested == 1 && coverage.computed == 0)
    #expect(coverage.score == TaskCoverage.Fraction(numerator: 0, denominator: 1))
    #expect(coverage.scoreWithWaivers == TaskCoverage.Fraction(numerator: 0, denominator: 0))
    #expect(coverage.score.hundredths == 0 && coverage.scoreWithWaivers.hundredths == nil)
  }

  @Test func aWaiverOfAMetTaskChangesNoScore() throws {
    let assessor = assessor(
      [try row("completed")], waivers: [try waiver("330203", from: 20_190_401, until: 20_190_630)])
    let coverage = TaskCoverage(pack.tasks.map { assessor.result(for: $0, unit: 1) })
    #expect(coverage.score == coverage.scoreWithWaivers && coverage.score.hundredths == 10_000)
  }
}
