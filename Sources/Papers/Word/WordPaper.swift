// SPDX-License-Identifier: Apache-2.0

/// A piece of a line.
package enum WordPiece: Sendable, Hashable {
  case text(String)
  /// Said with more weight.
  case strong(String)
  /// A place that the office fills in, such as 发文字号: its name in grey until somebody types there.
  case field(String)
}

/// A table between paragraphs; its head stands on every page it reaches.
package struct WordTable: Sendable, Hashable {
  /// What stands above it.
  package var caption: String
  /// Titles of its columns.
  package var heads: [String]
  /// Cells, as many in every row as there are heads.
  package var rows: [[String]]
  /// Shares of the width, in any measure.
  package var widths: [Int]
  /// Places of the columns whose cells stand on the right.
  package var numbers: Set<Int>

  package init(caption: String, heads: [String], rows: [[String]], widths: [Int], numbers: Set<Int> = []) {
    (self.caption, self.heads, self.rows) = (caption, heads, rows)
    (self.widths, self.numbers) = (widths, numbers)
  }
}

/// One part of an official paper, from top to bottom (GB/T 9704-2012 clause 7).
package enum WordBlock: Sendable, Hashable {
  /// 发文机关标志: the name of the office in red over the whole width.
  case letterhead(WordPiece)
  /// 发文字号, with the red line below it.
  case number(WordPiece)
  /// 标题; a line feed breaks its lines by sense.
  case title(String)
  /// 主送机关
  case addressee([WordPiece])
  /// 一、 in 黑体
  case heading(String)
  /// （一） in 楷体
  case subheading(String)
  /// 正文
  case paragraph([WordPiece])
  case table(WordTable)
  /// 附件说明: names of what goes along.
  case enclosures(label: String, [String])
  /// 署名 and 成文日期
  case signature(office: WordPiece, date: WordPiece)
}

/// An official paper as a value.
package struct WordPaper: Sendable, Hashable {
  /// What the file says it is.
  package var title: String
  /// BCP 47: `zh-CN`, `en-GB`.
  package var language: String
  /// From top to bottom.
  package var blocks: [WordBlock]
  /// The day it speaks of, in days since 1970: no clock, so that the same content gives the same bytes.
  package var day: Int

  package init(title: String, language: String, blocks: [WordBlock], day: Int) {
    (self.title, self.language, self.blocks, self.day) = (title, language, blocks, day)
  }
}
