// SPDX-License-Identifier: Apache-2.0

/// What a pack decides about records of several sheets: how names lead to organisations, and what speaks for one person.
package struct SettlementRules: Sendable, Hashable {
  /// A name that is no League organisation and leads to the League committee of the same place.
  package struct NameRule: Sendable, Hashable {
    /// What the name ends in: 青年联合会, 青联.
    package var suffixes: [String]
    /// Full or short names it may lead to; {place} is what stands before the ending, {stem} the same without its last
    /// character and {level} that character.
    package var templates: [String]
    /// Codes of code list `organisation-kind` it may lead to.
    package var kinds: [String]

    package init(suffixes: [String], templates: [String], kinds: [String]) {
      self.suffixes = suffixes
      self.templates = templates
      self.kinds = kinds
    }

    /// The names `text` may stand for; empty when the rule does not apply.
    package func candidates(for text: String) -> [String] {
      guard let suffix = suffixes.first(where: text.hasSuffix), text.count > suffix.count else { return [] }
      let place = String(text.dropLast(suffix.count))
      return templates.map { template in
        template.replacing("{place}", with: place).replacing("{stem}", with: place.dropLast())
          .replacing("{level}", with: place.suffix(1))
      }
    }
  }

  /// What names of organisations have in front and at the end, which people leave out or spell otherwise.
  package struct NameSpellings: Sendable, Hashable {
    /// Longer ones first: 中国共产主义青年团, 共青团.
    package var prefixes: [String]
    /// The last character of the names of places: 省, 市, 区, 县.
    package var places: [String]
    /// Groups of endings that mean one kind; in each the longer ones first.
    package var endings: [[String]]
    /// What is numbered in names: 1班, (1)班 and 一班 are one.
    package var numbered: [String]
    /// Signs before the number of a grade: 高二三班 is 高二, 3班.
    package var gradeSigns: [String]
    /// What may stand behind the number of a grade and says no more: 九年级3班 is 九3班.
    package var gradeWords: [String]
    /// Grades that are called otherwise: 初三 is 九.
    package var grades: [String: String]

    package init(
      prefixes: [String] = [], places: [String] = [], endings: [[String]] = [], numbered: [String] = [],
      gradeSigns: [String] = [], gradeWords: [String] = [], grades: [String: String] = [:]
    ) {
      (self.prefixes, self.places, self.endings, self.numbered) = (prefixes, places, endings, numbered)
      (self.gradeSigns, self.gradeWords, self.grades) = (gradeSigns, gradeWords, grades)
    }
  }

  /// One thing that speaks for, or against, two records being one person.
  package enum DuplicatePart: String, Sendable, Hashable, CaseIterable {
    case name, birth, phone, region
    case memberNumber = "member-number"
    /// The last four characters of the ID number, under one name.
    case lastFour = "last-four"
    /// Both ID numbers were masked by the sender and show other digits, under one name.
    case maskedDiffer = "masked-differ"
    case organisation
    case nameDiffers = "name-differs"
    case birthDiffers = "birth-differs"
    case sexDiffers = "sex-differs"
    /// Both ID numbers are valid, and different.
    case bothValid = "both-valid"
  }

  /// How names of what is no League organisation lead to one, in the order in which they are tried.
  package var nameRules: [NameRule] = []
  /// Which spellings of an organisation's name mean the same; without any, names must agree in comparable form.
  package var nameSpellings = NameSpellings()
  /// Which codes of the pack are what to the engine.
  package var roles = CodeRoles.former
  /// Which hanzi are compared as another.
  package var variants = HanziVariants()
  /// Points by part; a part without points is not looked at.
  package var duplicateWeights: [DuplicatePart: Int] = [:]
  /// From this sum on a pair is told; nil tells none.
  package var duplicateLeast: Int?
  /// Larger groups that share a phone or a number are told as a group and not compared pair by pair.
  package var largestGroup = 6

  /// Cadres below this age (whole years) belong on the roster of members as well; nil says nothing of it.
  package var cadresAreMembersBelow: Int?

  package init() {}
}
