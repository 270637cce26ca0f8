// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

extension ComparisonRules {
  static let fileName = "comparison.yaml"

  /// `comparison.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "stocks", "leaving", "transfer-completed", "weak-identity", "corrected-columns", "sector-groups", "flows",
    ])
    self.init()
    for (name, node) in try fields.optional("stocks")?.mapping() ?? [] {
      guard root.kinds.contains(name) else { throw node.failure("there is no kind “\(name)”") }
      stocks[RecordKind(rawValue: name)] = try ComparisonRules.stock(node)
    }
    for (kind, stock) in stocks {
      guard let holder = stock.heldBy, stocks[holder] == nil || stocks[holder]?.heldBy != nil else { continue }
      throw root.failure("stocks: \(kind) is held by \(holder), which is no stock of its own")
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

  private static func stock(_ node: PackNode) throws -> Stock {
    let fields = try node.fields(["joined", "state", "held-by", "ending-lists", "ends-with-organisation"])
    var stock = Stock(joined: try fields.optional("joined")?.text(), state: try fields.optional("state")?.text())
    stock.heldBy = try fields.optional("held-by")?.kind()
    stock.endingLists = try fields.list("ending-lists").map { try $0.kind() }
    stock.endsWithOrganisation = try fields.optional("ends-with-organisation")?.flag() ?? false
    return stock
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
    let schemas = pack.vocabulary.schemas
    for (kind, stock) in stocks {
      for column in [stock.joined, stock.state].compactMap(\.self) where schemas[kind].index(of: column) == nil {
        throw ExpressionError("stocks: \(kind) has no column “\(column)”")
      }
      for other in stock.endingLists + [stock.heldBy].compactMap(\.self) where !schemas[other].namesPersons {
        throw ExpressionError("stocks: “\(other)” is no kind whose records name persons")
      }
    }
    let member = ConditionScope(kind: .member, pack: pack)
    for rule in leaving { _ = try member.parse(rule.condition) }
    if weakIdentity != "1 = 0" { _ = try member.parse(weakIdentity) }
    if transferCompleted != "1 = 0" {
      _ = try ConditionScope(kind: .transfer, pack: pack).parse(transferCompleted)
    }
    let columns = Set(schemas.all.flatMap(\.columns).map(\.name))
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
