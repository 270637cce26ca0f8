// SPDX-License-Identifier: Apache-2.0

/// How pages look: one column, one scale of type, one accent, lights told apart by sign and by blue, amber and red; light
/// and dark; from 360 px to 4k; on A4.
enum PageStyle {
  static let text = HTMLNode.StaticText(
    """

    :root{color-scheme:light dark;--ink:#18202a;--soft:#56616d;--line:#dde2e8;--paper:#fff;--wash:#f5f7f9;--accent:#a3151f;
    --met:#0a5aa0;--met-bg:#e3effa;--part:#7c5200;--part-bg:#fbf0d4;--not:#b3211a;--not-bg:#fbe6e4;--open:#8d99a6;
    --fill-met:#3f86c6;--fill-part:#d9a02c;--fill-not:#d3564d;--fill-open:#c6ced6;--ghost:#5a6672;--plain:#7891a8;--tile:#d3e5f5}
    @media (prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#a4afbb;--line:#2b333c;--paper:#12161b;--wash:#1a2027;
    --accent:#ff9189;--met:#8cc3f7;--met-bg:#14293d;--part:#efc062;--part-bg:#332a12;--not:#ff9f97;--not-bg:#3d1b1a;
    --open:#6d7985;--fill-met:#4f95d4;--fill-part:#c9952f;--fill-not:#d4625a;--fill-open:#424c56;--ghost:#c2ccd6;--plain:#6d8aa5;--tile:#1c3d5c}}
    *{box-sizing:border-box}
    html{font-size:15px;scroll-padding-top:5.5rem}
    @media (min-width:2000px){html{font-size:19px}}
    @media (min-width:3000px){html{font-size:27px}}
    body{margin:0;color:var(--ink);background:var(--paper);line-height:1.55;font-family:system-ui,"Segoe UI",Roboto,
    "Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
    :lang(zh-Hans){font-family:"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",
    system-ui,sans-serif}
    a{color:inherit;text-decoration:underline;text-decoration-color:var(--open);text-decoration-thickness:1px;
    text-underline-offset:.18em}
    a:hover{color:var(--accent);text-decoration-color:currentcolor}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    small{display:block;color:var(--soft);font-size:.867rem;font-weight:400;line-height:1.4}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip{position:absolute;left:-999rem;top:0;background:var(--paper);padding:.5rem 1rem;z-index:9}
    .skip:focus{left:0}
    .bar{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.75rem;
    background:var(--paper);border-bottom:1px solid var(--line);border-top:3px solid var(--accent);
    padding:.5rem max(1.25rem,calc((100vw - 80rem)/2));font-size:.867rem}
    .bar ol,.bar ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;margin:0;padding:0}
    .bar a{color:var(--soft);text-decoration:none;white-space:nowrap}.bar a:hover{color:var(--accent)}
    .bar [aria-current]{color:var(--ink);font-weight:600}
    .trail li+li::before{content:"›";color:var(--open);margin-right:1.1rem}
    .trail{flex-basis:100%}.trail [aria-current]{display:inline-block;max-width:min(60vw,40rem);overflow:hidden;
    text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
    .search{position:relative;margin-left:auto}
    input[type=search]{font:inherit;color:inherit;background:var(--wash);border:1px solid var(--line);border-radius:1rem;
    padding:.2rem .9rem;width:14rem;max-width:100%}
    #found{position:absolute;right:0;top:2.2rem;width:min(26rem,92vw);display:block;background:var(--paper);
    box-shadow:0 6px 24px rgb(0 0 0/.18);border-radius:.5rem;max-height:60vh;overflow:auto}
    #found:empty{display:none}#found li{padding:.45rem 1rem}#found a{color:var(--ink);white-space:normal}
    main{max-width:82.5rem;margin:0 auto;padding:0 1.25rem 4rem}
    .title{margin:2rem 0 1.25rem}
    h1{font-size:clamp(1.6rem,3.2vw,2.13rem);line-height:1.25;margin:0;font-weight:700;letter-spacing:.01em}
    h1:lang(zh-Hans){font-family:"Source Han Serif SC","Noto Serif CJK SC","Songti SC","STSong",SimSun,system-ui,sans-serif}
    .subtitle{margin:.35rem 0 0;color:var(--soft)}
    .companions{margin:.6rem 0 0;display:flex;flex-wrap:wrap;gap:.3rem 1.4rem}
    h2{font-size:1.2rem;line-height:1.35;margin:0 0 .5rem;font-weight:650}
    h3{font-size:1rem;margin:1.5rem 0 .25rem;font-weight:650}h3 small{display:inline}
    section{margin:2.6rem 0 0}section:first-of-type{margin-top:1.25rem}
    p{margin:.4rem 0}.note{color:var(--soft);max-width:60rem}
    .plain,.notices{list-style:none;margin:.5rem 0;padding:0}.plain li{padding:.15rem 0}
    .notices{background:var(--part-bg);color:var(--part);border-radius:.4rem;padding:.55rem 1rem}.notices li{padding:.1rem 0}
    .light,.change,.key{white-space:nowrap}
    .met,.reference-reached{color:var(--met)}.partly-met{color:var(--part)}.not-met,.error{color:var(--not)}
    .not-evaluable,.not-applicable,.reference-short,.soft{color:var(--soft)}
    .light.met,.light.partly-met,.light.not-met{padding:.08rem .5rem;border-radius:.3rem}
    .light.met{background:var(--met-bg)}.light.partly-met{background:var(--part-bg)}.light.not-met{background:var(--not-bg)}
    .change{font-size:.867rem;margin-left:.3rem}.better{color:var(--met)}.worse{color:var(--not)}
    .neutral,.incomparable{color:var(--soft)}
    .counts{display:flex;flex-wrap:wrap;gap:.35rem 1rem;align-items:baseline;margin:0 0 .6rem}
    .counts strong{font-size:1.2rem}.remark{white-space:nowrap}
    svg{display:block;width:100%;height:auto}
    .strip{height:.7rem}
    .fill{fill:var(--plain)}.fill.met,.fill.better{fill:var(--fill-met)}.fill.partly-met{fill:var(--fill-part)}
    .fill.not-met,.fill.worse{fill:var(--fill-not)}
    .fill.not-evaluable,.fill.not-applicable,.fill.error,.fill.neutral{fill:var(--fill-open)}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:1.4rem 2rem;margin:1.9rem 0}
    .figures dt{color:var(--soft);font-size:.867rem;margin:0}.figures dd{margin:0}
    .figures .value{font-size:1.87rem;line-height:1.25;font-weight:650}.figures .value a{text-decoration:none}
    .figures .value a:hover{text-decoration:underline}
    .cause{display:block;font-size:.867rem;color:var(--soft)}
    .digests{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1.75rem 2.5rem;margin:2rem 0}
    .digests article{border-top:2px solid var(--ink);padding-top:.6rem}
    .digests ul,.digests ol{margin:0;padding:0;list-style:none}
    .digests ol{counter-reset:n}.digests ol>li{counter-increment:n;padding-left:1.7rem;position:relative}
    .digests ol>li::before{content:counter(n);position:absolute;left:0;font-weight:700;color:var(--accent);font-size:1.2rem;
    line-height:1.3}
    .digests li{padding:.35rem 0}.digests .head{display:block}
    .tiles{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:.3rem;max-width:48rem}
    .digests .tiles li{padding:.3rem .55rem;border:1px solid var(--line);border-radius:.3rem;line-height:1.35;
    background:linear-gradient(to top,var(--tile) var(--full),transparent var(--full))}
    .tiles a{text-decoration:none}.tiles a:hover{text-decoration:underline}.tiles small{color:var(--ink)}
    .with-map .map{grid-column:1/-1}
    @media (min-width:64rem){.with-map{grid-template-columns:repeat(3,minmax(0,1fr));grid-template-rows:auto 1fr}
    .with-map .steps{grid-column:3;grid-row:1/3}.with-map .map{grid-column:1/3}}
    @media (max-width:63.99rem){.with-map .steps{grid-column:1/-1}}
    @media (max-width:34rem){.digests .tiles li{padding:.2rem .3rem;
    overflow-wrap:anywhere;font-size:.867rem}}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:.933rem}
    th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);font-weight:400}
    thead th{text-wrap:balance;min-width:2.6em;vertical-align:bottom;color:var(--soft);font-size:.867rem;border-bottom:1px solid var(--ink);line-height:1.35}
    .n{text-align:right}td.n,tbody th{overflow-wrap:normal}td.n{white-space:nowrap}.n small{white-space:normal}
    .grid td .change,.grid th .change{display:block;margin:0;line-height:1.35}.grid td{padding-right:.75rem}
    .grid tbody th a{white-space:nowrap}
    table.narrow{max-width:44rem}table.rows td:not(.soft){white-space:nowrap}table.rows td.soft{min-width:12rem}
    :is(td,th).met::before{content:"✓ "}:is(td,th).partly-met::before{content:"◐ "}:is(td,th).not-met::before{content:"✗ "}
    :is(td,th).not-evaluable::before{content:"? "}:is(td,th).not-applicable::before{content:"– "}:is(td,th).error::before{content:"! "}
    :is(td,th).reference-reached::before{content:"● "}:is(td,th).reference-short::before{content:"○ "}
    .total td,.total th{font-weight:650;border-bottom:1px solid var(--ink)}
    .l1 th{padding-left:1.2rem}.l2 th{padding-left:2.4rem}.l3 th{padding-left:3.6rem}.l4 th{padding-left:4.8rem}
    tbody tr:hover{background:var(--wash)}tr:target,section:target>h2,dt:target{background:var(--part-bg)}
    tbody th{min-width:9rem}td.met,td.partly-met,td.not-met{white-space:nowrap}
    thead button{font:inherit;color:inherit;background:none;border:0;padding:0;text-align:inherit;cursor:pointer}
    thead button:hover{color:var(--accent)}[aria-sort=ascending] button::after{content:" ↑"}
    [aria-sort=descending] button::after{content:" ↓"}
    .filter{color:var(--soft)}
    figure{margin:1.5rem 0}figcaption{font-weight:650;margin-bottom:.4rem}
    figcaption small{display:inline;margin-left:.7rem}
    .key{font-weight:400;font-size:.867rem;color:var(--soft);margin-left:1.2rem}
    .key::before{content:"";display:inline-block;height:.8rem;margin-right:.4rem;vertical-align:-.1rem}
    .key.target::before{border-left:2px solid var(--accent)}.key.former::before{border-left:2px dotted var(--ghost)}
    .bars th{width:24%;min-width:6.5rem}.bars td.n{width:11rem}.bars th,.bars td{border:0;padding-block:.22rem}
    .changes th{width:38%}.drawn{vertical-align:middle;min-width:5rem}.drawn svg{height:1.3rem;overflow:visible}
    .limit,.ghost,.span,.dot{vector-effect:non-scaling-stroke;fill:none}
    .limit{stroke:var(--accent);stroke-width:2}.ghost{stroke:var(--ghost);stroke-width:2;stroke-dasharray:2 2}
    .span{stroke-width:3;stroke:var(--fill-open)}.span.better{stroke:var(--fill-met)}.span.worse{stroke:var(--fill-not)}
    .dot{stroke-width:11;stroke-linecap:round;stroke:var(--plain)}.dot.old{stroke:var(--fill-open)}
    .dot.better{stroke:var(--fill-met)}.dot.worse{stroke:var(--fill-not)}
    details{border-top:1px solid var(--line);padding:.6rem 0;margin-top:1rem}
    summary{cursor:pointer;font-weight:650}
    dl{margin:.5rem 0}dt{color:var(--soft);font-size:.867rem;margin-top:.6rem}dd{margin:0;max-width:60rem}
    .code{font-family:ui-monospace,"SF Mono",Consolas,"Noto Sans Mono",monospace;font-size:.867rem;overflow-wrap:anywhere}
    .severity{font-size:.867rem;padding:.08rem .5rem;border-radius:.3rem;background:var(--wash);color:var(--soft)}
    .severity.error{background:var(--not-bg);color:var(--not)}.severity.warning{background:var(--part-bg);color:var(--part)}
    .places{font-size:.933rem}.places li{overflow-wrap:anywhere}
    .axis{font-size:11px;fill:var(--soft)}.ribbon{opacity:.5}.baseline{stroke:var(--line)}
    .series{fill:none;stroke:var(--met);stroke-width:2}.point{fill:var(--met)}
    .break{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:3 2}
    .multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.2rem 1.8rem}
    .multiples figure{margin:0}.multiples figcaption{font-size:.867rem;font-weight:400}
    @media screen and (max-width:70rem){.grid table:not(.rows) td:not(.n){min-width:8.5rem}}
    @media (max-width:760px){html{font-size:14.5px}.bar{gap:.2rem 1rem}.bar .pages ul{flex-wrap:nowrap;overflow-x:auto;
    max-width:92vw}.search{margin-left:0;width:100%}.search input{width:100%}.bars th{width:34%}.bars td.n{width:auto}
    .digests{gap:1.4rem}.scroll tbody th,.scroll thead th:first-child{position:sticky;left:0;background:var(--paper);
    max-width:9.5rem;min-width:6.5rem}.bars tbody th{min-width:5rem}.changes td.n{white-space:normal;min-width:6.5rem}
    .changes .drawn{min-width:4rem}}
    @page{size:A4;margin:14mm 13mm 15mm;@bottom-center{content:counter(page) " / " counter(pages);font-size:9pt;color:#555}}
    @page cover{margin:9mm 11mm 11mm}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--wash:#fff;--accent:#a3151f;
    --met:#0a4f8d;--met-bg:#fff;--part:#6b4600;--part-bg:#fff;--not:#a11b15;--not-bg:#fff;--tile:#d3e5f5}
    html{font-size:9.6pt}.bar,.skip,.filter,.companions{display:none}main{max-width:none;padding:0}.title{margin:0 0 .6rem}
    section{margin-top:1.3rem}.figures{margin:1rem 0;gap:.8rem 1.2rem}.digests{margin:1rem 0;gap:1rem 1.5rem;
    grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}.figures .value{font-size:1.5rem}
    a{text-decoration:none}thead{display:table-header-group}tr,figure,article,.figures>div{break-inside:avoid}
    h2,h3,figcaption{break-after:avoid}.scroll{overflow:visible}th,td{padding:.24rem .5rem .24rem 0}table{font-size:.9rem}
    tbody th{min-width:0}td.n{white-space:normal}table.rows td:not(.soft){white-space:normal}table.rows td.soft{min-width:0}.light{border:0;padding:0!important}.notices{border:1px solid #999}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    .cover{font-size:7.6pt;page:cover;line-height:1.4}.cover h1{font-size:1.45rem}.cover .title{margin:0 0 .3rem}
    .cover .counts{margin:0 0 .3rem}.cover .digests{grid-template-columns:repeat(3,1fr);margin:.6rem 0}
    .cover section{margin-top:.3rem}.cover .figures{grid-template-columns:repeat(4,1fr);margin:.4rem 0}
    .cover .figures .value{font-size:1.35rem}.cover .note,.cover .plain{display:none}
    .cover th,.cover td{padding:.05rem .3rem .05rem 0;font-size:7pt;line-height:1.25}.cover thead th{font-size:6.6pt}
    .cover small,.cover .cause,.cover .change{font-size:6.8pt;line-height:1.3}.cover h2{font-size:1rem;margin:0 0 .2rem}
    .cover .digests li{padding:.06rem 0}.cover #next p{margin:.15rem 0}.cover .digests ol>li{padding-left:1.2rem}.cover td.n{white-space:nowrap}
    .cover .with-map{grid-template-columns:repeat(3,1fr);grid-template-rows:auto 1fr}.cover .with-map .steps{grid-column:3;
    grid-row:1/3}.cover .with-map .map{grid-column:1/3}.cover .map .note{display:block;font-size:7pt;margin:0 0 .2rem}
    .cover .tiles{gap:.15rem;margin:0;max-width:none}.cover .tiles li{padding:0 .3rem;font-size:7pt;white-space:nowrap}
    .cover .tiles small{display:inline;margin-left:.4rem}
    .cover #next small{display:inline}.cover #next a{color:#444}
    details:not([open])>summary::after{content:" …"}details>summary{list-style:none}}

    """)
}
