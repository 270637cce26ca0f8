// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Testing

@testable import Pipeline
@testable import Reports
@testable import Results

/// What names may do to a table or a page: nothing.
@Suite struct OutputTextTests {
  @Test(arguments: ["=1+1", "+1", "@x", "-x", "＝1+1", "＋86", "－1", "＠sum", "\t=1", "\r=1", "\n=1"])
  func nothingInCSVIsAFormula(text: String) throws {
    let line = CSVWriter.line([text])
    #expect(line.hasPrefix("'") || line.hasPrefix("\"'"), "\(line)")
    // The stream that writes long tables spells it alike.
    let streamed = try ByteSink.text { $0.append(csv: .text(text)) }
    #expect(streamed + "\r\n" == line)
  }

  @Test(arguments: ["-12.5", "甲", "（筹）", "330203", "共青团，市委", ""]) func plainCellsStay(text: String) throws {
    #expect(CSVWriter.line([text]) == text + "\r\n")
    #expect(try ByteSink.text { $0.append(csv: .text(text)) } == text)
  }

  @Test(arguments: ["\u{202E}", "\u{1B}", "\u{200B}", "\u{9B}", "\u{E0041}"]) func hiddenSignsAreShownOrEscaped(
    sign: String
  ) throws {
    let text = "甲\(sign)乙"
    let number = String(sign.unicodeScalars.first!.value, radix: 16, uppercase: true)
    let csv = CSVWriter.line([text])
    #expect(csv.contains(number + "⟩乙") && !csv.contains(sign))
    #expect(try ByteSink.text { $0.append(csv: .text(text)) } + "\r\n" == csv)
    let json = JSONWriter.quoted(text)
    #expect(json.contains("\\u") && !json.contains(sign))
    #expect(try ByteSink.text { $0.append(json: .text(text)) } == json)
    let read = try JSONSerialization.jsonObject(with: Data("[\(json)]".utf8)) as? [String]
    #expect(read == [text])
    var table = TextTable([.left])
    table.add([text + "\n"])
    #expect(!table.text.contains(sign) && !table.text.contains("\n") && table.text.contains("⟨U+"))
  }

  @Test func anIDThatIsAPathIsRefusedWithItsRow() throws {
    let rosters = try HandMadeRosters([
      "团组织ID,团组织全称,组织类别,上级组织\n3302,团市委,团的领导机关,\n../x,甲团委,基层团委,3302\na\\b,乙团委,基层团委,3302\n..,丙团委,基层团委,3302\n3302-1,丁团委,基层团委,3302\n"
    ])
    let refused = rosters.result.findings.filter { $0.finding.code == "organisation-id-path" }
    #expect(refused.compactMap(\.finding.place?.row) == [3, 4, 5] && refused.allSatisfy { $0.severity == .error })
    #expect(try rosters.census.database.organisationTree().nodes.map(\.code).sorted() == ["3302", "3302-1"])
  }
}
