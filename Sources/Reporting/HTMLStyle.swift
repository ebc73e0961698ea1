/// How the report looks: light and dark, wide and narrow, on a screen and on paper.
enum HTMLStyle {
    /// Colours and text.
    static let sheet: HTMLMarkup = """
        :root { color-scheme: light dark; --back: #f4f6f8; --paper: #ffffff; --ink: #19222d; --quiet: #53606e; --line: #d5dbe2;
          --code: #eef1f5; --accent: #1c5a9c; --good: #17683a; --good-soft: #e2f3e8; --warn: #7d5200; --warn-soft: #fbefd3;
          --bad: #ab1f1a; --bad-soft: #fbe4e2; --left: #5a4592; --left-soft: #ece7f8; --open: #47535f; --open-soft: #e6eaee;
          --share: #8a5a12; --database: #6b3fa0; --member: #0f6b6b; }
        @media (prefers-color-scheme: dark) { :root { --back: #10141a; --paper: #181e26; --ink: #e5eaf0; --quiet: #a4afbc;
          --line: #343e4a; --code: #222a34; --accent: #8bbcf2; --good: #7fd6a0; --good-soft: #16331f; --warn: #f2bf5c;
          --warn-soft: #3a2d10; --bad: #ff9c93; --bad-soft: #43201e; --left: #c2b2f4; --left-soft: #2b2545; --open: #bcc6d1;
          --open-soft: #2a323c; --share: #e0b061; --database: #cba8f5; --member: #6cc9c9; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif;
          overflow-wrap: anywhere; }
        main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
        header, section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 24px 28px;
          margin: 0 0 20px; }
        h1 { font-size: 30px; line-height: 1.2; margin: 0 0 16px; }
        h2 { font-size: 22px; margin: 0 0 12px; }
        h3 { font-size: 17px; margin: 24px 0 8px; }
        h4 { font-size: 15px; margin: 20px 0 6px; color: var(--quiet); }
        p { margin: 0 0 10px; }
        a { color: var(--accent); }
        bdi, td, th, dd, code, pre, summary, li { unicode-bidi: isolate; }
        code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
        code { background: var(--code); border-radius: 3px; padding: 1px 4px; }
        pre { background: var(--code); border-radius: 6px; padding: 10px 12px; margin: 0 0 12px; white-space: pre-wrap; max-height: 480px;
          overflow: auto; }
        .eyebrow { text-transform: uppercase; letter-spacing: .08em; font-size: 13px; color: var(--quiet); margin: 0 0 4px; }
        .quiet, .note { color: var(--quiet); }
        .note { font-size: 14px; }
        .verdict { display: flex; gap: 16px; border-left: 6px solid; border-radius: 6px; padding: 14px 18px; margin: 0 0 20px; }
        .verdict strong { font-size: 20px; }
        .verdict p { margin: 4px 0 0; color: var(--ink); }
        .verdict .sign { font-size: 28px; line-height: 1; font-weight: bold; }
        .good { color: var(--good); background: var(--good-soft); }
        .warn { color: var(--warn); background: var(--warn-soft); }
        .bad { color: var(--bad); background: var(--bad-soft); }
        .left { color: var(--left); background: var(--left-soft); }
        .open { color: var(--open); background: var(--open-soft); }
        .badge { display: inline-block; border-radius: 4px; padding: 0 7px;
          font: bold 12px/20px ui-monospace, "DejaVu Sans Mono", monospace;
          white-space: nowrap; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px 24px; margin: 0 0 16px; }
        .facts .long { grid-column: 1 / -1; }
        .facts dt { font-size: 13px; color: var(--quiet); }
        .facts dd { margin: 0; }
        nav ul, .legend, .tally, .plain, .remarks { list-style: none; padding: 0; margin: 0 0 12px; }
        nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0; border-top: 1px solid var(--line); padding-top: 12px; }
        .plain li { padding: 6px 0; border-top: 1px solid var(--line); }
        .tally { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 10px; }
        .tally li { border-radius: 6px; padding: 8px 12px; }
        .tally strong { display: block; font-size: 24px; line-height: 1.2; }
        .remarks { background: var(--warn-soft); color: var(--warn); border-radius: 6px; padding: 12px 18px; margin-bottom: 20px; }
        """

