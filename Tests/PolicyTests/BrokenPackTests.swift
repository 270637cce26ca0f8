// SPDX-License-Identifier: Apache-2.0

import Policy
import Testing

/// One broken pack per kind of mistake: `pack check` says what, in which file and on which line.
@Suite struct BrokenPackTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var mistake: String
    var file: String
    var text: String
    /// Each with its line.
    var errors: [Int: String]
    var testDescription: String { mistake }
  }

  @Test(arguments: cases) func isFoundWithFileAndLine(broken: Case) throws {
    let pack = try TemporaryPack([broken.file: broken.text])
    let errors = try PackLoader.check(pack.path)
    #expect(errors.count == broken.errors.count, "\(errors)")
    for (line, part) in broken.errors {
      let isThere = errors.contains { $0.file == broken.file && $0.line == line && $0.message.contains(part) }
      #expect(isThere, "“\(part)” on line \(line) in \(errors)")
    }
  }

  @Test func theUnbrokenFormsAreSound() throws {
    let pack = try TemporaryPack([
      "measures/m.yaml": measure(), "indicators/i.yaml": indicator(), "columns/c.yaml": column(),
      "checks/k.yaml": check(),
      "tasks/t.yaml": task(),
    ])
    #expect(try PackLoader.check(pack.path) == [])
  }

  @Test func whatIsNotReadIsTold() throws {
    let pack = try TemporaryPack([
      "measures/zz.yml": "id: x", "measures/more/m.yaml": "id: x", "tasks/junk.txt": "x", "other/x.yaml": "id: x",
      "claims.yaml": "{}", "README.md": "x", ".hidden": "x",
    ])
    let inspection = try PackLoader.inspect(pack.path)
    #expect(
      inspection.errors.map(\.file) == ["claims.yaml", "measures/more", "measures/zz.yml", "other", "tasks/junk.txt"])
    #expect(inspection.errors.allSatisfy { $0.message.contains("not read") })
    #expect(inspection.notices.contains { $0.file == "README.md" })
  }

  @Test func oneSpellingForTwoFieldsIsAnError() throws {
    let text = """
      kind: explanation
      title: 变动说明
      fields:
        organisation: {heading: 单位, type: organisation, required: true}
        measure: {heading: 数据项, synonyms: [项目, 单 位], type: text, required: true}
        explanation: {heading: 说明, synonyms: [说明, 项目], type: text, required: true}
      """
    let pack = try TemporaryPack(["vocabulary/explanations.yaml": text])
    let errors = try PackLoader.check(pack.path)
    #expect(
      errors.map(\.message) == [
        "“单 位” stands for organisation and for measure", "“项目” stands for measure and for explanation",
      ])
    #expect(errors.map(\.line) == [5, 6])
  }

  static let cases: [Case] = [
    Case(
      mistake: "unknown key", file: "measures/m.yaml", text: measure(extra: "conditions: x"),
      errors: [8: "unknown key “conditions”; known here: condition"]),
    Case(
      mistake: "unknown column", file: "measures/m.yaml", text: measure("natur = 'full-time'"),
      errors: [5: "cadre has no column “natur”; near ones: nature"]),
    Case(
      mistake: "unknown code", file: "measures/m.yaml", text: measure("nature = 'fulltime'"),
      errors: [5: "code list cadre-nature has no code 'fulltime'"]),
    Case(
      mistake: "function", file: "measures/m.yaml", text: measure("abs(training_hours) = 3"),
      errors: [5: "functions such as abs() are not portable"]),
    Case(
      mistake: "division", file: "measures/m.yaml", text: measure("training_hours / 2 = 3"),
      errors: [5: "“/” has no place in a condition"]),
    Case(
      mistake: "text in order", file: "measures/m.yaml", text: measure("appointed < '2019-01-01'"),
      errors: [5: "“'2019-01-01'” is text, not number"]),
    Case(
      mistake: "text between", file: "measures/m.yaml", text: measure("post BETWEEN 1 AND 2"),
      errors: [5: "“post” is text, not number"]),
    Case(
      mistake: "arithmetic with text", file: "measures/m.yaml", text: measure("training_hours + post > 1"),
      errors: [5: "“post” is text, not number"]),
    Case(
      mistake: "number among texts", file: "measures/m.yaml", text: measure("post IN ('书记', 1)"),
      errors: [5: "“1” is number, not text"]),
    Case(
      mistake: "value for a condition", file: "measures/m.yaml", text: measure("training_hours AND post = '书记'"),
      errors: [5: "“training_hours” is number, not a condition"]),
    Case(
      mistake: "LIKE on letters", file: "measures/m.yaml", text: measure("post LIKE '%Secretary%'"),
      errors: [5: "depends on case"]),
    Case(
      mistake: "no source", file: "measures/m.yaml", text: measure(origin: "reported: false"),
      errors: [1: "neither source nor derived"]),
    Case(
      mistake: "unknown document", file: "measures/m.yaml", text: measure(origin: "source: {document: nowhere}"),
      errors: [6: "pack.yaml lists no document “nowhere”"]),
    Case(
      mistake: "example that fails", file: "measures/m.yaml", text: measure("nature = 'part-time'"),
      errors: [8: "example 1 gives 0, not 1", 9: "example 2 gives 1, not 0"]),
    Case(
      mistake: "no example that does not hold", file: "measures/m.yaml", text: measure(isWhole: false),
      errors: [8: "an example for which it does not hold is missing"]),
    Case(
      mistake: "no YAML", file: "measures/m.yaml", text: "id: [m\n", errors: [2: "no valid YAML"]),
    Case(
      mistake: "key that stands twice", file: "measures/m.yaml", text: measure(extra: "  - {}\nkind: member"),
      errors: [9: "“kind” stands twice (first on line 4)"]),
    Case(
      mistake: "key that stands twice on one line", file: "measures/m.yaml",
      text: measure(origin: "derived: {en: a, zh-Hans: b, en: c}"), errors: [6: "“en” stands twice"]),
    Case(
      mistake: "placeholder without its fact", file: "checks/k.yaml", text: check(message: "{training_hours} {hours}"),
      errors: [8: "message: nothing fills {hours}; facts does not list it"]),
    Case(
      mistake: "finding without example", file: "messages/findings-own.yaml", text: finding(example: "rule: \(words)"),
      errors: [2: "own: example is missing"]),
    Case(
      mistake: "finding without rule", file: "messages/findings-own.yaml", text: finding(),
      errors: [2: "own: rule is missing"]),
    Case(
      mistake: "placeholder its example does not fill", file: "messages/findings-own.yaml",
      text: finding(message: "{valeu}", example: "rule: \(words)\n  example: {facts: {value: x}}"),
      errors: [4: "message: nothing fills {valeu}; the facts of its example lack it"]),
    Case(
      mistake: "unknown measure", file: "indicators/i.yaml", text: indicator(numerator: "cadrs"),
      errors: [4: "there is no measure “cadrs”; near ones: cadres"]),
    Case(
      mistake: "no example of another state", file: "indicators/i.yaml", text: indicator(isWhole: false),
      errors: [9: "an example of another state is missing"]),
    Case(
      mistake: "cases in force on the same day", file: "columns/c.yaml", text: column(until: "2020-01-01"),
      errors: [9: "overlapping dates: the same rule (line 5)", 15: "example 1 gives 1, not 2"]),
    Case(
      mistake: "until before from", file: "columns/c.yaml", text: column(until: "2018-12-31", from: "2019-01-01"),
      errors: [5: "until 2018-12-31 lies before from 2019-01-01"]),
    Case(
      mistake: "unknown field", file: "checks/k.yaml", text: check(field: "trainin_hours"),
      errors: [4: "field: the vocabulary of cadre has no “trainin_hours”"]),
    Case(
      mistake: "unknown fact", file: "checks/k.yaml", text: check(fact: "hours"),
      errors: [5: "facts: cadre has no column “hours”"]),
    Case(
      mistake: "unknown indicator", file: "tasks/t.yaml", text: task(indicator: "staffing"),
      errors: [9: "there is no indicator “staffing”; near ones: staffing-rate"]),
    Case(
      mistake: "threshold without source", file: "tasks/t.yaml", text: task(source: ""),
      errors: [11: "“source” is missing"]),
    Case(
      mistake: "thresholds in force on the same day", file: "tasks/t.yaml",
      text: task(second: "      - {at-least: \"95\", from: 2019-06-01, \(scopeAndSource)}\n"),
      errors: [12: "overlapping dates: the same rule (line 11)"]),
    Case(
      mistake: "no example that is not met", file: "tasks/t.yaml", text: task(isWhole: false),
      errors: [14: "an example that is not met is missing"]),
  ]
}

