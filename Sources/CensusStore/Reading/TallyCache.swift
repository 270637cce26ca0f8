// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Crypto
import Foundation

/// The counts of a period beside it, so that a figure costs no pass over the records: `cache/<period>.v<version>`.
///
/// Each count is kept under the hash of its definition: another pack, or other rules of the day, is counted anew and kept as
/// well. The whole is bound to the state of the period's file (the token of its last writer and SQLite's change counter) and
/// signed with a key made from the workspace's: what is stale, foreign or edited is as good as not there. Nothing depends on
/// it; it may be deleted at any time, also of a sealed period, whose bytes stay as they are.
struct TallyCache: Sendable {
  static let folderName = "cache"
  private static let magic = Array("league-census tallies 1\n".utf8)
  /// Definitions that a file holds at most; one pack has some two hundred.
  private static let limit = 1_000

  private let path: String
  private let key: SymmetricKey

  init(directory: String, version: PeriodVersion, key: WorkspaceKey) {
    path = "\(directory)/\(TallyCache.folderName)/\(version.period).v\(version.number)"
    self.key = key.derived(.tallies)
  }

  /// By the hash of their definitions, of a file in exactly this state; empty where there is none.
  ///
  /// - Parameter wanted: the only ones that are read.
  func tallies(_ wanted: Set<[UInt8]>, state: String) -> [[UInt8]: Tally] {
    guard let body = body(of: state) else { return [:] }
    var reader = TallyReader(body)
    return (try? reader.tallies(wanted)) ?? [:]
  }

  /// Keeps further tallies with those that are there of the same state. That nothing can be written is no fault.
  func keep(_ tallies: [[UInt8]: Tally], state: String) {
    var kept: [[UInt8]: [UInt8]] = [:]
    if let body = body(of: state) {
      var reader = TallyReader(body)
      kept = (try? reader.blocks()) ?? [:]
    }
    if kept.count + tallies.count > TallyCache.limit { kept = [:] }
    for (definition, tally) in tallies { kept[definition] = TallyWriter.block(of: tally) }
    write(kept, state: state)
  }

  private func write(_ blocks: [[UInt8]: [UInt8]], state: String) {
    var writer = TallyWriter()
    writer.append(text: state)
    for (definition, block) in blocks.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      writer.append(bytes: definition)
      writer.append(bytes: block)
    }
    let signature = Array(HMAC<SHA256>.authenticationCode(for: writer.bytes, using: key))
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let draft = path + "." + UUID().uuidString
    let rights: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    let all = Data(TallyCache.magic + signature + writer.bytes)
    guard FileManager.default.createFile(atPath: draft, contents: all, attributes: rights) else { return }
    if rename(draft, path) != 0 { unlink(draft) }
  }

  /// What stands behind the signature and the state, where both are right.
  private func body(of state: String) -> ArraySlice<UInt8>? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let start = TallyCache.magic.count
    guard data.count > start + 32, Array(data.prefix(start)) == TallyCache.magic else { return nil }
    let bytes = [UInt8](data)
    let signed = bytes[(start + 32)...]
    let isValid = HMAC<SHA256>.isValidAuthenticationCode(
      bytes[start..<start + 32], authenticating: Data(signed), using: key)
    guard isValid else { return nil }
    var reader = TallyReader(signed)
    guard let found = try? reader.text(), found == state else { return nil }
    return reader.rest
  }

  /// Takes away what is kept of every period: counts are of few people where a branch is small.
  static func remove(in directory: String) {
    try? FileManager.default.removeItem(atPath: "\(directory)/\(folderName)")
  }
}

extension MeasureQuery {
  /// SHA-256 over the definition with those it uses: what a count hangs on besides the records.
  func definitionHash(among queries: [String: MeasureQuery]) -> [UInt8] {
    var hash = SHA256()
    var seen: Set<String> = []
    func add(_ query: MeasureQuery) {
      guard seen.insert(query.id).inserted else { return }
      let amount = query.amount.map(\.text)
      let parts = [query.id, query.kind.rawValue, query.condition.text, "\(amount)", "\(query.isReported)"]
      for part in parts + query.uses {
        hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
      }
      for used in query.uses { if let other = queries[used] { add(other) } }
    }
    add(self)
    return Array(hash.finalize())
  }
}
