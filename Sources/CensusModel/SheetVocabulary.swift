// SPDX-License-Identifier: Apache-2.0

package import Findings

/// What a cell under a heading holds; decides how `Roster` reads it and which columns it fills.
package enum FieldType: String, Sendable, Hashable, CaseIterable {
  /// Words as they stand, numbers of persons starred.
  case text
  /// What people write freely: numbers as long as those of persons are masked before it is stored. A code list, where
  /// the field has one, holds the words for nothing; they are NULL.
  case freeText = "free-text"
  /// A whole number, perhaps with a counting word behind it.
  case integer
  /// A day or, when only a month is given, its first day (`dayFirst`) or last day (`dayLast`).
  case dayFirst = "day-first"
  case dayLast = "day-last"
  /// 是/否 and their synonyms (code list `yes-no`).
  case flag
  /// A code of the field's code list, known by code, label or synonym.
  case code
  /// An organisation by ID or name, resolved when the period is settled.
  case organisation
  /// The name of a person; stored masked unless the workspace keeps full names.
  case personName = "person-name"
  /// 1 when a name stands there; of the name itself only its pseudonym is stored.
  case namePresent = "name-present"
  /// 证件类型 (code list `id-type`): whether the number of the row follows the rule of resident identity cards.
  case documentKind = "id-type"
  /// 居民身份证号码: checked, and stored as a pseudonym, a masked form and what follows from it (birth, sex, region).
  case nationalID = "national-id"
  /// A phone number: stored as a pseudonym and a masked form.
  case phone
  /// 发展团员编号: stored as a pseudonym and a masked form, with its length and the year in it.
  case memberNumber = "member-number"
  /// 团内职务; words for none (code list `no-post`) are NULL.
  case post
  /// Says by itself that somebody left: a date of leaving, or a state of deletion (with a code list whose codes `count` or
  /// do not).
  case departure
  /// Recognised, so that it is not reported as unknown, but not stored.
  case ignored

  /// The code list that fields of this type go by without naming it.
  package var impliedCodeList: String? {
    switch self {
    case .flag: "yes-no"
    case .post: "no-post"
    case .documentKind: "id-type"
    default: nil
    }
  }
}

/// One field of a sheet kind: the standard heading, other spellings, and the column it fills.
package struct VocabularyField: Sendable, Hashable {
  /// Also the name of the column it fills; for `national-id`, `phone` and `member-number` the columns follow from the type.
  package var id: String
  /// The standard heading in Chinese, which templates print and findings name.
  package var heading: String
  /// Other headings that mean the field in every sheet of the kind.
  package var synonyms: [String]
  /// How its cells are read, and which columns follow from that.
  package var type: FieldType
  /// Code list of a `code` field; of a `free-text` field the words for nothing.
  package var codeList: String?
  /// The sheet is not recognised without it.
  package var required: Bool
  /// An invented value, for the template and the documentation.
  package var example: String
  /// Whether sheets may give a month alone: the day one is stored as is then told as the month.
  package var isMonthly = false
  /// Further spellings that mean the field only where something else tells the kind of sheet: 单位, 职务.
  package var weakSynonyms: [String] = []
  /// Of further rows, where one does not show enough: a superior and its branches.
  package var moreExamples: [String]
  /// What templates of former versions of the pack wrote as examples: rows of theirs count no more than today's.
  package var formerExamples: [String] = []

  package init(
    id: String, heading: String, synonyms: [String] = [], type: FieldType, codeList: String? = nil,
    required: Bool = false, example: String = "", moreExamples: [String] = []
  ) {
    self.id = id
    self.heading = heading
    self.synonyms = synonyms
    self.type = type
    self.codeList = codeList
    self.required = required
    self.example = example
    self.moreExamples = moreExamples
  }
}

/// How one kind of sheet is recognised and what its headings mean.
package struct SheetVocabulary: Sendable {
  /// The kind of records that the sheet holds.
  package var kind: RecordKind
  /// The sheet's usual name, such as 团员花名册.
  package var title: String
  /// What its records are called in tables and sentences; nil where the messages say it (`kind.member`).
  package var name: LocalizedText?
  /// Other words that in a sheet name or title row speak for this kind.
  package var titleWords: [String]
  /// Its fields in the order of the template.
  package var fields: [VocabularyField]
  /// IDs of fields any of which tells the kind, where the sheet's title does not. Empty: all required fields tell it.
  package var telling: [String] = []
  /// IDs of fields whose lack is told once a sheet, but keeps nobody from being read.
  package var expected: [String] = []
  /// Whether the program writes it, already filled, for people to complete: no empty template is needed.
  package var isIssued = false
  /// What its rows hold.
  package var schema: RosterSchema

  package init(
    kind: RecordKind, title: String, titleWords: [String] = [], fields: [VocabularyField], schema: RosterSchema? = nil
  ) {
    self.kind = kind
    self.schema = schema ?? RosterSchema(kind: kind)
    self.title = title
    self.titleWords = titleWords
    self.fields = fields
  }
}

/// All the words `Roster` needs: vocabularies, code lists, and the words that mark totals rows and notes.
package struct RosterVocabulary: Sendable {
  /// The kinds of sheets by which a workbook is recognised; setting it works out `schemas` anew.
  package var sheets: [SheetVocabulary] { didSet { schemas = RosterSchemas(sheets.map(\.schema)) } }
  /// Of all sheets.
  package private(set) var schemas: RosterSchemas
  /// The code lists of the pack by ID.
  package var codeLists: [String: CodeList]
  /// A first filled cell that equals one of these (after normalisation) marks a totals row: 合计, 总计, 小计 …
  package var totalsWords: [String]
  /// A row whose first filled cell starts with one of these is a note: 注：, 说明：, 填表人 …
  package var noteWords: [String]
  /// What may stand behind a whole number: 人, 名, 个 …
  package var countingWords: [String]
  /// Names of sheets that hold no table and are passed over in silence: 填写说明, 代码表 …
  package var noteSheets: [String]
  /// Numbers of rows at which exports of the real system end; a list of exactly so many may have been cut.
  package var exportLimits: [Int]
  /// What rows, titles and sheet names say.
  package var rows = RowVocabulary()
  /// Signs that stand between several names in one cell: 、，…
  package var nameSeparators: [String] = []
  /// The mark of the templates made by this pack; nil where none is looked for.
  package var templateMark: TemplateMark?
  /// Which hanzi are compared as another.
  package var variants = HanziVariants()

  package init(
    sheets: [SheetVocabulary], codeLists: [String: CodeList], totalsWords: [String], noteWords: [String],
    countingWords: [String] = [], noteSheets: [String] = [], exportLimits: [Int] = []
  ) {
    self.sheets = sheets
    schemas = RosterSchemas(sheets.map(\.schema))
    self.codeLists = codeLists
    self.totalsWords = totalsWords
    self.noteWords = noteWords
    self.countingWords = countingWords
    self.noteSheets = noteSheets
    self.exportLimits = exportLimits
  }
}