private let words = "{zh-Hans: 试, en: test}"

/// The key, severity, title, message, remedy, then rule and example.
private func finding(message: String = "{value}", example: String = "example: {facts: {value: x}}") -> String {
  """
  own:
    severity: info
    title: \(words)
    message: {zh-Hans: 试, en: "\(message)"}
    remedy: \(words)
    \(example)
  """
}

private let scopeAndSource =
  "scope: {zh-Hans: 试, en: test}, source: {document: work-points-2019}"

/// Nine lines: id, title, meaning, kind, condition, origin, examples, two examples.
private func measure(
  _ condition: String = "nature = 'full-time'", origin: String = "derived: {zh-Hans: 试, en: test}",
  extra: String? = nil, isWhole: Bool = true
) -> String {
  """
  id: m
  title: {zh-Hans: 试, en: test}
  meaning: {zh-Hans: 试, en: test}
  kind: cadre
  condition: \(condition)
  \(origin)
  examples:
  \(extra ?? "  - {row: {nature: full-time}, gives: 1}")
  \(isWhole && extra == nil ? "  - {row: {nature: part-time}, gives: 0}" : "")
  """
}

private func indicator(numerator: String = "cadres", isWhole: Bool = true) -> String {
  """
  id: i
  title: {zh-Hans: 试, en: test}
  meaning: {zh-Hans: 试, en: test}
  numerator: \(numerator)
  denominator: counted-members
  direction: neutral
  derived: {zh-Hans: 试, en: test}
  examples:
    - {numerator: 1, denominator: 2, state: value, value: "50.00"}
  \(isWhole ? "  - {numerator: 1, denominator: 0, state: denominator-zero}" : "")
  """
}

