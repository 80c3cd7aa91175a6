import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/inert/markdown.ts';
import { escapeHtml, escapeXml } from '../../../src/inert/markup.ts';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { type ReportFormat, renderReport } from '../../../src/report/exports/formats.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderJunit } from '../../../src/report/exports/junit.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { openingSentences } from '../../../src/report/words/opening.ts';
import { splitRecord } from '../../../src/specfile/configs/delimited.ts';
import { fullReport, sampleReport } from './sample.ts';

const HOSTILE = '<script>alert("x")</script>';
function hostile() {
  const report = fullReport();
  report.spec.path = HOSTILE;
  report.sources[0]!.name = HOSTILE;
  report.sources[0]!.kind = HOSTILE;
  report.sources[0]!.segments[0]!.value = HOSTILE;
  report.sources[0]!.features[0]!.name = HOSTILE;
  report.arms[0]!.id = HOSTILE;
  report.verdicts[0]!.target = HOSTILE;
  report.verdicts[0]!.message = HOSTILE;
  report.verdicts[0]!.action = HOSTILE;
  report.warnings[0]!.message = HOSTILE;
  report.audit = [{ code: 'label-copy', severity: 'error', target: HOSTILE, message: HOSTILE }];
  report.gate!.source = HOSTILE;
  report.inputs = [
    { role: 'log', path: HOSTILE, bytes: 1, modified: '2026-01-01T00:00:00.000Z', hash: 'ab' },
  ];
  report.ranker = { kind: HOSTILE };
  return report;
}

