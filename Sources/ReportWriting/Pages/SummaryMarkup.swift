// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The parts of a first screen: warnings, how the list stands, key figures, digests.
struct SummaryMarkup {
  let links: PageLinks
  let words: Words

  private var phrases: PhraseMarkup { PhraseMarkup(links: links) }

  func notices(_ notices: [Phrase]) -> HTMLNode {
    .element(
      .ul, [.class("notices")],
      notices.map { notice in
        .element(
          .li, [], [.element(.span, [.other(.ariaHidden, "true")], [.text("⚠ ")])] + phrases.nodes(notice))
      })
  }

  // MARK: Verdicts

  func verdicts(_ tally: VerdictTally) -> HTMLNode {
    .make(.div, .class("verdicts")) {
      HTMLNode.make(.p, .class("counts")) {
        HTMLNode.make(.strong) { tally.title }
        for part in tally.parts where part.count > 0 { self.part(part) }
        for remark in tally.remarks { HTMLNode.element(.span, [.class("remark")], phrases.nodes(remark)) }
      }
      strip(tally)
    }
  }

  private func part(_ part: VerdictTally.Part) -> HTMLNode {
    let text = "\(part.label) \(part.count)"
    guard let link = part.link else { return PhraseMarkup.light(part.mark, text) }
    return .make(.a, .class("light " + part.mark.rawValue), .href(links.path(link))) {
      HTMLNode.make(.span, .other(.ariaHidden, "true")) { part.mark.symbol }
      " " + text
    }
  }

  /// The counts again as one bar: thin where there is no verdict.
  private func strip(_ tally: VerdictTally) -> HTMLNode {
    let total = Double(max(1, tally.parts.reduce(0) { $0 + $1.count }))
    var start = 0.0
    let bars = tally.parts.map { part -> HTMLNode in
      let width = Double(part.count) / total * 1_000
      defer { start += width }
      let isThin = [.notEvaluable, .notApplicable, .error].contains(part.mark)
      return .element(
        .rect,
        [
          .number("x", start), .number("y", isThin ? 4 : 0), .number("width", max(0, width - 2)),
          .number("height", isThin ? 4 : 12), .class("fill " + part.mark.rawValue),
        ], [])
    }
    return .element(
      .svg,
      [
        .class("strip"), .other(.viewBox, "0 0 1000 12"), .other(.fit, "none"), .other(.ariaHidden, "true"),
      ], bars)
  }

  // MARK: Figures

  func figures(_ figures: [KeyFigure]) -> HTMLNode {
    .element(.dl, [.class("figures")], figures.map(figure))
  }

  private func figure(_ figure: KeyFigure) -> HTMLNode {
    .make(.div) {
      HTMLNode.make(.dt) { figure.label }
      HTMLNode.make(.dd) {
        HTMLNode.make(.span, .class("value")) { HTMLNode.link(figure.value, to: links.path(figure.link)) }
        for change in figure.changes { PhraseMarkup.node(of: change) }
        HTMLNode.element(.span, [.class("cause")], phrases.nodes(figure.note))
      }
    }
  }

  // MARK: Digests

  func digests(_ digests: [Digest], _ map: TileMap?) -> HTMLNode {
    .element(
      .div, [.class(map == nil ? "digests" : "digests with-map")],
      digests.map(digest) + (map.map { [self.map($0)] } ?? [])
    )
  }

  private func map(_ map: TileMap) -> HTMLNode {
    .make(.article, .class("map")) {
      HTMLNode.make(.h2) { map.title }
      HTMLNode.make(.p, .class("note")) { map.note }
      HTMLNode.element(
        .ul, [.class("tiles"), .style("--columns:\(map.tiles.map(\.column).max() ?? 1)")], map.tiles.map(tile))
    }
  }

  private func tile(_ tile: TileMap.Tile) -> HTMLNode {
    .make(.li, .style("grid-row:\(tile.row);grid-column:\(tile.column);--full:\(tile.filled)%")) {
      HTMLNode.link(tile.label, to: links.path(tile.link))
      HTMLNode.make(.small) { tile.moved.isEmpty ? tile.text : "\(tile.text) \(tile.moved)" }
    }
  }

  private func digest(_ digest: Digest) -> HTMLNode {
    .make(.article, .class(digest.isNumbered ? "steps" : "")) {
      HTMLNode.make(.h2) { digest.title }
      if digest.items.isEmpty {
        HTMLNode.make(.p, .class("note")) { digest.empty }
      } else {
        HTMLNode.element(digest.isNumbered ? .ol : .ul, [], digest.items.map(item))
      }
    }
  }

  private func item(_ item: Digest.Item) -> HTMLNode {
    .make(.li) {
      HTMLNode.element(.span, [.class("head")], phrases.nodes(item.head))
      for line in item.lines { HTMLNode.element(.small, [], phrases.nodes(line)) }
    }
  }
}
