// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Results
import Testing

@Suite struct FileNameTests {
  @Test(arguments: ["330203", "33020301001-A", "共青团宁波市海曙区委", "2019-Q2", "三月.月报", "a b", "团委（筹）", "evidence_1"])
  func ordinaryNamesStayAsTheyAre(name: String) { #expect(FileName(name).text == name) }

  @Test(arguments: [
    "../escaped", "../../../escaped", "/etc/passwd", "a/b", "a\\b", "..", ".", "", ".hidden", "a\u{0}b", "a\nb",
    "\u{202E}fdp",
    "CON", "nul.csv", "Lpt1", "a.", "a ", "~", "a%2Fb", "x#y?z", "<i>", "\"q\"", "\u{1B}[31m",
    String(repeating: "长", count: 300),
  ])
  func whatCouldLeaveTheFolderIsSpelled(name: String) {
    let text = FileName(name).text
    #expect(!text.contains("/") && !text.contains("\\") && text != ".." && text != "." && !text.isEmpty, "\(text)")
    #expect(text.utf8.count <= 200 && !text.hasPrefix(".") && text != name)
    #expect(text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x202E })
    // A name that a report was written under is one that a report may be read by.
    #expect(FileName.path("out", relative: text) == "out/" + text)
  }

  @Test func noTwoTextsShareAName() {
    let alphabet = ["a", "~", "2", "F", "/", ".", " ", "%", "\u{202E}", "长", "7E"]
    var texts: Set<String> = [""]
    for _ in 0..<4 { texts.formUnion(texts.flatMap { text in alphabet.map { text + $0 } }) }
    texts.insert(String(repeating: "长", count: 300))
    texts.insert(String(repeating: "长", count: 301))
    texts.insert(String(repeating: "/", count: 90))
    let names = Set(texts.map { FileName($0).text })
    #expect(texts.count > 5000 && names.count == texts.count)
  }

  @Test(arguments: [
    "../x", "a/../b", "/x", "a//b", "", "a/./b", "a\\b", "a/\u{7}", "x/" + String(repeating: "y", count: 300),
  ])
  func aStoredPathThatClimbsIsNone(path: String) { #expect(FileName.path("out", relative: path) == nil) }

  @Test func aStoredPathOfAPackIsTakenAsItIs() {
    #expect(FileName.path("out", relative: "ningbo-2019/tasks/14-ratio.yaml") == "out/ningbo-2019/tasks/14-ratio.yaml")
  }
}
