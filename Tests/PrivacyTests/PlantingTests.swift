// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Testing

/// Numbers and names of persons where they do not belong are nowhere to be read: not in any byte of the workspace, free
/// pages too, nor in reports, on the terminal, or in what is left in temporary folders.
@Suite(.serialized) struct PlantingTests {
  private static let isSoak = ProcessInfo.processInfo.environment["LEAGUE_CENSUS_SOAK"] == "1"

  /// Twelve kinds of number in every column of every kind of sheet in all forms; a part of them by chance unless the
  /// environment asks for all (`LEAGUE_CENSUS_SOAK=1`).
  @Test(arguments: ["masked", "full"]) func aNumberInAnyColumnIsNowhere(names: String) throws {
    let town = try PlantedTown(names: names)
    let seed = UInt64(ProcessInfo.processInfo.environment["LEAGUE_CENSUS_SEED"] ?? "") ?? 12
    var dice = Dice(seed: seed)
    for sheet in town.sheets {
      let fields = sheet.fields.filter { $0.type != .ignored }
      var plants: [(column: Int, plant: Plant)] = []
      for column in fields.indices {
        for kind in Plant.Kind.allCases {
          for form in Plant.forms where PlantingTests.isSoak || dice.number(0...90) == 0 {
            plants.append((column, Plant(kind, form: form, dice: &dice)))
          }
        }
      }
      try town.write(sheet, count: plants.count, named: sheet.kind.rawValue) { index, row in
        row[plants[index].column] = plants[index].plant.text
      }
      for (column, plant) in plants {
        town.note(plant.digits, at: "\(sheet.kind).\(fields[column].id) “\(plant.text)”")
      }
    }
    try expectNothing(of: town, "seed \(seed)")
  }

  /// Numbers that their sender has masked already, in every column: what he left of them goes as well.
  @Test func whatAMaskOfTheSenderShowsIsNowhere() throws {
    let town = try PlantedTown()
    var dice = Dice(seed: 5)
    var ends: [String: String] = [:]
    for sheet in town.sheets {
      let fields = sheet.fields.filter { $0.type != .ignored }
      try town.write(sheet, count: fields.count * 4, named: sheet.kind.rawValue) { index, row in
        let phone = Plant(.mobile, form: 0, dice: &dice).digits
        let id = Plant(.id, form: 0, dice: &dice).digits
        let (phoneEnd, idEnd) = (String(phone.suffix(4)), String(id.suffix(4)))
        let shown: String
        switch index % 4 {
        case 0: shown = "\(phone.prefix(3))****\(phoneEnd)"
        case 1: shown = "\(id.prefix(6))********\(idEnd)"
        case 2: shown = "联系人\(phone.prefix(3))××××\(phoneEnd)"
        default: shown = "证件\(id.prefix(10))＊＊＊＊\(idEnd)。"
        }
        row[index / 4] = shown
        let end: String = ["*", "*", "×", "＊"][index % 4] + (index % 2 == 0 ? phoneEnd : idEnd)
        ends[end] = "\(sheet.kind).\(fields[index / 4].id) “\(shown)”"
      }
    }
    let texts = try town.outputs()
    let leaks = ends.compactMap { end, place in
      texts.first { $0.1.range(of: Data(end.utf8)) != nil }.map { "\(place) in \($0.0)" }
    }
    #expect(leaks.isEmpty, "\(leaks.count) of \(ends.count) leak\n\(leaks.sorted().prefix(20).joined(separator: "\n"))")
  }

  @Test func aNumberInHeadingsSheetNamesFileNamesAndTitlesIsNowhere() throws {
    let town = try PlantedTown()
    var dice = Dice(seed: 7)
    for (index, form) in Plant.forms.enumerated() {
      let plants = (0..<4).map { _ in
        Plant([.id, .mobile, .memberNumber, .idWithX][dice.number(0...3)], form: form, dice: &dice)
      }
      let name = "名册" + plants[0].text.replacing("/", with: "-")
      try town.write(
        name, ["附表" + plants[1].text, "", "", ""],
        rows: [
          ["姓名", "入团年月", "所在团支部", "备用" + plants[2].text, ""], ["王小明", "2019-05", "东村团支部", "甲", plants[3].text],
        ])
      for plant in plants { town.note(plant.digits, at: "sheet \(index) “\(plant.text)”") }
      try writeBook(index, form, in: town, &dice)
    }
    try expectNothing(of: town, "headings")
  }

  /// Names of sheets, a title, a line below, a column without a heading, and rows without any heading at all.
  private func writeBook(_ index: Int, _ form: Int, in town: PlantedTown, _ dice: inout Dice) throws {
    let plants = (0..<6).map { _ in Plant([.id, .mobile, .idOfFifteen][dice.number(0...2)], form: form, dice: &dice) }
    let texts = plants.map(\.text)
    try town.write(
      book: "花名册\(index)",
      sheets: [
        (
          "团员" + texts[0],
          [
            ["团员花名册 " + texts[1]], ["姓名", "入团年月", "所在团支部", ""], ["王小明", "2019-05", "东村团支部", texts[2]],
            ["填表人联系 " + texts[3]],
          ]
        ), ("底" + texts[4], [["王小明", texts[5], "东村团支部"], ["李大海", texts[5], "西村团支部"]]),
      ])
    for plant in plants { town.note(plant.digits, at: "book \(index) “\(plant.text)”") }
  }

