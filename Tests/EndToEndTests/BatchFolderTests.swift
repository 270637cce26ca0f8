// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

/// What a timer must be able to trust: folders that change between two runs, and exit codes that tell.
@Suite struct BatchFolderTests {
  private static let organisations =
    "团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,所在区县,14-28周岁青年数\n"
    + "3302,共青团测市委员会,团的领导机关,,,,900\n330203,共青团甲区委员会,团的领导机关,,3302,甲区,300\n"
    + "330205,共青团乙区委员会,团的领导机关,,3302,乙区,300\n33020301,甲一团支部,团支部,城市社区,330203,,\n"
    + "33020501,乙一团支部,团支部,城市社区,330205,,\n33020502,乙二团支部,团支部,城市社区,330205,,\n"

  private static func roster(_ branch: String, _ names: [String]) -> String {
    "姓名,出生日期,所在团支部,入团年月\n" + names.map { "\($0),2003-05-06,\(branch),2018-05\n" }.joined()
  }

  private static func put(_ name: String, _ text: String, in folder: Folder) throws {
    let path = folder.path + "/incoming/2019-Q2/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private static func city() throws -> Folder {
    let folder = try Folder()
    try put("org.csv", organisations, in: folder)
    try put("330203/a.csv", roster("33020301", ["张三", "李四", "王五"]), in: folder)
    try put("330205/b.csv", roster("33020501", ["赵六", "钱七"]), in: folder)
    try put("330205/c.csv", "姓名,身份证号码,团干所属组织,团内现任职务\n孙八,,33020502,书记\n", in: folder)
    return folder
  }

  private static func batch(_ folder: Folder, _ more: [String] = []) throws -> Program.Run {
    try batch(in: folder.path, more)
  }

  private static func batch(in path: String, _ more: [String] = []) throws -> Program.Run {
    try Program.run(["batch", "incoming", "-o", "out", "--fail-on", "never", "--lang", "zh-Hans"] + more, in: path)
  }

  private static func members(_ folder: Folder) throws -> Int {
    let run = try Program.run(
      ["evidence", "--period", "2019-Q2", "--measure", "counted-members", "--unit", "all", "--format", "json"],
      in: folder.path)
    return run.output.split(separator: "\n").count { $0.contains("counted-members") }
  }

  @Test func aFolderOfNoUnitIsRefused() throws {
    let folder = try Self.city()
    try Self.put("没有这个单位/x.csv", Self.roster("33020301", ["周九"]), in: folder)
    let run = try Self.batch(folder)
    #expect(run.status == 2 && run.output.contains("没有这个单位") && run.errors.contains("没有这个单位"))
    #expect(!run.output.contains("已入库  没有这个单位"))
    #expect(try Self.members(folder) == 5)
  }

