// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
package import Foundation

/// 版头: what an office puts on its papers itself: `letterhead.yaml` of a workspace. What is not there is left blank to be
/// filled in by hand.
///
/// ```yaml
/// office: 共青团宁波市委员会文件     # 发文机关标志, in red over the first page
/// signature: 共青团宁波市委员会       # 署名; an organisation that issues jointly stands behind it
/// number: 甬团〔2019〕12号            # 发文字号
/// date: 2019-10-08                   # 成文日期
/// to: 各区县（市）团委               # 主送机关 of papers to all units
/// deadline: 2019-12-20               # 整改期限
/// contact: 基层工作部，87180000      # 联系方式
/// ```
package struct Letterhead: Sendable, Hashable {
  /// Name of the file in a workspace.
  package static let fileName = "letterhead.yaml"

  /// 发文机关标志; nil is to be filled in, as is everything here.
  package var office: String?
  /// 署名
  package var signature: String?
  /// 发文字号
  package var number: String?
  /// 成文日期
  package var date: CalendarDay?
  /// 主送机关 of papers to all units.
  package var addressee: String?
  /// 整改期限
  package var deadline: CalendarDay?
  /// Whom to ask.
  package var contact: String?

  /// Everything is to be filled in.
  package init() {}

  /// The letterhead of a workspace; one that is all blank where it has none.
  ///
  /// - Throws: `PackError` with the line for an unknown key or a value of the wrong form.
  package init(workspace folder: String) throws {
    self.init()
    let path = folder + "/" + Letterhead.fileName
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let data = try YAMLLimits.contents(atPath: path, name: Letterhead.fileName) else {
      throw PackError(
        file: Letterhead.fileName, line: nil, message: "the file cannot be read", key: "file-unreadable")
    }
    try self.init(data)
  }

  /// What the bytes of such a file say.
  ///
  /// - Throws: `PackError` with the line for an unknown key or a value of the wrong form.
  package init(_ data: Data) throws {
    self.init()
    guard let root = try PackNode.root(of: data, file: Letterhead.fileName) else { return }
    let fields = try root.fields(["office", "signature", "number", "date", "to", "deadline", "contact"])
    func text(_ key: String) throws -> String? { try fields.optional(key)?.text() }
    (office, signature, number) = (try text("office"), try text("signature"), try text("number"))
    (addressee, contact) = (try text("to"), try text("contact"))
    (date, deadline) = (try fields.optional("date")?.day(), try fields.optional("deadline")?.day())
  }
}
