// SPDX-License-Identifier: Apache-2.0

// A libFuzzer target over everything that reads what others wrote; `.ci/fuzz` builds and runs it, no test does.
// CENSUS_FUZZ_PART names what the bytes are.

import Foundation

private let part = ProcessInfo.processInfo.environment["CENSUS_FUZZ_PART"] ?? "file"

/// What libFuzzer calls first: reading the pack takes seconds here and is no input's fault.
@_cdecl("LLVMFuzzerInitialize")
public func initialiseFuzzing(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
) -> CInt {
  switch part {
  case "vocabulary": _ = vocabulary
  case "overlays": _ = shipped
  default: break
  }
  return 0
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Data(bytes: start, count: count)
  switch part {
  case "vocabulary": findTables(data)
  case "dates": readDates(data)
  case "ids": readNumbers(data)
  case "pack": loadPack(data)
  case "overlays": loadOverlay(data)
  default: readWorkbook(data, part: part)
  }
  return 0
}
