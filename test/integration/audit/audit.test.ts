/** `lis audit` from end to end on small files: what leaks is found at its line and priced, and what cannot be audited says so. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interrupt } from '../../../src/cli/terminal.ts';
import { readAudit } from '../../../src/report/audit/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import type { Audit } from '../../../src/report/schema-audit.ts';
import { RECBOLE, recboleData } from '../../support/config-workspace.ts';
import { random } from '../../support/random.ts';
import { smallLog } from '../../support/small-workspace.ts';
import { runLis } from '../../support/terminal.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-audit-'));
  writeFileSync(join(folder, 'clicks.csv'), withLeaks());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The small log with a dwell time that clicks have alone, a rate of the item over the whole log, and its rate before each row. */
function withLeaks(): string {
  const [header, ...lines] = smallLog().trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  const all = new Map<string, [number, number]>();
  for (const [, item, , click] of rows) {
    const [n, p] = all.get(item!) ?? [0, 0];
    all.set(item!, [n + 1, p + Number(click)]);
  }
  const past = new Map<string, [number, number]>();
  const made = rows.map(([, item, , click], row) => {
    const [n, p] = past.get(item!) ?? [0, 0];
    past.set(item!, [n + 1, p + Number(click)]);
    const whole = all.get(item!)!;
    const dwell = click === '1' ? String(1000 + ((row * 37) % 900)) : '';
    return [dwell, whole[1] / whole[0], n === 0 ? '' : p / n].join(',');
  });
  return `${[`${header},dwell_ms,ctr_all,ctr_before`, ...lines.map((line, row) => `${line},${made[row]}`)].join('\n')}\n`;
}

const SPEC = `version: 1
log:
  path: clicks.csv
  user: user_id
  item: item_id
  label: click
  time: ts
  features:
    - position
    - {name: ctr_all, type: numeric}
    - {name: ctr_before, type: numeric}
seeds: 2
`;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const run = (args: readonly string[], interrupt?: Interrupt): Promise<Ended> =>
  lis(['audit', ...args], interrupt);

/** On one thread: another takes longer to start than such a log takes. */
async function lis(args: readonly string[], interrupt?: Interrupt): Promise<Ended> {
  const { code, stdout, stderr } = await runLis(folder, [...args, '--threads', '1', '--quiet'], {
    interrupt,
  });
  return { code, out: stdout, err: stderr };
}

const spec = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

