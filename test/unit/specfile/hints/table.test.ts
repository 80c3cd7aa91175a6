import { describe, expect, it } from 'vitest';
import { changedLines } from '../../../../src/specfile/hints/apply.ts';
import { estimate, exampleReport } from '../../../fixtures/report.ts';
import { HEAD } from '../support.ts';
import { edited, hints, kinds, verdict } from './support.ts';

const flow = `${HEAD}sources: [{name: co-click, build: co-click, window: 3}] # clicks\n`;
const block = `# what is judged
version: 1
log:
  path: a.csv
  user: u
  item: i
  label: y
  time: t
  features: [hour, dwell_ms, pctr] # of the row
sources:
  # what users click together
  - name: co-click
    build: co-click
    window: 3 # slices
  - {name: recent, columns: [dwell_ms]}
models:
  - name: notellm
    embeddings: out/*.parquet # vectors
    item: item_id
    vector: emb
seeds: 2
`;
/** As a `lis:` block of a training config. */
const embedded = `model: DeepFM # ours\nlis:\n${block
  .trimEnd()
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}\nepochs: 3\n`;

describe('add Swing', () => {
  const given = { verdicts: [verdict('co-click', 'no-headroom')] };

  it('stands beside co-click, with its window, in the style of the list', () => {
    expect(edited(flow, 'add-swing', given)).toBe(
      `${HEAD}sources: [{name: co-click, build: co-click, window: 3}, {name: swing, build: swing, window: 3}] # clicks\n`,
    );
    expect(edited(block, 'add-swing', given)).toBe(
      block.replace('# slices\n', '# slices\n  - {name: swing, build: swing, window: 3}\n'),
    );
    expect(edited(embedded, 'add-swing', given)).toBe(
      embedded.replace('# slices\n', '# slices\n    - {name: swing, build: swing, window: 3}\n'),
    );
  });

  it('has a line of its own where each entry has one', () => {
    const lines = `${HEAD}sources: [\n  {name: co-click, build: co-click},\n  {name: s, build: session}\n]\n`;
    expect(edited(lines, 'add-swing', given)).toBe(
      lines.replace('co-click},\n', 'co-click},\n  {name: swing, build: swing},\n'),
    );
  });

  it('stands at the dash of a list that is not indented', () => {
    const flat = `${HEAD}sources:\n- name: co-click\n  build: co-click\n`;
    expect(edited(flat, 'add-swing', given)).toBe(`${flat}- {name: swing, build: swing}\n`);
  });

  it('is not offered where it is there, or where another source is judged', () => {
    const both = `${HEAD}sources:\n  - {name: co-click, build: co-click}\n  - {name: s, build: swing}\n`;
    expect(kinds(both, given)).not.toContain('add-swing');
    expect(kinds(block, { verdicts: [verdict('recent', 'no-headroom')] })).toEqual([]);
  });
});

describe('widen the window', () => {
  const given = { verdicts: [verdict('co-click', 'no-headroom')] };

  it('takes twice as many slices, and no more than there are', () => {
    expect(edited(block, 'widen-window', given)).toBe(block.replace('window: 3', 'window: 6'));
    expect(edited(embedded, 'widen-window', given)).toBe(embedded.replace('window: 3', 'window: 6'));
    expect(edited(flow.replace('3}', '7}'), 'widen-window', given)).toBe(flow.replace('3}', '10}'));
  });

  it('writes the key where the default stood', () => {
    const daily = `${HEAD}split: {from: 2026-01-10, slices: daily}\nsources:\n  - {name: co-click, build: co-click}\n`;
    expect(edited(daily, 'widen-window', given)).toBe(daily.replace('co-click}', 'co-click, window: 20}'));
  });

  it('is not offered of a window that holds all there is', () => {
    expect(kinds(flow.replace('window: 3', 'window: 10'), given)).not.toContain('widen-window');
    expect(kinds(flow.replace('window: 3', 'window: all'), given)).not.toContain('widen-window');
    expect(kinds(flow.replace('window: 3', 'weight: raw, window: 5'), given)).not.toContain('widen-window');
  });
});

