// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import Testing

@testable import Desk

/// What goes out compressed, and what must not; and figures that are shown while newer ones are counted.
@Suite struct PackingTests {
  private static let gzip = ["Accept-Encoding": "deflate, gzip;q=0.8"]

  private static func unpacked(_ bytes: [UInt8]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("packed-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.arguments = ["-c", "gzip -dc < \"$0\"", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : ""
  }

  @Test func styleAndScriptsArePackedAndKept() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = Browser(port: rig.port)
    for path in ["/static/desk.css", "/static/desk.js", "/static/page.js"] {
      let plain = try await browser.get(path)
      let packed = try await browser.get(path, headers: Self.gzip)
      #expect(plain.header("content-encoding") == nil && packed.header("content-encoding") == "gzip", "\(path)")
      #expect(packed.header("vary") == "Accept-Encoding" && plain.header("vary") == "Accept-Encoding")
      #expect(try Self.unpacked(packed.bytes) == plain.text)
      let tags = [try #require(plain.header("etag")), try #require(packed.header("etag"))]
      #expect(tags[0] != tags[1])
      #expect(try await browser.get(path, headers: ["If-None-Match": tags[0]]).status == 304)
      let known = Self.gzip.merging(["If-None-Match": "W/\"x\", \(tags[1])"]) { $1 }
      #expect(try await browser.get(path, headers: known).status == 304)
      #expect(try await browser.get(path, headers: ["If-None-Match": tags[1]]).status == 200)
      #expect(try await browser.get(path, headers: ["Accept-Encoding": "gzip;q=0"]).header("content-encoding") == nil)
    }
    await rig.close()
  }

  /// A page into which somebody else could have put something by a link is not packed, nor what says no.
  @Test func pagesArePackedWhereNobodyElseCanPutAnythingIntoThem() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    let page = try await office.get("/report/2019-Q2/cover", headers: Self.gzip)
    #expect(page.header("content-encoding") == "gzip" && page.header("vary") == "Accept-Encoding")
    #expect(try Self.unpacked(page.bytes).contains("</html>"))
    let plain: [(String, [String: String])] = [
      ("/trail?words=x", [:]), ("/findings?period=2019-Q2", [:]), ("/no-such-page", [:]), ("/rows/2019-Q2/1/x", [:]),
      ("/report/2019-Q2/cover", ["Sec-Fetch-Site": "cross-site"]),
      ("/report/2019-Q2/cover", ["Sec-Fetch-Site": "same-site"]),
    ]
    for (path, headers) in plain {
      let answer = try await office.get(path, headers: Self.gzip.merging(headers) { $1 })
      #expect(
        answer.header("content-encoding") == nil && answer.header("vary") == "Accept-Encoding", "\(path) \(headers)")
    }
    await rig.close()
  }

  @Test func noTwoPagesHoldTheSameProofAndEachHolds() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = try await rig.signedIn("root", .administrator)
    var proofs: Set<String> = []
    for _ in 0..<3 {
      let page = try await browser.get("/account")
      proofs.formUnion(page.text.matches(of: /name="proof" value="([0-9a-f]+)"/).map { String($0.1) })
    }
    #expect(proofs.count > 6)
    for proof in proofs { #expect(try await browser.post("/language", ["language": "en"], proof: proof).status == 303) }
    let one = try #require(proofs.first)
    for wrong in [String(one.dropLast()) + (one.hasSuffix("0") ? "1" : "0"), String(one.dropLast(2)), one + "00", ""] {
      #expect(try await browser.post("/language", ["language": "en"], proof: wrong).status == 403)
    }
    let token = Token()
    #expect(token.isProved(by: token.formProof) && !token.isProved(by: Token().formProof))
    #expect(
      !token.isProved(by: String(repeating: "0", count: 64)) && !token.isProved(by: String(repeating: "zz", count: 32)))
    await rig.close()
  }

  // MARK: Figures of a while ago

  @Test func pagesShowWhatTheyHaveWhileItIsCountedAnew() async throws {
    let rig = try await DeskRig { $0.patience = .zero }
    let office = try await rig.signedIn("office", .office)
    let other = try await rig.signedIn("other", .office)
    for path in ["/", "/findings", "/explanations"] {
      #expect(try await !office.get(path).text.contains("as-of"), "\(path)")
      // Somebody else changes something.
      try rig.desk.workspace.audited("test", by: "other", subject: "x") {}
      #expect(try await office.get(path).text.contains("as-of"), "\(path)")
      var isNew = false
      for _ in 0..<600 where !isNew {
        try await Task.sleep(for: .milliseconds(50))
        isNew = try await !office.get(path).text.contains("as-of")
      }
      #expect(isNew, "\(path)")
    }
    // Who changed something waits, and sees it.
    let list = try await other.get("/findings").text
    let id = try #require(list.firstMatch(of: /name="finding" value="([0-9a-f]+)"/).map { String($0.1) })
    #expect(
      try await other.post("/findings/accept", ["finding": id, "period": "2019-Q2", "reason": "seen"]).status == 303)
    let after = try await other.get("/findings").text
    #expect(!after.contains("as-of") && !after.contains("value=\"\(id)\""))
    await rig.close()
  }
}
