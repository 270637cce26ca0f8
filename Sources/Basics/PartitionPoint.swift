// SPDX-License-Identifier: Apache-2.0

extension Array {
  /// Index of the first element for which `holds`, or the count, in an array where it holds for all that follow one.
  ///
  /// Costs a question for each halving of the array.
  package func partitionPoint(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
