// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// Dates as spreadsheets count them: days since an epoch, the time as a fraction of a day.
enum SerialDate {
  /// The last day a spreadsheet can show, 9999-12-31.
  private static let limit = 2_958_466.0
  /// 0001-01-01; Excel shows no date before its epoch, LibreOffice does.
  private static let least = -693_593.0

  /// `yyyy-MM-ddTHH:mm:ss`, thousandths of a second where there are any; a time alone stands on 1899-12-31.
  ///
  /// - Parameters:
  ///   - is1904: whether day 0 is 1904-01-01. Else day 1 is 1900-01-01, and day 60 is the 29 February 1900 that never was.
  /// - Returns: nil for a number that is no day.
  static func text(_ serial: Double, is1904: Bool) -> [UInt8]? {
    guard serial >= least, serial < limit else { return nil }
    var days = Int(serial.rounded(.down))
    var milliseconds = Int(((serial - serial.rounded(.down)) * 86_400_000).rounded())
    // The last digits of a fraction of a day are no thousandth of a second that anybody wrote.
    if milliseconds % 1000 <= 1 { milliseconds -= milliseconds % 1000 }
    if milliseconds % 1000 >= 999 { milliseconds += 1000 - milliseconds % 1000 }
    // Less than a second before midnight is the next day: the last digits of the number were lost on the way.
    if days != 0, milliseconds > 86_399_000 { milliseconds = 86_400_000 }
    if milliseconds >= 86_400_000 { (days, milliseconds) = (days + 1, 0) }
    if !is1904, days == 60 { return nil }
    let isTimeAlone = days == 0 && milliseconds > 0
    // 1899-12-31 is day -25568 of 1970; days before it are counted back from 1899-12-30.
    let hasLeapDay = days > 60 || days < 0
    let sinceEpoch = is1904 && !isTimeAlone ? days - 24_107 : days - 25_568 - (hasLeapDay ? 1 : 0)
    return spelled(CivilDate(daysSince1970: sinceEpoch), milliseconds)
  }

  private static func spelled(_ day: CivilDate, _ milliseconds: Int) -> [UInt8] {
    var text: [UInt8] = []
    func put(_ number: Int, _ width: Int, _ sign: Unicode.Scalar?) {
      var scale = 1
      for _ in 1..<width { scale *= 10 }
      while scale > 0 {
        text.append(0x30 + UInt8(number / scale % 10))
        scale /= 10
      }
      if let sign { text.append(UInt8(ascii: sign)) }
    }
    put(day.year, 4, "-")
    put(day.month, 2, "-")
    put(day.day, 2, "T")
    let seconds = milliseconds / 1000
    put(seconds / 3600, 2, ":")
    put(seconds / 60 % 60, 2, ":")
    put(seconds % 60, 2, milliseconds % 1000 == 0 ? nil : ".")
    if milliseconds % 1000 != 0 { put(milliseconds % 1000, 3, nil) }
    return text
  }

  /// The number spelled in `text`; nil when it is none.
  static func serial(_ text: ArraySlice<UInt8>) -> Double? {
    text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, !bytes.isEmpty, bytes.count < 64 else { return nil }
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
        for index in bytes.indices { copy[index] = CChar(bitPattern: base[index]) }
        copy[bytes.count] = 0
        var end: UnsafeMutablePointer<CChar>?
        let value = strtod(copy.baseAddress!, &end)
        return end == copy.baseAddress! + bytes.count ? value : nil
      }
    }
  }
}