describe('lis audit', () => {
  it('finds what leaks at its line, prices it, keeps the audit and fails the gate', async () => {
    const name = spec('lis.yaml', SPEC);
    const { code, out, err } = await run([name, '--gate', '--format', 'json']);
    const audit = JSON.parse(out) as Audit;
    const found = audit.findings.map(({ code: what, target, severity, line }) => ({
      what,
      target,
      severity,
      line,
    }));
    expect(found).toContainEqual({
      what: 'aggregate-of-future',
      target: 'ctr_all',
      severity: 'error',
      line: 10,
    });
    // The spec does not read it: it is no error yet.
    expect(found).toContainEqual({
      what: 'label-copy',
      target: 'dwell_ms',
      severity: 'warning',
      line: 2, // of the log
    });
    expect(found.filter(({ target }) => target === 'ctr_before' || target === 'position')).toEqual([]);
    const price = audit.findings.find(({ target }) => target === 'dwell_ms')!.price!;
    expect(price.low).toBeGreaterThan(0.1);
    expect(audit.baseAuc! + price.value).toBeGreaterThan(0.95);
    // Two prices: each interval at 97.5 %, so that both hold at once at 95 %.
    expect(audit.prices).toBe(2);
    expect(price.level).toBeCloseTo(0.975, 12);
    expect(audit.split).toMatchObject({ kind: 'global', leaking: 0, misplaced: 0 });
    expect(code).toBe(1);
    expect(err).toContain('gate not met: aggregate-of-future (ctr_all)');
    expect(await readAudit(join(folder, '.lis', 'audits', 'lis.json'))).toEqual(audit);
  });

  it('trains nothing with --no-price, and says the same in a table', async () => {
    const { code, out } = await run([spec('lis.yaml', SPEC), '--no-price']);
    expect(code).toBe(0);
    expect(out).toMatch(/^lis.yaml: 1 leak and 1 to look at in 3,000 rows and 4 columns\./);
    expect(out).toContain(
      '`ctr_all` is the mean of `click` over the rows of its `item_id` in the whole log.',
    );
    expect(out).toContain('lis.yaml:10');
    expect(out).not.toContain('worth');
  });

  it('sets aside what comments in the spec accept, which then fails no gate', async () => {
    const text = SPEC.replace('log:', '# lis: ignore[label-copy] no feature of ours\nlog:').replace(
      'name: ctr_all, type: numeric}',
      'name: ctr_all, type: numeric} # lis: ignore[aggregate-of-future]: a frozen table',
    );
    const name = spec('accepted.lis.yaml', `${text}# lis: ignore[random-split] there is none\n`);
    const { code, out } = await run([name, '--gate', 'warning', '--no-price', '--format', 'json']);
    const audit = JSON.parse(out) as Audit;
    expect(code).toBe(0);
    expect(audit.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(audit.ignored.map(({ target, line, reason }) => [target, line, reason])).toEqual([
      ['ctr_all', 11, 'a frozen table'],
      ['dwell_ms', 3, 'no feature of ours'],
    ]);
    expect(audit.idleIgnores).toEqual([{ line: 14, message: expect.stringContaining('random-split') }]);
    // An audit of a version without comments is still read.
    const path = join(folder, '.lis', 'audits', 'accepted.lis.json');
    const { ignored: _, idleIgnores: __, ...before } = audit;
    writeFileSync(path, JSON.stringify(before));
    expect(await readAudit(path)).toEqual({ ...before, ignored: [], idleIgnores: [] });
  });

  it('goes into the report of an evaluation as long as it describes the spec and the data', async () => {
    writeFileSync(join(folder, 'again.csv'), readFileSync(join(folder, 'clicks.csv')));
    const text = SPEC.replace('clicks.csv', 'again.csv').replace('seeds: 2', 'seeds: 1');
    const name = spec(
      'kept.lis.yaml',
      `${text}sources:\n  - {name: beside, columns: [{name: position}]}\n`.replace('    - position\n', ''),
    );
    const evaluated = async () =>
      JSON.parse((await lis(['evaluate', name, '--format', 'json'])).out) as Report;
    expect(await evaluated()).not.toHaveProperty('audit');
    const kept = JSON.parse((await run([name, '--format', 'json', '--no-price'])).out) as Audit;
    const { audit } = await evaluated();
    expect(audit).toEqual(
      kept.findings.map(({ code, severity, target, message }) => ({ code, severity, target, message })),
    );
    expect(audit).toContainEqual(expect.objectContaining({ code: 'aggregate-of-future', target: 'ctr_all' }));
    appendFileSync(join(folder, 'again.csv'), 'u1,i1,1800000000,1,p1,1000,0.5,0.5\n');
    expect(await evaluated()).not.toHaveProperty('audit');
    await run([name, '--no-price']);
    expect(await evaluated()).toHaveProperty('audit');
    spec('kept.lis.yaml', readFileSync(join(folder, name), 'utf8').replace('seeds: 1', 'seeds: 2'));
    expect(await evaluated()).not.toHaveProperty('audit');
  });

  it('audits the files of a log without a spec, and writes nothing beside them', async () => {
    rmSync(join(folder, '.lis'), { recursive: true, force: true });
    const { code, out } = await run(['clicks.csv', '--no-price', '--format', 'json']);
    expect(code).toBe(0);
    const audit = JSON.parse(out) as Audit;
    expect(audit.spec.drafted).toBe(true);
    expect(audit.findings.map(({ target }) => target)).toContain('ctr_all');
    expect(existsSync(join(folder, '.lis'))).toBe(false);
    expect(existsSync(join(folder, 'lis.yaml'))).toBe(true); // that of the test before
  });

  it('prices a random split by what it flatters the base by', async () => {
    const [header, ...lines] = readFileSync(join(folder, 'clicks.csv'), 'utf8').trimEnd().split('\n');
    const parted = lines.map((line, row) => `${line},${(row * 7919) % 5 === 0 ? 'test' : 'train'}`);
    writeFileSync(join(folder, 'parted.csv'), `${[`${header},part`, ...parted].join('\n')}\n`);
    const text = SPEC.replace('clicks.csv', 'parted.csv').replace(/ {4}- \{name: ctr_all.*\n/, '');
    const name = spec('parted.lis.yaml', `${text}split:\n  column: part\n  train: train\n  evaluate: test\n`);
    const audit = JSON.parse((await run([name, '--format', 'json'])).out) as Audit;
    const split = audit.findings.find(({ code }) => code === 'random-split')!;
    expect(split.severity).toBe('error');
    expect(split.line).toBe(12); // of the key, where its options stand below it
    expect(audit.split.leaking! / audit.split.evaluationRows).toBeGreaterThan(0.9);
    // Users keep their groups in this log, so there is no drift to flatter anything by.
    expect(Math.abs(split.price!.value)).toBeLessThan(3 * split.price!.se + 0.02);
  });

  it('prices columns of the item and user tables as those of the log', async () => {
    const [header, ...lines] = readFileSync(join(folder, 'clicks.csv'), 'utf8').trimEnd().split('\n');
    const place = (name: string) => header!.split(',').indexOf(name);
    const [user, item, rate] = ['user_id', 'item_id', 'ctr_all'].map(place);
    const clicks = new Map<string, number>();
    const rates = new Map<string, string>();
    for (const line of lines) {
      const values = line.split(',');
      rates.set(values[item!]!, values[rate!]!);
      clicks.set(values[user!]!, (clicks.get(values[user!]!) ?? 0) + Number(values[place('click')]));
    }
    const table = (name: string, key: string, rows: Map<string, unknown>) =>
      writeFileSync(join(folder, name), [key, ...[...rows].map((row) => row.join(','))].join('\n'));
    table(
      'items.csv',
      'item_id,item_ctr,kind',
      new Map([...rates].map(([id, its], k) => [id, `${its},${k % 2}`])),
    );
    table('users.csv', 'user_id,clicks', clicks);
    const tables = `items: {path: items.csv, key: item_id, features: [{name: item_ctr, type: numeric}, kind]}
users: {path: users.csv, key: user_id, features: [{name: clicks, type: numeric}]}
`;
    const audit = JSON.parse(
      (
        await run([
          spec('tables.lis.yaml', SPEC.replace('seeds: 2', 'seeds: 1') + tables),
          '--format',
          'json',
        ])
      ).out,
    ) as Audit;
    const priceOf = (name: string) => audit.findings.find(({ target }) => target === name)?.price;
    expect(audit.findings.filter(({ unpriced }) => unpriced !== undefined)).toEqual([]);
    expect(priceOf('item_ctr')).toEqual(priceOf('ctr_all'));
    expect(priceOf('item_ctr')!.value).toBeGreaterThan(0.001);
    expect(priceOf('clicks')!.level).toBeCloseTo(1 - 0.05 / audit.prices!, 12);
  });

  it('audits the code beside the spec, and code alone', async () => {
    writeFileSync(
      join(folder, 'train.py'),
      [
        'import pandas as pd',
        'from sklearn.model_selection import train_test_split',
        'frame = pd.read_csv("clicks.csv").sort_values("ts")',
        'train, test = train_test_split(frame, shuffle=True)  # lis: ignore[LIS003] only a smoke test',
        'frame["next"] = frame.groupby("user_id")["click"].shift(-1)',
        'train, test = frame[frame.ts < 5], frame[frame.ts >= 5]',
        'from sklearn.linear_model import LogisticRegression',
        'model = LogisticRegression().fit(train[["next"]], train["click"])',
        'print(model.score(test[["next"]], test["click"]))',
        '',
      ].join('\n'),
    );
    writeFileSync(join(folder, 'broken.ipynb'), Buffer.from([0x80, 0, 1, 2]));
    const audit = JSON.parse(
      (await run([spec('lis.yaml', SPEC), '--no-price', '--format', 'json'])).out,
    ) as Audit;
    expect(audit.code!.files).toBe(2);
    expect(audit.code!.findings.map(({ file, line, severity }) => [file, line, severity])).toContainEqual([
      'train.py',
      5,
      'error',
    ]);
    expect(audit.code!.unread.map(({ file }) => file)).toEqual(['broken.ipynb']);
    const alone = await run(['train.py', '--gate']);
    expect(alone.code).toBe(1);
    expect(alone.out).toContain('train.py:5');
    expect((await run(['broken.ipynb'])).code).toBe(3);
    expect((await run(['train.py', '--format', 'junit'])).code).toBe(2);
    expect(
      (await run([spec('lis.yaml', SPEC), '--no-price', '--no-code', '--format', 'json'])).out,
    ).not.toContain('train.py');
    rmSync(join(folder, 'train.py'));
    rmSync(join(folder, 'broken.ipynb'));
  });

  it('measures the split that RecBole would make of the data of its config', async () => {
    const files = {
      ...recboleData(),
      'leaky.yaml': RECBOLE.replace(
        /eval_args:\n.*\n.*\n.*\n/,
        'eval_args:\n  order: RO\n  split: {RS: [8, 1, 1]}\n',
      ),
      'timed.yaml': RECBOLE,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const audit = JSON.parse(
      (await run(['leaky.yaml', '--no-price', '--no-code', '--format', 'json'])).out,
    ) as Audit;
    const split = audit.findings.find(({ code }) => code === 'random-split');
    expect(split?.message).toMatch(
      /^RecBole would test on the last part of \[8, 1, 1\] of each user in random order \(order: RO\): /,
    );
    expect(split?.line).toBe(RECBOLE.split('\n').indexOf('eval_args:') + 3);
    expect(audit.split.kind).toBe('global');
    const accepted = files['leaky.yaml'].replace(
      '  split: {RS',
      '  # lis: ignore[random-split] as published\n  split: {RS',
    );
    writeFileSync(join(folder, 'leaky.yaml'), accepted);
    const told = JSON.parse(
      (await run(['leaky.yaml', '--no-price', '--no-code', '--format', 'json'])).out,
    ) as Audit;
    expect(told.ignored).toMatchObject([
      { code: 'random-split', reason: 'as published', line: split!.line! + 1 },
    ]);
    expect(told.findings.map(({ code }) => code)).not.toContain('random-split');
    const timed = JSON.parse(
      (await run(['timed.yaml', '--no-price', '--no-code', '--format', 'json'])).out,
    ) as Audit;
    expect(timed.findings.filter(({ about }) => about === 'split')).toEqual([]);
  });

  it('audits the logged score of the base, and says what a price would have told', async () => {
    const [header, ...lines] = smallLog(12_000).trimEnd().split('\n');
    const draw = random(11);
    const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    const scored = lines.map((line, row) => {
      const click = Number(line.split(',')[3]);
      // The score has learned the labels of the rows that train; the second column is written with the outcome of every row.
      const score = normal() + (row < 9600 ? 0.5 * click : 0);
      return `${line},${score.toFixed(6)},${(normal() + 0.6 * click).toFixed(6)}`;
    });
    writeFileSync(join(folder, 'scored.csv'), `${[`${header},pctr,stay`, ...scored].join('\n')}\n`);
    const text = SPEC.replace('clicks.csv', 'scored.csv').replace(/ {4}- \{name: ctr_.*\n/g, '');
    const name = spec('scored.lis.yaml', `${text}ranker: {score: pctr}\n`);
    const priced = JSON.parse((await run([name, '--format', 'json'])).out) as Audit;
    const score = priced.findings.find(({ target }) => target === 'pctr');
    expect(score).toMatchObject({ code: 'score-of-trained-rows', severity: 'warning', line: 11 });
    // It misleads a head: what it told in training it does not tell later.
    expect(score!.price!.value).toBeLessThan(0.005);
    const asked = priced.findings.find(({ target }) => target === 'stay');
    // The spec does not read it: a note.
    expect([asked?.code, asked?.severity]).toEqual(['outcome-like', 'info']);
    expect(asked!.price!.low).toBeGreaterThan(0.02);
    const quick = JSON.parse((await run([name, '--format', 'json', '--no-price'])).out) as Audit;
    expect(quick.findings.find(({ target }) => target === 'pctr')?.unpriced).toBe('no price was asked for');
    expect(quick.findings.map(({ target }) => target)).not.toContain('stay');
    expect(quick.notChecked).toContainEqual({
      ...{ check: 'whether it is written with the outcome', target: 'stay', why: 'no price was asked for' },
    });
  });

  it('says what it did not check where there is no time', async () => {
    const lines = smallLog().trimEnd().split('\n').slice(1);
    const untimed = lines.map(
      (line, row) =>
        `${line
          .split(',')
          .filter((_, i) => i !== 2)
          .join(',')},${row % 5 === 0 ? 'test' : 'train'}`,
    );
    writeFileSync(
      join(folder, 'untimed.csv'),
      `${['user_id,item_id,click,position,part', ...untimed].join('\n')}\n`,
    );
    const text =
      'version: 1\nlog: {path: untimed.csv, user: user_id, item: item_id, label: click}\nsplit: {column: part, train: train, evaluate: test}\n';
    const { code, out } = await run([spec('untimed.lis.yaml', text), '--no-price', '--full']);
    expect(code).toBe(0);
    expect(out).toContain('the split by time: the spec names no time column');
    expect(out).toContain('events with two labels');
    expect(out).toContain('times that cannot be: the spec names no time column');
  });

  it('refuses a log of one class at its key', async () => {
    writeFileSync(join(folder, 'one.csv'), smallLog(600).replaceAll(/,1,p/g, ',0,p'));
    const text = 'version: 1\nlog: {path: one.csv, user: user_id, item: item_id, label: click, time: ts}\n';
    const { code, err } = await run([spec('one.lis.yaml', text), '--no-price']);
    expect(code).toBe(3);
    expect(err).toMatch(/^lis: one.lis.yaml:2:\d+: /);
  });

  it('asks for a spec where the columns say too little', async () => {
    writeFileSync(
      join(folder, 'bare.csv'),
      `a,b\n${Array.from({ length: 50 }, (_, i) => `${i},x`).join('\n')}\n`,
    );
    const { code, err } = await run(['bare.csv']);
    expect(code).toBe(2);
    expect(err).toContain('could not be told from the columns; run lis init bare.csv');
  });

  it('ends where it is cancelled, and keeps the audit before', async () => {
    await run([spec('lis.yaml', SPEC), '--no-price']);
    const before = readFileSync(join(folder, '.lis', 'audits', 'lis.json'), 'utf8');
    const { code, err } = await run(['lis.yaml'], 'SIGINT');
    expect(code).toBe(130);
    expect(err).toBe('lis: cancelled; no audit was written\n');
    expect(readFileSync(join(folder, '.lis', 'audits', 'lis.json'), 'utf8')).toBe(before);
  });
});
