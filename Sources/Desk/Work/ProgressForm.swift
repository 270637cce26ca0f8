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

/// Progress of a task, with document, person, day and the evidence as a file: a row of the progress sheet that is checked and
/// handed in like any other.
struct ProgressForm: Sendable {
  let visit: Visit

  private func text(_ key: String) -> String { visit.text("progress." + key) }

  func page() async throws -> Response {
    let context = visit.context
    let tasks = context.pack.tasks.filter { $0.method != .computed }.map { ($0.id, $0.title[visit.language]) }
    let states =
      context.pack.codeList("progress-state")?.entries.map { ($0.label.chinese, $0.label[visit.language]) } ?? []
    let periods = try await visit.desk.workers.read { [desk = visit.desk] in try HandInPage.periods(desk) }
    let unit = try visit.user.unit
    return DeskPage(visit: visit, title: text("title")).response {
      HTMLNode.make(.p, .class("note")) { text("note") }
      FormMarkup(visit: visit, action: "/progress", isUpload: true).node {
        FormMarkup.choice(
          "period", visit.text("field.period"), periods.map { ($0.description, $0.description) },
          chosen: HandInPage.usual(periods)?.description)
        FormMarkup.choice("task", visit.text("field.task"), tasks)
        if unit == nil { FormMarkup.field("unit", visit.text("field.unit"), hint: visit.text("field.unit-hint")) }
        FormMarkup.choice("state", text("state"), states)
        FormMarkup.field("description", text("description"), [.other(.maxlength, "500")])
        FormMarkup.field("document", visit.text("field.document"), [.other(.maxlength, "200")])
        FormMarkup.field("person", text("person"))
        FormMarkup.field("day", text("day"), type: "date")
        FormMarkup.field("until", text("until"), type: "date", hint: text("until-hint"), [])
        FormMarkup.field("files", visit.text("work.file"), type: "file", hint: visit.text("work.file-hint"), [])
        FormMarkup.button(text("check"))
      }
    }
  }

  /// The row becomes a file of the upload, so that it goes the way of every other; the evidence stays with the desk.
  func hand() async throws -> Response {
    let sent = try await SentEvidence(visit: visit).take()
    let (desk, account) = (visit.desk, try visit.user)
    guard let period = sent.form["period"].flatMap({ Period($0) }) else {
      throw Refusal.incomplete("desk.upload.no-period", [:])
    }
    let unit = try await AccountUnit(visit: visit).code(of: account.unit ?? sent.form["unit"], for: .department)
    guard let unit, try await visit.sees(unit, in: nil) else { throw Refusal.notFound }
    var evidence = sent.form["document"] ?? ""
    if let file = sent.file {
      let hash = try await desk.workers.read { [store = desk.store] in try store.keep(file.bytes) }
      try await desk.note("evidence", by: account, "\(file.name) \(hash)")
      evidence += (evidence.isEmpty ? "" : "; ") + file.name + " SHA-256:" + hash.prefix(12)
    }
    let bytes = try sheet(sent.form, unit: unit, evidence: evidence)
    let (id, files) = (UUID().uuidString.lowercased(), UploadFiles(desk: desk))
    try await desk.workers.read { [name = text("file") + ".csv"] in
      try files.makeFolder(id)
      var sealed = try SealedFile(path: files.file(id, 1), key: desk.key)
      try sealed.write(bytes)
      let file = Upload.File(number: 1, name: name, bytes: bytes.count, sha256: try sealed.finish())
      try desk.store.enter(id, of: account.id, period: period.description, unit: unit, files: [file])
    }
    desk.jobs.wake()
    return .redirect("/hand-in/" + id)
  }

  /// The standard headings of the pack, and one row.
  private func sheet(_ form: Form, unit: String, evidence: String) throws -> [UInt8] {
    guard let sheet = visit.context.pack.vocabulary.sheets.first(where: { $0.kind.rawValue == "progress" }) else {
      throw Refusal.notFound
    }
    for name in ["task", "state", "person", "day"] where form[name] == nil {
      throw Refusal.incomplete("desk.error.field", ["field": name == "task" ? visit.text("field.task") : text(name)])
    }
    let values = [
      "task": form["task"], "organisation": unit, "state": form["state"], "description": form["description"],
      "evidence": evidence, "name": form["person"], "reported_on": form["day"], "valid_until": form["until"],
    ]
    let fields = sheet.fields.filter { values[$0.id] != nil }
    let lines = [fields.map(\.heading), fields.map { (values[$0.id] ?? nil) ?? "" }]
    return Array(lines.map(CSVWriter.line).joined().utf8)
  }
}
