import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../../../src/inert/markdown.ts';
import type { FeatureReport, SourceReport, Verdict } from '../../../../../src/report/schema.ts';
import { type Knowledge, knowledgeOf } from '../../../../../src/vscode/findings/notes/evidence.ts';
import { evidenceMarkdown } from '../../../../../src/vscode/findings/notes/evidence-table.ts';
import { type LineNote, lineNote } from '../../../../../src/vscode/findings/notes/words.ts';
import { exampleFinding } from '../../../../fixtures/audit.ts';
import { estimate, exampleReport } from '../../../../fixtures/report.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const leak: FeatureReport = {
  name: 'dwell_ms',
  singleAuc: 0.9712,
  dropGain: estimate(0.0312, 0.01),
  missing: 0.05,
};
const idle: FeatureReport = { name: 'noise', singleAuc: 0.503, dropGain: estimate(0.001, 0.002), missing: 0 };

function source(name: string, features: FeatureReport[], changes: Partial<SourceReport> = {}): SourceReport {
  return {
    name,
    kind: 'columns',
    provenance: 'declared',
    coverage: 1,
    lis: { total: estimate(0.4, 0.02) },
    minimumDetectable: 0.002,
    segments: [],
    features,
    ...changes,
  };
}

const built = (name: string, features: FeatureReport[]): SourceReport =>
  source(name, features, {
    kind: 'co-click',
    provenance: 'built',
    lis: { transferable: estimate(0.01, 0.002), total: estimate(0.4, 0.02) },
  });

const known = (...sources: SourceReport[]): Knowledge => knowledgeOf(exampleReport({ sources }));

const labelLeak = (target: string, column: string, auc: number): Verdict => ({
  ...{ code: 'label-leak', severity: 'error', target, message: 'It leaks.', action: 'Remove it.' },
  columns: [{ name: column, auc, specPath: ['sources', 0, 'columns', 0], line: 9 }],
});

function note(knowledge: Knowledge, names: string[], stale = false): LineNote {
  return lineNote(
    names.map((name) => ({ name, evidence: knowledge.get(name)!, findings: [] })),
    'AUC',
    stale,
    t,
  );
}

describe('the audit and the report know a column', () => {
  it('and the note says what the audit found, then what the report measured', () => {
    const knowledge = known(source('joined', [leak]));
    const alone = note(knowledge, ['dwell_ms']);
    const findings = [exampleFinding({ price: estimate(0.3112, 0.01) })];
    const evidence = knowledge.get('dwell_ms')!;
    expect(lineNote([{ name: 'dwell_ms', evidence, findings }], 'AUC', false, t)).toEqual({
      text: `leak: copies the label · worth +0.311 AUC · ${alone.text}`,
      leaks: true,
    });
  });
});

describe('the report knows a column', () => {
  it('by its name in the log where the source is columns, and as exported by the headline arm', () => {
    expect([...known(source('joined', [leak])).keys()]).toEqual(['leaked-total_dwell_ms', 'dwell_ms']);
  });

  it('as exported alone where the feature was built: `max` is nobody’s column', () => {
    expect([...known(built('co-click', [{ ...leak, name: 'max' }])).keys()]).toEqual(['leaked_max']);
    const pairs = source('editorial', [{ ...leak, name: 'max' }], { kind: 'pairs' });
    expect([...known(pairs).keys()]).toEqual(['leaked-total_max']);
  });

  it('from several sources, the one whose gain is surest first', () => {
    const weak = { ...leak, dropGain: estimate(0.05, 0.06) };
    const none = { name: 'dwell_ms', singleAuc: 0.99, missing: 0 };
    const knowledge = known(source('b', [none, idle]), source('a', [weak]), source('c', [leak]));
    expect(knowledge.get('dwell_ms')!.map((evidence) => evidence.source.name)).toEqual(['c', 'a', 'b']);
  });

  it('never where no source has features', () => {
    expect(known(source('x', [])).size).toBe(0);
  });
});

