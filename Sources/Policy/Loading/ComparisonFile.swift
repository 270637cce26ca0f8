// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension ComparisonRules {
  static let fileName = "comparison.yaml"

  /// `comparison.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "stocks", "leaving", "transfer-completed", "weak-identity", "corrected-columns", "sector-groups", "flows",
    ])
    self.init()
    for (name, node) in try fields.optional("stocks")?.mapping() ?? [] {
      guard let kind = RecordKind(rawValue: name) else { throw node.failure("there is no kind “\(name)”") }
      let stock = try node.fields(["joined", "state"])
      stocks[kind] = Stock(joined: try stock.optional("joined")?.text(), state: try stock.optional("state")?.text())
      for column in [stocks[kind]?.joined, stocks[kind]?.state].compactMap({ $0 }) where kind.index(of: column) == nil {
        throw node.failure("\(name) has no column “\(column)”")
      }
    }
    leaving = try fields.list("leaving").map(ComparisonRules.leavingRule)
    transferCompleted = try fields.required("transfer-completed").text()
    weakIdentity = try fields.required("weak-identity").text()
    corrected = Set(try fields.texts("corrected-columns"))
    groups = try fields.list("sector-groups").map { node in
      let entry = try node.fields(["id", "title", "sectors"])
      return SectorGroup(
        id: try entry.required("id").text(), title: try entry.required("title").localized(),
        sectors: try entry.texts("sectors"))
    }
    flows = try fields.list("flows").map(flow)
  }

  private static func leavingRule(_ node: PackNode) throws -> LeavingRule {
    let entry = try node.fields(["id", "title", "condition", "source"])
    return LeavingRule(
      id: try entry.required("id").text(), title: try entry.required("title").localized(),
      condition: try entry.required("condition").text(), source: try entry.optional("source")?.source())
  }

  private func flow(_ node: PackNode) throws -> NamedFlow {
    let entry = try node.fields(["id", "title", "from", "to"])
    let flow = NamedFlow(
      id: try entry.required("id").text(), title: try entry.required("title").localized(),
      from: try entry.required("from").text(), to: try entry.required("to").text())
    for id in [flow.from, flow.to] where group(id) == nil { throw node.failure("there is no sector group “\(id)”") }
    return flow
  }
}

extension ComparisonRules {
  /// What is wrong with conditions, columns and codes.
  func validate(in pack: PolicyPack) throws {
    let member = ConditionScope(kind: .member, pack: pack)
    for rule in leaving { _ = try member.parse(rule.condition) }
    if weakIdentity != "1 = 0" { _ = try member.parse(weakIdentity) }
    if transferCompleted != "1 = 0" {
      _ = try ConditionScope(kind: .transfer, pack: pack).parse(transferCompleted)
    }
    let columns = Set(RecordKind.allCases.flatMap(\.columns).map(\.name))
    for column in corrected.sorted() where !columns.contains(column) {
      throw ExpressionError("corrected-columns: no kind has a column “\(column)”")
    }
    for group in groups {
      for sector in group.sectors where pack.codeList("sector")?.entry(sector) == nil {
        throw ExpressionError("sector-groups: code list sector has no code '\(sector)'")
      }
    }
  }
}
