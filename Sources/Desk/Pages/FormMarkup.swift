// SPDX-License-Identifier: Apache-2.0

import DeskStore
import ReportWriting

/// A form with its proof; what is in it is up to the page.
struct FormMarkup {
  let visit: Visit
  let action: String
  var isUpload = false
  var isInline = false
  var id = ""

  func node(@HTMLBuilder _ content: () -> [HTMLNode]) -> HTMLNode {
    let kind: [HTMLAttribute] = isUpload ? [.other(.enctype, "multipart/form-data")] : []
    return .element(
      .form,
      [.other(.method, "post"), .other(.action, action), .class(isInline ? "inline" : "stack"), .id(id)] + kind,
      [FormMarkup.hidden("proof", visit.token.formProof)] + content())
  }

  static func hidden(_ name: String, _ value: String) -> HTMLNode {
    .make(.input, .other(.type, "hidden"), .other(.name, name), .other(.value, value))
  }

  static func button(_ text: String, isPlain: Bool = false, name: String? = nil, value: String = "") -> HTMLNode {
    .element(
      .button,
      [.other(.type, "submit"), .class(isPlain ? "plain-button" : "")]
        + (name.map { [.other(.name, $0), .other(.value, value)] } ?? []), [.text(text)])
  }

  /// A field with its label above it.
  static func field(
    _ name: String, _ label: String, type: String = "text", value: String = "", hint: String = "",
    _ more: [HTMLAttribute] = [.flag(.required)]
  ) -> HTMLNode {
    .make(.p, .class("field")) {
      HTMLNode.make(.label, .other(.for, "f-" + name)) { label }
      HTMLNode.element(
        .input,
        [.other(.type, type), .id("f-" + name), .other(.name, name)] + (value.isEmpty ? [] : [.other(.value, value)])
          + (hint.isEmpty ? [] : [.other(.describedBy, "h-" + name)]) + more, [])
      if !hint.isEmpty { HTMLNode.make(.small, .id("h-" + name)) { hint } }
    }
  }

  static func area(_ name: String, _ label: String, value: String = "") -> HTMLNode {
    .make(.p, .class("field")) {
      HTMLNode.make(.label, .other(.for, "f-" + name)) { label }
      HTMLNode.element(
        .textarea,
        [.id("f-" + name), .other(.name, name), .other(.rows, "3"), .other(.maxlength, "1000"), .flag(.required)],
        [.text(value)])
    }
  }

  static func choice(
    _ name: String, _ label: String, _ options: [(value: String, title: String)], chosen: String? = nil
  ) -> HTMLNode {
    .make(.p, .class("field")) {
      HTMLNode.make(.label, .other(.for, "f-" + name)) { label }
      HTMLNode.element(
        .select, [.id("f-" + name), .other(.name, name)],
        options.map { option in
          .element(
            .option, [.other(.value, option.value)] + (option.value == chosen ? [.flag(.selected)] : []),
            [.text(option.title)])
        })
    }
  }
}

/// A table whose cells may hold forms.
struct TableMarkup {
  let caption: String
  let headings: [String]
  let rows: [[HTMLNode]]

  var node: HTMLNode {
    .make(.div, .class("scroll listing"), .other(.tabindex, "0"), .label(caption), .other(.role, "region")) {
      HTMLNode.make(.table) {
        HTMLNode.make(.caption, .class("unseen")) { caption }
        HTMLNode.make(.thead) {
          HTMLNode.make(.tr) { for heading in headings { HTMLNode.make(.th, .scope(.col)) { heading } } }
        }
        HTMLNode.make(.tbody) {
          for row in rows { HTMLNode.make(.tr) { for cell in row { HTMLNode.element(.td, [], [cell]) } } }
        }
      }
    }
  }
}
