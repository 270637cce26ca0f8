// SPDX-License-Identifier: Apache-2.0

import Foundation
import Papers
import Testing

/// Official papers as packages: what a text can do to them, and what the layout says.
@Suite struct WordTests {
  private static func paper(_ text: String) -> WordPaper {
    WordPaper(
      title: text, language: "zh-CN",
      blocks: [
        .letterhead(.field("发文机关标志")), .number(.text("示团〔2019〕1号")), .title("第一行\n第二行"),
        .addressee([.text("各单位"), .text("：")]), .heading("一、总体情况"), .subheading("（一）小节"),
        .paragraph([.text(text), .strong("重点")]),
        .table(WordTable(caption: "表", heads: ["甲", "乙"], rows: [[text, "1"]], widths: [1, 1], numbers: [1])),
        .enclosures(label: "附件：", ["台账", "对比表"]), .signature(office: .text("示例市委"), date: .field("成文日期")),
      ], day: 18_169)
  }

  private static func written(_ text: String) throws -> (parts: String, bytes: Data) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("paper-\(UUID().uuidString).docx").path
    try WordPaperWriter().write(paper(text), to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    process.arguments = ["-p", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func whatATextHoldsIsNoMarkup() throws {
    let parts = try Self.written("甲<w:p/>&\"乙\"\u{202E}\u{1}").parts
    #expect(parts.contains("甲&lt;w:p/&gt;&amp;&quot;乙&quot;"))
    #expect(!parts.unicodeScalars.contains("\u{202E}") && !parts.unicodeScalars.contains("\u{1}"))
  }

  @Test func theLayoutIsThatOfTheStandard() throws {
    let parts = try Self.written("正文").parts
    for mark in [
      #"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#, #"w:w="11906" w:h="16838""#,
      #"w:eastAsia="仿宋_GB2312""#, #"w:eastAsia="方正小标宋简体""#, #"w:line="560" w:lineRule="exact""#,
      "<w:evenAndOddHeaders/>", #"w:instr=" PAGE ""#, "【发文机关标志】", "【成文日期】", "<w:br/>", "<w:tblHeader/>",
    ] { #expect(parts.contains(mark), "\(mark)") }
  }

  @Test func whoSignsIsNeverAlone() throws {
    let parts = try Self.written("正文").parts
    #expect(parts.components(separatedBy: "<w:keepNext/>").count >= 5)
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    #expect(try Self.written("甲").bytes == Self.written("甲").bytes)
    #expect(try Self.written("甲").bytes != Self.written("乙").bytes)
  }
}
