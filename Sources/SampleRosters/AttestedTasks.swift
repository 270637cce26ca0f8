// SPDX-License-Identifier: Apache-2.0

/// Tasks of the special actions 1 to 13 that a unit attests in the progress sheet, with what a unit might write of them.
enum AttestedTasks {
  static let all: [(task: String, account: String)] = [
    ("01-study", "“青年大学习”每期参学人数按月通报"), ("01-lecturers", "青年讲师团进学校、进企业宣讲"),
    ("02-ambassadors", "“我为宁波代言”走进高校"), ("02-graduates-stay", "毕业生留甬服务月"),
    ("03-four-platforms", "四个新媒体平台均已开通"), ("03-online-teams", "网络文明志愿者队伍已组建"),
    ("04-showcase", "青年文明号窗口展示"), ("04-window-quality", "“最多跑一次”窗口服务质量提升"),
    ("05-youth-farms", "青创农场已挂牌"), ("05-farm-founders", "农创青年结对培养"),
    ("06-wishes", "微心愿已认领"), ("06-partner-regions", "与对口地区团组织结对"),
    ("08-young-artisans", "青年工匠评选已完成"),
    ("08-talent-visits", "青年人才走访"), ("09-river-guards", "河小二巡河常态化"),
    ("09-waste-sorting", "垃圾分类宣传进社区"), ("10-contests", "青年创业创新大赛已举办"),
    ("10-mentors", "创业导师结对"), ("11-volunteer-network", "四级志愿服务组织网络已建成"),
    ("11-volunteer-events", "大型赛会志愿服务"), ("12-justice", "未成年人司法社工服务"),
    ("12-social-workers", "青少年事务社工招聘"), ("13-youth-homes", "青年之家已建成"), ("13-matchmaking", "青年交友活动"),
  ]

  /// What only the city owes.
  static let ofTheCity: [(task: String, account: String)] = [("07-exchange-camp", "青年交流营已举办")]
}
