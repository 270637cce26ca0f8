// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import Testing

/// Words that clerks misread were replaced; none of them comes back in a text of a shipped pack.
@Suite struct WordingTests {
  private static let packs =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/Sources/Policy/Packs"

  /// What must not stand in any text, and a sentence of the kind that must be found by it.
  private static let misread: [(pattern: String, example: String)] = [
    (#"另存 ?(\{|\d)|已另存"#, "另存 {count} 行"), (#"未识别的(标题|列)"#, "未识别的标题"), (#"标题在第"#, "标题在第4行"),
    (#"标准标题"#, "相近的标准标题：–。"), (#"核对标题行"#, "请对照样表核对标题行"), (#"可以不理会"#, "可以不理会"),
    (#"删除多余的一列"#, "删除多余的一列"), (#"相近的有：[–。]"#, "相近的有：–"), (#"处，用 --format json"#, "另有 13 处，用 --format json 查看全部"),
    (#"（UTC）|[(]UTC[)]"#, "收到时间（UTC）"), (#"▸ ?\{(row|line)\}"#, "▸ {row}"), (#"，统计时点\{"#, "{period}，统计时点{day}"),
    (#"[\d}] %"#, "{value} %"), (#"较基期|相比基期"#, "较基期"), (#"仅列数值|未评定|无法评定"#, "无法评定"),
    (#"[^）]区团委"#, "海曙区团委"), (#"League table"#, "League tables"),
    (#"nobody accounts for"#, "Members nobody accounts for"),
    (#"[Bb]eside \{"#, "beside {baseline}"), (#"Strictness"#, "Strictness"), (#"Missing expected"#, "Missing expected"),
    (#"\.\{nearest\}"#, "Near ones.{nearest}"),
  ]

  @Test func noMisreadWordStandsInAPack() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.packs).filter { $0.hasSuffix(".yaml") }
    #expect(files.count > 100)
    let texts = try files.map { ($0, try String(contentsOfFile: Self.packs + "/" + $0, encoding: .utf8)) }
    for (pattern, example) in Self.misread {
      let regex = try Regex(pattern)
      #expect(example.contains(regex), "\(pattern)")
      for (file, text) in texts {
        // What former templates said is named to be known again.
        let lines = text.split(separator: "\n").filter { line in
          let words = line.drop { $0 == " " }
          return !words.hasPrefix("#") && !words.hasPrefix("former-examples:") && words.contains(regex)
        }
        #expect(lines.isEmpty, "\(file): \(lines.first ?? "")")
      }
    }
  }
}
