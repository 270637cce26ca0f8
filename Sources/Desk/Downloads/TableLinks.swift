// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import ReportWriting

/// Below a list: the whole of it to take along.
struct TableLinks {
  let visit: Visit
  let tables: [DeskTable]
  var period: Period?
  var unit: String?
  /// What else the query says.
  var more = ""

  var node: HTMLNode {
    let shown = tables.filter { $0.roles.contains(visit.account?.role ?? .administrator) }
    return .make(.p, .class("note take")) {
      visit.text("download.take")
      for table in shown {
        for format in ["csv", "xlsx"] {
          let title =
            (shown.count > 1 ? visit.text("download.table." + table.rawValue) + " " : "") + format.uppercased()
          HTMLNode.link(title, to: path(table, format), .flag(.download))
          " "
        }
      }
    }
  }

  private func path(_ table: DeskTable, _ format: String) -> String {
    let fields = [period.map { "period=\($0)" }, unit.map { "unit=" + Form.encoded($0) }, more.isEmpty ? nil : more]
    return "/tables/\(table.rawValue)?" + (["format=" + format] + fields.compactMap { $0 }).joined(separator: "&")
  }

  /// Rows behind a figure may be many: they are made in the background.
  static func rows(_ visit: Visit, _ period: Period, _ unit: String, _ measure: String) -> HTMLNode {
    .fragment(
      ["csv", "xlsx"].map { format in
        FormMarkup(visit: visit, action: "/downloads", isInline: true).node {
          FormMarkup.hidden("table", DeskTable.rows.rawValue)
          FormMarkup.hidden("period", period.description)
          FormMarkup.hidden("unit", unit)
          FormMarkup.hidden("measure", measure)
          FormMarkup.hidden("format", format)
          FormMarkup.button(visit.text("download.whole") + " " + format.uppercased(), isPlain: true)
        }
      })
  }
}
