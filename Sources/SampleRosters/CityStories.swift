// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// What happens to organisations of the sample beyond the school year; `Samples/README.md` tells where each story shows.
///
/// Each is found by where it stands, so the stories survive another seed; a city too small for one goes without it.
struct CityStories {
  static let (second, third) = (Period("2019-Q2")!, CityQuarter.schoolYear)

  /// A village became a community: same ID, another name.
  private(set) var renamed: (branch: Int, name: String)?
  /// A branch that no sheet has any more, and whose members stand nowhere.
  private(set) var vanished: Int?
  /// The county whose youth figure was too high by a quarter.
  private(set) var corrected: Int?
  /// Two streets become one, under an ID of its own.
  private(set) var merged: (old: [Int], new: Int)?
  /// A school that goes to another county's committee.
  private(set) var moved: (school: Int, county: Int)?

  /// Finds them, and adds the organisation that a merger founds.
  init(_ organisations: inout [Organisation]) {
    renamed = organisations.indices.first { organisations[$0].isBranch("新桥村团支部", in: 330281) }.map {
      ($0, organisations[$0].name.replacing("新桥村", with: "新桥社区"))
    }
    vanished = organisations.indices.first {
      organisations[$0].isBranch("社区团支部", in: 330206) && (organisations[$0].branch?.members ?? 0) > 4
    }
    corrected = County.all.firstIndex { $0.code == 330211 }
    let target = County.all.firstIndex { $0.code == 330203 }
    let school = organisations.indices.first {
      organisations[$0].kind == "基层团委" && organisations[$0].sector == "初中" && organisations[$0].isIn(330212)
    }
    if let target, let school { moved = (school, target) }
    merge(&organisations)
  }

  private mutating func merge(_ organisations: inout [Organisation]) {
    let streets = organisations.indices.filter {
      organisations[$0].kind == "团工委" && organisations[$0].isIn(330282)
    }.prefix(2)
    guard streets.count == 2, let parent = organisations[streets[0]].parent else { return }
    let places = streets.map { organisations[$0].shortName.replacing("街道团工委", with: "") }.joined()
    var street = organisations[streets[0]]
    let children = organisations.filter { $0.parent == parent }.count
    let superior = organisations[parent].code
    street.code = Organisation.code(
      under: superior, children + 1, width: street.code.utf8.count - superior.utf8.count)
    street.name = "共青团\(County.all[street.county ?? 0].name)\(places)街道工作委员会"
    street.shortName = "\(places)街道团工委"
    street.elected = "2019-07"
    street.founded = "2019-07"
    street.opens = CityStories.third
    organisations.append(street)
    merged = (Array(streets), organisations.count - 1)
  }

  /// Whose cadres an organisation has: the first of two merged streets gives them.
  func officials(of organisation: Int) -> Int {
    merged.map { $0.new == organisation ? $0.old[0] : organisation } ?? organisation
  }

  /// The organisations as they stand in a quarter.
  func tell(_ organisations: inout [Organisation], in period: Period) {
    guard period >= CityStories.second else { return }
    if let renamed { organisations[renamed.branch].name = renamed.name }
    if let vanished { organisations[vanished].isOpen = false }
    guard period >= CityStories.third else { return }
    if let merged {
      for index in organisations.indices where merged.old.contains(organisations[index].parent ?? -1) {
        organisations[index].parent = merged.new
      }
      for index in merged.old { organisations[index].isOpen = false }
    }
    if let moved {
      organisations[moved.school].parent = organisations.firstIndex { $0.county == moved.county }
      for index in organisations.indices where index == moved.school || organisations[index].parent == moved.school {
        organisations[index].county = moved.county
      }
    }
  }

  /// `unit-mapping.yaml`: what neither ID nor name tells.
  func mapping(_ organisations: [Organisation]) -> String {
    var text =
      "# What became of organisations where neither ID nor name tells: put it into the workspace, or name it with --mapping.\n"
    guard let merged else { return text + "[]\n" }
    let names = (merged.old + [merged.new]).map { organisations[$0].shortName }
    text += "# \(names[0])、\(names[1]) → \(names[2])\n"
    for old in merged.old {
      let codes = [old, merged.new].map { organisations[$0].code }
      text += "- {kind: merge, old: \"\(codes[0])\", new: \"\(codes[1])\", period: \(CityStories.third)}\n"
    }
    return text
  }
}

extension Organisation {
  fileprivate func isIn(_ code: Int) -> Bool { county.map { County.all[$0].code == code } ?? false }

  fileprivate func isBranch(_ ending: String, in code: Int) -> Bool {
    isIn(code) && branch?.cohort == .adult && name.hasSuffix(ending)
  }
}
