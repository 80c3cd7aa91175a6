import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../src/report/compare.ts';
import { inputsApart } from '../../../src/report/compare-inputs.ts';
import { settingLine, settingsApart } from '../../../src/report/compare-settings.ts';
import { renderComparisonMarkdown } from '../../../src/report/exports/compare-markdown.ts';
import type { Report } from '../../../src/report/schema.ts';
import { renderComparison } from '../../../src/report/terminal/compare-table.ts';
import { TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { comparisonNotes } from '../../../src/report/words/compare-words.ts';
import { byTime } from '../../fixtures/objective-report.ts';
import { estimate, fullReport, sampleReport } from './sample.ts';

const input = (hash: string, role: 'log' | 'items' | 'source' = 'log', path = 'log.parquet') => ({
  role,
  path,
  bytes: 1,
  modified: '2026-01-01T00:00:00.000Z',
  hash,
});
function pair(change: (report: Report) => void): [Report, Report] {
  const [a, b] = [sampleReport(), sampleReport()];
  a.inputs = [input('aa')];
  b.inputs = [input('aa')];
  change(b);
  return [a, b];
}
const compare = ([a, b]: [Report, Report]) =>
  compareReports([
    { name: 'a.json', report: a },
    { name: 'b.json', report: b },
  ]);

describe('reports that measured a part of the evaluation users', () => {
  const { evalUsers, evalRows } = sampleReport().data;
  const measured = (report: Report, share: number, users: number, rows: number): void => {
    const stages = [{ share, users, rows, halfWidth: 0.01 }];
    report.precision = { asked: 0.01, reached: true, allUsers: evalUsers, allRows: evalRows, stages };
    report.data = { ...report.data, evalUsers: users, evalRows: rows };
  };

  it('are compared without pairing, with the reason, where they are not the same users', () => {
    const { sameRows, notes } = compare(pair((b) => measured(b, 1 / 4, 2, 5)));
    expect(sameRows).toBe(false);
    expect(notes.join()).toMatch(
      /users measured: all [\d,]+ evaluation users in a\.json, 1\/4 of [\d,]+ evaluation users in b\.json; they are not the same, so no difference is paired/,
    );
    const [a, b] = pair((report) => measured(report, 1 / 4, 2, 5));
    measured(a, 1 / 4, 2, 5);
    expect(compare([a, b]).sameRows).toBe(true);
    b.seed = a.seed + 1;
    expect(compare([a, b]).sameRows).toBe(false);
  });

  it('are as good as any other where they measured them all', () => {
    const { sameRows, notes } = compare(pair((b) => measured(b, 1, evalUsers, evalRows)));
    expect(sameRows).toBe(true);
    expect(notes.join()).not.toContain('users measured');
  });
});

describe('compareReports', () => {
  it('gives each difference from the first, with the widest interval where reports tell not what they share', () => {
    const { arms, estimates, notes } = compare(
      pair((b) => {
        b.sources[0]!.lis.transferable = estimate(0.022, 0.002, 0); // [0.018, 0.026]; a: [0.008, 0.016]
        b.sources[0]!.lis.total = estimate(0.04, 0.0058, 0);
        b.arms[0]!.auc += 0.001;
      }),
    );
    expect(notes).toEqual([]);
    expect(arms[0]!.differences).toEqual([null, expect.closeTo(0.001, 12)]);
    const [transferable, total] = estimates;
    expect(transferable).toMatchObject({ source: 'co-click', key: 'lis.transferable' });
    expect(transferable!.differences).toEqual([null, expect.closeTo(0.01, 12)]);
    // b − a: from 0.018 − 0.016 to 0.026 − 0.008
    const widest = { low: expect.closeTo(0.002, 12), high: expect.closeTo(0.018, 12), basis: 'widest' };
    expect(transferable!.intervals).toEqual([null, widest]);
    const { low, high } = total!.intervals[1]!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(arms[0]!.intervals).toEqual([null, null]);
  });

  it('takes the interval of each difference of arms from whoever can pair them', () => {
    const asked: string[] = [];
    const [first, later] = pair(() => undefined);
    const { arms, estimates } = compareReports(
      [
        { name: 'a.json', report: first },
        { name: 'b.json', report: later },
      ],
      (a, b, [armsOfFirst, armsOfLater]) => {
        expect([a.arms, b.arms]).toEqual([first.arms, later.arms]);
        expect(armsOfLater).toEqual(armsOfFirst);
        asked.push(`${armsOfFirst.arm} − ${armsOfFirst.minus ?? 'nothing'}`);
        return armsOfFirst.arm.startsWith('leaked-total') ? null : { low: -0.001, high: 0.003 };
      },
    );
    const [transferable, total] = estimates;
    const found = { low: -0.001, high: 0.003, basis: 'paired' };
    expect(transferable!.intervals).toEqual([null, found]);
    expect(total!.intervals[1]).toMatchObject({ basis: 'widest' });
    expect(arms[0]!.intervals).toEqual([null, found]);
    // Few seeds can make a paired interval wider than the two alone allow.
    const wide = compareReports(
      [
        { name: 'a.json', report: first },
        { name: 'b.json', report: later },
      ],
      () => ({ low: -1, high: 1 }),
    );
    const { low, high } = first.sources[0]!.lis.transferable!;
    expect(wide.estimates[0]!.intervals[1]).toEqual({ low: low - high, high: high - low, basis: 'paired' });
    expect(asked).toEqual(
      expect.arrayContaining(['base − nothing', 'leaked:co-click − base', 'leaked-total:co-click − base']),
    );
  });

  it('has no number where a report lacks one', () => {
    const { estimates, arms } = compare(
      pair((b) => {
        b.sources[0]!.name = 'swing';
        b.arms[1]!.id = 'leaked:swing';
      }),
    );
    expect(estimates.find(({ source }) => source === 'swing')).toMatchObject({
      estimates: [null, expect.objectContaining({ value: expect.any(Number), level: 0.95 })],
      differences: [null, null],
      intervals: [null, null],
    });
    expect(arms.map(({ id, auc }) => [id, auc.map((value) => value === null)])).toEqual([
      ['base', [false, false]],
      ['leaked:co-click', [false, true]],
      ['leaked:swing', [true, false]],
    ]);
  });

  it.each<[string, (b: Report) => void, RegExp]>([
    [
      'another log',
      (b) => {
        b.inputs = [input('bb', 'log', 'other.parquet')];
      },
      /b\.json are reports of other data.*log files \(log\.parquet and other\.parquet/,
    ],
    [
      'another item table',
      (b) => {
        b.inputs.push(input('cc', 'items', 'items.parquet'));
      },
      /items files \(none and items\.parquet/,
    ],
    [
      'another split',
      (b) => {
        b.data.evalRows = 5;
      },
      /evaluation rows \(16000 and 5\)/,
    ],
    [
      'another window',
      (b) => {
        delete b.data.evaluate;
      },
      /start of the evaluation \(.* and none\)/,
    ],
    [
      'another label',
      (b) => {
        b.data.positiveRate = 0.5;
      },
      /positive rate/,
    ],
  ])('refuses %s', (_name, change, message) => {
    expect(() => compare(pair(change))).toThrow(message);
    expect(() => compare(pair(change))).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'other-data' }),
    );
  });

  it('takes a log that moved, and other preference files, and names changed settings', () => {
    const { notes } = compare(
      pair((b) => {
        b.inputs = [input('aa', 'log', 'moved.parquet'), input('dd', 'source', 'pairs.csv')];
        b.seed = 7;
        b.ranker = { kind: 'lr' };
        b.spec.hash = 'ff';
        b.tool.version = '9.9.9';
        b.data.slices = 3;
        b.arms[0]!.perSeed.pop();
      }),
    );
    expect(notes).toEqual([
      'ranker: fm factors 16 in a.json, lr in b.json',
      'base seed: 1 in a.json, 7 in b.json',
      'seeds: 3 in a.json, 2 in b.json',
      'slices: 14 in a.json, 3 in b.json',
      'version: 0.1.0 in a.json, 9.9.9 in b.json',
      'files of preference data changed',
      'the specs of a.json and b.json differ',
    ]);
  });

  it('tells settings apart key by key, where both reports keep them', () => {
    const [a, b] = pair((later) => {
      later.seed = 7;
      later.ranker = { kind: 'deepfm' };
      later.spec.hash = 'ff';
    });
    const options = { 'log.label': 'click', 'ranker.kind': 'fm', seeds: 3, minimumGain: 0.001 };
    const coClick = { 'sources.co-click.build': 'co-click', 'sources.co-click.window': 7 };
    a.spec.options = { ...options, ...coClick, 'sources.old.build': 'pmi', 'sources.old.window': 2 };
    b.spec.options = {
      ...{ ...options, ...coClick, 'ranker.kind': 'deepfm', seeds: 5, 'sources.co-click.window': 3 },
      ...{ 'sources.new.pairs': ['x.csv'], 'sources.new.left': 'a', 'log.group': 'request' },
      'sources.co-click.shrinkage': 5,
    };
    const { settings, notes } = compare([a, b]);
    expect(settings.map(settingLine)).toEqual([
      'ranker: fm → deepfm',
      'seeds: 3 → 5',
      'sources.co-click.window: 7 → 3',
      'sources.old: removed',
      'sources.new: added (pairs: x.csv)',
      'log.group: not given → request',
      'sources.co-click.shrinkage: not given → 5',
    ]);
    expect(notes).toEqual([]);
    const three = settingsApart([a, b, a])!.find(({ key }) => key === 'seeds')!;
    expect(settingLine(three)).toBe('seeds: 3 → 5 → 3');
    delete a.spec.options;
    expect(compare([a, b]).notes).toContain('base seed: 1 in a.json, 7 in b.json');
  });

  it('sets runs on a log that changed side by side, with intervals that take nothing as shared', () => {
    const changed = pair((b) => {
      b.inputs = [input('bb')];
      b.data = { ...b.data, rows: 3200, evalRows: 700, positiveRate: 0.3 };
    });
    changed[0].data.rows = 3000;
    for (const report of changed) report.spec.options = { 'log.label': 'click' };
    const found = compareReports(
      changed.map((report, i) => ({ name: `${i}.json`, report })),
      () => ({ low: -0.001, high: 0.003 }),
    );
    expect(found).toMatchObject({ sameRows: false, notes: ['the log changed: 3,000 → 3,200 rows'] });
    const bases = found.estimates.map(({ intervals }) => intervals[1]?.basis);
    expect(new Set(bases)).toEqual(new Set(['widest']));
    expect(found.arms[0]!.intervals).toEqual([null, null]);
    expect(comparisonNotes(found).join(' ')).toContain('of the data and the settings together');
    changed[1].spec.options = { 'log.label': 'bought' };
    expect(() => compare(changed)).toThrow(/label \(click and bought\)/);
  });

  it('says in a line which files hold something else', () => {
    const [a, b] = pair((later) => {
      const part = 'co-click';
      later.inputs = [input('aa'), { ...input('i2', 'items'), rows: 5 }, { ...input('s2', 'source'), part }];
    });
    a.inputs.push({ ...input('i1', 'items'), rows: 5 }, { ...input('s1', 'source'), part: 'co-click' });
    expect(inputsApart(a, b)).toEqual([
      'the item table changed: 5 rows in both, with other content',
      'the data of co-click changed',
    ]);
    expect(inputsApart(a, a)).toEqual([]);
  });

  it('compares what objectives say by each, and names those of one report alone', () => {
    const { estimates, notes } = compare(
      pair((b) => {
        b.objectives = [byTime(b), { ...byTime(b), name: 'sale', label: 'bought' }];
        b.objectives[0]!.sources[0]!.lis.transferable = estimate(0.0021, 0.0002, 0);
      }),
    );
    expect(notes).toEqual([
      'objective time (click, weighed by dwell_ms): in b.json alone',
      'objective sale (bought, weighed by dwell_ms): in b.json alone',
    ]);
    const alone = estimates.filter(({ objective }) => objective !== undefined);
    expect(new Set(alone.map(({ objective }) => objective))).toEqual(new Set(['time', 'sale']));
    for (const {
      estimates: [a],
      differences,
    } of alone)
      expect([a, ...differences]).toEqual([null, null, null]);

    const [first, later] = pair(() => undefined);
    first.objectives = [byTime(first)];
    later.objectives = [byTime(later)];
    later.objectives[0]!.sources[0]!.lis.transferable = estimate(0.0021, 0.0002, 0);
    const both = compare([first, later]);
    expect(both.notes).toEqual([]);
    const transferable = both.estimates.find(
      ({ objective, key }) => objective === 'time' && key === 'lis.transferable',
    );
    expect(transferable).toMatchObject({ source: 'co-click', name: 'transferable LIS' });
    expect(transferable!.differences[1]).toBeCloseTo(0.002, 12);
    // By other names of columns it is another objective.
    later.objectives[0]!.weight = 'dwell_s';
    const apart = compare([first, later]);
    expect(apart.notes).toEqual([
      'objective time (click, weighed by dwell_ms): in a.json alone',
      'objective time (click, weighed by dwell_s): in b.json alone',
    ]);
    expect(apart.estimates.filter(({ objective, key }) => objective && key === 'lis.total')).toHaveLength(2);
  });

  it('needs two', () => {
    expect(() => compareReports([{ name: 'a', report: sampleReport() }])).toThrow(
      expect.objectContaining({ code: 'one-report' }),
    );
  });
});