private func column(until: String = "2018-12-31", from: String = "2018-01-01") -> String {
  """
  id: c
  kind: cadre
  meaning: {zh-Hans: 试, en: test}
  cases:
    - when: training_hours >= 8
      value: 1
      from: \(from)
      until: \(until)
    - when: training_hours  >=  8
      value: 2
      from: 2019-01-01
  otherwise: 0
  derived: {zh-Hans: 试, en: test}
  examples:
    - {row: {training_hours: 8}, gives: 2}
    - {row: {training_hours: 7}, gives: 0}
  """
}

private func check(
  field: String = "training_hours", fact: String = "training_hours", message: String = "test"
) -> String {
  """
  id: k
  kind: cadre
  condition: training_hours < 0
  field: \(field)
  facts: [\(fact)]
  severity: info
  title: {zh-Hans: 试, en: test}
  message: {zh-Hans: 试, en: "\(message)"}
  remedy: {zh-Hans: 试, en: test}
  derived: {zh-Hans: 试, en: test}
  examples:
    - {row: {training_hours: -1}, gives: 1}
    - {row: {training_hours: 1}, gives: 0}
  """
}

private func task(
  indicator: String = "staffing-rate", source: String = ", source: {document: work-points-2019}", second: String = "",
  isWhole: Bool = true
) -> String {
  """
  id: t
  action: 14
  clause: 试
  title: {zh-Hans: 试, en: test}
  requirement: {zh-Hans: 试, en: test}
  method: computed
  responsible: {zh-Hans: 试, en: test}
  checks:
    - indicator: \(indicator)
      thresholds:
        - {at-least: "90", from: 2019-01-01, scope: {zh-Hans: 试, en: test}\(source)}
  \(second)source: {document: work-points-2019}
  examples:
    - {values: {\(indicator): "90.00"}, verdict: met}
  \(isWhole ? "  - {values: {\(indicator): \"89.99\"}, verdict: not-met}" : "")
  """
}
