// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension RowVocabulary {
  static let fileName = "rows.yaml"

  /// `rows.yaml`: a pack that extends another takes the whole file of that one, or has its own.
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "totals", "lines", "examples", "example-mark", "other-lists", "departures", "departures-unless", "branch-endings",
      "branches-unless", "time-endings", "quarters", "cohorts", "post-spellings", "trial-names",
      "class-endings", "school-endings", "as-of", "plain-lists", "other-bodies", "unnamed-sheets", "former-sheets",
      "former-posts", "cadre-departures", "post-natures", "name-conjunctions", "several-names", "surnames",
      "compound-surnames", "ditto-marks", "lookalikes",
    ])
    self.init()
    totals = try fields.texts("totals")
    lines = try fields.texts("lines")
    examples = try fields.texts("examples")
    exampleMark = try fields.optional("example-mark")?.text() ?? ""
    otherLists = try fields.list("other-lists").map(OtherList.init)
    (departures, departuresUnless) = (try fields.texts("departures"), try fields.texts("departures-unless"))
    branchEndings = try fields.texts("branch-endings")
    (branchesUnless, timeEndings) = (try fields.texts("branches-unless"), try fields.texts("time-endings"))
    quarters = try fields.list("quarters").map { try $0.list().map { try $0.text() } }
    if !quarters.isEmpty, quarters.count != 4 { throw root.failure("quarters: a year has four") }
    (cohorts, asOf) = (try fields.texts("cohorts"), try fields.texts("as-of"))
    for (short, post) in try fields.optional("post-spellings")?.mapping() ?? [] {
      postSpellings[short] = try post.text()
    }
    formerPosts = try fields.texts("former-posts")
    cadreDepartures = try fields.texts("cadre-departures")
    for (word, nature) in try fields.optional("post-natures")?.mapping() ?? [] {
      postNatures[word] = try nature.text()
    }
    (nameConjunctions, severalNames) = (try fields.texts("name-conjunctions"), try fields.texts("several-names"))
    surnames = try fields.optional("surnames")?.text() ?? ""
    lookalikes = try fields.texts("lookalikes")
    (compoundSurnames, dittoMarks) = (try fields.texts("compound-surnames"), try fields.texts("ditto-marks"))
    trialNames = try fields.texts("trial-names")
    (classEndings, schoolEndings) = (try fields.texts("class-endings"), try fields.texts("school-endings"))
    plainLists = try fields.texts("plain-lists")
    otherBodies = try fields.texts("other-bodies")
    unnamedSheets = try fields.texts("unnamed-sheets")
    formerSheets = try fields.texts("former-sheets")
  }
}

extension RowVocabulary.OtherList {
  init(_ node: PackNode) throws {
    let fields = try node.fields(["words", "unless", "unless-columns"])
    self.init(
      words: try fields.texts("words"), unless: try fields.texts("unless"),
      unlessColumns: try fields.texts("unless-columns"))
  }
}
