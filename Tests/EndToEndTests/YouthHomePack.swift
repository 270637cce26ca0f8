// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A roster that no line of the program knows: 青年之家台账, with a code list, a check, two measures and an indicator.
enum YouthHomePack {
  /// Writes the pack, and returns its folder.
  static func write(into folder: String, adding more: [String: String] = [:]) throws -> String {
    for (name, text) in files.merging(more, uniquingKeysWith: { _, new in new }) {
      let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder
  }

  private static let files = [
    "checks/youth-home-idle.yaml": """
    id: youth-home-idle
    kind: youth_home
    condition: activities = 0
    field: activities
    facts: [name]
    severity: warning
    title: {zh-Hans: 青年之家没有活动, en: Youth home without activities}
    message: {zh-Hans: "“{name}”本季度没有活动。", en: "“{name}” had no activity this quarter."}
    remedy: {zh-Hans: 请核对活动数。, en: Check the number of activities.}
    derived: {zh-Hans: 试, en: a test}
    examples:
      - {row: {activities: 0}, gives: 1}
      - {row: {activities: 3}, gives: 0}

    """,
    "codelists/youth-home-level.yaml": """
    id: youth-home-level
    title: {zh-Hans: 青年之家等级, en: Level of a youth home}
    codes:
      city: {zh-Hans: 市级, en: city}
      county: {zh-Hans: 县级, en: county}
      street: {zh-Hans: 街道级, en: street, synonyms: [镇级]}

    """,
    "indicators/youth-homes-active-share.yaml": """
    id: youth-homes-active-share
    title: {zh-Hans: 青年之家活跃率, en: Share of active youth homes}
    meaning: {zh-Hans: 有活动的占全部, en: active ones among all}
    numerator: youth-homes-active
    denominator: youth-homes
    unit: percent
    decimals: 2
    direction: higher-is-better
    breakdowns: [children]
    derived: {zh-Hans: 试, en: a test}
    advice: {zh-Hans: 多办活动。, en: Hold activities.}
    examples:
      - {numerator: 3, denominator: 8, state: value, value: "37.50"}
      - {numerator: 0, denominator: 0, state: denominator-zero}

    """,
    "measures/youth-homes-active.yaml": """
    id: youth-homes-active
    title: {zh-Hans: 有活动的青年之家数, en: Active youth homes}
    meaning: {zh-Hans: 本季度有活动的青年之家, en: youth homes with an activity this quarter}
    kind: youth_home
    condition: activities > 0 AND level IN ('city', 'county', 'street')
    derived: {zh-Hans: 试, en: a test}
    examples:
      - {row: {activities: 3, level: city}, gives: 1}
      - {row: {activities: 0, level: city}, gives: 0}

    """,
    "measures/youth-homes.yaml": """
    id: youth-homes
    title: {zh-Hans: 青年之家数, en: Youth homes}
    meaning: {zh-Hans: 台账里的青年之家, en: youth homes of the list}
    kind: youth_home
    condition: 1 = 1
    derived: {zh-Hans: 试, en: a test}

    """,
    "pack.yaml": """
    id: homes
    extends: ningbo-2019
    title: {zh-Hans: 青年之家, en: youth homes}
    version: "1"
    effective-from: 2019-05-22

    """,
    "vocabulary/youth-homes.yaml": """
    kind: youth_home
    title: 青年之家台账
    name: {zh-Hans: 青年之家台账, en: youth homes}
    title-words: [青年之家]
    subject: [name]
    organisation: unit
    requires:
      - {any: [name], else: row-no-name}
      - {any: [unit], else: row-no-organisation}
    identity: [name, unit]
    once: {by: [name, unit]}
    later: {days: [opened]}
    figures: {columns: [activities]}
    covers: true
    fields:
      name: {heading: 青年之家名称, synonyms: [名称], type: text, required: true, example: 月湖青年之家}
      level: {heading: 等级, type: code, codes: youth-home-level, example: 县级}
      opened: {heading: 启用时间, type: day-first, monthly: true, example: "2018-05"}
      unit: {heading: 所属团组织, type: organisation, required: true, example: 共青团宁波市海曙区委}
      activities: {heading: 本季度活动数, type: integer, required: true, example: "6"}
    columns:
      name: {type: text, zh-Hans: 青年之家名称, en: name of the youth home}
      level: {type: code, zh-Hans: 等级, en: level}
      opened: {type: day, zh-Hans: 启用时间, en: opened on}
      unit: {type: organisation, zh-Hans: 所属团组织，写编号或全称, en: "League organisation, by ID or full name"}
      activities: {type: integer, zh-Hans: 本季度活动数, en: activities this quarter}

    """,
  ]
}
