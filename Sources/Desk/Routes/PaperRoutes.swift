// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import Foundation
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// 材料: papers and workbooks made in the background, and the letterhead that they bear.
enum PaperRoutes {
  private static let office = Route.Access.roles([.office])

  static let routes: [Route] = [
    .get("/papers", .everyone) { try await PapersPage(visit: $0).response() },
    .post("/papers", .everyone) { try await ask($0) },
    .get("/letterhead", office) { try await letterhead($0) },
    .post("/letterhead", office) { try await keep($0) },
  ]

  private static func ask(_ visit: Visit) async throws -> Response {
    let account = try visit.user
    let wish = try PaperWish(visit.form, for: account)
    let isThere = try await visit.desk.workers.read { [desk = visit.desk] in
      guard let tree = try desk.trees.tree(of: wish.period, desk) else { return false }
      return wish.unit.map { tree.node(coded: $0) != nil } ?? !tree.nodes.isEmpty
    }
    guard isThere else { throw Refusal.notFound }
    if account.role.needsUnit {
      guard try await visit.sees(wish.unit, in: wish.period) else { throw Refusal.notFound }
    }
    let maker = PaperMaker(desk: visit.desk, context: visit.context, wish: wish)
    let name = "\(maker.title)-\(wish.period)"
    return try await DownloadRoutes.enter(wish.query, name: name, visit)
  }

  // MARK: Letterhead

  private static func letterhead(_ visit: Visit, isKept: Bool = false) async throws -> Response {
    let context = visit.context
    let kept = try await visit.desk.workers.read { try LetterheadRun(context: context).kept }
    return DeskPage(visit: visit, title: visit.text("letterhead.title")).response {
      if isKept { HTMLNode.make(.p, .class("done"), .other(.role, "status")) { visit.text("letterhead.kept") } }
      HTMLNode.make(.p, .class("note")) { visit.text("letterhead.note") }
      FormMarkup(visit: visit, action: "/letterhead").node {
        for (name, value) in texts(kept) {
          FormMarkup.field(
            name, visit.text("field." + name), value: value ?? "", hint: visit.text("letterhead.hint." + name),
            [.other(.maxlength, "200")])
        }
        FormMarkup.field("date", visit.text("field.date"), type: "date", value: kept.date?.description ?? "", [])
        FormMarkup.field(
          "deadline", visit.text("field.deadline"), type: "date", value: kept.deadline?.description ?? "", [])
        FormMarkup.button(visit.text("letterhead.keep"))
      }
      HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.papers"), to: "/papers") }
    }
  }

  private static func texts(_ head: Letterhead) -> [(String, String?)] {
    [
      ("office", head.office), ("signature", head.signature), ("number", head.number), ("to", head.addressee),
      ("contact", head.contact),
    ]
  }

  private static func keep(_ visit: Visit) async throws -> Response {
    var head = Letterhead()
    (head.office, head.signature, head.number) = (
      try text("office", visit), try text("signature", visit), try text("number", visit)
    )
    (head.addressee, head.contact) = (try text("to", visit), try text("contact", visit))
    head.date = try visit.form["date"] == nil ? nil : visit.day("date")
    head.deadline = try visit.form["deadline"] == nil ? nil : visit.day("deadline")
    let (context, name, letterhead) = (visit.context, try visit.user.name, head)
    try await visit.desk.workers.write { try LetterheadRun(context: context).keep(letterhead, by: name) }
    return try await self.letterhead(visit, isKept: true)
  }

  /// One line of it; nil is to be filled in by hand.
  private static func text(_ name: String, _ visit: Visit) throws -> String? {
    guard let text = visit.form[name] else { return nil }
    guard text.count <= 200, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw Refusal.incomplete("desk.error.field", ["field": visit.text("field." + name)])
    }
    return TypedText.kept(text)
  }
}
