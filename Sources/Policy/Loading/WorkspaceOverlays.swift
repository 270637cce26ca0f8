// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Crypto
package import Foundation

/// What a workspace keeps beside the pack about tasks: `waivers.yaml` (豁免), `claims.yaml` (认领单位) and `targets.yaml`
/// (本级目标, see `TargetsFile`).
///
/// ```yaml
/// # waivers.yaml
/// - {task: 14-ratio, unit: "330203", reason: 行政区划调整, approver: 宁波团市委, from: 2019-04-01, until: 2019-09-30}
/// # claims.yaml: the units that took a task over, instead of those the pack names
/// 05-academy: ["3302", "330212"]
/// ```
package enum WorkspaceOverlays {
  /// Name of the file of waivers.
  package static let waiversFile = Waiver.fileName
  /// Name of the file of units that claimed a task.
  package static let claimsFile = "claims.yaml"

  /// Adds these files of a workspace to the pack; a missing file changes nothing. Their bytes do not enter the pack's hash:
  /// `PolicyPack.overlays` names each with its own.
  ///
  /// - Throws: `PackError` with file and line for anything unknown.
  package static func apply(directory: String, to pack: inout PolicyPack) throws {
    try apply(to: &pack) { try YAMLLimits.contents(atPath: directory + "/" + $0, name: $0) }
  }

  /// - Parameter contents: the bytes of a file by its name.
  /// - Throws: `PackError` with file and line for anything unknown, and what `contents` throws.
  package static func apply(to pack: inout PolicyPack, contents: (String) throws -> Data?) throws {
    if let data = try contents(claimsFile) {
      try addClaims(data, to: &pack)
    }
    if let data = try contents(waiversFile) {
      pack.waivers += try waivers(data)
      pack.overlays.append(PackOverlay(file: waiversFile, sha256: hex(data)))
    }
    if let data = try contents(TargetsFile.fileName) {
      pack.add(try TargetsFile.targets(data, for: pack))
      pack.overlays.append(PackOverlay(file: TargetsFile.fileName, sha256: hex(data)))
    }
  }

  /// The waivers of a file's bytes. A task of another pack is no error here: it is listed as unknown.
  ///
  /// - Throws: `PackError` with file and line for anything that is no waiver.
  package static func waivers(_ data: Data) throws -> [Waiver] {
    try root(data, waiversFile)?.list().map(Waiver.init) ?? []
  }

  /// The lines that add a waiver to the file.
  package static func yaml(of waiver: Waiver) -> String {
    let members = [
      ("task", quoted(waiver.task)), ("unit", quoted(waiver.unit)),
      ("subtree", waiver.isForSubtree ? "true" : "false"), ("reason", quoted(waiver.reason)),
      ("approver", quoted(waiver.approver)), ("from", waiver.from.description), ("until", waiver.until.description),
    ]
    return "- " + members.map { "\($0): \($1)\n" }.joined(separator: "  ")
  }

  private static func addClaims(_ data: Data, to pack: inout PolicyPack) throws {
    let claims = try root(data, claimsFile)?.mapping(Set(pack.tasks.map(\.id))) ?? []
    for (task, units) in claims {
      let names = try units.list().map { try $0.text() }
      guard !names.isEmpty else { throw units.failure("\(task) is claimed by nobody") }
      for index in pack.tasks.indices where pack.tasks[index].id == task {
        pack.tasks[index].duty = Duty(units: names)
      }
    }
    pack.overlays.append(PackOverlay(file: claimsFile, sha256: hex(data)))
  }

  private static func root(_ data: Data, _ file: String) throws -> PackNode? {
    try PackNode.root(of: data, file: file)
  }

  private static func hex(_ data: Data) -> String {
    HexText.of(SHA256.hash(data: data))
  }

  /// A YAML text in double quotes.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
