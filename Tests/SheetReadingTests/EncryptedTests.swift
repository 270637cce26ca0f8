// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

/// Workbooks that Excel encrypted with its own fixed password, which it does where only the structure is protected.
@Suite struct EncryptedTests {
  private static let folder = SheetText.fixtures + "/encrypted/"

  private static func rows(_ name: String) throws -> [[String]] {
    let reading = try SheetText.read(path: folder + name)
    #expect(reading.sheets == ["团员花名册"])
    return Dictionary(grouping: reading.cells[0], by: \.row).sorted { $0.key < $1.key }.map { $0.value.map(\.text) }
  }

  @Test(arguments: ["agile.xlsx", "standard.xlsx"]) func aPackageIsRead(name: String) throws {
    #expect(try Self.rows(name) == [["姓名", "入团年月"], ["赵小红", "2015-05"], ["钱大明", "2016-11"]])
  }

  /// Long enough for several keys; merges and their index are read ahead of the rows.
  @Test(arguments: ["rc4.xls", "rc4-cryptoapi.xls"]) func aBinaryWorkbookIsRead(name: String) throws {
    let rows = try Self.rows(name)
    #expect(rows.prefix(3) == [["姓名", "入团年月"], ["赵小红", "2015-05"], ["钱大明", "2016-11"]])
    #expect(rows.count == 205 && rows[202] == ["学员199", "2017-08"] && rows[203] == ["合计"] && rows[204] == ["42.5"])
    #expect(try SheetText.read(path: Self.folder + name).merges[0].count == 1)
  }

  @Test(arguments: ["agile-own-password.xlsx", "standard-own-password.xlsx", "rc4-own-password.xls"])
  func anotherPasswordIsAskedFor(name: String) {
    #expect(throws: WorkbookError("workbook-encrypted")) { try SheetText.read(path: Self.folder + name) }
  }

  /// Whatever is damaged ends in an error of the reader's own or in rows, never in a trap, and soon.
  @Test(arguments: ["agile.xlsx", "standard.xlsx", "rc4.xls", "rc4-cryptoapi.xls"])
  func damageIsSaid(name: String) throws {
    let good = try Data(contentsOf: URL(fileURLWithPath: Self.folder + name))
    var random = RandomSeed.dice("damage of \(name)")
    for _ in 0..<40 {
      var bad = good
      for _ in 0..<4 {
        bad[Int.random(in: 512..<bad.count, using: &random)] = .random(in: .min ... .max, using: &random)
      }
      do { _ = try SheetText.read(bad) } catch is WorkbookError {}
    }
  }

  /// Rounds by the thousand million would take hours.
  @Test func manyRoundsAreRefusedAtOnce() throws {
    let good = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "agile.xlsx"))
    let place = try #require(good.range(of: Data("spinCount=\"100000\" saltSize=\"16\"".utf8)))
    var bad = good
    bad.replaceSubrange(place, with: Data("spinCount=\"9999999\" saltSize=\"6\"".utf8))
    let clock = ContinuousClock()
    let time = clock.measure { #expect(throws: WorkbookError("workbook-encrypted")) { try SheetText.read(bad) } }
    #expect(time < .seconds(2))
  }
}
