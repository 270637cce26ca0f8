// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

// One reader per kind of file of a pack; each takes the root node of a file and gives the value it describes.

/// `pack.yaml`; what a pack that extends another does not say holds as the other says it.
struct PackHead {
  var id: String
  var title: LocalizedText
  var version: String
  var effectiveFrom: CalendarDay
  var documents: [String: SourceReference]
  var totalsWords: [String]
  var noteWords: [String]
  var countingWords: [String]
  var noteSheets: [String]
  var exportLimits: [Int]
  var nameSeparators: [String]
  var publication: PublicationRules?
  var overview: Overview
  var publishedFigures: [String: [String]] = [:]
  /// What is taken out of the pack that is extended, as "indicators/id".
  var removes: [PackNode]
  var settlement = SettlementRules()
  var expectedList: [String: [String]] = [:]
  var nextQuarter: [String]
  var reporting = ReportingRules()

  init(_ root: PackNode, extending base: PackHead? = nil) throws {
    let fields = try root.fields([
      "id", "title", "version", "effective-from", "documents", "totals-words", "note-words", "counting-words",
      "note-sheets", "export-limits", "name-separators", "publication", "overview", "published-figures",
      "expected-list", "owed-rosters", "organisation-names", "organisation-spellings",
      "probable-duplicates", "cadres-are-members-below", "next-quarter", "extends", "removes",
    ])
    func words(_ key: String, _ inherited: [String]?) throws -> [String] {
      fields.optional(key) == nil ? inherited ?? [] : try fields.texts(key)
    }
    id = try fields.required("id").text()
    title = try fields.required("title").localized()
    version = try fields.required("version").text()
    effectiveFrom = try fields.required("effective-from").day()
    totalsWords = try words("totals-words", base?.totalsWords)
    noteWords = try words("note-words", base?.noteWords)
    countingWords = try words("counting-words", base?.countingWords)
    noteSheets = try words("note-sheets", base?.noteSheets)
    nameSeparators = try words("name-separators", base?.nameSeparators)
    nextQuarter = try words("next-quarter", base?.nextQuarter)
    publication = try fields.optional("publication").map(PublicationRules.init) ?? base?.publication
    exportLimits = try words("export-limits", base?.exportLimits.map(String.init)).map { text in
      guard let limit = Int(text) else { throw root.failure("export-limits are whole numbers, “\(text)” is none") }
      return limit
    }
    overview = try fields.optional("overview").map(Overview.init) ?? base?.overview ?? fields.missing("overview")
    publishedFigures = base?.publishedFigures ?? [:]
    let figures = ["item", "numerator", "denominator", "printed", "decimals", "group", "total", "source"]
    for (field, headings) in try fields.optional("published-figures")?.mapping(Set(figures)) ?? [] {
      publishedFigures[field] = try headings.list().map { try $0.text() }
    }
    reporting = try fields.optional("owed-rosters").map(ReportingRules.init) ?? base?.reporting ?? ReportingRules()
    expectedList = base?.expectedList ?? [:]
    for (field, headings) in try fields.optional("expected-list")?.mapping(["unit", "kinds", "due"]) ?? [] {
      expectedList[field] = try headings.list().map { try $0.text() }
    }
    let ownNames = fields.optional("organisation-names") != nil || fields.optional("probable-duplicates") != nil
    settlement =
      try base == nil || ownNames
      ? SettlementRules(names: fields.list("organisation-names"), duplicates: fields.optional("probable-duplicates"))
      : base?.settlement ?? SettlementRules()
    settlement.nameSpellings =
      try fields.optional("organisation-spellings").map(SettlementRules.NameSpellings.init)
      ?? base?.settlement.nameSpellings ?? SettlementRules.NameSpellings()
    settlement.cadresAreMembersBelow =
      try fields.optional("cadres-are-members-below")?.integer() ?? base?.settlement.cadresAreMembersBelow
    documents = base?.documents ?? [:]
    let own = base == nil ? try fields.required("documents") : fields.optional("documents")
    for (key, value) in try own?.mapping() ?? [] { documents[key] = try PackHead.document(value) }
    removes = try fields.list("removes")
    if base == nil, let first = removes.first { throw first.failure("removes: this pack extends no other") }
  }

