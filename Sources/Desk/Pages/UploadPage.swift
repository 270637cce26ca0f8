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

/// One upload: how far its check is, what it found, and what can be done now.
struct UploadPage: Sendable {
  let visit: Visit

  func response() async throws -> Response {
    let id = try visit.parameter("upload")
    let (upload, told, unit) = try await visit.desk.workers.read { [desk = visit.desk] in
      let upload = try desk.store.upload(id)
      return (upload, try? UploadPage.told(id, desk), upload?.unit.map(desk.unitName))
    }
    guard let upload else { throw Refusal.notFound }
    let isWorking = upload.state == .checking || upload.state == .storing
    let page = DeskPage(
      visit: visit, title: visit.text("upload.title." + upload.state.rawValue),
      subtitle: [upload.period, unit ?? ""].filter { !$0.isEmpty }.joined(separator: " · "),
      refresh: isWorking ? 2 : nil)
    return page.response {
      if let failure = upload.failure {
        HTMLNode.make(.p, .class("wrong"), .other(.role, "alert")) { sentence(of: failure) }
      }
      switch upload.state {
      case .checking, .storing:
        HTMLNode.make(.p, .other(.role, "status")) { visit.text("upload.working." + upload.state.rawValue) }
        files(upload)
      case .failed:
        files(upload)
        discard(upload)
      case .received: received(upload)
      case .checked:
        if let told { result(told, upload) } else { discard(upload) }
      }
    }
  }

  static func told(_ id: String, _ desk: Desk) throws -> CheckTold {
    let bytes = try SealedFile.bytes(of: UploadFiles(desk: desk).result(id), key: desk.key)
    return try JSONDecoder().decode(CheckTold.self, from: Data(bytes))
  }

  /// A code is a finding's or one of the desk's own.
  func sentence(of code: String) -> String {
    if visit.context.pack.messages.findings[code] != nil {
      let rendered = visit.context.render([.init(code)])[0]
      return [rendered.title, rendered.remedy].filter { !$0.isEmpty }.joined(separator: visit.text("stop"))
    }
    return visit.text("failure." + code)
  }

  private func files(_ upload: Upload) -> HTMLNode {
    .make(.ul, .class("plain")) {
      for file in upload.files {
        HTMLNode.make(.li) {
          file.name + " · " + visit.text("upload.bytes", ["count": String((file.bytes + 1023) / 1024)])
        }
      }
    }
  }

  private func received(_ upload: Upload) -> HTMLNode {
    let numbers = upload.submissions.map { "#\($0)" }.joined(separator: " ")
    return .make(.div) {
      HTMLNode.make(.p, .class("done"), .other(.role, "status")) { visit.text("upload.received", ["numbers": numbers]) }
      files(upload)
      HTMLNode.make(.p) { HTMLNode.link(visit.text("upload.see-standing"), to: "/") }
      HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.submissions"), to: "/submissions") }
    }
  }

  private func discard(_ upload: Upload) -> HTMLNode {
    FormMarkup(visit: visit, action: "/hand-in/\(upload.id)/discard", isInline: true).node {
      FormMarkup.button(visit.text("upload.discard"), isPlain: true)
    }
  }

  // MARK: What the check found

  private func result(_ told: CheckTold, _ upload: Upload) -> HTMLNode {
    let words = told[visit.language]
    return .make(.div) {
      HTMLNode.make(.p, .class(told.isReadable && told.errors == 0 ? "done" : "wrong"), .other(.role, "status")) {
        visit.text(
          !told.isReadable ? "upload.unreadable" : told.errors > 0 ? "upload.with-errors" : "upload.clean",
          ["records": String(told.records), "errors": String(told.errors), "warnings": String(told.warnings)])
      }
      HTMLNode.make(.ul, .class("plain")) { for line in words.files { HTMLNode.make(.li) { line } } }
      if !words.against.isEmpty { HTMLNode.make(.p, .class("note")) { words.against } }
      decision(told, upload)
      if !told.marked.isEmpty { marked(told, upload) }
      if !words.changes.isEmpty { changes(words.changes) }
      if !words.causes.isEmpty { causes(words.causes) }
    }
  }

  private func decision(_ told: CheckTold, _ upload: Upload) -> HTMLNode {
    .make(.div, .class("actions")) {
      if told.isReadable {
        FormMarkup(visit: visit, action: "/hand-in/\(upload.id)/keep", isInline: true).node {
          if let number = told.unclear {
            FormMarkup.choice(
              "intent", visit.text("upload.intent", ["number": String(number)]),
              [(String(number), visit.text("upload.replaces")), ("adds", visit.text("upload.adds"))])
          }
          FormMarkup.button(visit.text("upload.keep"))
        }
      }
      discard(upload)
    }
  }

  private func marked(_ told: CheckTold, _ upload: Upload) -> HTMLNode {
    .make(.section) {
      HTMLNode.make(.h2) { visit.text("upload.marked") }
      HTMLNode.make(.p, .class("note")) { visit.text("upload.marked-note") }
      HTMLNode.make(.ul, .class("plain")) {
        for (index, name) in told.marked.enumerated() {
          HTMLNode.make(.li) { HTMLNode.link(name, to: "/hand-in/\(upload.id)/marked/\(index + 1)", .flag(.download)) }
        }
        HTMLNode.make(.li) { HTMLNode.link(visit.text("hand-in.template"), to: "/template", .flag(.download)) }
      }
    }
  }

  private func changes(_ texts: [String]) -> HTMLNode {
    .make(.section) {
      HTMLNode.make(.h2) { visit.text("upload.changes") }
      for text in texts { HTMLNode.make(.pre, .class("changes-text")) { text } }
    }
  }

  private func causes(_ causes: [CheckTold.Cause]) -> HTMLNode {
    .make(.section) {
      HTMLNode.make(.h2) { visit.text("upload.causes") }
      for cause in causes {
        HTMLNode.make(.article, .class("finding")) {
          HTMLNode.make(.h3) {
            HTMLNode.make(.span, .class("severity " + cause.severity)) {
              visit.context.text("severity." + cause.severity)
            }
            " " + cause.title
          }
          if !cause.remedy.isEmpty { HTMLNode.make(.p, .class("note")) { "→ " + cause.remedy } }
          HTMLNode.make(.ul, .class("plain places")) { for line in cause.lines { HTMLNode.make(.li) { line } } }
          for extract in cause.extracts { ExtractMarkup(visit: visit, extract: extract).node }
        }
      }
    }
  }
}
