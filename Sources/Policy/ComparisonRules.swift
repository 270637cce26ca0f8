// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Conditions
package import Findings

/// What a comparison of two periods needs to know of the records, as data: `comparison.yaml` of a pack.
package struct ComparisonRules: Sendable, Hashable {
  /// A kind whose records are a stock that people join and leave.
  package struct Stock: Sendable, Hashable {
    /// The day column that says since when a person belongs; later than the earlier census day means "joined".
    package var joined: String?
    /// The code column whose codes say why a person does not count any more.
    package var state: String?
    /// The stock whose members hold these records: who leaves it, or moves to another organisation in it, gives them up.
    package var heldBy: RecordKind?
    /// Lists of the later period in which a person who stands there has given the record up, tried in order.
    package var endingLists: [RecordKind] = []
    /// Whether the record ends with the organisation it belongs to.
    package var endsWithOrganisation = false

    package init(joined: String? = nil, state: String? = nil) {
      self.joined = joined
      self.state = state
    }
  }

  /// A reason for which somebody who is not listed any more may have left, where nothing else is on record.
  package struct LeavingRule: Sendable, Hashable {
    /// ID by which causes of movement name it: `aged-out`.
    package var id: String
    /// What the reason is called in tables of movements.
    package var title: LocalizedText
    /// Over the member columns of the earlier row; `census_day` is that of the later period.
    package var condition: String
    /// What makes the reason a rule, such as a clause of the League charter; nil where none does.
    package var source: SourceReference?
  }

  /// Sectors that belong together in flows.
  package struct SectorGroup: Sendable, Hashable {
    /// ID by which flows name it.
    package var id: String
    /// What the group is called in tables and diagrams of flows.
    package var title: LocalizedText
    /// Codes of code list `sector`.
    package var sectors: [String]
  }

  /// A flow from one group of sectors to another that is shown by name.
  package struct NamedFlow: Sendable, Hashable {
    /// ID of the flow in output.
    package var id: String
    /// What it is called.
    package var title: LocalizedText
    /// ID of the group that people leave.
    package var from: String
    /// ID of the group that they come to.
    package var to: String
  }

  /// The kinds whose movements are told; records of others are compared row by row only.
  package var stocks: [RecordKind: Stock] = [:]
  /// Reasons to leave, in the order in which they are tried.
  package var leaving: [LeavingRule] = []
  /// Over the transfer columns: the transfer took place.
  package var transferCompleted = "1 = 0"
  /// Over the columns of persons: the ID number does not tell people apart.
  package var weakIdentity = "1 = 0"
  /// Columns that do not change by themselves: another value is a correction.
  package var corrected: Set<String> = []
  /// Groups of sectors between which flows are shown.
  package var groups: [SectorGroup] = []
  /// The flows that have a name of their own; a figure without such is shown by its two groups.
  package var flows: [NamedFlow] = []

  package init() {}

  /// The kind whose state list has the codes of a kind's leaving states: its own, or that of the stock that holds it.
  package func stateKind(of kind: RecordKind) -> RecordKind {
    stocks[kind]?.state == nil ? stocks[kind]?.heldBy ?? kind : kind
  }

  /// The group of this ID; nil where the pack has none.
  package func group(_ id: String) -> SectorGroup? { groups.first { $0.id == id } }
}

extension PolicyPack {
  /// The condition of a leaving rule, with the later census day written out.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func leavingCondition(_ id: String, on censusDay: CalendarDay) throws -> Expression {
    guard let rule = comparison.leaving.first(where: { $0.id == id }) else { return .nothing }
    let scope = ConditionScope(kind: .member, pack: self)
    let condition = try scope.expanded(scope.parse(rule.condition), on: censusDay)
    return condition.replacingColumns { $0 == "census_day" ? .integer(Int64(censusDay.rawValue)) : nil }
  }

  /// The columns a measure's condition and amount look at, derived columns written out.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func columns(ofMeasure id: String, on censusDay: CalendarDay) throws -> Set<String> {
    guard let measure = measure(id) else { return [] }
    let scope = ConditionScope(kind: measure.kind, pack: self)
    var columns = Set(try scope.expanded(scope.parse(measure.condition), on: censusDay).columns)
    if case .sum(let amount) = measure.amount {
      columns.formUnion(try scope.expanded(scope.parse(amount, isAmount: true), on: censusDay).columns)
    }
    return columns
  }

  /// Codes of a code column that make a record not count, in the order of the list.
  package func codesThatDoNotCount(inColumn column: String, of kind: RecordKind) -> [String] {
    let field = vocabulary.sheets.first { $0.kind == kind }?.fields.first { $0.id == column }
    return field?.codeList.flatMap(codeList)?.entries.filter { !$0.counts }.map(\.code) ?? []
  }
}
