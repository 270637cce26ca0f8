// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy
import Testing

/// `explain` says of everything what it means, how it is worked out, on whose authority, with an example, and what to do.
@Suite struct CompleteExplanationTests {
  /// The names of lines of which one must be there, by part.
  private static let parts: [String: [String]] = [
    "meaning": ["meaning", "message", "requirement"],
    "formula": ["condition", "numerator", "rule", "checks", "attestation", "cases", "codes", "spellings", "rows"],
    "source": ["source", "derived"],
    "examples": ["examples"],
    "what to do": ["advice", "remedy"],
  ]

  private func missing(_ id: String, _ pack: PolicyPack, _ language: Language, except: Set<String> = []) -> [String] {
    guard let text = pack.explain(id, in: language) else { return ["\(id): everything"] }
    let gaps = Self.parts.filter { part, keys in
      let names = keys.map { pack.messages.text("explain." + $0, in: language) }
      return !except.contains(part)
        && !names.contains { text.contains("\n\($0)" + (language == .chinese ? "：" : ":")) }
    }
    return gaps.keys.sorted().map { "\(id): \($0)" } + (text.contains("⟨") ? ["\(id): a text"] : [])
  }

  @Test(arguments: ["ningbo-2019", "league-2025"], Language.allCases)
  func everyIDHasAllParts(name: String, language: Language) throws {
    let pack = try PackLoader.load(name)
    let kinds: [(kind: String, ids: [String])] = [
      ("indicator", pack.indicators.map(\.id)), ("measure", pack.measures.map(\.id)), ("task", pack.tasks.map(\.id)),
      ("check", pack.checks.map(\.id)), ("census", pack.tables.map(\.id)),
      ("finding", pack.messages.findings.keys.sorted()),
    ]
    var ids = kinds.flatMap { kind, ids in ids.map { "\(kind):\($0)" } }
    for (list, codes) in pack.vocabulary.codeLists { ids += codes.entries.map { "\(list):\($0.code)" } }
    #expect(ids.count > 600)
    #expect(ids.flatMap { missing($0, pack, language) } == [])
    // The source of a derived column stands beside each of its cases, the title of a list is its meaning.
    let columns = pack.derivedColumns.flatMap { missing("column:" + $0.id, pack, language, except: ["source"]) }
    let lists = pack.vocabulary.codeLists.keys.sorted()
      .flatMap { missing("codes:" + $0, pack, language, except: ["meaning"]) }
    #expect(columns + lists == [])
  }

  @Test func anExampleIsTheSentenceAUserReads() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let text = try #require(pack.explain("id-checksum", in: .english))
    #expect(text.contains("raised when: the 18th digit is not the check digit"))
    #expect(text.contains("the last digit should be 8 and is 5 → The check digit of 330203************ does not fit"))
    #expect(text.contains("confidence high"))
    let cycle = try #require(pack.explain("organisation-cycle", in: .english))
    #expect(cycle.contains("a consistency rule of this program"))
  }

  @Test func everyPlaceholderOfAnExampleIsFilled() throws {
    let pack = try PackLoader.load("ningbo-2019")
    for language in Language.allCases {
      for code in pack.findingRules.keys.sorted() {
        let text = try #require(pack.explain("finding:" + code, in: language))
        let example = try #require(text.split(separator: "\n").last)
        #expect(!example.contains("{"), "\(example)")
      }
    }
  }

  @Test func aCodeSaysItsNumberAndItsBulletinSector() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let rural = try #require(pack.explain("sector:rural", in: .english))
    #expect(rural.contains("number in the export: 15"))
    #expect(rural.contains("Sector of the bulletins: townships and villages  [bulletin-sector:township]"))
    #expect(rural.contains("“乡镇” → rural, “农村” → rural, “15” → rural"))
    let doctor = try #require(pack.explain("cadre-education:doctor", in: .english))
    #expect(doctor.contains("1 (only under the headings 文化程度"), "\(doctor)")
  }
}
