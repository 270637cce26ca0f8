// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import HTTPTypes
import Testing

@testable import Desk

/// Every address of the desk with every role, and with what is not theirs: refused, and never a row of it.
@Suite struct RouteWalkTests {
  /// What stands for the names in a path: another unit's, or what is nobody's.
  private static func path(_ route: Route, unit: String, submission: Int, upload: String) -> String {
    route.path.replacing(":period", with: DeskRig.period.description).replacing(":unit", with: unit)
      .replacing(":measure", with: "members").replacing(":submission", with: String(submission))
      .replacing(":upload", with: upload).replacing(":number", with: "1").replacing(":account", with: "1")
      .replacing(":token", with: "x").replacing(":table", with: "findings")
      .replacing(":download", with: "x").replacing(":work", with: "1").replacing(":sha256", with: "x").replacing(
        "**", with: "cover")
  }

  private static func ask(_ route: Route, _ path: String, _ browser: Browser, _ token: String) async throws -> Answer {
    guard route.operation == nil else {
      let type = route.body == .json ? "application/json" : "multipart/form-data; boundary=x"
      return try await browser.send(
        route.method.rawValue, path, headers: ["Authorization": "Bearer " + token, "Content-Type": type],
        body: route.body == .json ? Array("{\"intent\": \"told\"}".utf8) : [])
    }
    return route.method == .get ? try await browser.get(path) : try await browser.post(path, ["reason": "x"])
  }

  @Test func noRoleReachesWhatIsNotItsOwn() async throws {
    let rig = try await DeskRig()
    let (own, foreign) = try DeskTown.units()
    let owner = try rig.add("owner", .department, unit: foreign)
    let upload = "00000000-0000-4000-8000-000000000001"
    try rig.desk.store.enter(upload, of: owner.id, period: "2019-Q2", unit: foreign, files: [])
    _ = try rig.desk.store.move(upload, from: .checking, to: .checked)
    let foreigner = try #require(
      try rig.desk.workspace.submissions(of: DeskRig.period).first { ($0.unit ?? $0.about) != own }?.number)
    let inTree = try rig.desk.workspace.period(DeskRig.period).organisationTree()
    let foreignName = try #require(inTree.nodes.first { $0.code == foreign }?.name)
    for role in Role.allCases {
      let browser = try await rig.signedIn("walker-\(role.rawValue)", role, unit: own)
      let walker = try #require(try rig.desk.store.account(named: "walker-\(role.rawValue)")?.id)
      let token = try rig.desk.store.addAccessToken("walk", of: walker).text
      for route in RouteTable.routes where !["/sign-out", "/account/sign-out"].contains(route.path) {
        let path = Self.path(route, unit: foreign, submission: foreigner, upload: upload)
        let answer = try await Self.ask(route, path, browser, token)
        let context = Comment(rawValue: "\(role) \(route.method) \(path): \(answer.status)")
        if case .roles(let roles) = route.access, !roles.contains(role) {
          #expect(answer.status == 403, context)
          #expect(!answer.text.contains(foreignName), context)
        } else if route.scope != .none, role != .office || route.scope == .upload {
          #expect(answer.status == 404, context)
          #expect(!answer.text.contains(foreignName), context)
        } else {
          #expect(answer.status < 500, context)
        }
        if role.needsUnit { #expect(!answer.text.contains(foreignName), context) }
        // A page that was refused must not have taken the session.
        if answer.all("set-cookie").contains(where: { $0.hasPrefix("desk=;") }) { Issue.record(context) }
      }
    }
    #expect(try rig.desk.store.upload(upload)?.state == .checked)
    await rig.close()
  }

  @Test func whoHasNotSignedInSeesTheSignInOnly() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = Browser(port: rig.port)
    _ = try await browser.get("/sign-in")
    for route in RouteTable.routes {
      guard case .roles = route.access else { continue }
      let path = Self.path(route, unit: "330203", submission: 1, upload: "x")
      let answer =
        route.operation != nil
        ? try await browser.send(route.method.rawValue, path)
        : route.method == .get ? try await browser.get(path) : try await browser.post(path)
      let context = Comment(rawValue: "\(route.method) \(path)")
      if route.operation != nil {
        #expect(answer.status == 401, context)
      } else if route.method == .get {
        #expect(answer.status == 303 && answer.header("location") == "/sign-in", context)
      } else {
        #expect(answer.status == 403, context)
      }
    }
    await rig.close()
  }

  /// Everything that changes something is a form, and every form needs a proof.
  @Test func everyChangeIsAFormWithAProof() {
    // Programs show a token in a header, which no page of elsewhere can make a browser send.
    for route in RouteTable.routes where route.operation == nil {
      #expect(route.method == .get ? route.body == .none : route.body != .none, "\(route.path)")
    }
  }

  @Test func formsOfElsewhereDoNothing() async throws {
    let rig = try await DeskRig(imported: false)
    for role in Role.allCases {
      let browser = try await rig.signedIn("walker-\(role)", role, unit: "330203")
      for route in RouteTable.routes where route.method == .post && route.body == .form {
        let path = Self.path(route, unit: "330203", submission: 1, upload: "x")
        let answer = try await browser.post(path, proof: String(repeating: "0", count: 32))
        #expect(answer.status == 403 || answer.status == 404, "\(path) without a proof: \(answer.status)")
        for headers in [
          ["Origin": "http://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
          ["Referer": "http://evil.example/127.0.0.1"],
        ] {
          let answer = try await browser.post(path, headers: headers)
          #expect(answer.status == 403, "\(path) \(headers): \(answer.status)")
        }
      }
      // Still signed in.
      #expect(try await browser.get("/account").status == 200)
    }
    await rig.close()
  }
}
