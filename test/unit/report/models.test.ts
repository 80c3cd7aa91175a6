import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../src/report/compare.ts';
import { modelEstimates } from '../../../src/report/estimates.ts';
import { renderComparisonMarkdown } from '../../../src/report/exports/compare-markdown.ts';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderJunit } from '../../../src/report/exports/junit.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { renderComparison } from '../../../src/report/terminal/compare-table.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { modelFacts, modelOrigin } from '../../../src/report/words/models.ts';
import { byRankerRows } from '../../../src/report/words/rankers.ts';
import { splitRecord } from '../../../src/specfile/configs/delimited.ts';
import { estimate, fullReport, modelsReport, sampleModels } from './sample.ts';

const plain = (report: Report) => renderTable(report, { colour: false });
const squeezed = (text: string) => text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
const paragraphs = (text: string) => text.replace(/\s+/g, ' ');

describe('the estimates of a model', () => {
  const [vectors, scores] = sampleModels();

  it('are AIS, the captured of each source, and the probes, in this order', () => {
    expect(
      modelEstimates(vectors!).map(({ key, source, contrast, estimate: e }) => [
        key,
        source,
        contrast,
        e?.value,
      ]),
    ).toEqual([
      ['ais', undefined, 'model − base', 0.0096],
      ['captured', 'co-click', 'AIS / LIS', undefined],
      ['captured', 'editorial', 'AIS / LIS', 0.41],
      ['probe.gain', 'editorial', 'probe − base', 0.014],
      ['probe.gain', 'co-click', 'probe − base', undefined],
    ]);
  });

  it('have what a probe adds to the vectors as they are, where the report does', () => {
    const [probe] = vectors!.probes;
    const probed = { ...vectors!, probes: [{ ...probe!, overModel: estimate(0.0044, 0.002, 0.03) }] };
    expect(modelEstimates(probed).map(({ key }) => key)).toEqual([
      ...['ais', 'captured', 'captured'],
      ...['probe.gain', 'probe.overModel'],
    ]);
    expect(modelEstimates(probed).find(({ key }) => key === 'probe.overModel')).toMatchObject({
      name: 'probe on editorial over AIS',
      contrast: 'probe − model',
      source: 'editorial',
      estimate: { value: 0.0044 },
    });
  });

  it('have a reason exactly where they have no number', () => {
    for (const { estimate: e, reason } of [vectors!, scores!].flatMap(modelEstimates))
      expect(reason === undefined).toBe(e !== null);
    const unexplained = { ...scores!, notCaptured: {} };
    expect(modelEstimates(unexplained)[1]!.reason).toBe('not measured');
  });

  it('are differences from the arm that the model has', () => {
    expect(modelEstimates(scores!)[0]!.contrast).toBe('model − baseline');
    const { arms } = modelsReport();
    expect(modelFacts(vectors!, arms)).toBe(
      'AUC 0.7003 of the base → 0.7099 with the model, RelaImpr +4.8 %. Smallest AIS that this evaluation would detect: ' +
        '0.0057. Coverage: in 87.4 % of the evaluation rows the candidate and the history have vectors.',
    );
    expect(modelFacts(scores!, arms)).toBe(
      'AUC 0.7411 of the baseline scores → 0.7432 with the model. Smallest AIS that this evaluation would detect: 0.0026. ' +
        'Every evaluation row has both scores.',
    );
    expect(modelFacts(scores!, [])).toContain('AUC – of the baseline scores → – with the model.');
    expect([modelOrigin(vectors!), modelOrigin(scores!)]).toEqual([
      'its vectors (embeddings)',
      'its scores beside those without it (predictions)',
    ]);
  });
});

