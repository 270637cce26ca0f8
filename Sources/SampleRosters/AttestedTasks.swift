// SPDX-License-Identifier: Apache-2.0

/// The tasks of the sixteen special actions that are attested in the progress sheet, with what a unit might write of each.
enum AttestedTasks {
  typealias Entry = (task: String, account: String)

  /// The city owes every one.
  static let ofTheCity: [Entry] = [
    ("01-study", "“青年大学习”每期参学人数按月通报"), ("01-lecturers", "青年讲师团进学校、进企业宣讲"),
    ("01-anniversaries", "五四主题团日集中开展"), ("01-role-models", "评出青年典型并在媒体刊发事迹"),
    ("01-young-marxists", "青马班按计划开班"), ("01-five-themes", "五个主题实践月月有安排"), ("02-ambassadors", "“我为宁波代言”走进高校"),
    ("02-graduates-stay", "毕业生留甬服务月"), ("02-media", "推介短视频上线"), ("02-promotion-tour", "推介团赴外地高校宣讲"),
    ("02-five-carriers", "五个载体均有更新"), ("02-three-projects", "三大工程、十项行动逐项推进"),
    ("03-four-platforms", "四个新媒体平台均已开通"), ("03-online-teams", "网络文明志愿者队伍已组建"),
    ("03-clean-net", "清朗行动按月通报"), ("03-media-centre", "中心已试运行"), ("03-new-media-talent", "建立新媒体青年联系名单"),
    ("03-culture-products", "原创歌曲和微电影已发布"), ("03-self-media", "与本地自媒体人座谈"),
    ("04-showcase", "青年文明号窗口展示"), ("04-window-quality", "“最多跑一次”窗口服务质量提升"),
    ("04-door-to-door", "“跑小青”进村（社区）代办"), ("04-upgrade", "自助办理辅导上岗"), ("04-creation-standard", "创建标准已修订"),
    ("04-results-as-criterion", "评价办法已把改革成效列入"), ("05-youth-farms", "青创农场已挂牌"),
    ("05-farm-founders", "农创青年结对培养"), ("05-academy", "筹建方案已报批"), ("05-civilisation-centres", "志愿者进驻文明实践中心"),
    ("05-farm-tourism", "采摘节团日活动"), ("06-wishes", "微心愿已认领"), ("06-partner-regions", "与对口地区团组织结对"),
    ("06-funds", "基金资助项目已公示"), ("06-five-fields", "五个方面各有项目"), ("06-four-regions", "四地均已签协议"),
    ("06-society", "爱心企业捐赠已到位"), ("07-exchange-camp", "青年交流营已举办"), ("07-hk-macao-taiwan", "甬港澳台青年参访"),
    ("07-start-up-parks", "两个园区签约入驻项目"), ("07-central-eastern-europe", "中东欧青年论坛筹备就绪"), ("07-elite-visits", "参访团已成行"),
    ("07-entrepreneurs-summit", "峰会已举办"), ("07-members-tour", "青联委员赴区县调研"), ("08-young-artisans", "青年工匠评选已完成"),
    ("08-talent-visits", "青年人才走访"),
    ("08-serve-enterprises", "三服务走访台账"), ("08-social-groups", "与青年社会组织定期座谈"), ("08-talent-return", "返乡人才名册已建"),
    ("08-liaison-stations", "首批联络站已挂牌"), ("08-partner-dream-plans", "实习岗位已发布"),
    ("09-river-guards", "河小二巡河常态化"), ("09-waste-sorting", "垃圾分类宣传进社区"), ("09-green-living", "植绿护绿活动"),
    ("09-skills-contest", "分类技能比武已决赛"),
    ("10-contests", "青年创业创新大赛已举办"), ("10-mentors", "创业导师结对"), ("10-ecosystem", "与银行共建服务站"),
    ("10-finance", "举办资金对接会"), ("10-named-contests", "市赛作品已报送"), ("11-volunteer-network", "四级志愿服务组织网络已建成"),
    ("11-volunteer-events", "大型赛会志愿服务"),
    ("11-volunteer-core", "骨干队伍完成轮训"), ("11-volunteer-platform", "数据已与全国库对接"), ("11-volunteer-projects", "项目大赛已决赛"),
    ("12-justice", "未成年人司法社工服务"), ("12-social-workers", "青少年事务社工招聘"), ("12-delegates", "“面对面”座谈已办"),
    ("13-youth-homes", "青年之家已建成"), ("13-matchmaking", "青年交友活动"), ("13-culture", "青年歌会、球赛"),
    ("13-planning", "联席会议已召开"), ("13-research", "需求问卷已回收"), ("13-government-functions", "承接服务事项清单已定"),
    ("13-plan-issued", "规划已会签"), ("13-public-services", "公共服务项目已采购"), ("14-level-duties", "职责清单已印发"),
    ("14-opinion", "分工方案已印发"), ("14-pilot", "试点支部已验收"), ("14-four-limits", "从一线选拔挂职兼职干部"), ("14-incentives", "考核办法已印发"),
    ("14-mobility", "流动青年分布已摸底"), ("14-party-leads", "纳入党建考核"), ("14-school-pioneer-committees", "学校少工委已全部成立"),
    ("15-experience", "改革经验已汇编"), ("15-federation-terms", "届中调整已完成"), ("15-pioneers-education", "少代会、入队仪式已办"),
    ("15-secondary-schools", "中学改革方案已落实"), ("15-school-admission", "入团积极分子均经团课培训"), ("15-student-unions", "学生会章程已修订"),
    ("15-task-list", "认领任务逐项建账"),
    ("15-universities", "高校改革评估已自查"), ("16-political-building", "政治建设计划已落实"), ("16-style", "基层评议已开展"),
    ("16-theme-education", "主题教育动员和学习"), ("16-training-system", "专职团干部培训班"), ("16-two-posts", "社会岗建功记录在册"),
    ("16-dues", "团费按月收缴并公示"),
  ]

  static let ofCounties = ofTheCity.filter { entry in
    ![
      "03-media-centre", "05-academy", "06-funds", "07-central-eastern-europe", "07-elite-visits",
      "07-entrepreneurs-summit", "07-exchange-camp",
      "07-hk-macao-taiwan", "07-members-tour", "07-start-up-parks", "08-liaison-stations",
      "11-volunteer-platform", "15-student-unions", "15-universities",
    ].contains(entry.task)
  }

  static let ofUniversities = ofTheCity.filter { entry in
    ["15-school-admission", "15-student-unions", "15-universities"].contains(entry.task)
  }
}
