// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// One column of a recognised table: which field it is and where its value goes.
struct FieldPlan {
  let column: Int
  let heading: String
  let field: VocabularyField
  /// Index among the columns of the record kind; -1 for fields that fill columns of their own.
  let slot: Int
  let list: PreparedCodeList?
  /// Whether a bare number in this column means a code of the list.
  let understandsNumbers: Bool
  /// Whether a name or number of a person stands a few columns away: a row that slipped puts it here.
  var isNearPerson = false

  init(
    column: Int, heading: String, field: VocabularyField, schema: RosterSchema, vocabulary: PreparedVocabulary
  ) {
    self.column = column
    self.heading = heading
    self.field = field
    slot = schema.index(of: field.id) ?? -1
    list = (field.codeList ?? field.type.impliedCodeList).flatMap { vocabulary.codeLists[$0] }
    understandsNumbers = list?.understandsNumbers(under: heading) ?? false
  }
}

extension FieldPlan {
  /// How many columns a row slips by at most before nobody takes it for one of the table.
  private static let nearness = 3

  /// The plans of a table, each with whether it is near the column of a person.
  static func plans(_ plans: [FieldPlan]) -> [FieldPlan] {
    let persons = plans.filter { [.personName, .nationalID, .namePresent, .phone].contains($0.field.type) }.map(
      \.column)
    return plans.map { plan in
      var plan = plan
      plan.isNearPerson = persons.contains { abs($0 - plan.column) <= nearness }
      return plan
    }
  }
}

/// What the hot path needs of a plan: plain values, copied without counting references.
struct HotPlan {
  let type: FieldType
  let slot: Int
}

/// Where the columns stand that are worked out rather than copied; -1 where the kind has none.
struct PersonSlots {
  let name, nameKey, secretaryKey, high, low, idMasked, shownKey, idForm, sex, birth, age, region, phoneKey,
    phoneMasked: Int
  let numberKey, numberMasked, numberLength, numberYear, numberPrefix, joined, joiningAge, membership, counted: Int

  init(_ schema: RosterSchema) {
    func slot(_ column: String) -> Int { schema.index(of: column) ?? -1 }
    name = slot("name")
    nameKey = slot("name_key")
    secretaryKey = slot("secretary_key")
    high = slot("person_high")
    low = slot("person_low")
    idMasked = slot("id_masked")
    shownKey = slot("shown_key")
    idForm = slot("id_form")
    sex = slot("sex")
    birth = slot("birth")
    age = slot("age")
    region = slot("region")
    phoneKey = slot("phone_key")
    phoneMasked = slot("phone_masked")
    numberKey = slot("number_key")
    numberMasked = slot("number_masked")
    numberLength = slot("number_length")
    numberYear = slot("number_year")
    numberPrefix = slot("number_prefix")
    joined = slot("joined")
    joiningAge = slot("joining_age")
    membership = slot("membership")
    counted = slot("counted")
  }
}
