// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation

/// `unit-mapping.yaml` of a workspace, or the file of `--mapping`: what became of organisations.
///
/// ```yaml
/// - {kind: merge, old: "33020301", new: "33020305"}
/// - {kind: split, old: "33020302", new: ["33020306", "33020307"], period: 2019-Q2}
/// - {kind: close, old: "33020309"}
/// ```
package enum UnitMappingFile {
  /// Name of the file in a workspace.
  package static let fileName = "unit-mapping.yaml"

  /// - Returns: nil when there is no such file.
  /// - Throws: `PackError` with the line for an unknown key or kind, or a wrong number of new IDs.
  package static func read(_ path: String) throws -> UnitMapping? {
    guard let data = try YAMLLimits.contents(atPath: path, name: fileName) else { return nil }
    let name = (path as NSString).lastPathComponent
    guard let root = try PackNode.root(of: data, file: name) else { return UnitMapping.none }
    return UnitMapping(entries: try root.list().map(entry))
  }

  private static func entry(_ node: PackNode) throws -> UnitMapping.Entry {
    let fields = try node.fields(["kind", "old", "new", "period"])
    let kind = try fields.required("kind").choice(UnitMapping.Kind.self)
    let new = try codes(fields.optional("new"))
    let wanted = kind == .close ? 0...0 : kind == .split ? 2...Int.max : 1...1
    guard wanted.contains(new.count) else { throw node.failure("\(kind.rawValue) takes another number of new IDs") }
    let period = try fields.optional("period").map { node in
      let text = try node.text()
      guard let period = Period(text) else { throw node.failure("“\(text)” is no period such as 2019-Q2") }
      return period
    }
    return UnitMapping.Entry(kind: kind, old: try fields.required("old").text(), new: new, period: period)
  }

  /// One ID, or a list of them.
  private static func codes(_ node: PackNode?) throws -> [String] {
    guard let node else { return [] }
    if node.isList { return try node.list().map { try $0.text() } }
    return [try node.text()]
  }
}
