// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// A file to keep: never shown in the browser, whatever is in it.
enum FileAnswer {
  static func response(_ bytes: some Sequence<UInt8>, name: String) -> Response {
    let plain = String(
      name.unicodeScalars.map {
        $0.isASCII && $0.value > 0x20 && !"\"\\;%".unicodeScalars.contains($0) ? Character($0) : "_"
      })
    let disposition = "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Form.encoded(name))"
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream", .contentDisposition: disposition],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
