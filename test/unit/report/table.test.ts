import { describe, expect, it } from 'vitest';
import { summariseSeeds } from '../../../src/report/arm.ts';
import type { Report } from '../../../src/report/schema.ts';
import { renderTable, TABLE_WIDTH } from '../../../src/report/terminal/table.ts';
import { estimate, fullReport, sampleReport } from './sample.ts';

const plain = (report: Report, reportPath?: string) => renderTable(report, { colour: false, reportPath });

describe('renderTable', () => {
  const lines = plain(sampleReport(), '.lis/runs/one.json').split('\n');
  const squeezed = lines.map((l) => l.replace(/ +/g, ' ').trim());
  const line = (start: string) => squeezed.find((l) => l.startsWith(start));

  it('says what was measured', () => {
    expect(line('Leakage')).toBe('Leakage Impact Score lis.yaml 2026-11-01 10:20 UTC');
    expect(line('Log')).toBe(
      'Log 80,000 rows · 2,000 users · 1,234 items · 12.3 % positive · time: timestamp',
    );
    expect(line('Train')).toBe('Train 64,000 rows · the log is divided into 14 slices');
    expect(line('Evaluate')).toBe(
      'Evaluate 16,000 rows · 1,500 users (876 effective) · 2026-10-12 00:00 to 2026-10-14 23:59 UTC',
    );
    expect(line('Ranker')).toBe('Ranker fm · 3 seeds from 1 · factors 16');
  });

  it('lists arms with their spread over seeds', () => {
    expect(line('AUC ±')).toBe('AUC ± SD of seeds log loss epochs');
    expect(line('base')).toBe('base 0.7003 0.0002 0.3110 1.50');
    expect(line('leaked:co-click')).toBe('leaked:co-click 0.7123 – 0.3055 2.00');
  });

  it('gives each difference with interval, standard error and p', () => {
    expect(line('Source')).toBe('Source co-click, built from the log (co-click)');
    expect(line('transferable LIS')).toBe('transferable LIS +0.0120 [+0.0080, +0.0160] 0.0020 <0.0001');
    expect(line('total LIS')).toBe('total LIS +0.0391 [+0.0275, +0.0507] 0.0058 <0.0001');
    expect(line('honest gain -')).toBe('honest gain -0.0005 [-0.0017, +0.0007] 0.0006 0.410');
    expect(lines.join('\n')).toContain('would detect: 0.0056. Coverage: 52.3 %');
  });

  it('explains the reference ceiling once', () => {
    expect(lines.join('\n').match(/reference ceiling/g)).toHaveLength(1);
  });

  it('ends with warnings, resources and the path', () => {
    expect(line('- Rows')).toBe('- Rows without a user were left out. (null-users, 12)');
    expect(lines.at(-3)).toBe('3.2 s (CPU 5.5 s) · 2 threads · peak memory 412 MB · 1,250,000 rows trained');
    expect(lines.at(-2)).toBe('Report: .lis/runs/one.json');
    expect(lines.at(-1)).toBe('');
  });

  it('tells the leaks that the audit found before all numbers', () => {
    const audit = [
      { code: 'label-copy', severity: 'error' as const, target: 'paid', message: '`paid` is the label.' },
    ];
    const text = renderTable({ ...fullReport(), audit }, { colour: false });
    expect(text).toContain('Leaks that the audit found\n  - label-copy: `paid` is the label.\n');
    expect(text.indexOf('label-copy')).toBeLessThan(text.indexOf('Arms'));
    expect(renderTable(fullReport(), { colour: false })).not.toContain('the audit');
  });

  it('lines up the columns', () => {
    const rows = lines.filter((l) =>
      /^ {2}(difference of|(transferable|total) LIS|honest gain +[+-])/.test(l),
    );
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it('fits the width whatever the names, counts and messages', () => {
    const report = sampleReport();
    report.spec.path = `${'folder/'.repeat(40)}lis.yaml`;
    report.sources[0]!.name = 'a'.repeat(200);
    report.sources[0]!.honestGain = { ...estimate(-0.123456, 0.2, 0.5), pHolm: 1 };
    report.arms[1]!.id = `leaked:${'a'.repeat(200)}`;
    report.warnings = [{ code: 'x'.repeat(150), message: 'word '.repeat(60).trim(), count: 12_345_678 }];
    report.data.rows = report.data.users = report.data.items = 1_234_567_890;
    report.ranker = Object.fromEntries([
      ['kind', 'fm'],
      ...'abcdefghijklmnop'.split('').map((k) => [k, 0.0001]),
    ]);
    const text = plain(report);
    expect(Math.max(...text.split('\n').map((l) => l.length))).toBeLessThanOrEqual(TABLE_WIDTH);
    expect(text).toContain('p (Holm)');
    expect(text).toContain('leaked:aaa');
  });

  it('drops what does not exist: sources, transferable LIS, time, warnings', () => {
    const report = sampleReport();
    report.sources = [];
    report.warnings = [];
    delete report.data.evaluate;
    delete report.data.slices;
    const text = plain(report);
    expect(text).not.toMatch(/Source|How to read|Warnings|slices|UTC\n.*to /);
    const declared = sampleReport();
    delete declared.sources[0]!.lis.transferable;
    declared.sources[0]!.provenance = 'declared';
    expect(plain(declared)).not.toMatch(/transferable LIS|reference ceiling/);
    expect(plain(declared)).toContain('Source co-click, declared, total only (co-click)');
  });

  it('colours without changing a word', () => {
    const coloured = renderTable(sampleReport(), { colour: true, reportPath: '.lis/runs/one.json' });
    expect(coloured).toContain('\u001b[1m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with one
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(lines.join('\n'));
    expect(lines.join('\n')).not.toContain('\u001b');
  });
});

describe('renderTable of a report with everything in it', () => {
  const text = plain(fullReport());
  const squeezed = text.split('\n').map((l) => l.replace(/ +/g, ' ').trim());

  it('puts the verdicts first under their source, each with its action', () => {
    const at = squeezed.indexOf('Source co-click, built from the log (co-click)');
    expect(squeezed[at + 1]).toMatch(/^headroom: The transferable LIS/);
    expect(squeezed.slice(at).find((l) => l.startsWith('→'))).toBe('→ Worth aligning on.');
    expect(squeezed.slice(at).findIndex((l) => l.startsWith('difference of AUC'))).toBeGreaterThan(2);
    expect(text.match(/headroom:/g)).toHaveLength(1);
  });

  it('shows every contrast of the controls', () => {
    for (const start of [
      'placebo gain +0.0004 [-0.0006, +0.0014]',
      'net LIS +0.0116 [+0.0076, +0.0156]',
      'freshness +0.0020 [+0.0000, +0.0040]',
      'look-ahead +0.0105 [+0.0065, +0.0145]',
      'self-evidence +0.0271 [+0.0171, +0.0371]',
      'null check -0.0002 [-0.0022, +0.0018]',
    ])
      expect(squeezed.some((l) => l.startsWith(start))).toBe(true);
    expect(text).toContain('p (Holm)');
  });

  it('shows segments and leaked features, and why one could not be measured', () => {
    expect(squeezed).toContain('item: cold 1,200 300 0.5400 +0.0300 [+0.0100, +0.0500]');
    expect(squeezed).toContain('<b>region</b>: =north 40 6 – – one class only');
    expect(squeezed).toContain('max 0.8123 +0.0090 [+0.0050, +0.0130] 12.5 %');
    expect(squeezed).toContain('level1 – – – 0.0 %');
  });

  it('shows ranking metrics, RelaImpr and the gate', () => {
    expect(squeezed).toContain('GAUC by positives equal weighted AUC NDCG@10 recall@10');
    expect(squeezed).toContain('base 0.6100 0.6200 0.6300 0.6900 0.3300 0.4400');
    expect(text).toContain('RelaImpr of the leaked arm: +6.0 %');
    expect(squeezed).toContain('Gate co-click: transferable >= 0.02; found +0.0120: not met');
  });

  it('names the metric that the differences are of', () => {
    expect(text).toContain('difference of AUC');
    expect(plain({ ...fullReport(), metric: 'gauc' })).toContain('difference of GAUC');
    expect(plain({ ...fullReport(), metric: 'ndcg' })).toContain('difference of NDCG');
  });

  it('says where data is declared, and keeps within the width', () => {
    expect(squeezed).toContain(
      'Source editorial, declared, total only (pairs), observed 2026-10-01..2026-10-24',
    );
    const long = fullReport();
    long.verdicts.push({
      code: 'freshness-limited',
      severity: 'info',
      target: 'co-click',
      message: 'word '.repeat(80),
      action: 'x'.repeat(300),
    });
    long.sources[1]!.observed = `${'1'.repeat(80)}..${'2'.repeat(80)}`;
    long.sources[0]!.segments = Array.from({ length: 20 }, (_, i) => ({
      ...long.sources[0]!.segments[0]!,
      by: 'a'.repeat(60),
      value: `v${i}`,
      rows: 123_456_789,
      users: 123_456_789,
    }));
    const lines = plain(long).split('\n');
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(TABLE_WIDTH);
    expect(lines).toContain('  … and 8 more in the report');
  });
});

describe('summariseSeeds', () => {
  it('takes means, and the standard deviation with n − 1', () => {
    const seeds = [0.7, 0.72, 0.74].map((auc, i) => ({
      seed: i,
      auc,
      logLoss: 0.3 + i / 10,
      epochs: 1 + i / 4,
    }));
    const summary = summariseSeeds(seeds);
    expect(summary.auc).toBeCloseTo(0.72, 12);
    expect(summary.aucSd).toBeCloseTo(0.02, 12); // √((0.02² + 0 + 0.02²) / 2)
    expect(summary.logLoss).toBeCloseTo(0.4, 12);
    expect(summary.epochs).toBeCloseTo(1.25, 12);
  });
  it('knows no spread from one seed', () => {
    const summary = summariseSeeds([{ seed: 1, auc: 0.7, logLoss: 0.3, epochs: 1 }]);
    expect(summary).not.toHaveProperty('aucSd');
  });
});