describe('more to evaluate', () => {
  const power = { usersNeeded: 9, seedsNeeded: 7.2, advice: 'users-and-seeds' } as const;
  const given = { verdicts: [verdict('co-click', 'underpowered')], source: { power } };

  it('trains as many seeds as would decide', () => {
    expect(edited(block, 'more-seeds', given)).toBe(block.replace('seeds: 2', 'seeds: 8'));
    expect(edited(flow, 'more-seeds', given)).toBe(`${flow}seeds: 8\n`);
    const users = { ...given, source: { power: { ...power, advice: 'users' as const } } };
    expect(kinds(block, users)).not.toContain('more-seeds');
    const many = { ...given, source: { power: { ...power, seedsNeeded: 31 } } };
    expect(kinds(block, many)).not.toContain('more-seeds');
  });

  it('evaluates a larger share where that has the users that would decide', () => {
    // 5 users in the last 20 %: 9 of them in 36 %, which is written as 40 %
    expect(edited(block, 'longer-evaluation', given)).toBe(`${block}split: {evaluate: 40%, slices: 10}\n`);
    expect(edited(embedded, 'longer-evaluation', given)).toBe(
      embedded.replace('seeds: 2\n', 'seeds: 2\n  split: {evaluate: 40%, slices: 10}\n'),
    );
    const split = `${HEAD}split:\n  evaluate: 10% # the end\n  slices: 12\nsources: [{name: co-click, build: co-click}]\n`;
    expect(edited(split, 'longer-evaluation', given)).toBe(split.replace('10%', '20%'));
    const far = { ...given, source: { power: { ...power, usersNeeded: 20 } } };
    expect(kinds(block, far)).not.toContain('longer-evaluation');
    // A precision left users out: the share that is evaluated has them.
    const stages = [{ share: 0.5, users: 5, rows: 20, halfWidth: 0.01 }];
    const precision = { asked: 0.01, reached: true, allUsers: 9, allRows: 40, stages };
    expect(kinds(block, { ...given, report: { precision } })).not.toContain('longer-evaluation');
  });

  it('reads fewer features where columns without use cost as much as the data may bring', () => {
    const source = { placeboGain: estimate(-0.004, 0.001), minimumDetectable: 0.0005 };
    expect(edited(flow, 'fewer-features', { ...given, source })).toBe(
      flow.replace('window: 3', 'window: 3, use: [max]'),
    );
    expect(kinds(flow, { ...given, source: { ...source, minimumDetectable: 0.01 } })).toEqual([]);
  });
});

describe('exclude what holds the label', () => {
  const column = (name: string, specPath: (string | number)[], auc = 0.999) => ({
    name,
    specPath,
    auc,
    line: 1,
  });
  const leak = (target: string, ...columns: ReturnType<typeof column>[]) => ({
    verdicts: [verdict(target, 'label-leak', { severity: 'error', columns })],
  });

  it('takes the column from the list of the base', () => {
    const given = leak('the base', column('dwell_ms', ['log', 'features', 1]));
    expect(edited(block, 'exclude-column', given)).toBe(block.replace('hour, dwell_ms', 'hour'));
    expect(edited(embedded, 'exclude-column', given)).toBe(embedded.replace('hour, dwell_ms', 'hour'));
  });

  it('finds a column that has moved since', () => {
    const given = leak('the base', column('hour', ['log', 'features', 2]));
    expect(edited(block, 'exclude-column', given)).toBe(block.replace('[hour, ', '['));
  });

  it('takes out the key with its only column, and the source with its key', () => {
    const single = `${HEAD.replace('time: t}', 'time: t, features: [leak]}')}`;
    expect(edited(single, 'exclude-column', leak('the base', column('leak', ['log', 'features', 0])))).toBe(
      HEAD,
    );
    const given = leak('recent', column('dwell_ms', ['sources', 1, 'columns', 0]));
    expect(edited(block, 'exclude-source', given)).toBe(
      block.replace('  - {name: recent, columns: [dwell_ms]}\n', ''),
    );
    const alone = `${HEAD}sources:\n  - {name: recent, columns: [dwell_ms]}\nseeds: 2\n`;
    expect(
      edited(alone, 'exclude-source', leak('recent', column('dwell_ms', ['sources', 0, 'columns', 0]))),
    ).toBe(`${HEAD}seeds: 2\n`);
  });

  it('offers each column, and none that ranks no better than honest ones', () => {
    const [hour, dwell] = [
      column('hour', ['log', 'features', 0]),
      column('dwell_ms', ['log', 'features', 1]),
    ];
    expect(hints(block, leak('the base', hour, dwell)).map(({ id }) => id)).toEqual([
      'exclude-column:hour',
      'exclude-column:dwell_ms',
    ]);
    expect(kinds(block, leak('the base', column('hour', ['log', 'features', 0], 0.7)))).toEqual([]);
    // The feature `hour` of another kind of source is no column of the log.
    expect(kinds(block, leak('co-click', column('hour', ['sources', 0, 'name'])))).toEqual([]);
  });
});

