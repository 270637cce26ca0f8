// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import Testing

/// What a pack says of the kinds of sheet, and of codes that the engine must know.
@Suite struct RosterSchemaTests {
  @Test func everyKindOfTheEngineHasItsSchema() throws {
    let schemas = try PackLoader.load("ningbo-2019").vocabulary.schemas
    #expect(Array(schemas.kinds.prefix(RecordKind.known.count)) == RecordKind.known)
    for schema in schemas.all {
      for column in schema.columns {
        let (chinese, english) = (column.meaning.chinese, column.meaning.english)
        #expect(chinese.unicodeScalars.contains { $0.value > 0x2E80 }, "\(schema.kind) \(column.name)")
        #expect(
          !english.isEmpty && !english.unicodeScalars.contains { $0.value > 0x2E80 }, "\(schema.kind) \(column.name)")
        #expect(column.type != .code || column.codeList != nil, "\(schema.kind) \(column.name)")
      }
    }
  }

  /// Whoever reads a period of format 5 goes by what the program knew then; the pack has not taken anything of it back.
  @Test func theFormerSchemasAreStillThere() throws {
    let schemas = try PackLoader.load("ningbo-2019").vocabulary.schemas
    for former in FormerSchemas.five.all {
      let present = schemas[former.kind]
      #expect(present.organisationColumn == former.organisationColumn && present.identity == former.identity)
      for column in former.columns { #expect(present.column(column.name)?.type == column.type, "\(column.name)") }
    }
  }

  private static let natures = """
    id: cadre-nature
    title: {zh-Hans: 团干部性质, en: Cadre nature}
    codes:
      full-time: {zh-Hans: 专职, en: full-time%}
      part-time: {zh-Hans: 兼职, en: part-time}
      second: {zh-Hans: 挂职, en: seconded}
      public-welfare: {zh-Hans: 公益性岗位, en: public-welfare post}
    """

  /// A code keeps the role it has further down; what the engine needs and no code has is an error with file and line.
  @Test func aRoleThatNoCodeHasIsRefused() throws {
    let folder = try TemporaryPack(["codelists/cadre-nature.yaml": Self.natures.replacing("%", with: "")])
    let errors = try PackLoader.check(folder.path)
    // Measures of the pack below name the code as well.
    let own = errors.filter { !$0.file.hasPrefix("ningbo-2019/") }
    #expect(own.map(\.file) == ["codelists/cadre-nature.yaml"] && own.map(\.line) == [4])
    #expect(own.first?.message.contains("“seconded”") == true)
    #expect(throws: PackError.self) { try PackLoader.load(folder.path) }
  }

  @Test func aRoleBelongsToOneCodeOfItsList() throws {
    let twice = Self.natures.replacing("en: seconded", with: "en: seconded, role: part-time")
      .replacing("%", with: ", role: withdrawn")
    let folder = try TemporaryPack(["codelists/cadre-nature.yaml": twice])
    let messages = try PackLoader.check(folder.path).map(\.message)
    #expect(messages.contains("part-time has the role “part-time” already"))
    #expect(messages.contains("role: the engine looks for “withdrawn” in another list"))
  }

  private static let home = """
    kind: youth_home
    title: 青年之家台账
    name: {zh-Hans: 青年之家, en: youth homes}
    subject: [name]
    organisation: unit
    identity: [name, unit]
    fields:
      name: {heading: 青年之家名称, type: text, required: true}
      unit: {heading: 所属团组织, type: organisation, required: true}
    columns:
      name: {type: text, zh-Hans: 名称, en: name}
      unit: {type: organisation, zh-Hans: 所属团组织, en: organisation}
    """

  @Test(arguments: [
    ("identity: [name, unit]", "identity: [name, level]", 6, "identity: youth_home has no column “level”"),
    ("organisation: unit", "organisation: name", 5, "no column of type organisation"),
    ("kind: youth_home", "kind: replacement", 1, "no name for a kind"),
    ("      name: {type: text", "      group: {type: text", 11, "no name for a column"),
    ("type: text, zh-Hans", "type: text, origin: derived, zh-Hans", 11, "names the columns it is worked out from"),
    ("name: {zh-Hans: 青年之家, en: youth homes}\n", "", 1, "name: what its records are called"),
    ("subject: [name]", "subject: [title]", 1, "subject and requires name fields"),
    (
      "subject: [name]", "once: {by: [name], finding: none-such}\nsubject: [name]", 4, "there is no finding “none-such”"
    ),
  ])
  func aMistakeHasItsLine(text: String, other: String, line: Int, message: String) throws {
    let sound = try TemporaryPack(["vocabulary/homes.yaml": Self.home])
    #expect(try PackLoader.check(sound.path) == [])
    // Of the columns, not of the fields.
    let range = try #require(Self.home.ranges(of: text.trimmingPrefix("    ")).last)
    let broken = Self.home.replacingCharacters(in: range, with: other.trimmingPrefix("    "))
    let folder = try TemporaryPack(["vocabulary/homes.yaml": broken])
    let errors = try PackLoader.check(folder.path)
    #expect(errors.contains { $0.line == line && $0.message.contains(message) }, "\(errors)")
  }

  @Test func aPackAddsToAKind() throws {
    let more = """
      adds-to: member
      fields:
        blood_donor: {heading: 是否献血, type: flag}
      columns:
        blood_donor: {type: flag, zh-Hans: 是否献过血, en: whether a blood donor}
      """
    let folder = try TemporaryPack(["vocabulary/members-more.yaml": more])
    #expect(try PackLoader.check(folder.path) == [])
    let (own, base) = (try PackLoader.load(folder.path), try PackLoader.load("ningbo-2019"))
    let names = own.vocabulary.schemas[.member].columns.map(\.name)
    #expect(names == base.vocabulary.schemas[.member].columns.map(\.name) + ["blood_donor"])
    let again = try TemporaryPack(["vocabulary/m.yaml": more.replacing("blood_donor", with: "joined")])
    #expect(try PackLoader.check(again.path).map(\.message) == ["fields: member has a field “joined” already"])
    let nobody = try TemporaryPack(["vocabulary/m.yaml": more.replacing("to: member", with: "to: nobody")])
    #expect(try PackLoader.check(nobody.path).map(\.message) == ["adds-to: no sheet of the kind “nobody”"])
  }

  /// What the engine itself reads or writes cannot be left out.
  @Test func aColumnOfTheEngineIsMissed() throws {
    let text = """
      kind: explanation
      title: 变动说明
      subject: [organisation]
      organisation: organisation
      identity: [organisation, measure]
      fields:
        organisation: {heading: 单位, type: organisation, required: true}
        measure: {heading: 数据项, type: text, required: true}
      columns:
        organisation: {type: organisation, zh-Hans: 单位, en: unit}
        measure: {type: text, zh-Hans: 数据项, en: measure}
        explanation: {type: integer, zh-Hans: 说明, en: why}
        name: {type: text, zh-Hans: 填报人, en: who}
        reported_on: {type: day, zh-Hans: 填报日期, en: when}
      """
    let folder = try TemporaryPack(["vocabulary/explanations.yaml": text])
    let errors = try PackLoader.check(folder.path)
    #expect(errors.contains { $0.message == "columns: the engine needs “explanation” of type text" && $0.line != nil })
  }
}
