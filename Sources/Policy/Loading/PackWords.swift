// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation

/// Words of a pack that would lead astray: placeholders nothing fills, findings nobody can look up, one heading for two fields.
struct PackWords {
  let pack: PolicyPack
  let origins: PackAssembly.Origins

  func errors() -> [PackError] {
    pack.checks.flatMap(errors(of:)) + findings.flatMap(errors(of:)) + pack.vocabulary.sheets.flatMap(errors(in:))
  }

  /// Those of the message files, in order of code.
  private var findings: [FindingDefinition] {
    let checks = Set(pack.checks.map(\.id))
    return pack.messages.findings.values.filter { !checks.contains($0.code) }.sorted { $0.code < $1.code }
  }

  private func errors(of check: RecordCheck) -> [PackError] {
    guard let words = pack.messages.findings[check.id] else { return [] }
    return unfilled(words, by: Set(check.facts), "checks/" + check.id, "facts does not list it")
  }

  private func errors(of finding: FindingDefinition) -> [PackError] {
    let key = "findings/" + finding.code
    let rule = pack.findingRules[finding.code]
    var errors: [PackError] = []
    // What a command cannot do is told by its message; only what is found in data has a rule.
    if rule?.rule == nil, origins[key]?.root.file.contains("messages/findings-") == true {
      errors.append(origins.error(key, [], "\(finding.code): rule is missing: when exactly it is raised"))
    }
    guard let example = rule?.example else {
      return errors + [origins.error(key, [], "\(finding.code): example is missing: facts for its message")]
    }
    return errors + unfilled(finding, by: Set(example.facts.keys), key, "the facts of its example lack it")
  }

  private func unfilled(
    _ finding: FindingDefinition, by facts: Set<String>, _ key: String, _ reason: String
  ) -> [PackError] {
    [("message", finding.message), ("remedy", finding.remedy)].flatMap { field, text in
      Language.allCases.flatMap { language in
        text.placeholders(in: language).filter { !facts.contains($0) }.map { name in
          let path: [PackNode.Step] = [.key(field), .key(language.rawValue)]
          return origins.error(key, path, "\(field): nothing fills {\(name)}; \(reason)")
        }
      }
    }
  }

  /// A spelling stands for one field of a kind of sheet, however it is set.
  private func errors(in sheet: SheetVocabulary) -> [PackError] {
    var owners: [String: String] = [:]
    return sheet.fields.flatMap { field in
      ([field.heading] + field.synonyms).enumerated().compactMap { index, spelling -> PackError? in
        let plain = spelling.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        let owner = owners[plain] ?? field.id
        owners[plain] = owner
        guard owner != field.id else { return nil }
        let place: [PackNode.Step] = index == 0 ? ["heading"] : ["synonyms", .index(index - 1)]
        return origins.error(
          "vocabulary/" + sheet.kind.rawValue, ["fields", .key(field.id)] + place,
          "“\(spelling)” stands for \(owner) and for \(field.id)")
      }
    }
  }
}
