// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// What a server that makes pages of its own takes from those of reports: how they look, what they can do, and their sections.
package enum PageParts {
  /// The style sheet of every page.
  package static var style: String { PageStyle.text.text }
  /// What every page can do besides being read.
  package static var script: String { PageScript.text.text }

  /// The sections of a page one after the other.
  ///
  /// - Parameter prefix: stands before every link that is no anchor of the page itself.
  package static func sections(of page: Page, linksBelow prefix: String) -> HTMLNode {
    let (links, words) = (PageLinks(prefix: prefix), Words(page.words))
    return .fragment(page.sections.map { SectionMarkup(section: $0, links: links, words: words).node })
  }
}

extension PageLinks {
  init(prefix: String) { self.prefix = prefix }
}