  /// Rows that slipped by one to three columns to the right or to the left: no name of a person is quoted or kept.
  @Test func aNameInAColumnThatSlippedIsNowhere() throws {
    let town = try PlantedTown()
    var dice = Dice(seed: 3)
    var names: [String] = []
    for sheet in town.sheets where sheet.schema.namesPersons {
      let fields = sheet.fields.filter { $0.type != .ignored }
      let person = fields.firstIndex { $0.type == .personName } ?? 0
      let id = fields.firstIndex { $0.type == .nationalID }
      try town.write(sheet, count: 24, named: sheet.kind.rawValue) { index, row in
        let name = PlantingTests.name(&dice)
        names.append(name)
        row[person] = name
        if let id { row[id] = Plant(.id, form: 0, dice: &dice).digits }
        let shift = [1, 2, 3, -1, -2, -3][index % 6]
        row = row.indices.map { row.indices.contains($0 - shift) ? row[$0 - shift] : "" }
      }
    }
    let texts = try town.outputs()
    for name in names {
      let place = texts.first { $0.1.range(of: Data(name.utf8)) != nil }
      #expect(place == nil, "\(name) in \(place?.0 ?? "")")
    }
  }

  private static func name(_ dice: inout Dice) -> String {
    let (surnames, given) = (Array("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨"), Array("璟玥瑄珺玮琨瑜璇琪琳珊珂玥珞瑶"))
    return String([surnames[dice.number(0...14)], given[dice.number(0...14)], given[dice.number(0...14)]])
  }

  private func expectNothing(of town: PlantedTown, _ note: String) throws {
    try #require(town.planted.count > 100)
    let digits = PlantedDigits(town.planted.keys)
    let texts = try town.outputs()
    let complaints = texts.filter { $0.0.hasSuffix("stderr") }.map { String(decoding: $0.1.prefix(300), as: UTF8.self) }
    #expect(texts.count > 60, "\(complaints)")
    var leaks: [String: String] = [:]
    for (place, text) in texts { for plant in digits.found(in: text) { leaks[plant] = place } }
    let told = leaks.sorted { $0.key < $1.key }.prefix(30).map { "\(town.planted[$0.key] ?? "") in \($0.value)" }
    print("\(note): \(town.planted.count) planted, \(leaks.count) leaked, \(texts.count) texts searched")
    #expect(leaks.isEmpty, "\(note): \(leaks.count) of \(town.planted.count) leak\n\(told.joined(separator: "\n"))")
  }

  /// A file is named as its sender calls it, or as the program prints it.
  @Test func aFileNamedAfterAPhoneIsFound() throws {
    let town = try PlantedTown()
    var dice = Dice(seed: 7)
    let phone = Plant(.mobile, form: 0, dice: &dice).digits
    try town.write(
      "名册" + phone, ["姓名", "身份证号码", "入团年月", "所在团支部"],
      rows: [["李大海", "330203200501011238", "2019-05", "东村团支部"]])
    let workspace = ["--workspace", town.folder + "/ws"]
    _ = try Program.run(["import", "--period", "2019-Q2", town.folder + "/in"] + workspace)
    let address = ["--file", "in/名册\(phone).csv", "--row", "2"]
    let history = try Program.run(["history", "--period", "2019-Q2"] + address + workspace)
    #expect(history.status == 0 && history.output.contains("名册***********.csv"), "\(history.errors)")
    let nobody = try Program.run(
      ["history", "--period", "2019-Q2", "--file", "in/名册\(phone).csv", "--row", "9"] + workspace)
    #expect(nobody.status == 2 && !nobody.errors.contains(phone), "\(nobody.errors)")
    let erased = try Program.run(["erase", "--yes", "--by", "W"] + address + workspace)
    #expect(erased.status == 0 && !(erased.output + erased.errors).contains(phone), "\(erased.errors)")
    let gone = try Program.run(["erase", "--yes", "--by", "W"] + address + workspace)
    #expect(gone.status == 2 && !(gone.output + gone.errors).contains(phone), "\(gone.output)")
  }

  /// A test that looks for nothing finds nothing: planted digits are seen in every form.
  @Test func thePlantsWouldBeSeen() {
    var dice = Dice(seed: 1)
    for kind in Plant.Kind.allCases {
      for form in Plant.forms {
        let plant = Plant(kind, form: form, dice: &dice)
        #expect(PlantedDigits([plant.digits]).found(in: "甲" + plant.text + "乙") == [plant.digits], "\(plant.text)")
      }
    }
  }
}
