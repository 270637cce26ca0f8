// SPDX-License-Identifier: Apache-2.0

/// The elements that pages are made of.
package enum HTMLTag: String, Sendable {
  case html, head, body, meta, link, title, style, script, header, nav, main, section, article, footer, div, span, p, a,
    h1,
    h2
  case h3, ul, ol, li, dl, dt, dd, table, caption, thead, tbody, tr, th, td, small, strong, code, details, summary,
    input
  case label, figure, figcaption, svg, rect, line, circle, path, text, desc, br, output
  case form, button, select, option, textarea, fieldset, legend, progress, pre

  var name: String { rawValue }

  var isVoid: Bool {
    switch self {
    case .meta, .link, .input, .br: true
    default: false
    }
  }

  /// HTML closes cells, rows and entries where the next one begins; a grid of a thousand units is a third smaller so.
  var endsByItself: Bool {
    switch self {
    case .td, .th, .tr, .dt, .dd, .tbody, .thead: true
    default: false
    }
  }

  var endsLine: Bool {
    switch self {
    case .section, .article, .p, .h1, .h2, .h3, .ul, .ol, .li, .dl, .table, .tr, .details, .header, .nav, .main,
      .footer,
      .svg, .head, .style, .script, .figure, .div:
      true
    default: false
    }
  }
}

/// The attributes that they have.
package enum HTMLAttribute: Sendable {
  case style(String)
  case `class`(String)
  case id(String)
  case href(String)
  case lang(String)
  case scope(Scope)
  case label(String)
  case title(String)
  case span(columns: Int)
  /// A number that drawings are placed by.
  case number(String, Double)
  case other(Name, String)
  case flag(Name)

  /// What a heading is above or beside.
  package enum Scope: String, Sendable { case col, row, rowgroup }

  /// Attributes whose value is any text.
  package enum Name: String, Sendable {
    case charset, name, content, type, role, viewBox, placeholder, hidden, open, d, src, `defer`, tabindex
    case current = "aria-current"
    case ariaHidden = "aria-hidden"
    case live = "aria-live"
    case labelledBy = "aria-labelledby"
    case order = "data-o"
    case sortable = "data-sort"
    case search = "data-search"
    case base = "data-base"
    case message = "data-message"
    case anchor = "text-anchor"
    case fit = "preserveAspectRatio"
    case autocomplete
    // Of forms.
    case action, method, enctype, value, `for`, required, multiple, accept, rows, cols, selected, checked, disabled,
      rel,
      max, maxlength, minlength, autofocus, pattern, download, webkitdirectory, spellcheck
    case equivalent = "http-equiv"
    case describedBy = "aria-describedby"
  }

  func write(to bytes: inout [UInt8]) {
    switch self {
    case .style(let text): HTMLAttribute.write("style", text, &bytes)
    case .class(let name): if !name.isEmpty { HTMLAttribute.write("class", name, &bytes) }
    case .id(let id): if !id.isEmpty { HTMLAttribute.write("id", id, &bytes) }
    case .href(let path): HTMLAttribute.write("href", path, &bytes)
    case .lang(let language): HTMLAttribute.write("lang", language, &bytes)
    case .scope(let scope): HTMLAttribute.write("scope", scope.rawValue, &bytes)
    case .label(let text): HTMLAttribute.write("aria-label", text, &bytes)
    case .title(let text): if !text.isEmpty { HTMLAttribute.write("title", text, &bytes) }
    case .span(let columns): HTMLAttribute.write("colspan", String(columns), &bytes)
    case .number(let name, let value): HTMLAttribute.write(name, SVG.number(value), &bytes)
    case .other(let name, let text): HTMLAttribute.write(name.rawValue, text, &bytes)
    case .flag(let name):
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: name.rawValue.utf8)
    }
  }

  private static func write(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: "=\"".utf8)
    HTMLNode.escape(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
