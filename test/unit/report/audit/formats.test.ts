import { describe, expect, it } from 'vitest';
import { auditGithub } from '../../../../src/report/audit/github.ts';
import { auditJunit } from '../../../../src/report/audit/junit.ts';
import { auditMarkdown } from '../../../../src/report/audit/markdown.ts';
import { auditSarif } from '../../../../src/report/audit/sarif.ts';
import { renderAudit } from '../../../../src/report/audit/terminal.ts';
import { setAsideOf, toldOf } from '../../../../src/report/audit/told.ts';
import { auditSentence, baseWords } from '../../../../src/report/audit/words.ts';
import type { Audit, Finding } from '../../../../src/report/schema-audit.ts';

const price = {
  value: 0.0312,
  low: 0.028,
  high: 0.0344,
  level: 0.95,
  se: 0.0016,
  df: 90,
  p: 0,
  variance: { users: 2e-6, seeds: 1e-7 },
};

const leak: Finding = {
  code: 'aggregate-of-future',
  severity: 'error',
  about: 'column',
  target: 'ctr|7d',
  message: '`ctr|7d` is the mean of `click`, 100% of it.\nAnd more.',
  evidence: [{ name: 'correlation', value: 1 }],
  examples: [{ user: 'u1', item: 'i2' }],
  price,
  why: 'It has <later> rows in it.',
  remedy: 'Compute it anew.',
  specPath: ['log', 'features', 0],
  line: 7,
};
const question: Finding = {
  ...leak,
  code: 'outcome-like',
  severity: 'warning',
  target: 'position',
  price: undefined,
  line: undefined,
};
const note: Finding = { ...question, code: 'column-drift', severity: 'info', target: 'hour' };

function auditOf(findings: Finding[]): Audit {
  return {
    version: 1,
    tool: { name: 'lis-lens', version: '1.2.3' },
    created: '2026-11-30T12:00:00.000Z',
    spec: { path: '/w/lis.yaml', hash: 'h' },
    data: { rows: 1000, users: 10, items: 20, columns: ['ctr|7d', 'position', 'hour'] },
    inputs: [],
    split: {
      ...{ kind: 'random', trainRows: 800, evaluationRows: 200, leaking: 190, misplaced: 180, tied: 3 },
      ...{ sharedInteractions: 4, userOverlap: 1, itemOverlap: 0.9, coldUsers: 0, coldItems: 2 },
    },
    baseAuc: 0.65,
    findings,
    ...{ ignored: [], idleIgnores: [] },
    code: {
      ...{ files: 1, checked: 1, idleIgnores: [], unread: [], ignored: [] },
      findings: [
        {
          ...{ code: 'LIS001', severity: 'warning', file: 'train.ipynb', cell: 2, line: 3 },
          ...{
            message: 'The scaler is fitted before the split.',
            why: 'It has seen the test rows.',
            remedy: 'Fit it after.',
          },
        },
      ],
    },
    checked: [{ check: 'columns', looked: 3 }],
    notChecked: [{ check: 'lists', why: 'the spec names no `log.group`' }],
    seconds: 4.2,
  };
}