describe('a line with one column says', () => {
  it('what the ranker loses without it, and its AUC alone', () => {
    expect(note(known(source('s', [leak, idle])), ['dwell_ms'])).toEqual({
      text: 'adds +0.031 AUC · single-feature AUC 0.97',
      leaks: false,
    });
  });

  it.each([
    // [value, half width, single AUC, several features, text]
    [0.00041, 0.0001, 0.71, true, 'adds +0.0004 AUC · single-feature AUC 0.71'],
    [0.4213, 0.01, 0.99962, true, 'adds +0.421 AUC · single-feature AUC 0.9996'],
    [0.4213, 0.01, 1, true, 'adds +0.421 AUC · single-feature AUC 1.00'],
    [0.001, 0.002, 0.503, true, 'no measurable own effect · single-feature AUC 0.50'],
    [0.001, 0.002, 0.503, false, 'no measurable effect · single-feature AUC 0.50'],
    [0.002, 0.002, 0.6, false, 'no measurable effect · single-feature AUC 0.60'],
    [-0.0312, 0.01, 0.6, true, 'costs -0.031 AUC · single-feature AUC 0.60'],
  ])('with a gain of %d ± %d', (value, half, singleAuc, several, text) => {
    const feature: FeatureReport = { ...leak, dropGain: estimate(value, half), singleAuc };
    const { text: said, leaks } = note(known(source('s', several ? [feature, idle] : [feature])), [
      'dwell_ms',
    ]);
    expect(said).toBe(text);
    expect(leaks).toBe(false);
  });

  it('that it holds the label, where a verdict says so, whatever its gain', () => {
    const { dropGain: _, ...unmeasured } = leak;
    for (const feature of [leak, unmeasured, { ...leak, singleAuc: null }]) {
      const report = exampleReport({
        sources: [source('s', [feature, idle])],
        verdicts: [labelLeak('s', 'dwell_ms', 0.9962)],
      });
      expect(note(knowledgeOf(report), ['dwell_ms'])).toEqual({
        text: 'label leak · AUC 0.9962 alone',
        leaks: true,
      });
      expect(note(knowledgeOf(report), ['noise']).leaks).toBe(false);
    }
    // The strongest column of an arm that leaks as a whole is not said to hold the label.
    const ofArm = exampleReport({
      sources: [source('s', [leak, idle])],
      verdicts: [labelLeak('s', 'dwell_ms', 0.9712)],
    });
    expect(note(knowledgeOf(ofArm), ['dwell_ms']).leaks).toBe(false);
  });

  it('its AUC alone, where it was never left out', () => {
    const rest = { name: 'ninth', singleAuc: 0.52, missing: 0 };
    expect(note(known(source('s', [leak, rest])), ['ninth'])).toEqual({
      text: 'single-feature AUC 0.52',
      leaks: false,
    });
  });

  it('the LIS of its source, of which it is the only feature: without it the arm is the base', () => {
    const { dropGain: _never, ...only } = leak;
    const knowledge = known(source('s', [only]));
    expect(note(knowledge, ['dwell_ms'])).toEqual({
      text: 'adds +0.400 AUC · single-feature AUC 0.97',
      leaks: false,
    });
    const campaign: FeatureReport = { name: 'dwell_ms', singleAuc: null, missing: 0 };
    const none = source('s', [campaign], { lis: { total: estimate(0.001, 0.002) } });
    expect(note(known(none), ['dwell_ms']).text).toBe('no measurable effect');
  });

  it('the LIS of its source, where nothing of its own is measured', () => {
    const campaign = { name: 'campaign', singleAuc: null, missing: 0 };
    expect(note(known(source('joined', [leak, campaign])), ['campaign']).text).toBe(
      'in source joined · LIS +0.400 AUC',
    );
    const undecided = source('joined', [idle, campaign], { lis: { total: estimate(0.001, 0.002) } });
    expect(note(known(undecided), ['campaign'])).toEqual({
      text: 'in source joined · no measurable LIS',
      leaks: false,
    });
  });

  it('that it is the strongest of several sources', () => {
    const knowledge = known(built('a', [{ ...leak, name: 'max' }]), built('b', [{ ...idle, name: 'max' }]));
    expect(note(knowledge, ['leaked_max']).text).toBe(
      'adds +0.031 AUC · single-feature AUC 0.97 · strongest of 2 sources',
    );
  });

  it('that the report is stale', () => {
    expect(note(known(source('s', [leak])), ['dwell_ms'], true).text).toBe(
      'adds +0.031 AUC · single-feature AUC 0.97 · stale',
    );
  });
});

