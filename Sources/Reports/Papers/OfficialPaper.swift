// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Findings
import Indicators
import Papers
import Pipeline
import Policy
import Results

/// What the official papers of a report share: head, foot, numbering, and how they spell days and figures. Every sentence
/// is a template of the pack.
struct OfficialPaper {
  let papers: ReportPapers
  let letterhead: Letterhead

  var voice: ReportVoice { papers.voice }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String { papers.text(key, facts) }

  /// A paper of this report, with head and foot.
  func paper(
    title: String, isNumbered: Bool = true, to addressee: WordPiece? = nil, _ body: [WordBlock],
    enclosures: [String] = []
  ) -> WordPaper {
    let head: [WordBlock] =
      isNumbered
      ? [
        .letterhead(filled(letterhead.office, "office")), .number(filled(letterhead.number, "number")),
      ] : []
    let to: [WordBlock] = addressee.map { [.addressee([$0, .text(text("colon"))])] } ?? []
    let along: [WordBlock] = enclosures.isEmpty ? [] : [.enclosures(label: text("enclosures"), enclosures)]
    let foot = WordBlock.signature(
      office: filled(letterhead.signature, "signature"), date: filled(letterhead.date.map(day), "date"))
    let census = papers.census.period.censusDay
    return WordPaper(
      title: title.replacing("\n", with: ""), language: voice.language == .chinese ? "zh-CN" : "en-GB",
      blocks: head + [.title(title)] + to + body + along + [foot],
      day: CivilDate(year: census.year, month: census.month, day: census.day).daysSince1970)
  }

  /// A text of the office, or a place for it.
  func filled(_ text: String?, _ field: String) -> WordPiece {
    text.map { .text($0) } ?? .field(self.text("field.\(field)"))
  }

  /// A sentence of the pack, in which `{deadline}` and `{contact}` are what the letterhead says, or places to fill in.
  func sentence(_ key: String, _ facts: [String: String] = [:]) -> WordBlock {
    let marks: [(String, WordPiece)] = [
      ("\u{1}", filled(letterhead.deadline.map(day), "deadline")), ("\u{2}", filled(letterhead.contact, "contact")),
    ]
    let told = text(key, facts.merging(["deadline": "\u{1}", "contact": "\u{2}"]) { own, _ in own })
    var pieces: [WordPiece] = []
    var rest = ""
    for sign in told {
      guard let mark = marks.first(where: { $0.0 == String(sign) }) else {
        rest.append(sign)
        continue
      }
      if !rest.isEmpty { pieces.append(.text(rest)) }
      pieces.append(mark.1)
      rest = ""
    }
    return .paragraph(pieces + (rest.isEmpty ? [] : [.text(rest)]))
  }

  /// 2019年10月8日
  func day(_ day: CalendarDay) -> String {
    text(
      "day", ["year": String(day.year), "month": String(day.month), "day": String(day.day), "date": day.description])
  }

  /// 一、二、三 …; numbers behind what has a word.
  func ordinal(_ number: Int) -> String {
    let words = text("ordinals").split(separator: " ")
    return number <= words.count ? String(words[number - 1]) : String(number)
  }

  /// "一、总体情况"
  func heading(_ number: Int, _ key: String) -> WordBlock {
    .heading(text("heading", ["number": ordinal(number), "title": text(key)]))
  }

  /// "（一）合理控制团青比"
  func subheading(_ number: Int, _ title: String) -> WordBlock {
    .subheading(text("subheading", ["number": ordinal(number), "title": title]))
  }

  /// "团青比27.00%（123 ÷ 456）"
  func figure(_ indicator: Indicator, _ value: IndicatorValue) -> String {
    let facts = ["title": voice.title(indicator), "value": voice.percent(value), "fraction": voice.fraction(value)]
    if value.hundredths == nil {
      return text("figure-none", ["title": voice.title(indicator), "state": papers.context.state(of: value)])
    }
    return text("figure", facts)
  }

  func list(_ parts: [String]) -> String { parts.joined(separator: papers.context.text("list.separator")) }
}
