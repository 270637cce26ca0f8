// SPDX-License-Identifier: Apache-2.0

/// The ten county-level divisions of Ningbo: GB/T 2260 code, name, and residents in the census of 2020, which are the
/// weights of the sample (Ningbo statistics bureau, seventh census; the shares are real, everything below them is invented).
struct County {
  let code: Int
  let name: String
  let residents: Int
  let places: [String]

  var committee: String { "共青团宁波市\(name)委" }

  static let all = [
    County(code: 330203, name: "海曙区", residents: 1_041_285, places: ["月湖", "鼓楼", "南门", "江厦", "白云", "望春", "集士港", "高桥"]),
    County(code: 330205, name: "江北区", residents: 488_885, places: ["中马", "白沙", "孔浦", "庄桥", "洪塘", "慈城", "甬江", "文教"]),
    County(code: 330206, name: "北仑区", residents: 829_448, places: ["新碶", "小港", "大碶", "霞浦", "柴桥", "戚家山", "白峰", "梅山"]),
    County(code: 330211, name: "镇海区", residents: 510_462, places: ["招宝山", "蛟川", "骆驼", "庄市", "澥浦", "九龙湖", "贵驷", "古塘"]),
    County(code: 330212, name: "鄞州区", residents: 1_609_555, places: ["百丈", "东胜", "白鹤", "潘火", "下应", "邱隘", "东钱湖", "姜山"]),
    County(code: 330213, name: "奉化区", residents: 577_505, places: ["锦屏", "岳林", "江口", "西坞", "溪口", "莼湖", "尚田", "萧王庙"]),
    County(code: 330225, name: "象山县", residents: 567_665, places: ["丹东", "丹西", "爵溪", "石浦", "西周", "鹤浦", "贤庠", "墙头"]),
    County(code: 330226, name: "宁海县", residents: 695_962, places: ["跃龙", "桃源", "梅林", "桥头胡", "长街", "力洋", "岔路", "西店"]),
    County(code: 330281, name: "余姚市", residents: 1_254_032, places: ["梨洲", "凤山", "兰江", "阳明", "低塘", "泗门", "马渚", "陆埠"]),
    County(
      code: 330282, name: "慈溪市", residents: 1_829_488, places: ["浒山", "白沙路", "古塘", "坎墩", "掌起", "观海卫", "逍林", "周巷"]),
  ]
}

/// Invented names: common surnames and given names, combined by chance.
enum Names {
  static let surnames = Array(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
  ).map(String.init)
  static let given = [
    "子涵", "雨桐", "浩然", "欣怡", "宇轩", "思远", "佳怡", "俊杰", "梦瑶", "嘉豪", "静怡", "天宇", "晓峰", "丽娜", "志强", "文博", "晨曦", "海涛",
    "慧敏", "建国", "思琪", "明哲", "婷婷", "国栋", "雅静", "一鸣", "诗涵", "凯", "敏", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "超", "霞", "平",
    "刚",
    "桂英", "嘉怡", "泽宇", "若曦", "景行", "望舒", "云帆", "书瑶", "可欣", "梓萱",
  ]

  static func name(_ dice: inout Dice) -> String { dice.pick(surnames) + dice.pick(given) }
}