  /// Whoever writes 2019-q2 means something by it, and so does a roster beside the folders.
  @Test func whatBelongsToNoPeriodIsTold() throws {
    let folder = try Self.city()
    for name in ["../2019-q2/330203/x.csv", "../2019年第2季度/x.csv", "../2019-Q9/x.csv", "../x.csv"] {
      try Self.put(name, Self.roster("33020301", ["周九"]), in: folder)
    }
    try Self.put("../说明/read.pdf", "%PDF-1.4", in: folder)
    let run = try Self.batch(folder)
    #expect(run.status == 2)
    for name in ["2019-q2/", "2019年第2季度/", "2019-Q9/", "x.csv"] { #expect(run.errors.contains("“\(name)”不是统计期文件夹")) }
    #expect(!run.errors.contains("说明"))
    let summary = try String(contentsOfFile: folder.path + "/out/summary.json", encoding: .utf8)
    #expect(summary.contains("2019-Q9/"))
    #expect(try Self.members(folder) == 5)
  }

  /// Also where its files are those of another folder, so that nothing of them is new.
  @Test func aFolderOfNoUnitIsRefusedThoughItsFilesAreKnown() throws {
    let folder = try Self.city()
    try Self.put("没有这个单位/x.csv", Self.roster("33020301", ["张三", "李四", "王五"]), in: folder)
    for _ in 1...2 {
      let run = try Self.batch(folder)
      #expect(run.status == 2 && run.errors.contains("没有这个单位"), "\(run.output)")
      #expect(!run.output.contains("无变化  没有这个单位") && !run.output.contains("已入库  没有这个单位"))
    }
    let again = ["import", "--period", "2019-Q2", "--unit", "没有这个单位", "incoming/2019-Q2/330203/a.csv"]
    #expect(try Program.run(again, in: folder.path).status == 2)
  }

  /// By ID, by full name: the sheet of organisations may come last of all.
  @Test func aUnitIsKnownHoweverTheFoldersAreNamed() throws {
    let folder = try Folder()
    try Self.put("共青团甲区委员会/a.csv", Self.roster("33020301", ["张三", "李四"]), in: folder)
    try Self.put("共青团测市委员会/org.csv", Self.organisations, in: folder)
    let run = try Self.batch(folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    #expect(try Self.members(folder) == 2)
  }

  /// A notice beside the lists is a paper, no list that could not be read.
  @Test func aNoteBesideTheListsIsNoFailure() throws {
    let folder = try Self.city()
    try Self.put("330205/说明.txt", "各单位,请核对\n联系人,甲某\n", in: folder)
    try Self.put("330205/通知.docx", "PK\u{3}\u{4}", in: folder)
    let run = try Self.batch(folder)
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    #expect(!(run.output + run.errors).contains("说明.txt"))
  }

  /// The reason stands on standard error, in the summary and on the index page; `--fail-on never` hides nothing.
  @Test func aRefusedFileIsToldEverywhere() throws {
    let folder = try Self.city()
    try Self.put("330205/b.csv", "%PDF-1.4 no table at all", in: folder)
    let run = try Self.batch(folder, ["--quiet"])
    #expect(run.status == 2)
    for text in [run.output, run.errors] { #expect(text.contains("b.csv")) }
    #expect(!run.output.contains("330203"))
    for name in ["summary.json", "index.html"] {
      let text = try String(contentsOfFile: folder.path + "/out/" + name, encoding: .utf8)
      #expect(text.contains("b.csv"), "\(name)")
    }
  }

  /// A file that is gone is withdrawn and told; what it said counts no more. With its bytes back under another name it counts again.
  @Test func aFileThatIsGoneIsWithdrawn() throws {
    let folder = try Self.city()
    #expect(try Self.batch(folder).status == 0)
    #expect(try Self.members(folder) == 5)
    let path = folder.path + "/incoming/2019-Q2/330205/b.csv"
    let kept = try Data(contentsOf: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    let run = try Self.batch(folder)
    #expect(run.status == 0 && run.output.contains("不再计入：330205/b.csv"), "\(run.output) \(run.errors)")
    #expect(try Self.members(folder) == 3)
    try kept.write(to: URL(fileURLWithPath: folder.path + "/incoming/2019-Q2/330205/d.csv"))
    #expect(try Self.batch(folder).status == 0)
    #expect(try Self.members(folder) == 5)
    // Another name for the same bytes is no withdrawal.
    try FileManager.default.moveItem(
      atPath: folder.path + "/incoming/2019-Q2/330205/d.csv", toPath: folder.path + "/incoming/2019-Q2/330205/e.csv")
    let renamed = try Self.batch(folder)
    #expect(renamed.status == 0 && !renamed.output.contains("不再计入"))
    #expect(try Self.members(folder) == 5)
  }

  /// More than a third of what was known is missing: the share is not mounted, and nothing is taken back.
  @Test func aHalfGoneFolderWithdrawsNothing() throws {
    let folder = try Self.city()
    #expect(try Self.batch(folder).status == 0)
    for name in ["330205/b.csv", "330205/c.csv"] {
      try FileManager.default.removeItem(atPath: folder.path + "/incoming/2019-Q2/" + name)
    }
    let run = try Self.batch(folder)
    #expect(run.status == 2 && run.errors.contains("没有撤回任何报送"), "\(run.errors)")
    #expect(try Self.members(folder) == 5)
    try FileManager.default.removeItem(atPath: folder.path + "/incoming/2019-Q2")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/incoming/2019-Q2", withIntermediateDirectories: true)
    #expect(try Self.batch(folder).status == 2)
    #expect(try Self.members(folder) == 5)
  }

  /// A file that a broken link stands for may be there: its unit did not take it back.
  @Test func whatCannotBeSeenIsNotWithdrawn() throws {
    let folder = try Self.city()
    #expect(try Self.batch(folder).status == 0)
    let path = folder.path + "/incoming/2019-Q2/330205/b.csv"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere/b.csv")
    let run = try Self.batch(folder)
    #expect(run.status == 2 && !run.output.contains("不再计入"), "\(run.output)")
    #expect(try Self.members(folder) == 5)
  }

  /// The folder equals that of a clean run, whatever stood in it before.
  @Test func nothingStaleStays() throws {
    let folder = try Self.city()
    #expect(try Self.batch(folder).status == 0)
    try Self.put("330205/b.csv", Self.roster("33020501", ["赵六"]), in: folder)
    _ = try folder.write("out/2019-Q2/330205/old.csv", "stale")
    #expect(try Self.batch(folder).status == 0)
    #expect(try Self.batch(folder, ["-o", "clean", "-w", "another"]).status == 0)
    let names = ["out", "clean"].map { Set(BatchTests.contents(folder.path + "/" + $0).keys) }
    #expect(names[0] == names[1], "\(names[0].symmetricDifference(names[1]))")
    #expect(try Self.members(folder) == 4)
  }

  /// A file that grows while the batch starts is read when it is whole, also where whoever writes it rests now and then.
  /// A machine under load may make the writer of the test rest longer than it means to: then it tries again.
  @Test(arguments: [0.2, 0.9]) func aGrowingFileIsWaitedFor(rest: Double) throws {
    for _ in 1...10 {
      let folder = try Self.city()
      let path = folder.path + "/incoming/2019-Q2/330203/a.csv"
      let whole = Data(Self.roster("33020301", (1...40).map { "团员\($0)" }).utf8)
      try whole.prefix(120).write(to: URL(fileURLWithPath: path))
      let longest = Mutex(Duration.zero)
      let done = DispatchSemaphore(value: 0)
      let writer = Thread {
        defer { done.signal() }
        guard let file = FileHandle(forWritingAtPath: path) else { return }
        _ = try? file.seekToEnd()
        var last = ContinuousClock.now
        for start in stride(from: 120, to: whole.count, by: 400) {
          Thread.sleep(forTimeInterval: rest)
          try? file.write(contentsOf: whole[start..<min(start + 400, whole.count)])
          let now = ContinuousClock.now
          longest.withLock { $0 = max($0, now - last) }
          last = now
        }
      }
      writer.start()
      let status = try Self.batch(folder).status
      done.wait()
      guard longest.withLock({ $0 }) < .seconds(1.7) else { continue }
      #expect(status == 0)
      #expect(try Self.members(folder) == 42)
      return
    }
    Issue.record("the machine never let the writer keep its pace")
  }

  /// Two batches at once into the same folders: one waits for the other, and all is as after one alone.
  @Test func twoAtOnceWaitForEachOther() throws {
    let folder = try Self.city()
    let runs = Mutex<[Program.Run]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { [path = folder.path] _ in
      if let run = try? Self.batch(in: path) { runs.withLock { $0.append(run) } }
    }
    let both = runs.withLock { $0 }
    #expect(both.map(\.status) == [0, 0], "\(both.map(\.errors))")
    #expect(both.count { $0.output.contains("已入库") } == 1 && both.count { $0.output.contains("无变化") } == 1)
    #expect(try Self.members(folder) == 5)
    #expect(try Self.batch(folder, ["-o", "clean", "-w", "another"]).status == 0)
    let names = ["out", "clean"].map { Set(BatchTests.contents(folder.path + "/" + $0).keys) }
    #expect(names[0] == names[1], "\(names[0].symmetricDifference(names[1]))")
    let verify = try Program.run(["verify", "--lang", "zh-Hans"], in: folder.path)
    #expect(verify.status == 0, "\(verify.output)")
  }
}
