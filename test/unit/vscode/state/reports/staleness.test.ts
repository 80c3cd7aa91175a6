import { describe, expect, it } from 'vitest';
import type { InputFingerprint, Report } from '../../../../../src/report/schema.ts';
import { partHashes, specHash } from '../../../../../src/specfile/hash.ts';
import { parseSpec } from '../../../../../src/specfile/reading/parse.ts';
import type { Spec } from '../../../../../src/specfile/schema.ts';
import { type CheckedReport, knownReport } from '../../../../../src/vscode/state/reports/results.ts';
import { partStale, specStale } from '../../../../../src/vscode/state/reports/staleness.ts';
import { staleText } from '../../../../../src/vscode/words/stale.ts';
import { exampleReport } from '../../../../fixtures/report.ts';
import { HEAD } from '../../../specfile/support.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

const text = (window = 7, file = 'p.csv', more = '') => `${HEAD}${more}sources:
  - {name: clicks, build: co-click, window: ${window}}
  - {name: pairs, pairs: ${file}, left: a, right: b}
  - {name: vectors, embeddings: data/v.csv, item: i, vector: v}
  - {name: ids, build: clusters-of, of: vectors, levels: 1, clusters: 2}
`;
const spec = (written = text()): Spec => parseSpec(written).spec!;
const NAMES = ['clicks', 'pairs', 'vectors', 'ids'];

const input = (role: InputFingerprint['role'], path: string, part?: string): InputFingerprint => ({
  role,
  path,
  bytes: 1,
  modified: '2026-01-01T00:00:00.000Z',
  hash: 'sha256:ab',
  ...(part !== undefined && { part }),
});

/** A run of `evaluated`, with the inputs that have changed since. */
function run(staleInputs: string[] = [], names = NAMES, evaluated = spec()): CheckedReport {
  const report = exampleReport();
  const evaluatedSpec = { path: 'lis.yaml', hash: specHash(evaluated), ...partHashes(evaluated) };
  const inputs = [
    input('log', 'log.csv'),
    input('source', 'p.csv', 'pairs'),
    input('source', 'data/v.csv', 'vectors'),
  ];
  const sources = names.map((name) => ({ ...report.sources[0]!, name }));
  return { path: 'r.json', report: { ...report, spec: evaluatedSpec, inputs, sources }, staleInputs };
}

/** Why each source is stale, those that are; and what is said of all of them together. */
function reasons(now: Spec | undefined, ...results: CheckedReport[]): [Record<string, string>, string?] {
  const known = knownReport(results)!;
  const parts = [...known.sources].flatMap(([name, result]) => {
    const stale = staleText(partStale(result, name, now), t);
    return stale === undefined ? [] : [[name, stale] as const];
  });
  const all = staleText(specStale(known, now), t);
  return all === undefined ? [Object.fromEntries(parts)] : [Object.fromEntries(parts), all];
}

describe('an edit of the spec', () => {
  it('of one source makes that source stale alone', () => {
    expect(reasons(spec(), run())).toEqual([{}]);
    expect(reasons(spec(text(1)), run())).toEqual([{ clicks: 'clicks changed' }, 'clicks changed']);
  });

  it('of a source that another is made of makes both stale', () => {
    const [parts, all] = reasons(spec(text().replace('vector: v', 'vector: w')), run());
    expect(parts).toEqual({ vectors: 'vectors changed', ids: 'ids changed' });
    expect(all).toBe('vectors and 1 more changed');
  });

  it('of what all share makes all stale', () => {
    const [parts, all] = reasons(spec(text(7, 'p.csv', 'seeds: 5\n')), run());
    expect(Object.keys(parts)).toEqual(NAMES);
    expect(new Set([all, ...Object.values(parts)])).toEqual(new Set(['the spec changed']));
  });

  it('that removes a source makes its result stale, and one that adds a source none', () => {
    const added = spec(`${text()}  - {name: more, build: swing}\n`);
    expect(reasons(added, run())).toEqual([{}]);
    expect(reasons(spec(), run([], [...NAMES, 'more'], added))).toEqual([
      { more: 'more changed' },
      'more changed',
    ]);
  });

  it('that cannot be parsed leaves what is known', () => {
    expect(reasons(undefined, run())).toEqual([{}]);
  });
});

describe('an edit of a file', () => {
  it('of one source makes that source stale alone', () => {
    expect(reasons(spec(), run(['p.csv']))).toEqual([{ pairs: 'p.csv changed' }, 'p.csv changed']);
  });

  it('of a source that another is made of makes both stale', () => {
    const stale = { vectors: 'v.csv changed', ids: 'v.csv changed' };
    expect(reasons(spec(), run(['data/v.csv']))).toEqual([stale, 'v.csv changed']);
  });

  it('of the log makes all stale', () => {
    const [parts, all] = reasons(spec(), run(['log.csv', 'p.csv']));
    expect(parts).toMatchObject({ clicks: 'log.csv changed', pairs: 'log.csv and 1 more changed' });
    expect(all).toBe('log.csv and 1 more changed');
  });
});

describe('a source that was evaluated alone since', () => {
  const older = run([], NAMES, spec(text(1, 'q.csv')));
  const newer = { ...run([], ['clicks']), path: 'new.json' };
  newer.report = { ...newer.report, spec: { ...newer.report.spec, only: ['clicks'] } };

  it('is fresh, while another that was edited is not', () => {
    expect(reasons(spec(), newer, older)).toEqual([{ pairs: 'pairs changed' }, 'pairs changed']);
  });
});

describe('a report of a first version', () => {
  const old = (staleInputs: string[]): CheckedReport => {
    const { report, path } = run();
    const inputs = report.inputs.map(({ part: _part, ...rest }) => rest);
    const { shared: _shared, parts: _parts, ...specAlone } = report.spec;
    return { path, report: { ...report, spec: specAlone, inputs } satisfies Report, staleInputs };
  };

  it('knows of no parts: any change makes all stale', () => {
    expect(reasons(spec(), old([]))).toEqual([{}]);
    expect(reasons(spec(text(1)), old([]))[0]).toEqual(
      Object.fromEntries(NAMES.map((name) => [name, 'the spec changed'])),
    );
    expect(reasons(spec(), old(['p.csv']))[0]).toEqual(
      Object.fromEntries(NAMES.map((name) => [name, 'p.csv changed'])),
    );
  });
});
