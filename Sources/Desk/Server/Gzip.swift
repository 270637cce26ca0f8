// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Bytes made smaller for the way (RFC 1952).
enum Gzip {
  /// Fast for what is made for one answer, small for what is sent again and again.
  enum Effort: Int32 { case fast = 1, small = 9 }

  /// - Returns: nil where zlib has no memory for it.
  static func packed(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    var stream = z_stream()
    guard league_census_gzip_begin(&stream, effort.rawValue) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let isWhole = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
        (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(target.count))
        return deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return isWhole ? Array(output.prefix(Int(stream.total_out))) : nil
  }

  /// The bytes again.
  ///
  /// - Parameter count: how many they were.
  /// - Returns: nil for what was not packed here.
  static func unpacked(_ bytes: [UInt8], count: Int) -> [UInt8]? {
    var stream = z_stream()
    guard league_census_gunzip_begin(&stream) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: count)
    let isWhole = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
        (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(target.count))
        return inflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return isWhole ? output : nil
  }
}
