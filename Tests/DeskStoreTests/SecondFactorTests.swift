// SPDX-License-Identifier: Apache-2.0

import Crypto
import DeskStore
import Foundation
import Testing

@Suite struct SecondFactorTests {
  /// RFC 6238, appendix B: SHA-1, eight digits.
  @Test(arguments: [
    (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
  ])
  func vectorsOfTheRFC(seconds: Int, code: String) {
    let factor = SecondFactor(secret: Data("12345678901234567890".utf8))
    #expect(factor.code(seconds / 30, digits: 8) == code)
    #expect(factor.counter(of: String(code.suffix(6)), at: seconds + 29) != nil)
    #expect(factor.counter(of: String(code.suffix(6)), at: seconds + 90) == nil)
  }

  @Test func theSecretIsSpelledInBase32() throws {
    let factor = SecondFactor(secret: Data("12345678901234567890".utf8))
    #expect(factor.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(SecondFactor(text: "gezd gnbv gy3t qojq gezd gnbv gy3t qojq") == factor)
    #expect(SecondFactor(text: "1") == nil && SecondFactor(text: "") == nil)
    let fresh = SecondFactor()
    #expect(SecondFactor(text: fresh.text) == fresh)
  }

  @Test func digitsAreTakenOnce() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString).sqlite").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let store = try DeskDatabase(path: path, key: .init(size: .bits256)) { Date(timeIntervalSince1970: 1_111_111_111) }
    let account = try store.add("office", .office, unit: nil)
    let factor = SecondFactor(secret: Data("12345678901234567890".utf8))
    #expect(try !store.takes("050471", of: account.id))
    try store.setSecondFactor(factor, of: account.id)
    #expect(try store.account(account.id)?.hasSecondFactor == true)
    #expect(try !store.takes("000000", of: account.id))
    #expect(try store.takes("050471", of: account.id))
    #expect(try !store.takes("050471", of: account.id))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    #expect(bytes.range(of: factor.secret) == nil)
    try store.setSecondFactor(nil, of: account.id)
    #expect(try store.account(account.id)?.hasSecondFactor == false)
  }
}