describe('models in the table', () => {
  const text = plain(modelsReport());
  const lines = squeezed(text);

  it('stand after the sources, verdicts first, then every number', () => {
    const at = lines.indexOf('Model notellm, its vectors (embeddings)');
    expect(at).toBeGreaterThan(
      lines.indexOf('Source editorial, declared, total only (pairs), observed 2026-10-01..2026-10-24'),
    );
    expect(lines.slice(at + 1, at + 10)).toEqual([
      'alignment-bottleneck: The data is good and the model has not learnt it.',
      '→ Work on the alignment.',
      '',
      'difference of AUC estimate 95 % interval SE p',
      'AIS +0.0096 [+0.0056, +0.0136] 0.0020 <0.0001',
      'captured of editorial 41.0 % [22.1 %, 59.9 %] 9.4 %',
      'probe AIS on editorial +0.0140 [+0.0080, +0.0200] 0.0030 <0.0001',
      '',
      'Undefined: captured of co-click (the LIS of co-click is not one of similarities of vectors).',
    ]);
    expect(lines).toContain(
      'Undefined: probe AIS on co-click (no honest window of co-click held enough pairs to train on).',
    );
  });

  it('say a reason once for all sources that share it', () => {
    expect(paragraphs(text)).toContain(
      'Undefined: captured of co-click, captured of editorial (its scores come from another ranker than the LIS).',
    );
  });

  it('have their own segments, whose column is AIS', () => {
    expect(lines).toContain('AIS by part of the rows rows users base AUC AIS interval');
    expect(lines).toContain('item: tail 900 200 0.6100 +0.0200 [+0.0100, +0.0300]');
    expect(lines).toContain('item: head 30 5 – – one class only');
  });

  it('list arms of score files without the spread, log loss and epochs that they lack', () => {
    expect(lines).toContain('baseline:prod-v2 0.7411 – – –');
  });

  it('explain captured and the reference ceiling once', () => {
    expect(text.match(/reference ceiling/g)).toHaveLength(1);
    expect(paragraphs(text)).toContain('Captured is AIS / LIS');
    expect(paragraphs(text)).toContain('a reference ceiling, not a bound');
    expect(plain(fullReport())).not.toMatch(/AIS/);
  });

  it('stand alone where the spec has no sources', () => {
    const report = modelsReport();
    report.sources = [];
    report.gate = { model: 'notellm', condition: 'ais >= 0.02', value: 0.0096, met: false };
    const alone = plain(report);
    expect(paragraphs(alone)).toContain('a true AIS below the smallest detectable one');
    expect(alone).not.toMatch(/ {2}total {2}|placebo gain {2}the same/);
    expect(alone).toContain('Gate notellm: ais >= 0.02; found +0.0096: not met');
  });

  it('keep within the width whatever the names', () => {
    const report = modelsReport();
    const long = 'n'.repeat(120);
    const [model] = report.models;
    report.models.push({
      ...model!,
      name: long,
      captured: { [long]: model!.captured['editorial']!, [`${long}2`]: null },
      notCaptured: { [`${long}2`]: 'x'.repeat(150) },
      probes: [{ ...model!.probes[0]!, source: long }],
    });
    const widest = Math.max(
      ...plain(report)
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(TABLE_WIDTH);
  });
});

describe('models in Markdown and HTML', () => {
  const report = modelsReport();
  const markdown = renderMarkdown(report).replaceAll('\\', '');

  it('have a heading, their verdict, a table and a note', () => {
    expect(markdown).toContain(
      '<summary><b>Model notellm</b>, its vectors (embeddings)</summary>\n\n> **alignment-bottleneck**: The data is good and the model has not learnt it.',
    );
    expect(markdown).toContain('|  | arms | estimate | 95 % interval | SE | p |');
    expect(markdown).toContain('| AIS | model − base | +0.0096 | [+0.0056, +0.0136] | 0.0020 | &lt;0.0001 |');
    expect(markdown).toContain(
      '| captured of editorial | AIS / LIS | 41.0 % | [22.1 %, 59.9 %] | 9.4 % |  |',
    );
    expect(markdown).toContain(
      'Undefined: captured of co-click (the LIS of co-click is not one of similarities of vectors).',
    );
    expect(markdown).toContain('### AIS by part of the evaluation rows');
    expect(markdown.match(/reference ceiling, not a bound/g)).toHaveLength(1);
    expect(renderMarkdown(fullReport())).not.toContain('reference ceiling');
  });

  it('let no markup through', () => {
    const hostile = modelsReport();
    const bad = '<script>alert(1)</script>';
    hostile.models[0]!.name = bad;
    hostile.models[0]!.captured = { [bad]: null };
    hostile.models[0]!.notCaptured = { [bad]: bad };
    hostile.gate = { model: bad, condition: bad, value: 1, met: false };
    for (const render of [renderMarkdown, renderHtml, renderJunit])
      expect(render(hostile)).not.toContain('<script');
  });

  it('are a part of HTML each', () => {
    const page = renderHtml(report);
    expect(page.match(/<summary>Model \S+ <span/g)).toHaveLength(2);
    expect(page).toMatch(/<summary>Model prod-v2 <span class="quiet">its scores/);
    expect(page).toContain('<td>captured of editorial</td><td>AIS / LIS</td><td>41.0 %</td>');
    expect(page.match(/reference ceiling/g)).toHaveLength(1);
  });
});

describe('models in CSV', () => {
  const [header, ...rows] = renderCsv(modelsReport())
    .trimEnd()
    .split('\r\n')
    .map((line) => splitRecord(line, ','));
  const columnAt = (name: string) => header!.indexOf(name);
  const ofModels = rows.filter((row) => row[columnAt('model')] !== '');

  it('name the model, and the source that a number is about', () => {
    for (const row of rows) expect(row).toHaveLength(header!.length);
    expect(
      ofModels.map((row) =>
        ['model', 'source', 'estimate', 'part', 'value', 'reason'].map((name) => row[columnAt(name)]),
      ),
    ).toEqual([
      ['notellm', '', 'ais', '', '0.0096', ''],
      [
        'notellm',
        'co-click',
        'captured',
        '',
        '',
        'the LIS of co-click is not one of similarities of vectors',
      ],
      ['notellm', 'editorial', 'captured', '', '0.41', ''],
      ['notellm', 'editorial', 'probe.gain', '', '0.014', ''],
      [
        'notellm',
        'co-click',
        'probe.gain',
        '',
        '',
        'no honest window of co-click held enough pairs to train on',
      ],
      ['notellm', '', 'segment', 'tail', '0.02', ''],
      ['notellm', '', 'segment', 'head', '', 'one class only'],
      ['prod-v2', '', 'ais', '', '0.0021', ''],
      ['prod-v2', 'co-click', 'captured', '', '', 'its scores come from another ranker than the LIS'],
      ['prod-v2', 'editorial', 'captured', '', '', 'its scores come from another ranker than the LIS'],
    ]);
  });

  it('name the ranker; that of score files is not the spec’s', () => {
    const rankers = ofModels.map((row) => [row[columnAt('model')], row[columnAt('ranker')]].join());
    expect(new Set(rankers)).toEqual(new Set(['notellm,fm', 'prod-v2,predictions']));
  });

  it('leave the rows of sources as they were', () => {
    const plainRows = renderCsv(fullReport()).trimEnd().split('\r\n').slice(1);
    expect(rows.filter((row) => row[columnAt('model')] === '')).toEqual(
      plainRows.map((line) => splitRecord(line, ',')),
    );
  });
});

describe('models in JUnit', () => {
  const text = renderJunit(modelsReport());

  it('have a suite each, with what they bring, verdict or not', () => {
    expect(text).toContain('<testcase classname="notellm" name="alignment-bottleneck"');
    expect(text).toContain(
      '<testcase classname="notellm" name="AIS" time="0"><system-out>AIS +0.0096 [+0.0056, +0.0136], captured of editorial 41.0 % [22.1 %, 59.9 %], ',
    );
    expect(text).toContain('<testsuite name="prod-v2" tests="1" failures="0"');
  });

  it('fail for a gate on a model that is not met', () => {
    const report = modelsReport();
    report.gate = { model: 'notellm', condition: 'ais >= 0.02', value: 0.0096, met: false };
    expect(ReportSchema.parse(report)).toEqual(report);
    expect(renderJunit(report)).toContain(
      '<testcase classname="gate" name="notellm: ais &gt;= 0.02" time="0"><failure type="gate" message="notellm: ais &gt;= 0.02; found +0.0096: not met"/>',
    );
  });
});

describe('models under several rankers', () => {
  const report = modelsReport();
  const [vectors] = sampleModels();
  report.otherRankers = [
    {
      ranker: { kind: 'deepfm' },
      arms: report.arms.slice(0, 1).map((arm) => ({ ...arm, auc: 0.71 })),
      sources: report.sources,
      models: [{ ...vectors!, ais: estimate(0.02, 0.001, 0) }],
      verdicts: [],
    },
  ];

  it('stand below the sources; score files are of no ranker of the spec', () => {
    const [header, ...rows] = byRankerRows(report);
    expect(header).toEqual(['source or model', 'ranker', 'base AUC', 'LIS or AIS', 'interval', 'verdict']);
    expect(rows.slice(-2)).toEqual([
      ['notellm', 'fm', '0.7003', '+0.0096', '[+0.0056, +0.0136]', 'alignment-bottleneck'],
      ['', 'deepfm', '0.7100', '+0.0200', '[+0.0180, +0.0220]', '–'],
    ]);
    expect(rows.flat()).not.toContain('prod-v2');
    expect(renderMarkdown(report)).toContain(
      '<summary><b>LIS and AIS by ranker</b></summary>\n\n| source or model |',
    );
  });

  it('have rows of CSV and suites of JUnit of their own', () => {
    expect(renderCsv(report)).toMatch(/\r\n,ais,,,0\.02,.*,deepfm,notellm,,,,,\r\n/);
    expect(renderJunit(report)).toContain('<testcase classname="notellm (deepfm)" name="AIS"');
  });

  it('are shown where there are no sources', () => {
    const alone = { ...report, sources: [] };
    expect(byRankerRows(alone)).toHaveLength(3);
    expect(byRankerRows({ ...alone, models: alone.models.slice(1) })).toEqual([]);
  });
});

describe('models in a comparison', () => {
  const [a, b] = [modelsReport(), modelsReport()];
  b.models[0]!.ais = estimate(0.0196, 0.002, 0);
  b.models[0]!.captured['editorial'] = {
    ...a.models[0]!.captured['editorial']!,
    value: 0.53,
    low: 0.4,
    high: 0.66,
  };
  b.models.pop();
  b.arms = b.arms.filter(({ model }) => model !== 'prod-v2');
  b.inputs = [
    { role: 'model', path: 'v.parquet', bytes: 1, modified: '2026-01-01T00:00:00.000Z', hash: 'ff' },
  ];
  const comparison = compareReports([
    { name: 'a.json', report: a },
    { name: 'b.json', report: b },
  ]);

  it('are compared number by number, shares as shares', () => {
    const ais = comparison.estimates.find(({ model, key }) => model === 'notellm' && key === 'ais')!;
    expect(ais.differences).toEqual([null, expect.closeTo(0.01, 12)]);
    expect(ais).not.toHaveProperty('source');
    const captured = comparison.estimates.filter(({ key }) => key === 'captured');
    expect(captured).toHaveLength(1);
    expect(captured[0]).toMatchObject({ model: 'notellm', source: 'editorial', unit: 'share' });
    const lines = squeezed(renderComparison(comparison, { colour: false }));
    expect(lines).toContain('Model notellm');
    expect(lines).toContain('captured of editorial A 41.0 % [22.1 %, 59.9 %]');
    expect(lines).toContain('B 53.0 % [40.0 %, 66.0 %] +12.0 pp [-19.9 pp, +43.9 pp]*');
    expect(lines).toContain('- files of models changed');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(TABLE_WIDTH);
  });

  it('have gaps where a report lacks one', () => {
    const lines = squeezed(renderComparison(comparison, { colour: false }));
    expect(lines.slice(lines.indexOf('Model prod-v2'))).toContain('B – –');
    expect(lines).toContain('model:prod-v2 0.7432 – –');
  });

  it('are headed as models in Markdown', () => {
    const text = renderComparisonMarkdown(comparison).replaceAll('\\', '');
    expect(text).toContain('## Model notellm\n\n| difference of AUC | A | B | B − A |');
    expect(text).toContain(
      '| captured of editorial | 41.0 % [22.1 %, 59.9 %] | 53.0 % [40.0 %, 66.0 %] | +12.0 pp [-19.9 pp, +43.9 pp]* |',
    );
  });
});
