// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import Foundation
import HTTPTypes
import Hummingbird
import ReportModel
import ReportWriting

/// A page of the desk: the bar with the ways on, a title, and what the route says. Complete without its scripts.
struct DeskPage: Sendable {
  let visit: Visit
  let title: String
  var subtitle = ""
  /// What stands behind the title in the bar: links to pages above.
  var trail: [PageLink] = []
  /// Seconds after which the page asks again how far something is.
  var refresh: Int?
  /// Scripts besides the desk's own.
  var scripts: [String] = []
  /// Markup of a report that was written before; stands where `writtenMark` does.
  var written: [UInt8]?

  /// Nobody can guess it, so that nobody can write it.
  static let writtenMark = Token().text

  func response(
    _ status: HTTPResponse.Status = .ok, @HTMLBuilder _ content: () -> [HTMLNode]
  ) -> Response {
    var bytes = Array("<!DOCTYPE html>\n".utf8)
    document(content()).write(to: &bytes)
    if let written, let place = bytes.firstRange(of: Array(DeskPage.writtenMark.utf8)) {
      bytes.replaceSubrange(place, with: written)
    }
    var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .contentLanguage: visit.language.rawValue]
    if visit.account == nil { headers[.setCookie] = visitorCookie }
    return Packing.page(bytes, status, headers, visit.request)
  }

  /// Forms of who has not signed in prove themselves by a cookie of their own.
  private var visitorCookie: String {
    SessionCookie.header("visitor", visit.token.text, isSecure: visit.isSecure, seconds: 3600)
  }

  private func document(_ content: [HTMLNode]) -> HTMLNode {
    .make(.html, .lang(visit.language.rawValue)) {
      head
      HTMLNode.make(.body, .class("desk")) {
        HTMLNode.make(.a, .class("skip"), .href("#main")) { visit.text("skip") }
        DeskBar(visit: visit, trail: trail).node
        HTMLNode.make(.main, .id("main")) {
          HTMLNode.make(.div, .class("title")) {
            HTMLNode.make(.h1) { title }
            if !subtitle.isEmpty { HTMLNode.make(.p, .class("subtitle")) { subtitle } }
          }
          content
        }
        for script in ["/static/desk.js"] + scripts {
          HTMLNode.element(.script, [.other(.src, script), .flag(.defer)], [])
        }
      }
    }
  }

  private var head: HTMLNode {
    .make(.head) {
      HTMLNode.make(.meta, .other(.charset, "utf-8"))
      HTMLNode.make(.meta, .other(.name, "viewport"), .other(.content, "width=device-width, initial-scale=1"))
      HTMLNode.make(.meta, .other(.name, "color-scheme"), .other(.content, "light dark"))
      if let refresh { HTMLNode.make(.meta, .other(.equivalent, "refresh"), .other(.content, String(refresh))) }
      HTMLNode.make(.title) { title + " · " + visit.text("name") }
      HTMLNode.make(.link, .other(.rel, "stylesheet"), .href("/static/desk.css"))
    }
  }
}

/// The bar on top: where one can go, by role, and the way out.
struct DeskBar {
  let visit: Visit
  let trail: [PageLink]

  var node: HTMLNode {
    .make(.header, .class("bar")) {
      HTMLNode.make(.nav, .class("pages"), .label(visit.text("nav"))) {
        HTMLNode.make(.ul) {
          for link in links {
            HTMLNode.make(.li) {
              HTMLNode.element(
                .a, [.href(link.path)] + (isCurrent(link.path) ? [.other(.current, "page")] : []), [.text(link.title)])
            }
          }
          for link in trail { HTMLNode.make(.li) { HTMLNode.link(link.title, to: link.path) } }
        }
      }
      if visit.desk.settings.isDemo { HTMLNode.make(.span, .class("soft")) { visit.text("demo") } }
      HTMLNode.make(.div, .class("who")) {
        language
        if let account = visit.account {
          HTMLNode.link(account.name, to: "/account")
          FormMarkup(visit: visit, action: "/sign-out", isInline: true).node {
            FormMarkup.button(visit.text("sign-out"), isPlain: true)
          }
        }
      }
    }
  }

  private func isCurrent(_ path: String) -> Bool { path == visit.request.uri.path }

  private var language: HTMLNode {
    let other = visit.language == .chinese ? Language.english : .chinese
    return FormMarkup(visit: visit, action: "/language", isInline: true).node {
      HTMLNode.make(.input, .other(.type, "hidden"), .other(.name, "language"), .other(.value, other.rawValue))
      FormMarkup.button(other == .english ? "English" : "中文", isPlain: true)
    }
  }

  private var links: [PageLink] {
    guard let account = visit.account else { return [PageLink(title: visit.text("name"), path: "/sign-in")] }
    return visit.desk.navigation(of: account).map { PageLink(title: visit.text("nav." + $0.key), path: $0.path) }
  }
}

extension Desk {
  /// The pages that the bar leads to.
  func navigation(of account: Account) -> [(key: String, path: String)] {
    switch account.role {
    case .administrator:
      return [
        ("home", "/"), ("accounts", "/accounts"), ("keeping", "/keeping"), ("papers", "/papers"), ("trail", "/trail"),
      ]
    case .inspector:
      return [
        ("home", "/"), ("report", "/report"), ("submissions", "/submissions"), ("findings", "/findings"),
        ("work", "/work"), ("papers", "/papers"),
      ]
    case .department:
      return [
        ("home", "/"), ("hand-in", "/hand-in"), ("report", "/report"), ("submissions", "/submissions"),
        ("findings", "/findings"), ("work", "/work"), ("progress", "/progress"), ("explanations", "/explanations"),
        ("papers", "/papers"),
      ]
    case .office:
      return [
        ("home", "/"), ("hand-in", "/hand-in"), ("report", "/report"), ("submissions", "/submissions"),
        ("findings", "/findings"), ("work", "/work"), ("explanations", "/explanations"), ("targets", "/targets"),
        ("waivers", "/waivers"), ("papers", "/papers"), ("seal", "/seal"), ("trail", "/trail"),
      ]
    }
  }
}

extension Visit {
  /// Whether the browser came by TLS: cookies are for it alone then.
  var isSecure: Bool { origin.isSecure }

  private var origin: RequestOrigin {
    RequestOrigin(request: request, peer: peer, settings: desk.settings)
  }
}