    /// Diagram and timeline.
    static let pictures: HTMLMarkup = """
        figure { margin: 8px 0; }
        figcaption { font-size: 14px; color: var(--quiet); margin-top: 8px; }
        svg { display: block; width: 100%; height: auto; fill: var(--ink);
          font-family: system-ui, "Segoe UI", "Liberation Sans", sans-serif; }
        svg.narrow { display: none; }
        svg text.name { font-weight: bold; font-size: 15px; }
        svg text.line, svg text.tick, svg text.state, svg text.column, svg text.member { font-size: 13px; fill: var(--quiet); }
        svg text.middle, svg text.column, svg text.member { text-anchor: middle; }
        svg text.state, svg text.end { text-anchor: end; }
        svg text.state { font-size: 12px; }
        svg .box { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.5; }
        svg .existing { stroke-dasharray: 6 4; }
        svg .summary { fill: var(--code); }
        svg .group { fill: var(--code); stroke: none; }
        svg .link { fill: none; stroke-width: 1.5; }
        svg .request.link { stroke: var(--accent); } svg .request.head { fill: var(--accent); }
        svg .share.link { stroke: var(--share); } svg .share.head { fill: var(--share); }
        svg .database.link { stroke: var(--database); } svg .database.head { fill: var(--database); }
        svg .member.link { stroke: var(--member); stroke-width: 3; stroke-dasharray: 3 3; } svg text.member { fill: var(--member); }
        svg text.good { fill: var(--good); } svg text.bad { fill: var(--bad); } svg text.open { fill: var(--open); }
        svg .rail { stroke: var(--line); stroke-width: 2; }
        svg .pause { fill: var(--code); }
        svg .bar { stroke: var(--paper); stroke-width: .5; }
        svg .changed { fill: var(--good); } svg .unchanged { fill: var(--quiet); } svg .confirmed { fill: var(--member); }
        svg .proven { fill: var(--accent); }
        svg .failed { fill: var(--bad); } svg .cancelled { fill: var(--warn); } svg .undone { fill: var(--left); }
        svg .mark.start { stroke: var(--ink); stroke-width: 1.5; fill: none; }
        svg .mark.turn { fill: var(--paper); stroke: var(--bad); stroke-width: 2; }
        svg .mark.cut { fill: var(--bad); } svg .mark.left { fill: var(--left); }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; color: var(--quiet); margin-top: 8px; }
        .swatch { display: inline-block; width: 14px; height: 12px; border-radius: 2px; margin-right: 6px; }
        .swatch.changed { background: var(--good); } .swatch.unchanged { background: var(--quiet); }
        .swatch.confirmed { background: var(--member); } .swatch.failed { background: var(--bad); }
        .swatch.cancelled { background: var(--warn); } .swatch.undone { background: var(--left); }
        .swatch.proven { background: var(--accent); }
        .swatch.pause { background: var(--code); border: 1px solid var(--line); }
        .legend .sign { margin-right: 6px; font-weight: bold; color: var(--ink); background: none; }
        .legend .cut { color: var(--bad); } .legend .left { color: var(--left); }
        """

    /// Tables, folds, narrow screens and paper.
    static let places: HTMLMarkup = """
        table { border-collapse: collapse; width: 100%; margin: 8px 0 14px; font-size: 15px; }
        caption { text-align: left; font-size: 13px; color: var(--quiet); padding: 0 0 4px; }
        h3 + table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td { text-align: left; vertical-align: top; padding: 6px 10px; border-top: 1px solid var(--line); font-weight: normal; }
        td:first-child, th:first-child { padding-left: 0; }
        .time { white-space: nowrap; }
        thead th { font-size: 13px; color: var(--quiet); border-top: 0; white-space: nowrap; }
        tbody th { font-weight: bold; }
        .scroll { overflow-x: auto; }
        .matrix { font-size: 14px; overflow-wrap: normal; }
        .matrix th, .matrix td { padding: 3px 8px 3px 0; }
        .matrix tbody th { font-weight: normal; }
        .matrix .part { font-weight: bold; padding-top: 14px; border-top: 0; }
        .matrix a { text-decoration: none; }
        details { margin: 4px 0; }
        summary { cursor: pointer; padding: 6px 0; color: var(--accent); }
        details.step { border-top: 1px solid var(--line); margin: 0; }
        details.step summary { color: var(--ink); }
        details.step .title { font-weight: bold; }
        details.step .body { padding: 0 0 12px 22px; }
        summary:focus-visible, a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .cause { background: var(--bad-soft); border-radius: 6px; padding: 10px 14px; margin: 0 0 10px; }
        .diff ins, .diff del, .diff span { display: block; text-decoration: none; }
        .diff ins { color: var(--good); background: var(--good-soft); }
        .diff del { color: var(--bad); background: var(--bad-soft); }
        .diff .hunk { color: var(--quiet); }
        @media (max-width: 640px) {
          main { padding: 12px 8px 40px; }
          header, section { padding: 16px 14px; }
          h1 { font-size: 25px; }
          svg.wide { display: none; }
          svg.narrow { display: block; }
          table:not(.matrix) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table:not(.matrix), table:not(.matrix) tbody, table:not(.matrix) tr, table:not(.matrix) td, table:not(.matrix) tbody th,
          table:not(.matrix) caption { display: block; }
          table:not(.matrix) tr { border-top: 1px solid var(--line); padding: 8px 0; }
          table:not(.matrix) td, table:not(.matrix) tbody th { border: 0; padding: 1px 0; }
          table:not(.matrix) [data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 13px;
            font-weight: normal; }
          table:not(.matrix) .none { display: none; }
          .facts { display: block; }
          .facts div { display: grid; grid-template-columns: 8em 1fr; gap: 8px; }
          .tally { grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); }
          details.step .body { padding-left: 0; }
        }
        @media print {
          @page { size: A4; margin: 16mm 14mm; }
          :root { color-scheme: light; --back: #ffffff; --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #bbbbbb;
            --code: #f2f2f2;
            --accent: #123f6d; --good: #0f5a2e; --good-soft: #e8f5ec; --warn: #6b4600; --warn-soft: #fdf3dd; --bad: #941610;
            --bad-soft: #fdeceb; --left: #4a3880; --left-soft: #f1edfa; --open: #3a444e; --open-soft: #eceff2; --share: #704708;
            --database: #55308a; --member: #0b5757; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          header, section { border: 0; border-radius: 0; padding: 0; margin: 0 0 18pt; }
          h1 { font-size: 20pt; } h2 { font-size: 15pt; } h3 { font-size: 12pt; }
          h2, h3, h4, summary, caption { break-after: avoid; }
          table, .matrix { font-size: 9.5pt; }
          tr, figure, .verdict, .cause, .tally li { break-inside: avoid; }
          thead { display: table-header-group; }
          pre { max-height: none; font-size: 8.5pt; }
          code { font-size: 8.5pt; }
          nav, .output { display: none; }
          #steps { break-before: page; }
          .scroll { overflow: visible; }
          details::details-content { content-visibility: visible; display: block; block-size: auto; }
          summary { list-style: none; color: var(--ink); }
          a { color: inherit; text-decoration: none; }
        }
        """
}
