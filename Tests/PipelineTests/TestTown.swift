// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results

/// A town small enough to count by hand: its quarters are written as CSV and imported as anyone's would be.
struct TestTown {
  struct Organisation {
    var code: String
    var name: String
    var kind = "团支部"
    var sector = "农村"
    /// Name of the superior; empty for the root.
    var parent: String
  }

  struct Citizen {
    /// Tells people apart; ID, name, phone and member number follow from it.
    var number: Int
    var birth = "2000-05-06"
    var joined = "2016-05"
    /// Name of the branch.
    var branch: String
    var status = "正常"
    var volunteer = ""
    var masksID = false

    var name: String { "测" + TestTown.hanzi(number) }
    var id: String {
      let digits = "330203" + birth.filter { $0 != "-" } + TestTown.padded(number % 1000, 3)
      let full = digits + TestTown.checkDigit(digits)
      return masksID ? String(full.prefix(4)) + "**********" + String(full.suffix(4)) : full
    }
    var phone: String { "139" + TestTown.padded(number, 8) }
    var memberNumber: String { "2016330" + TestTown.padded(number, 5) }
  }

  struct Transfer {
    var citizen: Citizen
    var from: String
    var to: String
    var state = "接转成功"
    var completed: String
  }

  /// A post of a citizen, in the branch the citizen belongs to.
  struct Post {
    var citizen: Citizen
    var title = "书记"
    var appointed = "2018-01"
  }

  var organisations: [Organisation]
  var members: [Citizen]
  var posts: [Post] = []
  var graduates: [Citizen] = []
  var transfers: [Transfer] = []
  /// Name of the unit → 14–28 and where the figure comes from.
  var youth: [(unit: String, count: Int, source: String)] = []

  /// Two districts with a committee each.
  static let plain = [
    Organisation(code: "3302", name: "测试市委", kind: "团的领导机关", sector: "党政机关", parent: ""),
    Organisation(code: "330203", name: "甲区委", kind: "团的领导机关", sector: "党政机关", parent: "测试市委"),
    Organisation(code: "330205", name: "乙区委", kind: "团的领导机关", sector: "党政机关", parent: "测试市委"),
    Organisation(code: "33020301", name: "甲一支部", parent: "甲区委"),
    Organisation(code: "33020302", name: "甲二支部", sector: "普通高中", parent: "甲区委"),
    Organisation(code: "33020501", name: "乙一支部", sector: "非公企业", parent: "乙区委"),
  ]

  /// One CSV file for each sheet, in random order where asked for.
  func write(to folder: String) throws -> [String] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var sheets = [
      "组织": [["团组织ID", "团组织全称", "组织类别", "单位所属行业类别", "上级组织"]]
        + organisations.map { [$0.code, $0.name, $0.kind, $0.sector, $0.parent] }
    ]
    if !members.isEmpty {
      sheets["团员"] =
        [["姓名", "身份证号码", "出生日期", "入团年月", "发展团员编号", "所在团支部", "手机号码", "团籍状态", "注册志愿者时间"]]
        + members.map {
          [$0.name, $0.id, $0.birth, $0.joined, $0.memberNumber, $0.branch, $0.phone, $0.status, $0.volunteer]
        }
    }
    if !posts.isEmpty {
      sheets["团干"] =
        [["姓名", "身份证号码", "团干所属组织", "团内现任职务", "任现职年月"]]
        + posts.map { [$0.citizen.name, $0.citizen.id, $0.citizen.branch, $0.title, $0.appointed] }
    }
    if !graduates.isEmpty {
      sheets["毕业生"] =
        [["姓名", "身份证号码", "毕业团支部", "毕业去向"]] + graduates.map { [$0.name, $0.id, $0.branch, "升学"] }
    }
    if !transfers.isEmpty {
      sheets["转接"] =
        [["姓名", "身份证号码", "转接状态", "转出团支部", "转入团支部", "申请日期", "审核完成日期"]]
        + transfers.map { [$0.citizen.name, $0.citizen.id, $0.state, $0.from, $0.to, $0.completed, $0.completed] }
    }
    if !youth.isEmpty {
      sheets["青年"] =
        [["组织", "领域", "14-28周岁青年数", "14-35周岁青年数", "数据来源", "统计时间"]]
        + youth.map { [$0.unit, "", String($0.count), String($0.count * 2), $0.source, "2019-06-30"] }
    }
    return try sheets.sorted { $0.key < $1.key }.map { name, rows in
      let path = "\(folder)/\(name).csv"
      try Data(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
      return path
    }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
  }

  private static func hanzi(_ number: Int) -> String {
    let signs = Array("甲乙丙丁戊己庚辛壬癸")
    return String(String(number).map { signs[Int(String($0))!] })
  }

  /// ISO 7064 MOD 11-2.
  static func checkDigit(_ digits: String) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + Int(String($1.0))! * $1.1 }
    return String(Array("10X98765432")[sum % 11])
  }
}

/// A workspace of towns, one for each quarter; it goes away with the test.
final class TownWorkspace {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("towns-" + UUID().uuidString).path
  let context: CommandContext

  init(_ towns: [(period: String, town: TestTown)], shuffled: Bool = false) throws {
    context = CommandContext(
      workspaceDirectory: folder + "/workspace", pack: try PackLoader.load("ningbo-2019"), language: .english)
    for (name, town) in towns {
      let files = try town.write(to: "\(folder)/\(name)")
      // One import after the other, so that their order can matter.
      for file in shuffled ? files.reversed() : files {
        _ = try ImportRun(context: context, period: Period(name)!).run([file])
      }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func compare(_ from: String = "2019-Q1", _ to: String = "2019-Q2", mapping: String? = nil) throws -> CompareRun {
    var path: String?
    if let mapping {
      path = folder + "/mapping.yaml"
      try Data(mapping.utf8).write(to: URL(fileURLWithPath: folder + "/mapping.yaml"))
    }
    return try CompareRun(context: context, from: Period(from)!, to: Period(to)!, mapping: path)
  }
}