describe('the base', () => {
  const depends = {
    verdicts: [verdict('co-click', 'ranker-dependent', { severity: 'warning' })],
    scores: ['pctr'],
  };

  it('is the logged score, which is then no feature', () => {
    expect(edited(block, 'logged-score', depends)).toBe(
      `${block.replace(', pctr]', ']')}ranker: {score: pctr}\n`,
    );
    const two = `${flow}rankers: [fm, deepfm] # both\n`;
    expect(edited(two, 'logged-score', depends)).toBe(`${flow}ranker: {score: pctr} # both\n`);
    const three = `${flow}ranker: {kind: fm, factors: 8}\nrankers:\n  - fm\n  - lr\nseeds: 2\n`;
    expect(edited(three, 'logged-score', depends)).toBe(`${flow}ranker: {score: pctr}\nseeds: 2\n`);
  });

  it('is offered as that only where a column looks like a score', () => {
    expect(kinds(block, { ...depends, scores: [] })).toEqual([]);
    expect(kinds(`${flow}ranker: {score: p}\n`, depends)).toEqual([]);
  });

  it('that is weak may be the logged score too, or be searched', () => {
    const search = {
      ...{ trials: [], chosen: 0, epochs: 1, logLoss: 1, edge: [], rows: { fit: 1, validation: 1 } },
      ...{ references: {}, weak: true, unpinned: 0.6 },
    };
    const report = { base: { search } } as never;
    const given = { verdicts: [verdict('co-click', 'headroom')], report, scores: ['pctr'] };
    const pinned = `${flow}ranker: {kind: fm, learningRate: 9} # too fast\n`;
    expect(kinds(pinned, given)).toEqual(['add-swing', 'logged-score', 'search-base']);
    expect(edited(pinned, 'search-base', given)).toBe(`${flow}ranker: fm # too fast\n`);
  });

  it('is logistic regression where that does as well', () => {
    const search = (lr: number) => ({
      base: {
        search: {
          ...{ trials: [], chosen: 0, epochs: 1, logLoss: 0.5, edge: [], rows: { fit: 1, validate: 1 } },
          ...{ references: { constant: 0.7, lr }, weak: true },
        },
      },
    });
    const given = (lr: number) => ({ verdicts: [verdict('co-click', 'headroom')], report: search(lr) });
    expect(edited(`${flow}ranker: fm\n`, 'simpler-ranker', given(0.49))).toBe(`${flow}ranker: lr\n`);
    expect(kinds(flow, given(0.51))).not.toContain('simpler-ranker');
    expect(kinds(`${flow}ranker: lr\n`, given(0.49))).not.toContain('simpler-ranker');
    expect(kinds(`${flow}rankers: [fm, lr]\n`, given(0.49))).not.toContain('simpler-ranker');
  });

  it('has the counts that the placebo stands for', () => {
    const without = flow.replace('time: t}', 'time: t, counts: false}');
    const given = { verdicts: [verdict('co-click', 'artefact')] };
    expect(edited(without, 'count-in-base', given)).toBe(without.replace('counts: false', 'counts: true'));
    expect(kinds(flow, given)).not.toContain('count-in-base');
  });
});

