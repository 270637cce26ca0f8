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

  init(column: Int, heading: String, field: VocabularyField, kind: RecordKind, vocabulary: PreparedVocabulary) {
    self.column = column
    self.heading = heading
    self.field = field
    slot = kind.index(of: field.id) ?? -1
    list = (field.codeList ?? field.type.impliedCodeList).flatMap { vocabulary.codeLists[$0] }
    understandsNumbers = list?.understandsNumbers(under: heading) ?? false
  }
}

/// What the hot path needs of a plan: plain values, copied without counting references.
struct HotPlan {
  let type: FieldType
  let slot: Int
}

/// Where the columns stand that are worked out rather than copied; -1 where the kind has none.
struct PersonSlots {
  let name, nameKey, secretaryKey, high, low, idMasked, idForm, sex, birth, age, region, phoneKey, phoneMasked: Int
  let numberKey, numberMasked, numberLength, numberYear, numberPrefix, joined, joiningAge, membership, counted: Int

  init(kind: RecordKind) {
    func slot(_ column: String) -> Int { kind.index(of: column) ?? -1 }
    name = slot("name")
    nameKey = slot("name_key")
    secretaryKey = slot("secretary_key")
    high = slot("person_high")
    low = slot("person_low")
    idMasked = slot("id_masked")
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