describe('renderComparison', () => {
  const [a, b] = pair((report) => {
    report.seed = 2;
    report.sources[0]!.lis.transferable = estimate(0.022, 0.002, 0);
  });
  const text = renderComparison(compare([a, b]), { colour: false });
  const squeezed = text.split('\n').map((line) => line.replace(/ +/g, ' ').trim());

  it('gives the rows of each estimate, and invents no p value', () => {
    expect(squeezed).toContain('transferable LIS A +0.0120 [+0.0080, +0.0160]');
    expect(squeezed).toContain('B +0.0220 [+0.0180, +0.0260] +0.0100 [+0.0020, +0.0180]*');
    expect(squeezed).toContain('base 0.7003 0.7003 +0.0000');
    expect(squeezed).toContain('- base seed: 1 in a.json, 2 in b.json');
    expect(text.replace(/\s+/g, ' ')).toMatch(/so the interval is the widest it can be/);
    expect(text).not.toMatch(/\bp\b/);
  });

  it('says what paired intervals mean, and of two runs shows those of the arms', () => {
    const found = compareReports(
      [
        { name: 'a.json', report: a },
        { name: 'b.json', report: b },
      ],
      () => ({ low: -0.001, high: 0.003 }),
    );
    const paired = renderComparison(found, { colour: false }).replace(/\s+/g, ' ');
    expect(paired).toContain('base 0.7003 0.7003 +0.0000 [-0.0010, +0.0030]');
    expect(paired).toMatch(/takes account of the users that the runs share/);
    expect(paired).not.toContain('widest');
    const markdown = renderComparisonMarkdown(found).replaceAll('\\', '');
    expect(markdown).toContain('| base | 0.7003 | 0.7003 | +0.0000 [-0.0010, +0.0030] |');
  });

  it('shows the headline by each objective under that of the log', () => {
    const [first, later] = pair(() => undefined);
    for (const report of [first, later]) report.objectives = [byTime(report)];
    later.objectives![0]!.sources[0]!.lis.transferable = estimate(0.0021, 0.0002, 0);
    const found = compare([first, later]);
    const lines = renderComparison(found, { colour: false }).replace(/ +/g, ' ');
    expect(lines).toMatch(/transferable LIS by time A \+0\.0001 .*\n B \+0\.0021 \[.*\] \+0\.0020 \[/);
    expect(lines).not.toContain('total LIS by time');
    expect(lines).toContain('is a difference of its own metric');
    expect(renderComparisonMarkdown(found)).toMatch(/\| transferable LIS by time \|/);
    // Declared data without users has a total alone.
    for (const { objectives } of [first, later]) delete objectives![0]!.sources[0]!.lis.transferable;
    expect(renderComparison(compare([first, later]), { colour: false })).toContain('total LIS by time');
  });

  it('shows gaps as such', () => {
    const other = structuredClone(b);
    other.sources = [];
    other.arms.pop();
    const lines = renderComparison(compare([a, other]), { colour: false }).replace(/ +/g, ' ');
    expect(lines).toContain(' B – –');
    expect(lines).toContain('leaked:co-click 0.7123 – –');
    const none = structuredClone(other);
    expect(renderComparison(compare([none, none]), { colour: false })).not.toContain('Source');
  });

  it('keeps within the width', () => {
    const long = fullReport();
    long.sources[0]!.name = 'n'.repeat(200);
    const reports = 'abcd'.split('').map((name) => ({ name: `${name.repeat(150)}.json`, report: long }));
    const lines = renderComparison(compareReports(reports), { colour: false }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(TABLE_WIDTH);
  });
});

describe('changed settings', () => {
  const [a, b] = pair(() => undefined);
  a.spec.options = { seeds: 3, 'sources.co-click.window': 7 };
  b.spec.options = { seeds: 5, 'sources.co-click.window': 3 };

  it('stand first in the terminal and in Markdown', () => {
    const text = renderComparison(compare([a, b]), { colour: false });
    expect(text).toContain('Changed settings\n  - seeds: 3 → 5\n  - sources.co-click.window: 7 → 3\n');
    const markdown = renderComparisonMarkdown(compare([a, b])).replaceAll('\\', '');
    expect(markdown).toContain('| setting | A | B |');
    expect(markdown).toContain('| sources.co-click.window | 7 | 3 |');
  });
});

describe('renderComparisonMarkdown', () => {
  const [a, b] = pair((report) => {
    report.seed = 2;
    report.sources[0]!.lis.transferable = estimate(0.022, 0.002, 0);
  });

  it('gives each estimate with its interval, and the difference with the widest one', () => {
    const text = renderComparisonMarkdown(compare([a, b]));
    expect(text).toContain('- **A**: a.json\n- **B**: b.json');
    expect(text).toContain('- base seed: 1 in a.json, 2 in b.json');
    expect(text).toContain('| difference of AUC | A | B | B − A |');
    const row = text.split('\n').find((line) => line.startsWith('| transferable LIS'));
    expect(row?.replaceAll('\\', '')).toBe(
      '| transferable LIS | +0.0120 [+0.0080, +0.0160] | +0.0220 [+0.0180, +0.0260] | +0.0100 [+0.0020, +0.0180]* |',
    );
    expect(text).toContain('| base | 0.7003 | 0.7003 | +0.0000 |');
  });

  it('compares every further run with the first, and shows gaps as such', () => {
    const other = structuredClone(b);
    other.sources = [];
    const reports = [a, b, other].map((report, i) => ({ name: `${i}.json`, report }));
    const text = renderComparisonMarkdown(compareReports(reports)).replaceAll('\\', '');
    expect(text).toContain('| difference of AUC | A | B | C | B − A | C − A |');
    const row = text.split('\n').find((line) => line.startsWith('| transferable LIS'));
    expect(row?.split(' | ').at(-1)).toBe('– |');
  });
});