describe('an audit', () => {
  const audit = auditOf([leak, question, note]);

  it('is one sentence with the worst first', () => {
    expect(auditSentence(audit)).toBe(
      '1 leak and 2 to look at in 1,000 rows, 3 columns and 1 file of code; `ctr|7d` alone is worth +0.0312 AUC.',
    );
    expect(auditSentence({ ...auditOf([note]), code: undefined })).toBe(
      'Nothing leaks that 1 check of 1,000 rows and 3 columns can see.',
    );
  });

  it('says of prices what they are over, and that several hold at once', () => {
    expect(baseWords(audit)).toBe('Prices are gains over a base without the suspects, of AUC 0.6500.');
    expect(baseWords({ ...audit, prices: 12 })).toBe(
      'Prices are gains over a base without the suspects, of AUC 0.6500; all 12 intervals hold at once with 95 % confidence.',
    );
    const { baseAuc: _, ...unpriced } = audit;
    expect(renderAudit(unpriced, { colour: false, specName: 'lis.yaml' })).not.toContain('Prices');
  });

  it('fits a terminal: findings first, notes only in full, no colour where none is wanted', () => {
    const text = renderAudit(audit, { colour: false, specName: 'lis.yaml', path: 'a.json' });
    expect(text).toContain('leak  aggregate-of-future, worth +0.0312 AUC [+0.0280, +0.0344]  lis.yaml:7');
    expect(text).toContain('→ Compute it anew.');
    expect(text).toContain('look  LIS001  train.ipynb cell 2:3');
    expect(text).toContain('1 note more with --full');
    expect(text).not.toContain('column-drift');
    expect(text).not.toContain('\u001b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    const full = renderAudit(audit, { colour: true, specName: 'lis.yaml', full: true });
    expect(full).toContain('column-drift');
    expect(full).toContain('correlation: 1');
    expect(full).toContain('user u1, item i2');
    expect(full).toContain('lists: the spec names no `log.group`');
    expect(full).toContain('\u001b[31m');
  });

  it('is a table in Markdown, whatever the names of columns are', () => {
    const text = auditMarkdown(audit, 'lis.yaml');
    const row = text.split('\n').find((line) => line.startsWith('| leak'));
    expect(row).toContain('+0.0312 AUC');
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(7);
    expect(text).toContain('<details><summary>Not checked</summary>');
    expect(text).not.toContain('<later>');
  });

  it('is SARIF that names rule, level and line, and keeps its fingerprint from run to run', () => {
    const log = JSON.parse(auditSarif(toldOf(audit, 'ranking/lis.yaml'), '1.2.3')) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: {
          ruleId: string;
          level: string;
          message: { text: string };
          locations: {
            physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
          }[];
          partialFingerprints: object;
        }[];
      }[];
    };
    const [run] = log.runs;
    expect(run!.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['aggregate-of-future', 'error'],
      ['outcome-like', 'warning'],
      ['column-drift', 'note'],
      ['LIS001', 'warning'],
    ]);
    expect(run!.results[3]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('ranking/train.ipynb');
    const [first, second] = run!.results;
    expect(first!.locations[0]!.physicalLocation).toEqual({
      artifactLocation: { uri: 'ranking/lis.yaml' },
      region: { startLine: 7 },
    });
    expect(second!.locations[0]!.physicalLocation.region.startLine).toBe(1);
    expect(first!.message.text).toContain('worth +0.0312 AUC');
    expect(first!.partialFingerprints).toEqual({ 'lisFinding/v1': 'aggregate-of-future:ctr|7d' });
    expect(run!.tool.driver.rules.map(({ id }) => id)).toEqual([
      'aggregate-of-future',
      'outcome-like',
      'column-drift',
      'LIS001',
    ]);
  });

  it('is one command a finding for GitHub, which no text can break out of', () => {
    const lines = auditGithub(toldOf(audit, 'a,b:c/lis.yaml')).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(
      '::error file=a%2Cb%3Ac/lis.yaml,line=7,title=lis audit%3A aggregate-of-future::`ctr|7d` is the mean of `click`, 100%25 of it.%0AAnd more. It is worth +0.0312 AUC [+0.0280, +0.0344]. Compute it anew.',
    );
    expect(lines[2]).toMatch(/^::notice /);
  });

  it('shows what comments accept, and lets it fail nothing', () => {
    const accepted: Audit = {
      ...auditOf([question]),
      ignored: [{ ...leak, reason: 'the <rate> of last year' }],
      idleIgnores: [{ line: 4, message: 'Give a reason.' }],
    };
    accepted.code!.ignored = [{ ...accepted.code!.findings[0]!, reason: 'a smoke test' }];
    accepted.code!.idleIgnores = [{ file: 'a.py', line: 2, message: 'Name the code.' }];
    const text = renderAudit(accepted, { colour: false, specName: 'ranking/lis.yaml' });
    expect(text).toContain('ignored  aggregate-of-future  ctr|7d: the <rate> of last year');
    expect(text).toContain('look  lis.yaml:4: Give a reason.');
    expect(text).toMatch(/^ranking\/lis.yaml: 2 to look at in/);
    const markdown = auditMarkdown(accepted, 'lis.yaml');
    expect(markdown).toContain('<details><summary>Ignored</summary>');
    expect(markdown).toContain('- LIS001, train.ipynb cell 2:3: a smoke test');
    expect(markdown).toContain('- line 4: Give a reason.');
    expect(markdown).toContain('- a.py:2: Name the code.');
    expect(markdown).not.toContain('<rate>');
    const all = [...toldOf(accepted, 'lis.yaml'), ...setAsideOf(accepted, 'lis.yaml')];
    const { runs } = JSON.parse(auditSarif(all, '1.2.3')) as {
      runs: [{ results: { ruleId: string; suppressions?: object[] }[] }];
    };
    expect(runs[0].results.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['outcome-like', undefined],
      ['LIS001', undefined],
      ['aggregate-of-future', [{ kind: 'inSource', justification: 'the <rate> of last year' }]],
      ['LIS001', [{ kind: 'inSource', justification: 'a smoke test' }]],
    ]);
    const junit = auditJunit(all, accepted, 'lis.yaml', new Set(['error']));
    expect(junit).toContain('tests="6" failures="0" errors="0" skipped="3"');
    expect(junit).toContain('<skipped message="ignored: the &lt;rate&gt; of last year"/>');
    const { code: _, ...alone } = accepted;
    expect(setAsideOf(alone, 'lis.yaml')).toHaveLength(1);
    expect(auditGithub(toldOf(alone, 'lis.yaml')).split('\n')).toHaveLength(2);
  });

  it('fails in JUnit what fails the gate, and nothing else', () => {
    const text = auditJunit(toldOf(audit, 'lis.yaml'), audit, 'lis.yaml', new Set(['error']));
    expect(text).toContain('tests="6" failures="1" errors="0" skipped="1"');
    expect(text.match(/<failure /g)).toHaveLength(1);
    expect(text).toContain('<skipped message="the spec names no `log.group`"/>');
    expect(text).not.toContain('<later>');
    expect(
      auditJunit(toldOf(audit, 'lis.yaml'), audit, 'lis.yaml', new Set(['error', 'warning'])).match(
        /<failure /g,
      ),
    ).toHaveLength(3);
  });
});
