// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Spells a page as HTML: no network, readable without its script, from a phone to A4.
///
/// The same page gives the same bytes.
package struct PageWriter {
  package init() {}

  /// The style sheet of pages that share one.
  package static var style: [UInt8] { PageStyle.text.bytes }
  /// The script of pages that share one.
  package static var script: [UInt8] { PageScript.text.bytes }

  /// The bytes of the page's file, UTF-8.
  package func write(_ page: Page) -> [UInt8] {
    var bytes = Array("<!DOCTYPE html>\n".utf8)
    PageMarkup(page: page).document.write(to: &bytes)
    return bytes
  }
}

/// The layout every page has: head, bar with the way back, title, sections.
struct PageMarkup {
  let page: Page
  let links: PageLinks
  let words: Words

  init(page: Page) {
    self.page = page
    links = PageLinks(page: page)
    words = Words(page.words)
  }

  var document: HTMLNode {
    .make(.html, .lang(page.language)) {
      head
      HTMLNode.make(.body, .class(page.isCover ? "cover" : "")) {
        HTMLNode.make(.a, .class("skip"), .href("#main")) { words["skip"] }
        bar
        HTMLNode.make(.main, .id("main")) {
          title
          for section in page.sections { SectionMarkup(section: section, links: links, words: words).node }
        }
        if page.look == nil { HTMLNode.element(.script, [], [.raw(PageScript.text)]) }
      }
    }
  }

  private var head: HTMLNode {
    .make(.head) {
      HTMLNode.make(.meta, .other(.charset, "utf-8"))
      HTMLNode.make(
        .meta, .other(.name, "viewport"), .other(.content, "width=device-width, initial-scale=1"))
      HTMLNode.make(.meta, .other(.name, "color-scheme"), .other(.content, "light dark"))
      HTMLNode.make(.title) {
        ([page.title] + page.trail.map(\.title).reversed()).joined(separator: " · ")
      }
      if let look = page.look {
        HTMLNode.make(.link, .other(.rel, "stylesheet"), .href(links.path(look.style)))
        HTMLNode.element(.script, [.other(.src, links.path(look.script)), .flag(.defer)], [])
      } else {
        HTMLNode.element(.style, [], [.raw(PageStyle.text)])
      }
    }
  }

  // MARK: Where you are

  private var bar: HTMLNode {
    .make(.header, .class("bar")) {
      if !page.trail.isEmpty { trail }
      if !page.navigation.isEmpty { navigation }
      if page.search != nil { search }
    }
  }

  private var trail: HTMLNode {
    .make(.nav, .class("trail"), .label(words["trail"])) {
      HTMLNode.make(.ol) {
        for link in page.trail {
          HTMLNode.make(.li) { HTMLNode.link(link.title, to: links.path(link.path)) }
        }
        HTMLNode.make(.li, .other(.current, "page")) { page.title }
      }
    }
  }

  private var navigation: HTMLNode {
    .make(.nav, .class("pages"), .label(words["navigation"])) {
      HTMLNode.make(.ul) {
        for link in page.navigation {
          HTMLNode.make(.li) {
            HTMLNode.element(
              .a, [.href(links.path(link.path))] + (link.path == page.path ? [.other(.current, "page")] : []),
              [.text(link.title)])
          }
        }
      }
    }
  }

  private var search: HTMLNode {
    // The names lie in the folder that their paths begin in.
    let names = links.path(page.search ?? "")
    let base = names.lastIndex(of: "/").map { String(names[...$0]) } ?? ""
    return .make(
      .div, .class("search"), .flag(.hidden), .other(.search, names), .other(.base, base),
      .other(.message, words["nothing-found"])
    ) {
      HTMLNode.make(
        .input, .other(.type, "search"), .id("q"), .label(words["search"]), .other(.placeholder, words["search-hint"]),
        .other(.autocomplete, "off"))
      HTMLNode.make(.ul, .id("found"), .other(.live, "polite"))
    }
  }

  private var title: HTMLNode {
    .make(.div, .class("title")) {
      HTMLNode.make(.h1) { page.title }
      HTMLNode.make(.p, .class("subtitle")) { page.subtitle }
      if !page.companions.isEmpty {
        HTMLNode.make(.p, .class("companions")) {
          for link in page.companions { HTMLNode.link(link.title, to: links.path(link.path)) }
        }
      }
    }
  }
}

/// Paths below the report's folder, as a page that lies in it links them.
struct PageLinks {
  let prefix: String

  init(page: Page) {
    prefix = String(repeating: "../", count: page.path.split(separator: "/").count - 1)
  }

  func path(_ path: String) -> String { path.hasPrefix("#") ? path : prefix + path }

  func path(_ path: String?) -> String? { path.map { self.path($0) } }
}

/// The labels of a page; a missing one shows its key, so that a gap is seen.
struct Words {
  private let texts: [String: String]

  init(_ texts: [String: String]) { self.texts = texts }

  subscript(_ key: String) -> String { texts[key] ?? "⟨\(key)⟩" }
}

extension Mark {
  /// A sign beside the colour: colour alone says nothing to some readers.
  var symbol: String {
    switch self {
    case .met: "✓"
    case .partlyMet: "◐"
    case .notMet: "✗"
    case .notApplicable: "–"
    case .notEvaluable: "?"
    case .error: "!"
    case .reached: "●"
    case .short: "○"
    }
  }
}
