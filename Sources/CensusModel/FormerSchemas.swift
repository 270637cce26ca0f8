// SPDX-License-Identifier: Apache-2.0

/// The schemas of periods that keep none: format 5 knew what each kind is from the program alone. Nothing here changes any
/// more; what a kind is today stands in the packs.
package enum FormerSchemas {
  /// What the kinds of sheets were in format 5, with every column the store of such a period has.
  package static let five = RosterSchemas([
    schema(
      .organisation, 10, ["full_name", "code"], organisation: "code", identity: [["code"]],
      precedence: .init(days: [["last_election"]]),
      figures: ["students", "youth_14_28", "party_by_recommendation", "reported_members"], holdBelow: true,
      columns(
        """
        code text; full_name text; short_name text; kind code; sector code; parent organisation; district text;
        system text; founded day; last_election day; admin_posts integer; admin_filled integer; public_posts integer;
        public_filled integer; secretary_named flag; secretary_key pseudonym; youth_14_28 integer;
        party_by_recommendation integer; stage code; grade text; graduating flag; students integer;
        reported_members integer; territory text settled; line text settled; namesakes integer settled;
        star_rating code
        """)),
    schema(
      .member, 20, ["name", "national-id"], organisation: "organisation",
      identity: [["person_high"], ["person_low"], ["name"], ["birth"]],
      precedence: .init(state: "membership"),
      covers: true,
      persons
        + columns(
          """
          organisation organisation; ethnicity code; political_status code; education code; joined day month;
          joining_age integer derived birth+joined; number_key pseudonym; number_masked text;
          number_length integer derived number_key; number_year integer derived number_key;
          number_prefix integer derived number_key; post text; membership code; counted flag derived membership;
          volunteer_since day month; registration text; evaluation code; joined_party day month;
          party_recommended flag; pioneer_recommended flag; occupation code; income code; verified code;
          report_state code; workplace text; graduation_due day month; other_rosters integer settled;
          on_two_lines flag settled; also_in text settled
          """)),
    schema(
      .cadre, 30, ["name", "national-id"], organisation: "organisation",
      identity: [["person_high"], ["person_low"], ["name"], ["organisation"]],
      precedence: .init(days: [["appointed"]], state: "in_post"),
      once: .init(columns: [["person_high"], ["person_low"], ["organisation"]], finding: "record-duplicate"),
      covers: true,
      persons
        + columns(
          """
          organisation organisation; post text; nature code; appointed day month; in_post code; left_post day month;
          education code; political_status code; ethnicity code; party_committee_member flag; linked_youth integer;
          training_hours integer
          """)),
    schema(
      .transfer, 40, ["name", "national-id"], organisation: "from_organisation",
      identity: [["person_high"], ["person_low"], ["name"], ["from_organisation"], ["applied"]],
      precedence: .init(days: [["completed", "applied"]], state: "state"),
      once: .init(
        columns: [
          ["person_high"], ["person_low"], ["from_organisation"], ["to_organisation"], ["applied"], ["state"],
          ["completed"],
        ], finding: "record-duplicate"),
      covers: true,
      persons
        + columns(
          """
          state code; reason text; from_organisation organisation; from_parent text; to_organisation organisation;
          to_parent text; applicant text; applied day; completed day; minutes_taken integer derived applied+completed;
          destination text; days_since_applied integer settled applied
          """)),
    schema(
      .youth, 50, ["organisation"], organisation: "organisation", identity: [["organisation"], ["sector"]],
      precedence: .init(days: [["as_of"]]),
      once: .init(columns: [["organisation"], ["sector"]], apart: "youth_14_28"),
      figures: ["youth_14_28", "youth_14_35"], holdBelow: true,
      columns(
        """
        organisation organisation; sector code; youth_14_28 integer; youth_14_35 integer; source text; as_of day
        """)),
    schema(
      .workUnit, 60, ["name"], organisation: "parent", identity: [["credit_code", "name"]],
      once: .init(columns: [["credit_code", "name"], ["parent"]]),
      figures: ["should_establish", "established"],
      covers: true,
      columns(
        """
        name text; credit_code text; type text; district text; parent organisation; youth integer;
        should_establish flag; established organisation; namesakes integer settled
        """)),
    schema(
      .graduate, 70, ["name", "national-id"], organisation: "organisation",
      identity: [["person_high"], ["person_low"], ["name"], ["birth"]],
      once: .init(columns: [["person_high"], ["person_low"]], finding: "person-duplicate"),
      covers: true,
      persons
        + columns(
          """
          organisation organisation; destination text; delayed flag; teacher flag; initiated flag settled;
          completed flag settled; arrived_sector code settled codes:sector; arrived_kind code settled codes:organisation-kind; arrived_name text settled;
          transfer_state code settled codes:transfer-state; transfer_days integer settled; rosters integer settled; in_origin flag settled;
          in_destination flag settled
          """)),
    schema(
      .pioneerSchool, 80, ["organisation"], organisation: "organisation", identity: [["organisation"]],
      once: .init(columns: [["organisation"]]),
      figures: ["pioneers", "pioneers_14", "recommended", "joined_league"],
      columns(
        """
        organisation organisation; pioneers integer; pioneers_14 integer; recommended integer; joined_league integer
        """)),
    schema(
      .federationMember, 90, ["name", "national-id"], organisation: "organisation",
      identity: [["person_high"], ["person_low"], ["name"], ["organisation"]],
      once: .init(columns: [["person_high"], ["person_low"], ["organisation"]], finding: "record-duplicate"),
      persons
        + columns(
          """
          organisation organisation; circle text; ethnicity code; political_status code; front_line flag
          """)),
    schema(
      .progress, 100, ["organisation"], organisation: "organisation", identity: [["task"], ["organisation"]],
      columns(
        """
        task text; organisation organisation; state code; description text; evidence text; name text;
        reported_on day; valid_until day
        """)),
    schema(
      .reportedTotal, 110, ["organisation"], organisation: "organisation", identity: [["organisation"], ["sector"]],
      once: .init(columns: [["organisation"], ["sector"]]),
      figures: [
        "committees", "working_committees", "general_branches", "branches", "members", "new_members", "full_time",
        "part_time", "seconded",
      ], holdBelow: true,
      columns(
        """
        organisation organisation; sector code; committees integer; working_committees integer;
        general_branches integer; branches integer; members integer; new_members integer; full_time integer;
        part_time integer; seconded integer
        """)),
    schema(
      .explanation, 120, ["organisation"], organisation: "organisation", identity: [["organisation"], ["measure"]],
      columns(
        """
        organisation organisation; measure text; explanation text; name text; reported_on day
        """)),
  ])

  private static let persons = columns(
    """
    name text; name_key pseudonym; person_high pseudonym derived id_masked+name+birth;
    person_low pseudonym derived id_masked+name+birth; id_masked text;
    shown_key pseudonym derived name_key+id_masked; id_form code codes:id-form; sex code codes:sex; birth day month;
    age integer settled birth; region text derived id_masked; phone_key pseudonym; phone_masked text
    """)

  private static func schema(
    _ kind: RecordKind, _ position: Int, _ subject: [String], organisation: String,
    identity: [RosterSchema.Alternatives], precedence: RosterSchema.Precedence = .init(),
    once: RosterSchema.Once? = nil, figures: [String] = [], holdBelow: Bool = false, covers: Bool = false,
    _ columns: [RecordColumn]
  ) -> RosterSchema {
    var schema = RosterSchema(
      kind: kind, position: position, columns: columns, subject: subject, organisationColumn: organisation,
      identity: identity)
    (schema.precedence, schema.once, schema.coversUnits) = (precedence, once, covers)
    (schema.figures, schema.figuresHoldBelow) = (figures, holdBelow)
    schema.requirements = requirements(of: schema)
    return schema
  }

  /// `name type [origin] [sources] [month] [codes:list]`, divided by semicolons.
  private static func columns(_ text: String) -> [RecordColumn] {
    text.split(separator: ";").map { entry in
      let words = entry.split(whereSeparator: \.isWhitespace).map(String.init)
      let origin = words.lazy.compactMap(RecordColumn.Origin.init).first ?? .sent
      let sources = words.dropFirst(2).first { $0.contains("+") || origin != .sent && isName($0) }
      return RecordColumn(
        words[0], ColumnType(rawValue: words[1]) ?? .text, origin: origin,
        sources: sources?.split(separator: "+").map(String.init) ?? [],
        leaving: words.contains("month") ? .month : .whole,
        codeList: words.first { $0.hasPrefix("codes:") }.map { String($0.dropFirst(6)) })
    }
  }

  private static func isName(_ word: String) -> Bool {
    RecordColumn.Origin(rawValue: word) == nil && word != "month" && !word.hasPrefix("codes:")
  }

  private static func requirements(of schema: RosterSchema) -> [RosterSchema.Requirement] {
    func row(_ any: String..., or reason: String) -> RosterSchema.Requirement { .init(any: any, reason: reason) }
    let named = row(schema.organisationColumn, or: "row-no-organisation")
    switch schema.kind {
    case .organisation: return [row("full_name", "code", or: "row-no-name")]
    case .workUnit: return [row("name", or: "row-no-name"), named]
    case .progress: return [row("organisation", or: "row-no-task"), row("task", or: "row-no-task")]
    case .reportedTotal: return [row("organisation", "sector", or: "row-no-organisation")]
    default: return schema.isOfPeople ? [row("name", "national-id", or: "row-no-person"), named] : [named]
    }
  }
}
