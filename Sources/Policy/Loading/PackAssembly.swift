// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Puts a pack together from its files, collecting the errors of all of them.
struct PackAssembly {
  /// Where a thing stands: its root node and the pack of the chain it comes from.
  struct Origin {
    var root: PackNode
    var layer: Int
  }

  /// Each thing by "kind/id", for errors found later.
  typealias Origins = [String: Origin]

  let folder: PackFolder
  private(set) var errors: [PackError] = []
  private(set) var origins: Origins = [:]
  private var documents: [String: SourceReference] = [:]
  private var kinds: [String] = []
  /// Entries of `removes` by key, with the pack that takes them out; what is met is struck off.
  private var removals: [String: (layer: Int, node: PackNode)] = [:]
  private var isRemoved: Set<String> = []
  /// Files of checks by layer and name: they hold a rule and its message, and are parsed once for both.
  private var parsedChecks: [Int: [String: PackNode]] = [:]

  init(folder: PackFolder) { self.folder = folder }

  /// - Parameter hash: of all files of the folder.
  mutating func assemble(hash: String) -> PolicyPack {
    // Without its head, every other file would only lack documents.
    guard let head = readHead() else { return PackAssembly.empty }
    documents = head.documents
    let lists = readCodeLists()
    let sheets = readVocabulary()
    var messages = readMessages()
    for sheet in sheets { if let name = sheet.name { messages.texts["kind.\(sheet.kind)"] = name } }
    var pack = PolicyPack(
      id: head.id, title: head.title, version: head.version,
      effectiveFrom: head.effectiveFrom, hash: hash,
      documents: documents.sorted { $0.key < $1.key }.map(\.value),
      vocabulary: RosterVocabulary(
        sheets: sheets, codeLists: Dictionary(lists.map { ($0.id, $0) }) { first, _ in first },
        totalsWords: head.totalsWords, noteWords: head.noteWords,
        countingWords: head.countingWords, noteSheets: head.noteSheets,
        exportLimits: head.exportLimits),
      overview: head.overview,
      derivedColumns: read("columns", DerivedColumn.init) { $0.id },
      checks: read("checks", RecordCheck.init) { $0.id }, measures: read("measures", Measure.init) { $0.id },
      indicators: read("indicators", Indicator.init) { $0.id }, tasks: read("tasks", ReformTask.init) { $0.id },
      messages: MessageCatalogue(texts: messages.texts, findings: messages.findings))
    pack.findingRules = messages.rules
    pack.vocabulary.rows = readSingle(RowVocabulary.fileName, as: "rows", RowVocabulary.init) ?? RowVocabulary()
    pack.vocabulary.nameSeparators = head.nameSeparators
    pack.vocabulary.templateMark = TemplateMark(pack: head.id, version: head.version)
    pack.publishedFigures = head.publishedFigures
    pack.assessment = readSingle(AssessmentRules.fileName, as: "assessment", AssessmentRules.init) ?? AssessmentRules()
    pack.comparison = readSingle(ComparisonRules.fileName, as: "comparison", ComparisonRules.init) ?? ComparisonRules()
    pack.waivers = readSingle(Waiver.fileName, as: "waivers") { try $0.list().map(Waiver.init) } ?? []
    pack.tables = read("tables", CensusTable.init) { $0.id }
    pack.transitions = read("transitions", Transition.init) { $0.id }
    pack.extends = folder.layers.compactMap(\.name)
    for (key, removal) in removals where !isRemoved.contains(key) {
      errors.append(removal.node.failure("removes: the pack that is extended has no “\(key)”"))
    }
    pack.settlement = head.settlement
    pack.settlement.roles = CodeRoles(lists)
    let variants = readSingle(HanziVariants.fileName, as: "hanzi", HanziVariants.init) ?? HanziVariants()
    (pack.settlement.variants, pack.vocabulary.variants) = (variants, variants)
    pack.publication = head.publication
    pack.expectedList = head.expectedList
    pack.reporting = head.reporting
    pack.nextQuarter = head.nextQuarter
    pack.duties = read("duties", ExplanationDuty.init) { $0.id }
    pack.outliers = read("outliers", OutlierRule.init) { $0.id }
    pack.location = folder.layers[0].path
    return pack
  }

