// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// What one file says to users: `messages/*.yaml`, or the words of a check in `checks/*.yaml`.
struct MessageFile {
  var texts: [String: LocalizedText] = [:]
  var findings: [String: FindingDefinition] = [:]
  var rules: [String: FindingRule] = [:]
  /// Where each finding of a message file stands.
  var nodes: [String: PackNode] = [:]

  init() {}

  /// Files whose names begin with `findings-` or `errors-` define findings, the others hold texts.
  init(_ root: PackNode) throws {
    let name = root.file.split(separator: "/").last ?? ""
    let definesFindings = name.hasPrefix("findings-") || name.hasPrefix("errors-")
    for (key, value) in try root.mapping() {
      guard definesFindings else {
        texts[key] = try value.localized()
        continue
      }
      let words: Set<String> = ["severity", "title", "message", "remedy"]
      let fields = try value.fields(words.union(["rule", "source", "derived", "example"]))
      findings[key] = try FindingDefinition(code: key, fields)
      // A pack that only changes the words keeps the rule of the one it extends.
      if !words.isSuperset(of: fields.values.map(\.key)) { rules[key] = try FindingRule(fields) }
      nodes[key] = value
    }
  }

  init(ofCheck root: PackNode) throws {
    let fields = PackFields(owner: root, values: try root.mapping())
    let code = try fields.required("id").text()
    var definition = try FindingDefinition(code: code, fields)
    definition.isTrial = try fields.optional("trial")?.flag() ?? false
    findings = [code: definition]
  }

  /// Adds what a nearer pack says; it stands for the same key here.
  mutating func merge(_ nearer: MessageFile) {
    texts.merge(nearer.texts) { $1 }
    findings.merge(nearer.findings) { $1 }
    rules.merge(nearer.rules) { $1 }
  }
}

extension FindingRule {
  /// `rule: {…}`, `source` or `derived`, `example: {given: {…}, facts: {value: …}}`
  init(_ fields: PackFields) throws {
    self.init(
      rule: try fields.optional("rule")?.localized(), source: try fields.optional("source")?.source(),
      derivation: try fields.optional("derived")?.localized(),
      example: try fields.optional("example").map(Example.init))
  }
}

extension FindingRule.Example {
  /// A fact is a text, or one in each language.
  init(_ node: PackNode) throws {
    let fields = try node.fields(["given", "facts"])
    var facts: [String: LocalizedText] = [:]
    for (name, value) in try fields.optional("facts")?.mapping() ?? [] {
      facts[name] =
        try value.isMapping ? value.localized() : LocalizedText(chinese: value.text(), english: value.text())
    }
    self.init(given: try fields.optional("given")?.localized(), facts: facts)
  }
}
