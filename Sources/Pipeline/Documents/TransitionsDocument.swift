// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Findings
package import Indicators
package import Policy
package import Results

/// Transitions as they are printed: the pipeline, what stands beside it, what is late, the tables, the gaps.
package struct TransitionsDocument: ResultDocument {
  /// Where a figure stands in a transition.
  package enum Part: String, Sendable { case stage, beside, clock, gap }

  /// One figure of a transition at one unit.
  package struct Figure: Sendable, Hashable {
    /// Where it stands.
    package var part: Part
    /// ID of the measure.
    package var measure: String
    /// Nil where the sheet behind it was never handed in.
    package var count: Int64?
  }

  /// One transition of one unit, or of one group of its organisations.
  package struct Block {
    /// Preorder number of the unit.
    package var unit: Int
    /// The group of its organisations; nil for all of them.
    package var group: IndicatorGroup?
    /// The transition as the pack has it.
    package var transition: Transition
    /// In the order of stages, what stands beside, clocks, gaps.
    package var figures: [Figure]
    /// The tables by destination and holder.
    package var tables: [CensusDocument.Block]

    /// The figures that stand in one part, in their order.
    package func figures(_ part: Part) -> [Figure] { figures.filter { $0.part == part } }

    /// A stage as a share of the first one, in hundredths of a percent.
    package func share(of figure: Figure) -> Int? {
      guard figure.part == .stage, let whole = figures.first?.count, let count = figure.count else { return nil }
      return Percent.hundredths(count, of: whole)
    }
  }

  /// By unit, then in the order of the transitions.
  package let blocks: [Block]
  private let tree: OrganisationTree
  private let census: PeriodCensus

  /// Blocks in the order in which they are printed.
  package init(blocks: [Block], tree: OrganisationTree, census: PeriodCensus) {
    self.blocks = blocks
    self.tree = tree
    self.census = census
  }

  private func title(_ figure: Figure) -> String {
    census.context.pack.measure(figure.measure)?.title[census.context.language] ?? figure.measure
  }

  private func word(_ key: String) -> String { census.context.text("transitions." + key) }

  /// Figures first, then the rows of the tables; objects of both kinds begin alike.
  package var ownJSON: String? {
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
        ("count", JSONWriter.number(figure.count)), ("share", JSONWriter.percent(block.share(of: figure))),
      ])
  }

  private func rows(_ table: CensusDocument.Block, _ block: Block) -> [String] {
    let spelling = TableFormatter(block: table, census: census)
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
  package var table: ResultTable {
    typealias Line = (block: Block, figure: Figure)
    func title(_ key: String) -> String { word("column." + key) }
    let (tree, census) = (tree, census)
    return ResultTable(
      "transitions",
      columns: [
        ResultColumn<Line>("period", title("period")) { _ in .text(census.period.description) },
        ResultColumn("unit", title("unit")) { .text(tree.nodes[$0.block.unit].code) },
        ResultColumn("unitName", title("unit-name")) { .text(tree.nodes[$0.block.unit].name) },
        ResultColumn("group", title("group")) { .text(census.label($0.block.group)) },
        ResultColumn("transition", title("transition")) { .text($0.block.transition.id) },
        ResultColumn("part", title("part")) { .text($0.figure.part.rawValue) },
        ResultColumn("measure", title("measure")) { .text($0.figure.measure) },
        ResultColumn("label", title("label")) { [self] in .text(self.title($0.figure)) },
        ResultColumn("count", title("count")) { .number($0.figure.count) },
        ResultColumn("share", title("share")) { .percent($0.block.share(of: $0.figure)) },
      ], rows: blocks.flatMap { block in block.figures.map { (block, $0) } })
  }

  /// Each transition drawn for people: the pipeline, what stands beside it, what is late, the tables, the gaps.
  package var ownText: String? { blocks.map(text).joined(separator: "\n\n") }

  private func text(_ block: Block) -> String {
    let place = [tree.nodes[block.unit].name, census.label(block.group), census.period.description]
    let title = block.transition.title[census.context.language]
    var parts = ["\(title)  [\(block.transition.id)]  \(place.filter { !$0.isEmpty }.joined(separator: " · "))"]
    for part in [Part.stage, .beside, .clock, .gap] {
      let figures = block.figures(part)
      guard !figures.isEmpty else { continue }
      var table = TextTable([.left, .right, .right, .left])
      for figure in figures {
        table.add([
          "  " + self.title(figure), figure.count.map { String($0) } ?? "–",
          block.share(of: figure).map { Percent.text($0) + "%" } ?? "", "[\(figure.measure)]",
        ])
      }
      parts.append(word(part.rawValue) + "\n" + table.text)
    }
    for table in block.tables {
      let spelling = TableFormatter(block: table, census: census)
      parts.append("\(spelling.title)  [\(table.table.table.id)]\n" + spelling.text)
    }
    return parts.joined(separator: "\n")
  }
}
