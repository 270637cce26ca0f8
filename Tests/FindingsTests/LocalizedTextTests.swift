// SPDX-License-Identifier: Apache-2.0

import Findings
import Testing

@Suite struct LocalizedTextTests {
  @Test func fillsPlaceholdersAndKeepsUnknownOnes() {
    let text = LocalizedText(chinese: "{a}和{b}", english: "{a} and {b}")
    #expect(text.filled(["a": "1"], in: .chinese) == "1和{b}")
    #expect(text.filled(["a": "1", "b": "2"], in: .english) == "1 and 2")
  }

  @Test(arguments: [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (16_384, "XFD")])
  func namesColumnsAsExcelDoes(number: Int, letters: String) {
    #expect(Place.letters(ofColumn: number) == letters)
  }

  @Test func anUndefinedCodeIsAnErrorAndShowsItself() {
    let rendered = MessageCatalogue().render(Finding("nobody-defined-me"), in: .english)
    #expect(rendered.severity == .error)
    #expect(rendered.message.contains("nobody-defined-me"))
  }

  @Test func nearestNamesComeFirst() {
    #expect(Nearest.names(to: "staffing-rat", among: ["in-post-rate", "staffing-rate"]).first == "staffing-rate")
    #expect(Nearest.distance("团青比", "团学比") == 1)
  }
}
