// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore

/// What Hummingbird hands to a route: also the two ends of the connection.
struct DeskContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let peer: Peer

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = Peer(source.channel)
  }
}
