// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import ReportWriting

/// A page that says in a sentence why there is nothing else on it, and where to go from here.
struct RefusalPage: Sendable {
  let visit: Visit

  /// - Parameter key: of `desk.refusal.…`.
  func response(_ status: HTTPResponse.Status, _ key: String, _ facts: [String: String] = [:]) -> Response {
    response(status, sentence: visit.text("refusal." + key, facts))
  }

  func response(_ status: HTTPResponse.Status, sentence: String) -> Response {
    DeskPage(visit: visit, title: visit.text("refusal.title")).response(status) {
      for line in sentence.split(separator: "\n") { HTMLNode.make(.p) { String(line) } }
      HTMLNode.make(.p) {
        HTMLNode.link(
          visit.text(visit.account == nil ? "sign-in" : "nav.home"), to: visit.account == nil ? "/sign-in" : "/")
      }
    }
  }
}

extension Response {
  /// The page to look at after a form was taken.
  static func redirect(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