describe('what an edit changes', () => {
  const lines = (text: string, kind: string, given: Parameters<typeof hints>[1]) =>
    changedLines(text, hints(text, given).find(({ change }) => change.kind === kind)!.edits);

  it('is told by its lines alone', () => {
    const given = { verdicts: [verdict('co-click', 'no-headroom')] };
    expect(lines(block, 'widen-window', given)).toEqual([
      '-     window: 3 # slices',
      '+     window: 6 # slices',
    ]);
    expect(lines(block, 'add-swing', given)).toEqual(['+   - {name: swing, build: swing, window: 3}']);
    const leak = { name: 'dwell_ms', specPath: ['sources', 1, 'columns', 0], auc: 1, line: 1 };
    const leaks = { verdicts: [verdict('recent', 'label-leak', { columns: [leak] })] };
    expect(lines(block, 'exclude-source', leaks)).toEqual(['-   - {name: recent, columns: [dwell_ms]}']);
  });

  it('is told in the order of the text where there are several', () => {
    const given = { verdicts: [verdict('co-click', 'ranker-dependent')], scores: ['pctr'] };
    expect(lines(block, 'logged-score', given)).toEqual([
      '-   features: [hour, dwell_ms, pctr] # of the row',
      '+   features: [hour, dwell_ms] # of the row',
      '+ ranker: {score: pctr}',
    ]);
  });
});

describe('further edits', () => {
  it('measure the gain by the age of the data', () => {
    const evaluate = { from: '2026-03-12T00:00:00.000Z', to: '2026-03-14T00:00:00.000Z' };
    const verdicts = [verdict('co-click', 'freshness-limited')];
    const given = { verdicts, report: { data: { ...exampleReport().data, evaluate } } };
    expect(edited(flow, 'measure-lags', given)).toBe(
      `${flow}rolling: {every: 12h, windows: 4, lags: [1, 2, 4]}\n`,
    );
    expect(kinds(flow, { verdicts })).not.toContain('measure-lags'); // nothing tells how long a window is to be
    const rolling = `${flow}rolling:\n  every: 12h\n`;
    expect(edited(rolling, 'measure-lags', given)).toBe(`${rolling}  lags: [1, 2, 4]\n`);
    expect(kinds(`${rolling}  lags: [1]\n`, given)).toEqual([]);
  });

  it('probe a model whose alignment is the bottleneck, on the best source of pairs', () => {
    const given = { verdicts: [verdict('notellm', 'alignment-bottleneck')] };
    expect(edited(block, 'probe', given)).toBe(
      block.replace('vector: emb\n', 'vector: emb\n    probe: co-click\n'),
    );
    expect(kinds(block.replace('vector: emb', 'vector: emb\n    probe: co-click'), given)).toEqual([]);
  });

  it('read more of each user where the data touches few rows', () => {
    const given = { verdicts: [verdict('co-click', 'low-coverage')] };
    expect(kinds(flow, given)).toEqual(['widen-window', 'longer-history']);
    expect(edited(flow, 'longer-history', given)).toBe(flow.replace('window: 3', 'window: 3, history: 100'));
  });

  it('are offered once, and not on what is gone', () => {
    const twice = { verdicts: [verdict('co-click', 'headroom'), verdict('co-click', 'artefact')] };
    expect(hints(flow, twice).map(({ id, code }) => `${id} ${code}`)).toEqual(['add-swing headroom']);
    expect(kinds(flow, { verdicts: [verdict('gone', 'no-headroom')] })).toEqual([]);
  });
});

describe('edits that cannot help are not offered', () => {
  it('neither other pairs of clicks that reach hardly a row, nor a history longer than anybody has', () => {
    const verdicts = [verdict('co-click', 'no-headroom'), verdict('co-click', 'low-coverage')];
    const all = ['add-swing', 'widen-window', 'longer-history'];
    const longest = (mostPositives: number) => ({
      report: { data: { ...exampleReport().data, mostPositives } },
    });
    expect(kinds(flow, { verdicts, source: { coverage: 0.3 } })).toEqual(all);
    expect(kinds(flow, { verdicts, source: { coverage: 0.002 } })).not.toContain('add-swing');
    expect(kinds(flow, { verdicts, ...longest(51) })).toContain('longer-history');
    expect(kinds(flow, { verdicts, ...longest(50) })).not.toContain('longer-history');
  });
});

describe('what is measured', () => {
  it('is the order within lists where AUC mostly tells lists apart', () => {
    const verdicts = [verdict('co-click', 'no-headroom')];
    const warnings = [{ code: 'between-lists', message: 'Most of …' }];
    expect(edited(flow, 'gauc', { verdicts, report: { warnings } })).toBe(`${flow}metric: gauc\n`);
    expect(kinds(flow, { verdicts })).not.toContain('gauc');
    expect(kinds(`${flow}metric: gauc\n`, { verdicts, report: { warnings } })).not.toContain('gauc');
  });
});
