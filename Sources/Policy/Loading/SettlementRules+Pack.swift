// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension SettlementRules {
  /// `organisation-names` and `probable-duplicates` of `pack.yaml`.
  init(names: [PackNode], duplicates: PackNode?) throws {
    self.init()
    nameRules = try names.map { node in
      let fields = try node.fields(["suffixes", "become", "kinds"])
      return NameRule(
        suffixes: try fields.texts("suffixes"), templates: try fields.texts("become"),
        kinds: try fields.texts("kinds"))
    }
    guard let duplicates else { return }
    let fields = try duplicates.fields(["least", "largest-group", "parts"])
    duplicateLeast = try fields.required("least").integer()
    largestGroup = try fields.optional("largest-group")?.integer() ?? largestGroup
    let known = Set(DuplicatePart.allCases.map(\.rawValue))
    for (name, weight) in try fields.required("parts").mapping(known) {
      if let part = DuplicatePart(rawValue: name) { duplicateWeights[part] = try weight.integer() }
    }
  }
}
