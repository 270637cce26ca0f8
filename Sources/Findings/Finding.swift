// SPDX-License-Identifier: Apache-2.0

/// Something a stage tells the user about the data: what (a stable kebab-case code), where, and the facts its sentence needs.
///
/// The sentence, the remedy and the severity are data: `FindingDefinition` in the policy pack gives them for the code.
/// Facts never hold a national ID, a phone or a member number in clear; who fills them masks first.
package struct Finding: Sendable, Hashable {
  /// The pack's code for it, kebab-case and stable: `date-invalid`. Fixes the severity and every word that is shown.
  package var code: String
  /// Where it was seen; nil for what concerns a whole period, a pack or a workspace.
  package var place: Place?
  /// Values for the `{placeholders}` of the message, for instance `["value": "2019-13"]`.
  package var facts: [String: String]
  /// Further places that belong to it, such as the other one of two files that contradict each other.
  package var related: [Place]
  /// How many times it was seen, where one finding stands for several.
  package var count: Int

  package init(
    _ code: String, at place: Place? = nil, facts: [String: String] = [:], related: [Place] = [], count: Int = 1
  ) {
    self.code = code
    self.place = place
    self.facts = facts
    self.related = related
    self.count = count
  }
}