describe('Markdown', () => {
  const text = renderMarkdown(fullReport());
  const lines = text.split('\n');

  it('says first the answer, then has one table, then how strong the base is', () => {
    const [title, , answer, , header] = lines;
    const [said, base] = openingSentences(fullReport());
    expect(title).toBe('# Leakage Impact Score: lis.yaml');
    expect(answer).toBe(escapeMarkdown(said!));
    expect(header).toBe('| source or model | verdict | gain in AUC | honest gain | what to do |');
    expect(lines).toContain('| co-click | **worth aligning on** | +0.012 ± 0.004 | -0.0005 | align on it |');
    expect(text.indexOf(header!)).toBeLessThan(text.indexOf(escapeMarkdown(base!)));
    expect(text.indexOf(escapeMarkdown(base!))).toBeLessThan(text.indexOf('<details>'));
  });

  it('folds all else, so that at most 40 lines are in sight', () => {
    const inSight = text
      .replace(/<details>\n(<summary>.*<\/summary>)[\s\S]*?<\/details>/g, '$1')
      .split('\n')
      .filter((line) => line !== '');
    expect(inSight.length).toBeLessThanOrEqual(40);
    expect(inSight.filter((line) => line.startsWith('<summary>')).length).toBeGreaterThan(3);
    expect(inSight.join('\n')).not.toContain('<details>');
  });

  it('parts what is folded from its HTML by empty lines, as GitHub wants it', () => {
    for (const [i, line] of lines.entries()) {
      if (line.startsWith('<summary>')) expect([lines[i - 1], lines[i + 1]]).toEqual(['<details>', '']);
      if (line === '</details>') expect([lines[i - 1], lines[i + 1]]).toEqual(['', '']);
    }
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });

  it('names no place on the machine that it was made on', () => {
    const report = fullReport();
    report.spec.path = '/home/jane/shop/lis.yaml';
    report.ranker = { kind: 'command', command: ['/home/jane/venv/bin/python', 'rank.py'] };
    report.warnings[0]!.message = 'Rows of /home/jane/shop/data/a.csv were left out.';
    report.inputs = ['data/log.csv', '/home/jane/other/pairs.csv', 'C:\\Users\\jane\\b.csv'].map((path) => ({
      ...{ role: 'log', path, bytes: 1, modified: '2026-01-01T00:00:00.000Z', hash: 'ab' },
    }));
    for (const shown of [renderMarkdown(report).replaceAll('\\', ''), renderHtml(report)]) {
      expect(shown).not.toMatch(/jane/);
      for (const kept of [
        'Score: lis.yaml',
        'Rows of data/a.csv',
        'data/log.csv',
        ' rank.py',
        'pairs.csv',
        'b.csv',
      ])
        expect(shown).toContain(kept);
    }
  });

  it('leads with the verdicts of each source', () => {
    const at = lines.findIndex((line) => line.startsWith('<summary><b>co-click</b>'));
    expect(lines[at + 2]).toBe(
      '> **headroom**: The transferable LIS +0.0120 lies above the minimum gain of 0.0010 &amp; more \\| &lt;so&gt;.',
    );
    expect(lines[at + 4]).toBe('> → Worth aligning on.');
    expect(text).toContain('**Gate** co-click: transferable &gt;= 0.02; found +0.0120: not met');
  });

  it('has a line for each leak that the audit found, and none for the rest', () => {
    const price = { ...fullReport().sources[0]!.lis.total, value: 0.0312, low: 0.028, high: 0.0344 };
    const found = { severity: 'error', target: 'ctr', message: '`ctr` has the row in it.' } as const;
    const audit = [
      { ...found, code: 'aggregate-of-own-row', price },
      { ...found, code: 'label-copy' },
      { ...found, code: 'outcome-like', severity: 'warning' as const },
    ];
    const told = renderMarkdown({ ...fullReport(), audit });
    expect(told).toContain(
      '**Leaks that the audit found**\n\n- aggregate-of-own-row: \\`ctr\\` has the row in it. It is worth +0.0312 AUC \\[+0.0280, +0.0344\\].\n- label-copy:',
    );
    expect(told).not.toContain('outcome-like');
    expect(text).not.toContain('the audit');
    const html = renderHtml({ ...fullReport(), audit });
    expect(html).toContain('<h2>Leaks that the audit found</h2>\n<ul>\n<li>aggregate-of-own-row: ');
    expect(renderHtml(fullReport())).not.toContain('the audit');
  });

  it('has every table whole: as many cells in each row', () => {
    const tables = text.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBe(7); // the answers, two sources, segments, features, arms, ranking
    for (const table of tables) {
      const cells = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
    expect(lines).toContain(
      '| net LIS | leaked − placebo | +0.0116 | \\[+0.0076, +0.0156\\] | 0.0020 | &lt;0.0001 |  |',
    );
    expect(lines).toContain(
      '| item: cold | 1,200 | 300 | 10.0 % | 0.5400 | +0.0300 | \\[+0.0100, +0.0500\\] |',
    );
  });

  it('lets no markup through', () => {
    expect(renderMarkdown(hostile())).not.toMatch(/<script|\]\(javascript/);
    expect(escapeMarkdown('a|b\n# c *d* [e](f) `g` <h> &amp;')).toBe(
      'a\\|b \\# c \\*d\\* \\[e\\]\\(f\\) \\`g\\` &lt;h&gt; &amp;amp;',
    );
  });

  it('leaves out what a report does not have', () => {
    const report = sampleReport();
    report.warnings = [];
    expect(renderMarkdown(report)).not.toMatch(/Gate|Ranking|Warnings|Inputs|### /);
    report.sources = [];
    expect(renderMarkdown(report)).not.toContain('what to do');
  });
});

describe('HTML', () => {
  const page = renderHtml(fullReport());

  it('needs nothing else: no script, no request', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|\son\w+=/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('color-scheme: light dark');
  });

  it('says first how strong the base is, and what the data adds to it', () => {
    const opening = openingSentences(fullReport());
    expect(opening.length).toBe(2);
    const answer = escapeHtml(opening[0]!).replaceAll(' ± ', '\u00a0±\u00a0');
    expect(page).toContain(`</h1>\n<p class="answer">${answer}</p>\n<figure class="scroll">`);
    expect(page.indexOf('<figure')).toBeLessThan(page.indexOf('<details>'));
    expect(page.indexOf(escapeHtml(opening[1]!))).toBeLessThan(page.indexOf('<details>'));
  });

  it('closes every tag that it opens', () => {
    const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
    const opened = [...new Set(page.match(/(?<=<)[a-z][a-z0-9]*/g))].filter(
      (tag) => !/^(meta|br|hr|col|line|rect|circle|path)$/.test(tag),
    );
    expect(opened).toEqual(
      expect.arrayContaining(['table', 'tr', 'td', 'th', 'details', 'summary', 'dl', 'b', 'svg', 'text']),
    );
    for (const tag of opened)
      expect([tag, count(new RegExp(`<${tag}[ >]`, 'g'))]).toEqual([
        tag,
        count(new RegExp(`</${tag}>`, 'g')),
      ]);
  });

  it('escapes everything', () => {
    const bad = renderHtml(hostile());
    expect(bad).not.toContain('<script');
    expect(bad).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(bad).not.toContain('<b>region');
    expect(escapeHtml(`a&b'"<\u0000\u001b>`)).toBe('a&amp;b&#39;&quot;&lt;\\u0000\\u001b&gt;');
  });

  it('names severity in words, not by colour alone', () => {
    expect(page).toContain('<div class="card positive"><p><b class="positive">headroom</b>');
    expect(page).toContain('<div class="card warning"><p><b class="warning">underpowered</b>');
  });

  it('shows inputs and an empty report', () => {
    expect(renderHtml(hostile())).toContain('<caption>Inputs</caption>');
    const report = sampleReport();
    report.sources = [];
    report.warnings = [];
    expect(renderHtml(report)).not.toMatch(/<figure|<svg|Warnings|Inputs|Gate/);
  });
});

describe('CSV', () => {
  const records = (text: string) =>
    text
      .trimEnd()
      .split('\r\n')
      .map((line) => splitRecord(line, ','));

  it('has a row per estimate, in full precision', () => {
    const [header, ...rows] = records(renderCsv(fullReport()));
    expect(header).toHaveLength(23);
    for (const row of rows) expect(row).toHaveLength(23);
    const keyed = rows.map((row) => row.slice(0, 4).join('/'));
    expect(keyed).toEqual([
      'co-click/lis.transferable//',
      'co-click/lis.total//',
      'co-click/honestGain//',
      'co-click/placeboGain//',
      'co-click/netLis//',
      'co-click/freshness//',
      'co-click/lookAhead//',
      'co-click/selfEvidence//',
      'co-click/nullCheck//',
      'co-click/segment/item/cold',
      "co-click/segment/<b>region</b>/'=north",
      'co-click/dropGain/feature/max',
      'editorial/lis.total//',
    ]);
    const first = Object.fromEntries(header!.map((name, i) => [name, rows[0]![i]]));
    expect(first).toMatchObject({ value: '0.012', se: '0.002', p_holm: '0.0004', variance_seeds: '0' });
    expect(rows[10]!.slice(4, -7).every((cell) => cell === '')).toBe(true);
    expect(rows[10]!.at(-5)).toBe('one class only');
    expect(rows.map((row) => row.at(-4))).toEqual([...Array(12).fill('headroom'), 'underpowered']);
    expect(new Set(rows.map((row) => row[header!.indexOf('ranker')]))).toEqual(new Set(['fm']));
  });

  it('quotes what needs it, and disarms formulas', () => {
    const report = fullReport();
    report.sources[0]!.segments[0]!.value = '=1+1,"x"\r\n';
    expect(renderCsv(report)).toContain(`"'=1+1,""x""\r\n"`);
    report.sources = [];
    expect(records(renderCsv(report))).toHaveLength(1);
  });
});

describe('JUnit', () => {
  const text = renderJunit(fullReport());

  it('fails for the gate alone, and skips what is undecided', () => {
    expect(text).toContain(
      '<testsuites name="lis.yaml" tests="3" failures="1" errors="0" skipped="1" time="3.210">',
    );
    expect(text).toContain('<testcase classname="co-click" name="headroom" time="0"><system-out>');
    expect(text).toContain(
      'name="underpowered" time="0"><skipped message="This log does not decide. Evaluate more users."/>',
    );
    expect(text).toContain(
      '<failure type="gate" message="co-click: transferable &gt;= 0.02; found +0.0120: not met"/>',
    );
    expect(text.match(/<testsuite /g)).toHaveLength(3);
  });

  it('passes a gate that is met, and is a document without verdicts', () => {
    const report = fullReport();
    report.gate!.met = true;
    expect(renderJunit(report)).toContain('tests="3" failures="0"');
    expect(renderJunit(sampleReport())).toMatch(/<testsuites [^>]*tests="0"[^>]*>\n<\/testsuites>\n$/);
  });

  it('escapes everything', () => {
    expect(renderJunit(hostile())).not.toContain('<script');
    expect(escapeXml('a\u0000\u001b\ud800<&>"\'\u{1f600}')).toBe(
      'a\\u0000\\u001b\\ud800&lt;&amp;&gt;&quot;&#39;\u{1f600}',
    );
  });
});

it('renders by name', () => {
  const starts: Record<ReportFormat, string> = {
    table: 'co-click is worth aligning on',
    json: '{',
    markdown: '# Leakage',
    html: '<!doctype html>',
    svg: '<svg xmlns=',
    csv: 'source,estimate,',
    junit: '<?xml',
  };
  for (const [format, start] of Object.entries(starts))
    expect(renderReport(fullReport(), format as ReportFormat, { colour: false })).toMatch(
      new RegExp(`^${start.replace(/[?<]/g, '\\$&')}`),
    );
});
