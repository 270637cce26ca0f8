// SPDX-License-Identifier: Apache-2.0

import CensusStore
import Crypto
import DeskStore
import Foundation
import Policy
import Synchronization
import Testing

@testable import Desk

/// Getting in: first start, invitations, passwords, sessions, brute force, and requests that are none of a browser.
@Suite struct GateTests {
  @Test func theFirstAdministratorComesByAOneTimeLink() async throws {
    let rig = try await DeskRig(imported: false)
    let invitation = try #require(try rig.desk.firstInvitation())
    let browser = Browser(port: rig.port)
    let page = try await browser.get(invitation.path)
    #expect(page.status == 200 && page.text.contains("admin"))
    let short = try await browser.post(invitation.path, ["password": "short", "again": "short"])
    #expect(short.status == 400 && short.text.contains("too short"))
    let common = try await browser.post(invitation.path, ["password": "qwertyuiop", "again": "qwertyuiop"])
    #expect(common.status == 400 && common.text.contains("guessed"))
    let fields = ["password": DeskRig.password, "again": DeskRig.password]
    let accepted = try await browser.post(invitation.path, fields)
    #expect(accepted.status == 303 && accepted.header("location") == "/")
    #expect(try await browser.get("/").text.contains("Accounts"))
    // Used up.
    let second = Browser(port: rig.port)
    #expect(try await second.get(invitation.path).status == 400)
    #expect(try rig.desk.firstInvitation() == nil)
    await rig.close()
  }

