// SPDX-License-Identifier: Apache-2.0

/// Every address of the desk. The router is made from this list, and a test walks it with every role.
enum RouteTable {
  static let routes: [Route] =
    ServiceRoutes.routes + SignInRoutes.routes + AccountRoutes.routes + HomeRoutes.routes + HandInRoutes.routes
    + ReportRoutes.routes + SubmissionRoutes.routes + FindingRoutes.routes + OfficeRoutes.routes
}
