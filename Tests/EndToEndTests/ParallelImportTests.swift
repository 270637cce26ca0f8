// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// However many threads read, the same bytes are stored and the same is printed.
@Suite struct ParallelImportTests {
  /// Imports into a workspace of its own, with a key and a clock that all of them share.
  private static func imported(
    _ paths: [String], jobs: Int, _ folder: Folder, _ more: [String] = [], keeping name: String = ""
  ) throws -> (run: Program.Run, period: Data?) {
    let home = folder.path + "/ws-\(name)\(jobs)"
    if !FileManager.default.fileExists(atPath: home) {
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      _ = FileManager.default.createFile(
        atPath: home + "/workspace.key", contents: Data("the key of this test: no secret.".utf8),
        attributes: [.posixPermissions: 0o600])
    }
    let run = try Program.run(
      ["import", "--workspace", home, "--period", "2019-Q2", "--format", "json", "--lang", "en", "--quiet"]
        + ["--jobs", String(jobs)] + more + paths, environment: ["LEAGUE_CENSUS_NOW": "2019-07-05T08:00:00Z"])
    return (run, FileManager.default.contents(atPath: home + "/periods/2019-Q2.sqlite"))
  }

  private static func expectSame(_ paths: [String], _ folder: Folder, _ more: [String] = [], keeping name: String = "")
    throws
  {
    let one = try imported(paths, jobs: 1, folder, more, keeping: name)
    #expect(one.run.status < 2, "\(one.run.errors)")
    for jobs in [2, 7] {
      let other = try imported(paths, jobs: jobs, folder, more, keeping: name)
      #expect(other.run.status == one.run.status && other.run.output == one.run.output, "\(jobs) jobs")
      #expect(other.run.errors == one.run.errors, "\(jobs) jobs")
      #expect(other.period == one.period && one.period != nil, "\(jobs) jobs")
    }
  }

  /// Files of a city with defects, some of them cut off, sent twice, none at all or in an archive, in any order.
  @Test func anyFilesInAnyOrder() throws {
    var dice = RandomSeed.dice("parallel import")
    let source = Program.samples + "/dirty/2019-Q2"
    let all = try FileManager.default.contentsOfDirectory(atPath: source).sorted().filter { $0.hasSuffix(".xml") }
    for round in 0..<4 {
      let folder = try Folder()
      let incoming = folder.path + "/2019-Q2"
      try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
      for name in all where name.contains("组织信息") || Int.random(in: 0..<3, using: &dice) > 0 {
        var data = try Data(contentsOf: URL(fileURLWithPath: source + "/" + name))
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: data = data.prefix(Int.random(in: 1..<data.count, using: &dice))
        case 1: try data.write(to: URL(fileURLWithPath: incoming + "/again-" + name))
        case 2: data = Data("nothing of use\n".utf8)
        default: break
        }
        try data.write(to: URL(fileURLWithPath: incoming + "/" + name))
      }
      var archive = StoredArchive()
      archive.add("members.xml", try String(contentsOfFile: source + "/330203-团员花名册-01.xml", encoding: .utf8))
      if round % 2 == 0 { try archive.data.write(to: URL(fileURLWithPath: incoming + "/330204.zip")) }
      var paths = try FileManager.default.contentsOfDirectory(atPath: incoming).sorted().map { incoming + "/" + $0 }
      paths.shuffle(using: &dice)
      try Self.expectSame(paths, folder)
      // The same once more: nothing is stored.
      try Self.expectSame(paths.shuffled(using: &dice), folder)
    }
  }

  /// A unit that becomes known as a branch while its own files are read: its people name no branch of their own.
  @Test func unitThatIsFoundToBeABranch() throws {
    let folder = try Folder()
    let tree = try folder.write("1.csv", "团组织ID,团组织全称,组织类别\n330203001,共青团某某学院第一支部,团支部\n")
    var members: [String] = []
    for page in 2...6 {
      let rows = (0..<40).map { "王小\(page)\($0),男,200\($0 % 4)-03-07,2018-05\n" }.joined()
      members.append(try folder.write("\(page).csv", "姓名,性别,出生日期,入团年月\n" + rows))
    }
    try Self.expectSame([tree] + members, folder, ["--unit", "330203001"])
  }

  @Test func jobsAreCounted() throws {
    let folder = try Folder()
    for jobs in ["0", "-3"] {
      let run = try Program.run(
        ["import", "--period", "2019-Q2", "--jobs=\(jobs)", "--lang", "en", folder.path], in: folder.path)
      #expect(run.status == 64)
    }
  }
}