  private static let empty = PolicyPack(
    id: "", title: LocalizedText(chinese: "", english: ""), version: "", effectiveFrom: nil, hash: "", documents: [],
    vocabulary: RosterVocabulary(sheets: [], codeLists: [:], totalsWords: [], noteWords: []), overview: Overview(),
    derivedColumns: [], checks: [], measures: [], indicators: [], tasks: [], messages: MessageCatalogue())

  /// The head of the pack over the heads of those it extends.
  private mutating func readHead() -> PackHead? {
    let folder = folder
    var head: PackHead?
    for layer in folder.layers.indices.reversed() {
      guard let root = attempt({ try folder.node(of: "pack.yaml", layer: layer) }) else { return nil }
      let base = head
      head = attempt { try PackHead(root, extending: base) }
      guard let head else { return nil }
      origins["pack.yaml"] = Origin(root: root, layer: layer)
      for node in head.removes {
        guard let key = attempt({ try node.text() }) else { continue }
        removals[key] = (layer, node)
      }
    }
    return head
  }

  /// Whether a nearer pack takes the thing out.
  private mutating func consumesRemoval(_ key: String, from layer: Int) -> Bool {
    guard let removal = removals[key], removal.layer < layer else { return false }
    isRemoved.insert(key)
    return true
  }

  private mutating func attempt<Value>(_ body: () throws -> Value) -> Value? {
    do { return try body() } catch let error as PackError {
      errors.append(error)
    } catch {
      errors.append(PackError(file: "pack.yaml", line: nil, message: "\(error)"))
    }
    return nil
  }

  /// One thing per file, in order of file name. The same ID twice in one pack is an error; in a pack and the one it
  /// extends, the nearer stands.
  private mutating func read<Value>(
    _ directory: String, _ make: (PackNode) throws -> Value, id: (Value) -> String
  ) -> [Value] {
    var values: [(key: String, value: Value)] = []
    let (folder, known, kinds) = (folder, documents, kinds)
    for file in folder.files(in: directory) {
      let layer = folder.layer(of: file)
      let parsed = parsedChecks[layer]?[file]
      guard let root = attempt({ try parsed ?? folder.node(of: file, layer: layer, documents: known, kinds: kinds) }),
        let value = attempt({ try make(root) })
      else { continue }
      let key = directory + "/" + id(value)
      if consumesRemoval(key, from: layer) { continue }
      if let other = origins[key] {
        guard other.layer != layer else {
          errors.append(root.failure("“\(id(value))” stands in \(other.root.file) too"))
          continue
        }
        if other.layer < layer { continue }
        values.removeAll { $0.key == key }
      }
      origins[key] = Origin(root: root, layer: layer)
      values.append((key, value))
    }
    return values.map(\.value)
  }

  /// The code lists; a code that names no role has that of the pack further down, or of the time before there were any.
  private mutating func readCodeLists() -> [CodeList] {
    var lists = read("codelists", CodeList.init) { $0.id }
    let isKept = if case .memory = folder.source { true } else { false }
    var below: [String: [String: CodeRole]] = [:]
    let isNeeded = folder.layers.dropLast().contains { !folder.files(in: "codelists", of: $0).isEmpty }
    for layer in folder.layers.indices.dropFirst().reversed() where isNeeded {
      for file in folder.files(in: "codelists", of: folder.layers[layer]) {
        let known = documents
        guard let root = try? folder.node(of: file, layer: layer, documents: known), let list = try? CodeList(root)
        else {
          continue
        }
        for entry in list.entries where entry.role != nil { below[list.id, default: [:]][entry.code] = entry.role }
      }
    }
    for index in lists.indices {
      let id = lists[index].id
      for entry in lists[index].entries.indices where lists[index].entries[entry].role == nil {
        let code = lists[index].entries[entry].code
        lists[index].entries[entry].role = below[id]?[code] ?? (isKept ? CodeRole.former(of: code, in: id) : nil)
      }
    }
    return lists
  }

