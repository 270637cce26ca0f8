// SPDX-License-Identifier: Apache-2.0

/// What words of rows, titles and sheet names say beside the headings: which rows are no records, which lists are no
/// members, which organisation and which quarter a title names. Pack file `rows.yaml`.
///
/// A *pattern* is compared with the whole of a cell in comparable form; `{n}` in it stands for a number with or without a
/// counting word, `{*}` for any text.
package struct RowVocabulary: Sendable, Hashable {
  /// A list of people who are no members (any more), told by words of its title or sheet name.
  package struct OtherList: Sendable, Hashable {
    /// Words of a title or sheet name that tell such a list: 退团, 转出.
    package var words: [String]
    /// Words beside which the others say nothing: 含, 不含 …
    package var unless: [String]
    /// Fields of members: a list with one of these columns is of members all the same. Without any, the words decide.
    package var unlessColumns: [String]

    package init(words: [String], unless: [String], unlessColumns: [String] = []) {
      (self.words, self.unless, self.unlessColumns) = (words, unless, unlessColumns)
    }
  }

  /// Patterns of totals rows.
  package var totals: [String] = []
  /// Patterns of lines below and between records: signatures, seals, dates, page numbers, 以下空白.
  package var lines: [String] = []
  /// Patterns of example and instruction rows.
  package var examples: [String] = []
  /// What the template puts behind its own examples.
  package var exampleMark = ""
  /// Lists of people who are no members any more, which are not counted with those who are.
  package var otherLists: [OtherList] = []
  /// Words of a 团籍状态 that say that somebody left, and words beside which they do not (待, 拟 …).
  package var departures: [String] = []
  /// Words of a 团籍状态 beside which those of `departures` say nothing: 待, 拟.
  package var departuresUnless: [String] = []
  /// Words behind a cadre's name that say that the cadre holds the post no more: 离任, 调离.
  package var cadreDepartures: [String] = []
  /// What the name of a branch ends in.
  package var branchEndings: [String] = []
  /// Words before the ending that make it no name of one branch: 各, 下属.
  package var branchesUnless: [String] = []
  /// What the name of a class ends in, behind its number: 高二（3）班.
  package var classEndings: [String] = []
  /// What the name of a school ends in: 甬江中学.
  package var schoolEndings: [String] = []
  /// What the words for a time end in that may stand before a branch in a title: 年, 季度, 学期.
  package var timeEndings: [String] = []
  /// Words of headings that speak of another body than the League, or of other people than the row's.
  package var otherBodies: [String] = []
  /// What programs call a sheet that nobody named, in lower case and without its number.
  package var unnamedSheets: [String] = []
  /// Words that say of a list nothing but that it is one.
  package var plainLists: [String] = []
  /// The spellings of each quarter of a year, the first quarter first.
  package var quarters: [[String]] = []
  /// What stands before the day that a list is of: 截至.
  package var asOf: [String] = []
  /// What makes a year one of an entrance or leaving class: 级, 届.
  package var cohorts: [String] = []
  /// What is written in place of a part of a post: 团支书 is 书记.
  package var postSpellings: [String: String] = [:]
  /// Posts that nobody holds at present, as patterns: 原{*}, {*}已卸任{*}.
  package var formerPosts: [String] = []
  /// Words of a post that say what kind of cadre holds it (兼职副书记), with the code of `cadre-nature`.
  package var postNatures: [String: String] = [:]
  /// Names that stand for nobody: 测试.
  package var trialNames: [String] = []
  /// What stands between two names in one cell: 和, 与.
  package var nameConjunctions: [String] = []
  /// Patterns of a cell that names one of several people: {*}等{n}.
  package var severalNames: [String] = []
  /// Usual family names of one character; two words that both begin with one are two people.
  package var surnames: String = ""
  /// Family names of two characters, behind which a blank parts no two people.
  package var compoundSurnames: [String] = []
  /// Pairs of signs that are taken for each other: 人入.
  package var lookalikes: [String] = []
  /// What stands in a cell for the one above: 同上, 〃.
  package var dittoMarks: [String] = []
  /// Words of a sheet's name that say that it is put aside, or of former times: 作废, 备份.
  package var formerSheets: [String] = []

  package init() {}
}
