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

  /// Whole parts come first, then parts with a sign changed; what is near to nothing gets no suggestion.
  @Test(arguments: [
    ("蛟川小学", ["蛟川中学团委"]), ("澥浦镇", ["澥浦镇团委", "澥浦镇汇源村团支部"]), ("蛟川中学团委会", ["蛟川中学团委"]),
    ("镇海区蛟川中学团委", ["蛟川中学团委"]), ("没有这样的地方", []), ("中", []), ("川中", ["蛟川中学团委"]),
  ]) func namesAroundAPartComeFirst(text: String, near: [String]) {
    let known = ["澥浦镇汇源村团支部", "蛟川中学团委", "澥浦镇团委", "骆驼街道团工委"]
    #expect(Nearest.names(around: text, among: known) == near)
  }
}
