// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// A section with its blocks; each kind of block has its own markup.
struct SectionMarkup {
  let section: PageSection
  let links: PageLinks
  let words: Words

  var node: HTMLNode {
    .make(.section, .id(section.id)) {
      if !section.title.isEmpty { HTMLNode.make(.h2) { section.title } }
      if !section.note.isEmpty { HTMLNode.make(.p, .class("note")) { section.note } }
      for (index, block) in section.blocks.enumerated() { markup(of: block, "\(section.id)-\(index)") }
    }
  }

  private func markup(of block: PageBlock, _ id: String) -> HTMLNode {
    let summary = SummaryMarkup(links: links, words: words)
    let phrases = PhraseMarkup(links: links)
    switch block {
    case .notices(let notices): return summary.notices(notices)
    case .verdicts(let tally): return summary.verdicts(tally)
    case .figures(let figures): return summary.figures(figures)
    case .digests(let digests, let map): return summary.digests(digests, map)
    case .grid(let grid): return GridMarkup(grid: grid, links: links, words: words).node
    case .paragraphs(let texts): return .fragment(texts.map { .element(.p, [], phrases.nodes($0)) })
    case .list(let texts):
      return .element(.ul, [.class("plain")], texts.map { .element(.li, [], phrases.nodes($0)) })
    case .facts(let facts): return self.facts(facts, phrases)
    case .bars(let chart): return BarMarkup(chart: chart, links: links, words: words).node
    case .changes(let chart): return ChangeMarkup(chart: chart, links: links, words: words).node
    case .waterfall(let chart): return WaterfallMarkup(chart: chart, links: links).node
    case .flows(let chart): return FlowMarkup(chart: chart, id: id).node
    case .multiples(let charts): return MultiplesMarkup(charts: charts, id: id).node
    case .findings(let groups): return .fragment(groups.map { FindingMarkup(group: $0, links: links).node })
    case .fold(let title, let blocks):
      return .make(.details) {
        HTMLNode.make(.summary) { title }
        for (index, block) in blocks.enumerated() { markup(of: block, "\(id)-\(index)") }
      }
    }
  }

  private func facts(_ facts: [Fact], _ phrases: PhraseMarkup) -> HTMLNode {
    .make(.dl) {
      for fact in facts {
        HTMLNode.make(.dt) { fact.label }
        HTMLNode.element(.dd, fact.isCode ? [.class("code")] : [], phrases.nodes(fact.text))
      }
    }
  }
}

/// Inline text with its links, lights and changes.
struct PhraseMarkup {
  let links: PageLinks

  func nodes(_ phrase: Phrase) -> [HTMLNode] { phrase.pieces.map(node) }

  private func node(_ piece: Phrase.Piece) -> HTMLNode {
    switch piece {
    case .text(let text): .text(text)
    case .strong(let text): .element(.strong, [], [.text(text)])
    case .soft(let text): .element(.small, [], [.text(text)])
    case .link(let text, let path): .link(text, to: links.path(path))
    case .change(let change): PhraseMarkup.node(of: change)
    case .mark(let mark, let text): PhraseMarkup.light(mark, text)
    }
  }

  /// ▲2.10 or ▼26.91; nothing but the text where nothing moved or nothing can be said.
  static func node(of change: Change) -> HTMLNode {
    let arrow = change.isUp.map { $0 ? "▲" : "▼" } ?? ""
    return .element(
      .span, [.class("change " + change.tone.rawValue), .title(change.explanation)], [.text(arrow + change.text)])
  }

  static func light(_ mark: Mark, _ text: String) -> HTMLNode {
    .element(
      .span, [.class("light " + mark.rawValue)],
      [.element(.span, [.other(.ariaHidden, "true")], [.text(mark.symbol)]), .text(text.isEmpty ? "" : " " + text)])
  }
}

/// The findings of one code with their places.
struct FindingMarkup {
  let group: FindingGroup
  let links: PageLinks

  var node: HTMLNode {
    .make(.article, .class("finding"), .id("f-" + Anchor.plain(group.code))) {
      HTMLNode.make(.h3) {
        HTMLNode.make(.span, .class("severity " + group.severity)) { group.severityLabel }
        " " + group.title + " "
        HTMLNode.make(.small) { String(group.total) }
      }
      HTMLNode.make(.p, .class("note")) { group.remedy }
      HTMLNode.element(
        .ul, [.class("plain places")], group.examples.map { .element(.li, [], [.text($0)]) })
      if !group.more.isEmpty {
        HTMLNode.make(.p, .class("note")) { HTMLNode.link(group.more, to: links.path(group.list)) }
      }
    }
  }
}

/// Anchors within a page: `u-330203`; only letters, digits and dashes survive.
package enum Anchor {
  /// The anchor of a unit, by its organisation ID.
  package static func unit(_ id: String) -> String { "u-" + plain(id) }

  /// The anchor of an indicator, by its ID.
  package static func indicator(_ id: String) -> String { "i-" + plain(id) }

  /// The anchor of a task, by its ID.
  package static func task(_ id: String) -> String { "t-" + plain(id) }

  /// An ID as an anchor holds it: signs other than letters, digits and dashes become their numbers.
  package static func plain(_ id: String) -> String {
    String(
      id.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) || scalar == "-"
        return isPlain ? String(scalar) : "x" + String(scalar.value, radix: 16)
      }.joined())
  }
}
