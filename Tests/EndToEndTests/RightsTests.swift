// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What rights keep from a user is told as that, never as missing: who reads "no workspace here" imports anew.
@Suite struct RightsTests {
  @Test func aWorkspaceThatMayNotBeReadIsNotCalledMissing() throws {
    let folder = try city()
    try rights(0o000, of: folder.path + "/w")
    defer { try? rights(0o700, of: folder.path + "/w") }
    for command in [["status"], ["verify"], ["indicators", "--period", "2019-Q2"]] {
      let run = try bound(command + ["--workspace", folder.path + "/w"])
      #expect(run.status == 2 && run.errors.contains("无权读取"), "\(command): \(run.errors)")
      #expect(!run.errors.contains("没有工作区"), "\(command)")
    }
  }

  @Test func aPeriodThatMayNotBeReadIsNotCalledLost() throws {
    let folder = try city()
    let file = folder.path + "/w/periods/2019-Q2.sqlite"
    try rights(0o000, of: file)
    let workspace = ["--workspace", folder.path + "/w"]
    let run = try bound(["indicators", "--period", "2019-Q2"] + workspace)
    #expect(run.status == 2 && run.errors.contains("无权读取") && run.errors.contains("2019-Q2.sqlite"), "\(run.errors)")
    let verify = try bound(["verify"] + workspace)
    #expect(verify.status != 0 && verify.output.contains("无权读取"), "\(verify.output)\(verify.errors)")
  }

  /// A workspace of one sheet.
  private func city() throws -> Folder {
    let folder = try Folder()
    let sheet = try folder.write("团组织信息表.csv", "团组织全称,组织类别,团组织ID\n测试团委,团委,330203\n")
    let run = try Program.run(
      ["import", "--period", "2019-Q2", "--workspace", folder.path + "/w", sheet, "--fail-on", "never", "--quiet"])
    try #require(run.status == 0, "\(run.errors)")
    return folder
  }

  private func rights(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Runs the program as rights bind everybody but root, who gives up what lets him pass.
  private func bound(_ arguments: [String]) throws -> Program.Run {
    guard geteuid() == 0 else { return try Program.run(arguments) }
    let stepDown = ["--bounding-set=-dac_override,-dac_read_search", Program.path]
    return try Program.run(stepDown + arguments, executable: "/usr/bin/setpriv")
  }
}