  private static func document(_ node: PackNode) throws -> SourceReference {
    let fields = try node.fields(["title", "issuer", "number", "date", "seen", "confidence"])
    return SourceReference(
      document: try fields.required("title").text(), issuer: try fields.optional("issuer")?.text(),
      number: try fields.optional("number")?.text(), date: try fields.optional("date")?.text(),
      seen: try fields.optional("seen")?.text(),
      confidence: try fields.required("confidence").choice(SourceReference.Confidence.self))
  }
}

extension Overview {
  init(_ node: PackNode) throws {
    let fields = try node.fields(["members", "branches", "cadres", "ratio", "columns", "tiles"])
    self.init(
      members: try fields.required("members").text(), branches: try fields.required("branches").text(),
      cadres: try fields.required("cadres").text(), ratio: try fields.required("ratio").text())
    columns = try fields.texts("columns")
    for (unit, node) in try fields.optional("tiles")?.mapping() ?? [] {
      let place = try node.list().map { try $0.integer() }
      guard place.count == 2, place.allSatisfy((1...Overview.largestPlace).contains) else {
        throw node.failure("a tile is [column, row], each from 1 to \(Overview.largestPlace)")
      }
      tiles[unit] = TilePlace(column: place[0], row: place[1])
    }
  }

  /// More columns or rows than these would be no overview.
  private static let largestPlace = 12
}

extension CodeList {
  /// `codelists/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "title", "empty-means", "numbers-under", "open", "groups", "source", "codes",
    ])
    let entries = try fields.required("codes").mapping().map { code, node in
      let entry = try node.fields(["zh-Hans", "en", "synonyms", "counts", "number", "group", "role"])
      let label = LocalizedText(
        chinese: try entry.required("zh-Hans").text(), english: try entry.required("en").text())
      return Entry(
        code: code, label: label, synonyms: try entry.texts("synonyms"),
        counts: try entry.optional("counts")?.flag() ?? false, number: try entry.optional("number")?.text(),
        group: try entry.optional("group")?.text(), role: try entry.optional("role")?.choice(CodeRole.self))
    }
    self.init(
      id: try fields.required("id").text(), title: try fields.required("title").localized(), entries: entries,
      codeForEmpty: try fields.optional("empty-means")?.text(), source: try fields.optional("source")?.source())
    numbersUnder = try fields.texts("numbers-under")
    isOpen = try fields.optional("open")?.flag() ?? false
    groups = try fields.optional("groups")?.text()
    if let code = codeForEmpty, entry(code) == nil { throw root.failure("empty-means names no code of the list") }
  }
}

extension SheetVocabulary {
  /// `vocabulary/*.yaml`; see `VocabularyFile.init`.
  init(_ root: PackNode, persons: [RecordColumn], known: RosterSchemas) throws {
    let keys: Set = ["kind", "title", "name", "title-words", "telling", "expected", "fields", "issued"]
    let fields = try root.fields(keys.union(RosterSchema.fileKeys))
    let kind = RecordKind(rawValue: try fields.required("kind").text())
    let isKnown = known.holds(kind) && fields.optional("columns") == nil
    let described = try isKnown ? known[kind] : RosterSchema(fields, of: kind, persons: persons)
    self.init(
      kind: kind, title: try fields.required("title").text(), titleWords: try fields.texts("title-words"),
      fields: try fields.required("fields").mapping().map { try VocabularyField(id: $0, $1, schema: described) },
      schema: described)
    name = try fields.optional("name")?.localized()
    isIssued = try fields.optional("issued")?.flag() ?? false
    nameCodeLists()
    (telling, expected) = (try fields.texts("telling"), try fields.texts("expected"))
    for id in telling + expected where !self.fields.contains(where: { $0.id == id }) {
      throw root.failure("telling and expected name fields; there is no “\(id)”")
    }
    for id in described.subject + described.requirements.flatMap(\.any)
    where !self.fields.contains(where: { $0.id == id }) {
      throw root.failure("subject and requires name fields; there is no “\(id)”")
    }
  }
}

