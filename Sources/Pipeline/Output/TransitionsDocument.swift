// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
package import Indicators
package import Policy

/// Transitions as they are printed: the pipeline, what stands beside it, what is late, the tables, the gaps.
package struct TransitionsDocument {
  package enum Part: String, Sendable { case stage, beside, clock, gap }

  package struct Figure: Sendable, Hashable {
    package var part: Part
    package var measure: String
    /// Nil where the sheet behind it was never handed in.
    package var count: Int64?
  }

  package struct Block {
    package var unit: Int
    package var group: IndicatorGroup?
    package var transition: Transition
    package var figures: [Figure]
    package var tables: [CensusDocument.Block]

    package func figures(_ part: Part) -> [Figure] { figures.filter { $0.part == part } }

    /// A stage as a share of the first one, in hundredths of a percent.
    func share(of figure: Figure) -> Int? {
      guard figure.part == .stage, let whole = figures.first?.count, let count = figure.count else { return nil }
      return PercentText.hundredths(count, of: whole)
    }
  }

  package let blocks: [Block]
  private let tree: OrganisationTree
  private let census: PeriodCensus

  init(blocks: [Block], tree: OrganisationTree, census: PeriodCensus) {
    self.blocks = blocks
    self.tree = tree
    self.census = census
  }

  private func title(_ figure: Figure) -> String {
    census.desk.pack.measure(figure.measure)?.title[census.desk.language] ?? figure.measure
  }

  private func word(_ key: String) -> String { census.desk.text("transitions." + key) }

  /// Figures first, then the rows of the tables; objects of both kinds begin alike.
  package func json() -> String {
    JSONWriter.array(
      blocks.flatMap { block in block.figures.map { object($0, block) } + block.tables.flatMap { rows($0, block) } })
  }

  private func head(_ block: Block, part: String) -> [(String, String)] {
    let node = tree.nodes[block.unit]
    return [
      ("period", JSONWriter.quoted(census.period.description)), ("unit", JSONWriter.quoted(node.code)),
      ("unitName", JSONWriter.quoted(node.name)), ("group", census.json(block.group)),
      ("transition", JSONWriter.quoted(block.transition.id)), ("part", JSONWriter.quoted(part)),
    ]
  }

  private func object(_ figure: Figure, _ block: Block) -> String {
    JSONWriter.object(
      head(block, part: figure.part.rawValue) + [
        ("measure", JSONWriter.quoted(figure.measure)), ("label", JSONWriter.quoted(title(figure))),
        ("count", JSONWriter.number(figure.count)), ("share", PercentText.json(block.share(of: figure))),
      ])
  }

  private func rows(_ table: CensusDocument.Block, _ block: Block) -> [String] {
    let spelling = TableSpelling(block: table, census: census)
    return spelling.rows.map { row in
      let counts = zip(spelling.columns, row.counts).map { ($0.id, JSONWriter.number($1)) }
      return JSONWriter.object(
        head(block, part: "table") + [
          ("table", JSONWriter.quoted(table.table.table.id)), ("row", JSONWriter.quoted(row.code)),
          ("label", JSONWriter.quoted(row.label)), ("counts", JSONWriter.object(counts)),
        ])
    }
  }

  /// Figures only; the tables are had from `census --table`.
  package func csv() -> String {
    let keys = ["period", "unit", "unitName", "group", "transition", "part", "measure", "label", "count", "share"]
    return CSVWriter.byteOrderMark + CSVWriter.line(keys)
      + blocks.flatMap { block in
        let node = tree.nodes[block.unit]
        return block.figures.map { figure in
          CSVWriter.line([
            census.period.description, node.code, node.name, census.label(block.group), block.transition.id,
            figure.part.rawValue, figure.measure, title(figure), figure.count.map { String($0) } ?? "",
            block.share(of: figure).map(PercentText.spelled) ?? "",
          ])
        }
      }.joined()
  }

  package func text() -> String { blocks.map(text).joined(separator: "\n\n") }

  private func text(_ block: Block) -> String {
    let place = [tree.nodes[block.unit].name, census.label(block.group), census.period.description]
    let title = block.transition.title[census.desk.language]
    var parts = ["\(title)  [\(block.transition.id)]  \(place.filter { !$0.isEmpty }.joined(separator: " · "))"]
    for part in [Part.stage, .beside, .clock, .gap] {
      let figures = block.figures(part)
      guard !figures.isEmpty else { continue }
      var table = TextTable([.left, .right, .right, .left])
      for figure in figures {
        table.add([
          "  " + self.title(figure), figure.count.map { String($0) } ?? "–",
          block.share(of: figure).map { PercentText.spelled($0) + "%" } ?? "", "[\(figure.measure)]",
        ])
      }
      parts.append(word(part.rawValue) + "\n" + table.text)
    }
    for table in block.tables {
      let spelling = TableSpelling(block: table, census: census)
      parts.append("\(spelling.title)  [\(table.table.table.id)]\n" + spelling.text)
    }
    return parts.joined(separator: "\n")
  }
}
