// SPDX-License-Identifier: Apache-2.0

import ReportModel
import Testing

@testable import ReportWriting

@Suite struct VisibleTextTests {
  static let hidden: [UInt32] =
    Array(0...0x1F) + Array(0x7F...0x9F) + [0xAD, 0x61C, 0x180E] + Array(0x200B...0x200F) + Array(0x2028...0x202E)
    + Array(0x2060...0x206F) + [0xFEFF, 0xFFF9, 0xFFFB, 0xE0001, 0xE007F]

  @Test(arguments: hidden) func aHiddenSignIsShownByNumber(value: UInt32) throws {
    let text = "甲" + String(try #require(Unicode.Scalar(value))) + "乙"
    let spelled = VisibleText.spelled(text)
    #expect(
      spelled.hasPrefix("甲⟨U+") && spelled.hasSuffix("⟩乙")
        && spelled.contains(String(value, radix: 16, uppercase: true)))
    // The look at bytes and the look at signs agree.
    var bytes = text
    #expect(!bytes.withUTF8 { VisibleText.isPlain($0) })
  }

  /// Every sign there is: what is not hidden stays, and the look at bytes agrees with the look at signs.
  @Test func whatCanBeSeenStays() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var text = String(scalar)
      let isPlain = text.withUTF8 { VisibleText.isPlain($0) }
      if isPlain == VisibleText.isHidden(scalar) { Issue.record("U+\(String(value, radix: 16))") }
    }
    #expect(VisibleText.spelled("共青团宁波市海曙区委（筹）·“一”—…") == "共青团宁波市海曙区委（筹）·“一”—…")
    #expect(VisibleText.spelled("a\nb\tc", keepsLines: true) == "a\nb\tc")
  }

  @Test func aPageHoldsNothingThatTurnsItsText() {
    var bytes: [UInt8] = []
    HTMLNode.text("a\u{202E}fdp.exe\u{1B}[31m<b>").write(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "a⟨U+202E⟩fdp.exe⟨U+001B⟩[31m&lt;b&gt;")
  }
}
