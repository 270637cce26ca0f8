// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tabular

/// Encryption of Office 2010 and later, which describes itself in XML ([MS-OFFCRYPTO] 2.3.4.10).
struct AgileCipher: PackageCipher {
  /// What the hash of the password is mixed with for each of its uses.
  private enum Purpose {
    static let input: [UInt8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79]
    static let value: [UInt8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E]
    static let key: [UInt8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6]
  }

  private let cipher: BlockCipher
  private let hash: KeyHash
  private let salt: [UInt8]

  init?(info: [UInt8]) throws {
    guard LittleEndian.u16(info, 0) == 4, LittleEndian.u16(info, 2) == 4, info.count > 8 else { return nil }
    let elements = try AgileCipher.elements(Array(info[8...]))
    guard let data = elements.first(where: { $0.name == "keyData" }).flatMap({ KeySetting($0.attributes) }),
      let element = elements.first(where: { $0.name == "encryptedKey" }),
      let password = KeySetting(element.attributes),
      let key = AgileCipher.key(password, element.attributes), let cipher = BlockCipher(key.prefix(data.keyLength))
    else { return nil }
    self.cipher = cipher
    (hash, salt) = (data.hash, data.salt)
  }

  private static func elements(_ xml: [UInt8]) throws -> [OutlineHandler.Element] {
    let reader = try MarkupReader(
      MemoryBytes(xml), encoding: try TextEncoding.find(head: xml) { true }, chunkSize: 4096,
      handler: OutlineHandler(["keyData", "encryptedKey"], refusal: (100, WorkbookError("workbook-encrypted"))))
    try reader.finish()
    return reader.handler.pointee.elements
  }

  /// The key of the package; nil where the fixed password is not the one it was locked with.
  private static func key(_ setting: KeySetting, _ attributes: [String: String]) -> [UInt8]? {
    guard let rounds = Int(attributes["spinCount"] ?? ""), (0...KeyHash.roundLimit).contains(rounds),
      let input = KeySetting.bytes(attributes["encryptedVerifierHashInput"]),
      let value = KeySetting.bytes(attributes["encryptedVerifierHashValue"]),
      let locked = KeySetting.bytes(attributes["encryptedKeyValue"])
    else { return nil }
    let spun = setting.hash.spun(FixedPassword.bytes, salt: setting.salt, rounds: rounds)
    func opened(_ bytes: [UInt8], _ purpose: [UInt8]) -> [UInt8]? {
      let key = KeySetting.fitted(setting.hash(spun + purpose), to: setting.keyLength)
      return BlockCipher(key)?.chained(bytes, from: KeySetting.fitted(setting.salt, to: BlockCipher.blockSize))
    }
    guard let proof = opened(input, Purpose.input), let expected = opened(value, Purpose.value) else { return nil }
    let found = setting.hash(Array(proof.prefix(setting.salt.count)))
    guard expected.starts(with: found) else { return nil }
    return opened(locked, Purpose.key)
  }

  func opened(_ bytes: [UInt8], segment: Int) -> [UInt8]? {
    let start = hash(salt + LittleEndian.bytes(UInt32(truncatingIfNeeded: segment)))
    return cipher.chained(bytes, from: KeySetting.fitted(start, to: BlockCipher.blockSize))
  }
}

/// What an element says of a key: only AES in chained blocks is read, which is all that Office writes.
private struct KeySetting {
  let salt: [UInt8]
  let hash: KeyHash
  /// In bytes.
  let keyLength: Int

  init?(_ attributes: [String: String]) {
    guard attributes["cipherAlgorithm"] == "AES", attributes["cipherChaining"] == "ChainingModeCBC",
      attributes["blockSize"] == String(BlockCipher.blockSize), let bits = Int(attributes["keyBits"] ?? ""),
      [128, 192, 256].contains(bits), let salt = KeySetting.bytes(attributes["saltValue"]),
      let hash = KeyHash(rawValue: (attributes["hashAlgorithm"] ?? "").replacing("-", with: ""))
    else { return nil }
    (self.salt, self.hash, keyLength) = (salt, hash, bits / 8)
  }

  static func bytes(_ text: String?) -> [UInt8]? {
    guard let text, text.utf8.count < 1024, let data = Data(base64Encoded: text), !data.isEmpty else { return nil }
    return Array(data)
  }

  /// Cut, or filled up with 0x36.
  static func fitted(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    Array(bytes.prefix(count)) + repeatElement(0x36, count: max(0, count - bytes.count))
  }
}

/// Bytes that are there already.
private final class MemoryBytes: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = rest.prefix(buffer.count)
    buffer.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    return part.count
  }
}
