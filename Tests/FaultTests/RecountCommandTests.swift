// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What the program says and how it ends when figures are counted a second time.
@Suite struct RecountCommandTests {
  @Test func figuresThatDifferEndWithTwoAndNameTheRow() throws {
    let rig = try Rig(seed: 121)
    let home = rig.folder + "/ws"
    try rig.importing(first, into: home)
    let recount = ["verify", "--period", "2019-Q1", "--recount", "--by", "x"]
    let good = try rig.run(recount, workspace: home)
    #expect(good.status == 0 && good.output.contains("counted a second time, all agree"), "\(good)")
    let edit = """
      import sqlite3, sys
      period = sqlite3.connect(sys.argv[1])
      period.execute("UPDATE member SET superseded = 1 WHERE id = (SELECT MIN(id) FROM member WHERE superseded = 0 AND counted = 1)")
      period.commit()
      """
    let edited = rig.end(
      try rig.start(["-c", edit, home + "/periods/2019-Q1.sqlite"], workspace: home, executable: "/usr/bin/python3"))
    #expect(edited.status == 0, "\(edited)")
    let bad = try rig.run(recount, workspace: home)
    #expect(bad.status == 2 && bad.output.contains("league-youth-ratio is published as"), "\(bad)")
    #expect(bad.output.contains("团员花名册.xml") || bad.output.contains("团员花名册-01.xml ▸ "), "\(bad)")
    #expect(try rig.run(recount + ["--package", "p.zip"], workspace: home).status == 64)
  }
}
