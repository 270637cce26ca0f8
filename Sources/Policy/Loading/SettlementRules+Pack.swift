// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension SettlementRules.NameSpellings {
  /// `organisation-spellings` of `pack.yaml`.
  init(_ node: PackNode) throws {
    let fields = try node.fields([
      "prefixes", "places", "endings", "numbered", "grade-signs", "grade-words", "grades",
    ])
    let grades = try (fields.optional("grades")?.mapping() ?? []).map { ($0.0, try $0.1.text()) }
    self.init(
      prefixes: try fields.texts("prefixes"), places: try fields.texts("places"),
      endings: try fields.list("endings").map { try $0.list().map { try $0.text() } },
      numbered: try fields.texts("numbered"), gradeSigns: try fields.texts("grade-signs"),
      gradeWords: try fields.texts("grade-words"), grades: Dictionary(grades) { first, _ in first })
  }
}

extension HanziVariants {
  static let fileName = "hanzi.yaml"

  /// `hanzi.yaml`: a pack that extends another takes the whole file of that one, or has its own.
  init(_ root: PackNode) throws {
    let fields = try root.fields(["source", "variants"])
    _ = try fields.required("source").source()
    let pairs = try fields.texts("variants").flatMap(\.unicodeScalars)
    guard pairs.count % 2 == 0 else { throw root.failure("variants: each is followed by its plain form") }
    self.init(pairs: pairs)
  }
}

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