extension VocabularyField {
  init(id: String, _ node: PackNode, schema: RosterSchema) throws {
    let fields = try node.fields([
      "heading", "synonyms", "weak-synonyms", "type", "codes", "required", "example", "more-examples",
      "former-examples", "monthly",
    ])
    let type = try fields.required("type").choice(FieldType.self)
    self.init(
      id: id, heading: try fields.required("heading").text(), synonyms: try fields.texts("synonyms"), type: type,
      codeList: try fields.optional("codes")?.text(), required: try fields.optional("required")?.flag() ?? false,
      example: try fields.optional("example")?.text() ?? "", moreExamples: try fields.texts("more-examples"))
    isMonthly = try fields.optional("monthly")?.flag() ?? false
    weakSynonyms = try fields.texts("weak-synonyms")
    formerExamples = try fields.texts("former-examples")
    if isMonthly, type != .dayFirst, type != .dayLast { throw node.failure("monthly: only a day may be a month alone") }
    let fillsOwnColumn = ![.ignored, .departure, .nationalID, .phone, .memberNumber, .documentKind].contains(type)
    if fillsOwnColumn, schema.index(of: id) == nil { throw node.failure("\(schema.kind) has no column “\(id)”") }
    // Of free text and names the list holds the words for nothing, of a departure the states in which nobody left.
    if ![.freeText, .personName, .departure].contains(type), (type == .code) != (codeList != nil) {
      throw node.failure(
        "a field of type code names its codes; besides only free-text and person-name may, for words for nothing")
    }
  }
}

extension DerivedColumn {
  /// `columns/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields(["id", "kind", "meaning", "cases", "otherwise", "derived", "examples"])
    self.init(
      id: try fields.required("id").text(), kind: try fields.required("kind").kind(),
      meaning: try fields.required("meaning").localized(),
      cases: try fields.required("cases").list().map(DerivedColumn.entry),
      otherwise: try fields.optional("otherwise")?.integer(),
      derivation: try fields.optional("derived")?.localized(),
      examples: try fields.list("examples").map(ConditionExample.init))
  }

  private static func entry(_ node: PackNode) throws -> Case {
    let fields = try node.fields(["when", "value", "from", "until", "source"])
    return Case(
      when: try fields.required("when").text(), value: try fields.required("value").integer(),
      inForce: DateRange(from: try fields.optional("from")?.day(), until: try fields.optional("until")?.day()),
      source: try fields.optional("source")?.source())
  }
}

extension ConditionExample {
  /// `{row: {column: value}, gives: value, note: …}`
  init(_ node: PackNode) throws {
    let fields = try node.fields(["row", "gives", "note"])
    var row: [String: RecordValue] = [:]
    for (column, value) in try fields.required("row").mapping() { row[column] = try value.recordValue() }
    self.init(
      row: row, expected: try fields["gives"]?.recordValue() ?? .null,
      note: try fields.optional("note")?.text())
  }
}

extension RecordCheck {
  /// `checks/*.yaml`; the words of the finding stand in the same file.
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "kind", "condition", "field", "facts", "severity", "title", "message", "remedy", "source", "derived",
      "examples", "trial", "since",
    ])
    self.init(
      id: try fields.required("id").text(), kind: try fields.required("kind").kind(),
      condition: try fields.required("condition").text(), field: try fields.optional("field")?.text(),
      facts: try fields.texts("facts"), source: try fields.optional("source")?.source(),
      derivation: try fields.optional("derived")?.localized(),
      examples: try fields.list("examples").map(ConditionExample.init))
    trialSince = try fields.optional("since")?.day()
    let isTrial = try fields.optional("trial")?.flag() ?? false
    if isTrial != (trialSince != nil) { throw root.failure("trial: true and since stand together") }
  }
}

extension FindingDefinition {
  /// The words of a finding: in `checks/*.yaml`, or an entry of `messages/findings-*.yaml` and `messages/errors-*.yaml`.
  init(code: String, _ fields: PackFields) throws {
    self.init(
      code: code, severity: try fields.required("severity").choice(Severity.self),
      title: try fields.required("title").localized(), message: try fields.required("message").localized(),
      remedy: try fields.required("remedy").localized())
  }
}