  @Test func administratorsInviteLockAndResetAndTheTrailSaysSo() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("boss", .administrator)
    _ = try await browser.get("/accounts")
    let added = try await browser.post("/accounts", ["name": "haishu", "role": "department", "unit": own])
    let link = try #require(added.text.firstMatch(of: /\/invitation\/([\w-]{43})/).map { "/invitation/" + $0.1 })
    let owner = Browser(port: rig.port)
    _ = try await owner.get(link)
    #expect(try await owner.post(link, ["password": DeskRig.password, "again": DeskRig.password]).status == 303)
    #expect(try await owner.get("/").status == 200)
    let id = try #require(try rig.desk.store.account(named: "HAISHU")?.id)
    #expect(try await browser.post("/accounts/\(id)/disable").status == 303)
    // The session ended with the account.
    #expect(try await owner.get("/").status == 303)
    let trail = try rig.desk.workspace.auditTrail().map { "\($0.action) \($0.who ?? "")" }
    #expect(trail.contains("account-add boss") && trail.contains("account-disable boss"))
    #expect(try rig.desk.workspace.firstBreakOfTrail() == nil)
    let last = try #require(try rig.desk.store.account(named: "boss")?.id)
    #expect(try await browser.post("/accounts/\(last)/disable").status == 409)
    await rig.close()
  }

  @Test func aSessionGetsANewTokenAtSignIn() async throws {
    let rig = try await DeskRig(imported: false)
    try rig.add("office", .office)
    let browser = Browser(port: rig.port)
    let planted = Token().text
    await browser.set(cookie: "desk", to: planted)
    _ = try await browser.get("/sign-in")
    let answer = try await browser.post("/sign-in", ["name": "office", "password": DeskRig.password])
    #expect(answer.status == 303)
    let cookie = try #require(answer.all("set-cookie").first { $0.hasPrefix("desk=") })
    #expect(!cookie.contains(planted) && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
    let thief = Browser(port: rig.port)
    await thief.set(cookie: "desk", to: planted)
    #expect(try await thief.get("/account").status == 303)
    await rig.close()
  }

  @Test func sessionsEndByThemselvesAndEverywhere() async throws {
    let times = SessionTimes(idle: 60, whole: 100)
    let now = Mutex(Date(timeIntervalSince1970: 1_000_000))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString).sqlite").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let store = try DeskDatabase(path: path, key: .init(size: .bits256)) { now.withLock { $0 } }
    let account = try store.add("office", .office, unit: nil)
    let (first, second) = (try store.begin(account.id), try store.begin(account.id))
    #expect(try store.account(of: first, times)?.name == "office")
    now.withLock { $0 += 50 }
    #expect(try store.account(of: first, times) != nil)
    now.withLock { $0 += 20 }
    // Seen 70 seconds ago: idle for too long; the one that was used goes on until its whole time is over.
    #expect(try store.account(of: second, times) == nil)
    try store.endAll(of: account.id)
    #expect(try store.account(of: first, times) == nil)
    #expect(Token("short") == nil && Token(String(repeating: "!", count: 43)) == nil)
  }

  @Test func guessingIsSlowedWithoutLockingOthersOut() {
    let now = Mutex(Date(timeIntervalSince1970: 0))
    let attempts = Attempts { now.withLock { $0 } }
    attempts.succeeded(account: "wang", address: "10.0.0.1")
    for _ in 0..<200 { attempts.failed(account: "Wang", address: "10.6.6.6") }
    #expect(attempts.wait(account: "wang", address: "10.6.6.6") == 900)
    // The owner from the usual place, and others from theirs, get in at once.
    #expect(attempts.wait(account: "wang", address: "10.0.0.1") == 0)
    #expect(attempts.wait(account: "li", address: "10.0.0.2") == 0)
    // One address that tries many names is slowed as well.
    for index in 0..<40 { attempts.failed(account: "n\(index)", address: "10.7.7.7") }
    #expect(attempts.wait(account: "fresh", address: "10.7.7.7") > 0)
    now.withLock { $0 += 4_000 }
    #expect(attempts.wait(account: "wang", address: "10.6.6.6") == 0)
  }

  @Test func aGuesserIsTold429() async throws {
    let rig = try await DeskRig(imported: false)
    try rig.add("office", .office)
    let browser = Browser(port: rig.port)
    _ = try await browser.get("/sign-in")
    var seen: [Int] = []
    // The pauses double from one second on: where a try itself takes as long, some more are made.
    for _ in 0..<14 where !seen.contains(429) {
      seen.append(try await browser.post("/sign-in", ["name": "office", "password": "wrong wrong wrong"]).status)
    }
    #expect(seen.prefix(5).allSatisfy { $0 == 403 } && seen.contains(429), "\(seen)")
    await rig.close()
  }

  @Test(arguments: [
    ("aaaaaaaaaaaa", "li"), ("abcdefghijkl", "li"), ("9876543210", "li"), ("121212121212", "li"), ("password123", "li"),
    ("haishu2019", "haishu"),
  ])
  func easyPasswordsAreRefused(password: String, account: String) throws {
    let rules = PasswordRules(common: try PackLoader.commonPasswords())
    #expect(rules.fault(of: password, account: account) != nil)
    #expect(rules.fault(of: "四个字的一句话也可以吧", account: account) == nil)
  }

  // MARK: Requests that are none of a browser

  @Test func otherHostsAndOpenRedirectsGetNothing() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = Browser(port: rig.port)
    for host in ["evil.example", "127.0.0.1.evil.example", "", "[::ffff:1.2.3.4]"] {
      #expect(try await browser.get("/sign-in", headers: ["Host": host]).status >= 400, "\(host)")
    }
    #expect(try await browser.get("/sign-in", headers: ["Host": "localhost:\(rig.port)"]).status == 200)
    try rig.add("office", .office)
    _ = try await browser.get("/sign-in?next=http://evil.example")
    let answer = try await browser.post(
      "/sign-in", ["name": "office", "password": DeskRig.password, "next": "http://evil.example"])
    #expect(answer.header("location") == "/")
    await rig.close()
  }

  @Test func everyAnswerCarriesItsHeaders() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = Browser(port: rig.port)
    for path in ["/sign-in", "/nowhere", "/static/desk.css", "/health", "/accounts"] {
      let answer = try await browser.get(path)
      let policy = answer.header("content-security-policy") ?? ""
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(path)")
      #expect(!policy.contains("script-src 'unsafe") && !policy.contains("unsafe-eval"), "\(path)")
      #expect(answer.header("x-content-type-options") == "nosniff", "\(path)")
      #expect(answer.header("referrer-policy") != nil, "\(path)")
      if !path.hasPrefix("/static") { #expect(answer.header("cache-control") == "no-store", "\(path)") }
    }
    let style = try await browser.get("/static/desk.css")
    let tag = try #require(style.header("etag"))
    #expect(try await browser.get("/static/desk.css", headers: ["If-None-Match": tag]).status == 304)
    #expect(try await browser.get("/metrics").text.contains("desk_requests_total"))
    await rig.close()
  }

  /// No page holds code in itself: its policy would not run it.
  @Test func pagesHoldNoInlineCode() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    for path in ["/", "/hand-in", "/account", "/submissions", "/findings", "/explanations", "/report/2019-Q2/cover"] {
      let answer = try await browser.get(path)
      #expect(answer.status == 200, "\(path)")
      #expect(answer.text.firstMatch(of: /<script(?![^>]* src=)/) == nil, "\(path)")
      #expect(!answer.text.contains("<style") && answer.text.firstMatch(of: #/ on[a-z]+="/#) == nil, "\(path)")
    }
    await rig.close()
  }

  @Test func requestsThatSmuggleAreRefused() async throws {
    let rig = try await DeskRig(imported: false)
    let tricks = [
      "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /accounts HTTP/1.1\r\n\r\n",
      "GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n",
      "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
      "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:\(rig.port)\r\nConnection: close\r\n\r\n",
      "\0\0\0\r\n\r\n",
    ]
    for trick in tricks {
      let bytes = (try? await Wire.exchange(Array(trick.utf8), port: rig.port)) ?? []
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("root:") && !text.contains("HTTP/1.1 200"), "\(trick.prefix(60))")
    }
    // And it still answers.
    #expect(try await Browser(port: rig.port).get("/health").status == 200)
    await rig.close()
  }
}