it('a line with several columns names two, those that leak first', () => {
  const knowledge = known(source('s', [leak, idle, { ...idle, name: 'hour' }]));
  expect(note(knowledge, ['noise', 'dwell_ms'])).toEqual({
    text: 'noise no measurable own effect · dwell_ms adds +0.031 AUC',
    leaks: false,
  });
  const leaky = knowledgeOf(
    exampleReport({ sources: [source('s', [leak, idle])], verdicts: [labelLeak('s', 'dwell_ms', 0.9962)] }),
  );
  expect(note(leaky, ['noise', 'dwell_ms'])).toEqual({
    text: 'dwell_ms label leak · AUC 0.9962 alone · noise no measurable own effect',
    leaks: true,
  });
});

describe('the hover', () => {
  const report = exampleReport({
    sources: [source('joined|later', [leak, idle])],
    verdicts: [
      {
        code: 'headroom',
        severity: 'positive',
        target: 'joined|later',
        message: 'The total LIS +0.4000 [+0.3800, +0.4200] is above 0.',
        action: 'Look.',
      },
    ],
  });
  const facts = {
    name: 'dwell_ms',
    evidence: knowledgeOf(report).get('dwell_ms')!,
    report,
    metric: 'AUC',
    runOf: (): { age: string; stale: string | undefined } => ({ age: '2 h ago', stale: undefined }),
    links: ['[Open report](command:x)'],
  };

  it('shows each number with its interval, the verdict, and the way to the report', () => {
    expect(evidenceMarkdown(facts, t)).toBe(
      [
        '**LIS** · dwell\\_ms',
        '',
        '| Source | joined\\|later (columns) |',
        '|:--|:--|',
        '| Feature | dwell\\_ms |',
        '| AUC drop if removed | +0.0312 \\[+0.0212, +0.0412\\] |',
        '| AUC alone | 0.9712 |',
        '| Missing | 5.0 % |',
        '| LIS of the source | +0.4000 \\[+0.3800, +0.4200\\] (total) |',
        '',
        'joined\\|later: **worth aligning on**. The total LIS +0.4000 \\[+0.3800, +0.4200\\] is above 0.',
        '',
        'Evaluated 2 h ago · [Open report](command:x)',
      ].join('\n'),
    );
  });

  it('says why the report is stale, and what was not measured', () => {
    const campaign: FeatureReport = { name: 'dwell_ms', singleAuc: null, missing: 1 };
    const other = knowledgeOf(exampleReport({ sources: [source('s', [campaign, idle])] })).get('dwell_ms')!;
    const text = evidenceMarkdown(
      { ...facts, evidence: other, runOf: () => ({ age: '2 h ago', stale: 'clicks.csv changed' }) },
      t,
    );
    expect(text).toContain('| AUC drop if removed | not measured |');
    expect(text).toContain('| AUC alone | – (has no order) |');
    expect(text).toContain('**stale: clicks.csv changed**');
  });

  it('dates each source where they are of different runs', () => {
    const evidence = known(source('a', [leak]), source('b', [leak])).get('dwell_ms')!;
    const runOf = (name: string) =>
      name === 'a' ? { age: 'just now', stale: undefined } : { age: '2 days ago', stale: 'the spec changed' };
    const text = evidenceMarkdown({ ...facts, evidence, runOf }, t);
    expect(text).toContain('| Evaluated | just now | 2 days ago · **stale: the spec changed** |');
    expect(text).not.toContain('Evaluated just now');
  });

  it('has a column for each of three sources, and counts the others', () => {
    const sources = ['a', 'b', 'c', 'd', 'e'].map((name) => source(name, [leak]));
    const evidence = known(...sources).get('dwell_ms')!;
    const text = evidenceMarkdown({ ...facts, evidence }, t);
    expect(text).toContain('| Source | a (columns) | b (columns) | c (columns) |');
    expect(text).toContain('2 more sources in the report.');
  });

  it('lets no name become a link or a row', () => {
    const evil = '](command:evil) ![x](http://x)\n| <b>';
    expect(escapeMarkdown(evil)).toBe('\\]\\(command:evil\\) \\!\\[x\\]\\(http:\u2060//x\\) \\| &lt;b&gt;');
  });
});
