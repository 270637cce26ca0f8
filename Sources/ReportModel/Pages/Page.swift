// SPDX-License-Identifier: Apache-2.0

/// One page of a report as a value: where it lies, what leads from it, and what it says; how it looks is up to its writer.
package struct Page: Sendable, Hashable {
  /// BCP 47: zh-Hans or en.
  package var language: String
  /// Below the report's folder. Every link of a page is relative to that folder as well, but for anchors (`#…`).
  package var path: String
  /// What the page is about; also what the browser calls it.
  package var title: String
  /// What stands below the title: unit, quarter, pack.
  package var subtitle: String
  /// The pages above this one, the first page of the report first.
  package var trail: [PageLink] = []
  /// The same on every page of a report.
  package var navigation: [PageLink] = []
  /// What else belongs to the page, beside its title.
  package var companions: [PageLink] = []
  /// File with the names that the search offers, read when somebody searches; nil for a page without a search.
  package var search: String?
  /// The files that pages of one folder share; nil for a page that stands alone and carries them itself.
  package var look: PageLook?
  /// Fixed labels: `PageWords.keys`.
  package var words: [String: String]
  /// From top to bottom.
  package var sections: [PageSection]
  /// Whether the page is the first of a report, made to fill one sheet of A4.
  package var isCover = false

  package init(
    language: String, path: String, title: String, subtitle: String, trail: [PageLink] = [],
    navigation: [PageLink] = [], companions: [PageLink] = [], search: String? = nil, look: PageLook? = nil,
    words: [String: String], sections: [PageSection], isCover: Bool = false
  ) {
    self.language = language
    self.path = path
    self.title = title
    self.subtitle = subtitle
    self.trail = trail
    self.navigation = navigation
    self.companions = companions
    self.search = search
    self.look = look
    self.words = words
    self.sections = sections
    self.isCover = isCover
  }
}

/// The style sheet and the script of pages that lie in one folder.
package struct PageLook: Sendable, Hashable {
  /// Below the report's folder.
  package var style: String
  /// Below the report's folder.
  package var script: String

  package init(style: String, script: String) {
    self.style = style
    self.script = script
  }
}

/// A way to another page or to an anchor of this one.
package struct PageLink: Sendable, Hashable {
  /// The text that leads there.
  package var title: String
  /// Below the report's folder, or `#anchor` within the page.
  package var path: String

  package init(title: String, path: String) {
    self.title = title
    self.path = path
  }
}

/// A part of a page with an anchor of its own.
package struct PageSection: Sendable, Hashable {
  /// Anchor: letters, digits and dashes.
  package var id: String
  /// Empty: the section has no heading of its own.
  package var title: String
  /// What stands small below the heading; empty for nothing.
  package var note = ""
  /// From top to bottom.
  package var blocks: [PageBlock]

  package init(id: String, title: String, note: String = "", blocks: [PageBlock]) {
    self.id = id
    self.title = title
    self.note = note
    self.blocks = blocks
  }
}

/// What a page is put together from.
package indirect enum PageBlock: Sendable, Hashable {
  case notices([Phrase])
  case verdicts(VerdictTally)
  case figures([KeyFigure])
  /// Lists beside one another, with a map below the first of them.
  case digests([Digest], map: TileMap? = nil)
  case grid(Grid)
  case paragraphs([Phrase])
  case list([Phrase])
  case facts([Fact])
  case bars(BarChart)
  case changes(ChangeChart)
  case waterfall(Waterfall)
  case flows(FlowChart)
  case multiples(SmallMultiples)
  case findings([FindingGroup])
  /// Folded until somebody opens it; on paper as it stands on the screen.
  case fold(title: String, blocks: [PageBlock])
}

/// A line of text with links, lights and changes in it.
package struct Phrase: Sendable, Hashable, ExpressibleByStringLiteral {
  /// A stretch of the line that looks and does alike.
  package enum Piece: Sendable, Hashable {
    case text(String)
    case strong(String)
    case soft(String)
    case link(String, path: String)
    case change(Change)
    case mark(Mark, String)
  }

  /// In reading order, with no space put between them.
  package var pieces: [Piece]

  /// A line of several stretches.
  package init(_ pieces: [Piece]) { self.pieces = pieces }
  /// A line of plain text.
  package init(_ text: String) { pieces = [.text(text)] }
  package init(stringLiteral text: String) { self.init(text) }
}

/// A label with what it says.
package struct Fact: Sendable, Hashable {
  /// What the fact is of.
  package var label: String
  /// What it says.
  package var text: Phrase
  /// Whether the text is a hash or a condition, set in letters of one width.
  package var isCode = false

  package init(label: String, text: Phrase, isCode: Bool = false) {
    self.label = label
    self.text = text
    self.isCode = isCode
  }
}

/// The fixed labels every page needs; the message files give each under `page.<key>`.
package enum PageWords {
  /// Everything that `Page.words` must have a text for.
  package static let keys = [
    "skip", "navigation", "trail", "search", "search-hint", "nothing-found", "filter", "shown", "sort", "target",
    "former",
  ]
}
