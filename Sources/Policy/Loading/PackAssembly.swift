// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Crypto
import Findings

/// Puts a pack together from its files, collecting the errors of all of them.
struct PackAssembly {
  /// File and line of each thing, by "kind/id", for errors found later.
  struct Origin {
    var file: String
    var line: Int?
  }

  let folder: PackFolder
  private(set) var errors: [PackError] = []
  private(set) var origins: [String: Origin] = [:]
  private var documents: [String: SourceReference] = [:]

  init(folder: PackFolder) { self.folder = folder }

  mutating func assemble() -> PolicyPack {
    let folder = folder
    let head = attempt { try PackHead(folder.node(of: "pack.yaml")) }
    documents = head?.documents ?? [:]
    let lists = read("codelists", CodeList.init) { $0.id }
    let sheets = read("vocabulary", SheetVocabulary.init) { $0.kind.rawValue }
    let messages = readMessages()
    var pack = PolicyPack(
      id: head?.id ?? "", title: head?.title ?? LocalizedText(chinese: "", english: ""), version: head?.version ?? "",
      effectiveFrom: head?.effectiveFrom, hash: hash(),
      documents: documents.sorted { $0.key < $1.key }.map(\.value),
      vocabulary: RosterVocabulary(
        sheets: sheets, codeLists: Dictionary(lists.map { ($0.id, $0) }) { first, _ in first },
        totalsWords: head?.totalsWords ?? [], noteWords: head?.noteWords ?? [],
        countingWords: head?.countingWords ?? [], noteSheets: head?.noteSheets ?? [],
        exportLimits: head?.exportLimits ?? []),
      overview: head?.overview ?? Overview(),
      derivedColumns: read("columns", DerivedColumn.init) { $0.id },
      checks: read("checks", RecordCheck.init) { $0.id }, measures: read("measures", Measure.init) { $0.id },
      indicators: read("indicators", Indicator.init) { $0.id }, tasks: read("tasks", ReformTask.init) { $0.id },
      messages: messages)
    pack.publishedFigures = head?.publishedFigures ?? [:]
    pack.assessment = readSingle(AssessmentRules.fileName, as: "assessment", AssessmentRules.init) ?? AssessmentRules()
    pack.waivers = readSingle(Waiver.fileName, as: "waivers") { try $0.list().map(Waiver.init) } ?? []
    pack.tables = read("tables", CensusTable.init) { $0.id }
    pack.transitions = read("transitions", Transition.init) { $0.id }
    return pack
  }

  private mutating func attempt<Value>(_ body: () throws -> Value) -> Value? {
    do { return try body() } catch let error as PackError {
      errors.append(error)
    } catch {
      errors.append(PackError(file: "pack.yaml", line: nil, message: "\(error)"))
    }
    return nil
  }

  /// One thing per file, in order of file name; the same ID twice is an error.
  private mutating func read<Value>(
    _ directory: String, _ make: (PackNode) throws -> Value, id: (Value) -> String
  ) -> [Value] {
    var values: [Value] = []
    let (folder, known) = (folder, documents)
    for file in folder.files(in: directory) {
      guard let root = attempt({ try folder.node(of: file, documents: known) }),
        let value = attempt({ try make(root) })
      else { continue }
      let key = directory + "/" + id(value)
      if let other = origins[key] {
        errors.append(PackError(file: file, line: 1, message: "“\(id(value))” stands in \(other.file) too"))
        continue
      }
      origins[key] = Origin(file: file, line: root.line)
      values.append(value)
    }
    return values
  }

  /// A file that a pack may have; nil where it has none.
  private mutating func readSingle<Value>(
    _ file: String, as key: String, _ make: (PackNode) throws -> Value
  ) -> Value? {
    let (folder, known) = (folder, documents)
    guard folder.holds(file), let root = attempt({ try folder.node(of: file, documents: known) }) else { return nil }
    origins[key] = Origin(file: file, line: root.line)
    return attempt { try make(root) }
  }

  private mutating func readMessages() -> MessageCatalogue {
    var catalogue = MessageCatalogue()
    let folder = folder
    for file in folder.files(in: "messages") + folder.files(in: "checks") {
      let entries = attempt { () throws -> MessageCatalogue in
        let root = try folder.node(of: file)
        return file.hasPrefix("checks/") ? try PackAssembly.words(ofCheck: root) : try PackAssembly.entries(of: root)
      }
      for (key, text) in entries?.texts ?? [:] { add(text, key, file, to: &catalogue.texts) }
      for (code, definition) in entries?.findings ?? [:] { add(definition, code, file, to: &catalogue.findings) }
    }
    return catalogue
  }

  private mutating func add<Value>(_ value: Value, _ key: String, _ file: String, to known: inout [String: Value]) {
    guard known.updateValue(value, forKey: key) == nil else {
      errors.append(PackError(file: file, line: nil, message: "“\(key)” stands in another message file too"))
      return
    }
  }

  private static func entries(of root: PackNode) throws -> MessageCatalogue {
    let name = root.file.split(separator: "/").last ?? ""
    let definesFindings = name.hasPrefix("findings-") || name.hasPrefix("errors-")
    var catalogue = MessageCatalogue()
    for (key, value) in try root.mapping() {
      if definesFindings {
        let fields = try value.fields(["severity", "title", "message", "remedy"])
        catalogue.findings[key] = try FindingDefinition(code: key, fields)
      } else {
        catalogue.texts[key] = try value.localized()
      }
    }
    return catalogue
  }

  private static func words(ofCheck root: PackNode) throws -> MessageCatalogue {
    let values = Dictionary(uniqueKeysWithValues: try root.mapping())
    let fields = PackFields(owner: root, values: values)
    let code = try fields.required("id").text()
    var definition = try FindingDefinition(code: code, fields)
    definition.isTrial = try fields.optional("trial")?.flag() ?? false
    return MessageCatalogue(findings: [code: definition])
  }

  /// SHA-256 over names and bytes of all files in order of name.
  private func hash() -> String {
    var hasher = SHA256()
    let directories = [
      "checks", "codelists", "columns", "indicators", "measures", "messages", "tables", "tasks", "transitions",
      "vocabulary",
    ]
    let single = [AssessmentRules.fileName, Waiver.fileName].filter(folder.holds)
    for file in directories.flatMap(folder.files) + ["pack.yaml"] + single {
      hasher.update(data: Array(file.utf8) + [0])
      hasher.update(data: (try? folder.bytes(of: file)) ?? [])
    }
    return hasher.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
