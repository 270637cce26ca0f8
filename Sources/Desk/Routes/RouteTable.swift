// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Every address of the desk. The router is made from this list, and a test walks it with every role.
enum RouteTable {
  static let routes: [Route] =
    ServiceRoutes.routes + SignInRoutes.routes + InvitationRoutes.routes + AccountRoutes.routes + HomeRoutes.routes
    + HandInRoutes.routes
    + ReportRoutes.routes + SubmissionRoutes.routes + FindingRoutes.routes + OfficeRoutes.routes
    + AccessRoutes.routes + DownloadRoutes.routes + PaperRoutes.routes + WorkRoutes.routes + FormRoutes.routes
    + KeepingRoutes.routes
    + ReadingOperations.routes
    + HandInOperations.routes

  /// The methods that a path takes; none where there is no such path.
  static func methods(of path: String) -> [String] {
    let parts = path.split(separator: "/")
    return routes.filter { route in
      let own = route.path.split(separator: "/")
      if own.last == "**" { return parts.count >= own.count && matches(parts, own.dropLast()) }
      return own.count == parts.count && matches(parts, own[...])
    }.map(\.method.rawValue)
  }

  private static func matches(_ parts: [Substring], _ own: ArraySlice<Substring>) -> Bool {
    zip(parts, own).allSatisfy { $1.hasPrefix(":") || $0 == $1 }
  }
}
