// SPDX-License-Identifier: Apache-2.0

/// How a report looks: light, calm, printable; tables scroll in their own box on narrow screens.
enum StyleSheet {
  static let css = """
    :root { --ink: #1c2733; --soft: #52616f; --line: #d8dfe6; --paper: #fff; --wash: #f4f7fa; --brand: #8f1d1d;
      --met: #d9efe0; --met-ink: #14532d; --partly: #fdf0cd; --partly-ink: #713f12; --unmet: #f8d9d6; --unmet-ink: #7f1d1d;
      --open: #e6ebf2; --open-ink: #334155; }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body { margin: 0; color: var(--ink); background: var(--wash); line-height: 1.6; font-size: 15px;
      font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
    header { background: var(--paper); border-top: 6px solid var(--brand); padding: 24px clamp(16px, 4vw, 48px) 0;
      border-bottom: 1px solid var(--line); }
    h1 { margin: 0; font-size: clamp(20px, 3vw, 30px); line-height: 1.3; }
    .subtitle { margin: 4px 0 16px; color: var(--soft); }
    nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 0; padding: 0 0 12px; }
    a { color: #1d4f91; text-decoration: none; }
    a:hover, a:focus { text-decoration: underline; }
    main { max-width: 1240px; margin: 0 auto; padding: 8px clamp(12px, 3vw, 32px) 48px; }
    section { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; margin: 20px 0;
      padding: 16px clamp(12px, 2.5vw, 28px) 20px; }
    h2 { font-size: 20px; margin: 0 0 8px; padding-bottom: 6px; border-bottom: 2px solid var(--brand); }
    h3 { font-size: 17px; margin: 20px 0 2px; }
    h4 { font-size: 15px; margin: 16px 0 2px; }
    small { color: var(--soft); font-weight: normal; }
    .hint { color: var(--soft); margin: 2px 0 8px; font-size: 13.5px; }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 6px 12px; z-index: 9; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 12px 0; }
    .tile { border: 1px solid var(--line); border-left: 4px solid var(--brand); border-radius: 6px; padding: 10px 14px; }
    .tile .label, .tile .note { color: var(--soft); font-size: 13px; }
    .tile .value { font-size: 26px; font-weight: 700; line-height: 1.3; font-variant-numeric: tabular-nums; }
    .sentences { padding-left: 20px; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 13.5px; margin: 6px 0; }
    th, td { border-bottom: 1px solid var(--line); padding: 5px 8px; text-align: left; vertical-align: top; }
    thead th { background: var(--wash); color: var(--soft); font-weight: 600; white-space: nowrap; }
    thead th.number { text-align: right; }
    tbody th { font-weight: 500; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .under { display: block; font-size: 11.5px; white-space: normal; }
    .source { font-size: 12px; color: var(--soft); min-width: 180px; }
    .hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 11px; word-break: break-all; }
    .heat thead th { position: sticky; top: 0; white-space: normal; min-width: 74px; }
    .heat tbody th { position: sticky; left: 0; background: var(--paper); min-width: 110px; }
    .heat td { border: 2px solid var(--paper); text-align: center; padding-left: 3px; padding-right: 3px; }
    .heat .mark, .heat .figure, .heat .note { display: block; }
    .heat .mark { font-size: 12px; }
    .heat .figure { font-weight: 700; font-variant-numeric: tabular-nums; }
    .heat .note { font-size: 11px; }
    .actions thead th { min-width: 58px; font-size: 12px; } .actions tbody th { min-width: 84px; }
    .count { display: inline-block; white-space: nowrap; margin: 0 3px; font-size: 12.5px; }
    .heat td.open { background-image: repeating-linear-gradient(135deg, transparent 0 5px, rgba(71, 85, 105, .13) 5px 7px); }
    .waived { font-weight: 700; } .waiver { margin: 2px 0 6px; font-size: 13.5px; border-left: 3px solid var(--partly-ink);
      padding-left: 8px; } tr.past { color: var(--soft); }
    .quiet { margin: 4px 0; font-size: 13.5px; } .action h4 { margin-top: 12px; }
    .action table.heat { width: auto; } .action .heat thead th { min-width: 104px; max-width: 190px; text-align: center; }
    .coverage tbody th { white-space: nowrap; }
    .chip { display: inline-block; border-radius: 4px; padding: 0 8px; font-size: 12.5px; font-weight: 500; }
    td.met, .chip.met { background: var(--met); color: var(--met-ink); }
    td.partly-met, .chip.partly-met, .severity-warning { background: var(--partly); color: var(--partly-ink); }
    td.not-met, td.error, .chip.not-met, .chip.error, .severity-error { background: var(--unmet); color: var(--unmet-ink); }
    td.not-evaluable, td.not-applicable, .chip.not-evaluable, .chip.not-applicable, .severity-info {
      background: var(--open); color: var(--open-ink); }
    td.reference-reached, .chip.reference-reached, td.reference-short, .chip.reference-short {
      background: none; border: 1px dashed var(--soft); color: var(--soft); }
    svg { max-width: 700px; min-width: 520px; width: 100%; height: auto; display: block; margin: 6px 0; }
    .axis, .on { font-size: 12px; fill: var(--ink); }
    .bar.met { fill: #6fbf8b; } .bar.partly-met { fill: #f0c75e; } .bar.not-met, .bar.error { fill: #e08a80; }
    .bar.not-evaluable, .bar.not-applicable { fill: #b9c5d3; }
    .rate { fill: #5b84b1; } .limit { stroke: var(--brand); stroke-width: 2; stroke-dasharray: 5 3; }
    figure { margin: 12px 0; } figcaption { font-weight: 600; }
    .pair { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 8px 28px; }
    .league, .unit, .definition { border-top: 1px solid var(--line); margin-top: 18px; }
    .evidence { font-size: 12px; white-space: nowrap; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0; font-size: 13.5px; }
    dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
    code { display: block; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
    details { border-top: 1px solid var(--line); padding: 6px 0; }
    summary { cursor: pointer; font-weight: 600; } details.gap summary { font-weight: 500; }
    .transition { border-top: 1px solid var(--line); margin-top: 18px; }
    thead th.wrap { white-space: normal; min-width: 56px; } tr.total th, tr.total td { font-weight: 700; background: var(--wash); }
    .persons td:first-child, .persons td:nth-child(2) { white-space: nowrap; }
    .zero { color: var(--soft); opacity: .6; } .small { font-size: 12px; } .opening { overflow-wrap: anywhere; }
    .finding ul { margin: 4px 0; padding-left: 20px; font-size: 13.5px; overflow-wrap: anywhere; }
    @media (max-width: 700px) {
      .pair { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; } body { font-size: 14px; }
      section { border-radius: 0; margin: 12px -12px; border-left: 0; border-right: 0; }
      .scroll table:not(.heat) tr > :first-child { min-width: 8.5em; } 
      .scroll table:not(.heat) td:not(.number, .source, .evidence) { min-width: 8.5em; }
    }
    @media print {
      @page { size: A4; margin: 14mm 12mm; }
      body { background: #fff; font-size: 10.5px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      nav, .skip, .back, .evidence { display: none; }
      main { max-width: none; padding: 0; } header { padding: 0 0 8px; }
      section { border: 0; padding: 0; margin: 14px 0; }
      .league details { display: none; }
      details::details-content { content-visibility: visible; display: block; block-size: auto; }
      summary { list-style: none; } summary::-webkit-details-marker { display: none; } details.census, details.gap { break-inside: avoid-page; }
      thead th.wrap { min-width: 0; } .opening { display: none; }
      #census, #transitions, #leagues, #units, #findings, #definitions { break-before: page; }
      .league, .action, .finding, .definition, tr, svg, h3, h4 { break-inside: avoid; } h2, h3, h4, summary, figcaption, h2 + .hint, h3 + .hint, h4 + .hint { break-after: avoid; }
      figure { break-inside: avoid; }
      .unit + .unit { break-before: page; }
      table { font-size: 9.5px; } th, td { padding: 3px 5px; } .scroll { overflow: visible; }
      .heat thead th, .heat tbody th { position: static; min-width: 0; } .heat { font-size: 8.5px; table-layout: fixed; }
      .heat .mark { font-size: 8px; } .heat .note { font-size: 7px; } .tile .value { font-size: 18px; }
      .actions thead th { font-size: 7.5px; min-width: 0; } .count { font-size: 8px; margin: 0 1px; } .quiet { font-size: 9px; }
      .action .heat thead th { min-width: 0; max-width: none; } .action table.heat { min-width: 60%; }
      .actions tbody th { min-width: 0; } .actions thead th:first-child { width: 62px; } .waiver { font-size: 9.5px; }
      .source { min-width: 0; font-size: 8.5px; } .hash { font-size: 7.5px; } thead { display: table-header-group; }
      .hint { font-size: 9.5px; } .under { font-size: 8px; } h3 { font-size: 13px; } h4 { font-size: 11px; }
      .chip { font-size: 9px; } .finding ul, dl { font-size: 9.5px; } code { font-size: 8.5px; } svg { max-width: 400px; min-width: 0; } .tiles { grid-template-columns: repeat(5, 1fr); }
      .tile { padding: 6px 8px; }
    }

    """
}