  /// The kinds of sheet, each with what the packs of the chain add to it, from the furthest to the nearest.
  private mutating func readVocabulary() -> [SheetVocabulary] {
    let persons = readSingle(RecordColumn.personsFile, as: "persons", RecordColumn.ofPersons) ?? []
    let known = schemasBelow(persons)
    let files = read("vocabulary", { try VocabularyFile($0, persons: persons, known: known) }) { $0.id }
    var sheets = files.filter { !$0.isAddition }.map(\.sheet)
    let additions = files.filter(\.isAddition).sorted { layer(of: $0) > layer(of: $1) }
    for addition in additions {
      guard let root = origins["vocabulary/" + addition.id]?.root else { continue }
      guard let index = sheets.firstIndex(where: { $0.kind == addition.sheet.kind }) else {
        errors.append(root.failure("adds-to: no sheet of the kind “\(addition.sheet.kind)”"))
        continue
      }
      var sheet = sheets[index]
      if attempt({ try sheet.add(addition.sheet, root) }) != nil { sheets[index] = sheet }
    }
    kinds = RosterSchemas(sheets.map(\.schema)).kinds.map(\.rawValue)
    return sheets
  }

  /// What a file goes by that says nothing of columns: the nearest pack further down, and for the copies that are kept with
  /// sealed periods, which alone are read from memory, what the program knew when no file did.
  private func schemasBelow(_ persons: [RecordColumn]) -> RosterSchemas {
    var known: [RecordKind: RosterSchema] = [:]
    if case .memory = folder.source { for schema in FormerSchemas.five.all { known[schema.kind] = schema } }
    let isNeeded = folder.layers.dropLast().contains { !folder.files(in: "vocabulary", of: $0).isEmpty }
    for layer in folder.layers.indices.dropFirst().reversed() where isNeeded {
      for file in folder.files(in: "vocabulary", of: folder.layers[layer]) {
        // What is wrong in a file is told when it is read for itself.
        guard let root = try? folder.node(of: file, layer: layer),
          let found = try? VocabularyFile(root, persons: persons, known: RosterSchemas()), !found.isAddition
        else { continue }
        known[found.sheet.kind] = found.sheet.schema
      }
    }
    return RosterSchemas(Array(known.values))
  }

  private func layer(of file: VocabularyFile) -> Int { origins["vocabulary/" + file.id]?.layer ?? 0 }

  /// A file that a pack may have; nil where it has none.
  private mutating func readSingle<Value>(
    _ file: String, as key: String, _ make: (PackNode) throws -> Value
  ) -> Value? {
    let (folder, known, kinds) = (folder, documents, kinds)
    guard folder.holds(file), let root = attempt({ try folder.node(of: file, documents: known, kinds: kinds) }) else {
      return nil
    }
    origins[key] = Origin(root: root, layer: folder.layer(of: file))
    return attempt { try make(root) }
  }

  /// Texts and findings of all packs of the chain; a nearer pack's entry stands for the same key further down.
  private mutating func readMessages() -> MessageFile {
    var all = MessageFile()
    let (folder, known, kinds) = (folder, documents, kinds)
    for layer in folder.layers.indices.reversed() {
      var own = MessageFile()
      let files = ["messages", "checks"].flatMap { folder.files(in: $0, layer: layer) }
      for file in files {
        let isCheck = file.hasPrefix("checks/")
        let root = attempt { try folder.node(of: file, layer: layer, documents: known, kinds: kinds) }
        if isCheck { parsedChecks[layer, default: [:]][file] = root }
        guard let root, let entries = attempt({ try isCheck ? MessageFile(ofCheck: root) : MessageFile(root) }) else {
          continue
        }
        for (key, text) in entries.texts { add(text, key, file, to: &own.texts) }
        for (code, definition) in entries.findings where !consumesRemoval("checks/" + code, from: layer) {
          add(definition, code, file, to: &own.findings)
        }
        own.rules.merge(entries.rules) { $1 }
        for (code, node) in entries.nodes { origins["findings/" + code] = Origin(root: node, layer: layer) }
      }
      all.merge(own)
    }
    return all
  }

  private mutating func add<Value>(_ value: Value, _ key: String, _ file: String, to known: inout [String: Value]) {
    guard known.updateValue(value, forKey: key) == nil else {
      errors.append(PackError(file: file, line: nil, message: "“\(key)” stands in another message file too"))
      return
    }
  }
}
