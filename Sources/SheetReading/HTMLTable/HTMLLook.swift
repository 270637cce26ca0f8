// SPDX-License-Identifier: Apache-2.0

/// What an element of a page says of how its text looks: struck out, or not shown at all.
struct HTMLLook {
  typealias Text = UnsafePointer<UInt8>

  private(set) var isStruck = false
  private(set) var isHidden = false

  init() {}

  init(ofElement name: Text) {
    // s, del and strike.
    guard name[0] | 0x20 == UInt8(ascii: "s") || name[0] | 0x20 == UInt8(ascii: "d") else { return }
    isStruck = ["s", "del", "strike"].contains(String(cString: name).lowercased())
  }

  /// Notes an attribute of the element.
  mutating func note(_ key: Text, _ value: Text?) {
    switch String(cString: key).lowercased() {
    case "hidden": isHidden = true
    case "style":
      guard let value else { return }
      let style = String(cString: value).lowercased().filter { !$0.isWhitespace }
      if style.contains("line-through") { isStruck = true }
      if style.contains("display:none") { isHidden = true }
    default: break
    }
  }
}
