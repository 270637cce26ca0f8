// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Words that somebody typed by their sound, or took one sign for another that looks the same: 团籍壮态 for 团籍状态.
enum SoundAlike {
  /// Longer words may have two wrong signs.
  private static let twoSignsFrom = 5

  /// Whether `text` is `word` with one sign, or in a longer word two, that sound or look the same; never `word` itself.
  ///
  /// - Parameter pairs: two signs each that look alike: 人入.
  static func isMisspelt(_ text: String, for word: String, pairs: [String]) -> Bool {
    guard text.count == word.count, text.count > 1 else { return false }
    let wrong = zip(text, word).filter { $0 != $1 }
    guard (1...(word.count < twoSignsFrom ? 1 : 2)).contains(wrong.count) else { return false }
    return wrong.allSatisfy { one, other in
      pairs.contains { $0.contains(one) && $0.contains(other) }
        || sound(of: one).map { $0 == sound(of: other) } ?? false
    }
  }

  /// Pinyin without its tone; nil for what is no hanzi.
  private static func sound(of sign: Character) -> String? {
    let latin = String(sign).applyingTransform(.mandarinToLatin, reverse: false)
    let plain = latin?.applyingTransform(.stripDiacritics, reverse: false)
    return plain.flatMap { $0.utf8.allSatisfy { $0 < 0x80 } ? $0 : nil }
  }
}
