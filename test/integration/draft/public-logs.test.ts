/** What is drafted from logs with the columns of public datasets: no outcome is a feature, and the base is not a leak. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Draft, draftSpec } from '../../../src/draft/draft.ts';
import { parseSpec } from '../../../src/spec/parse.ts';
import { csvOf, type Impression, LOGS } from '../../support/public-logs.ts';
import { createProject } from '../cli/project.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-draft-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  threads: 2,
  memoryBytes: 2 ** 30,
};

async function draft(name: string, csv: string): Promise<Draft> {
  writeFileSync(join(folder, `${name}.csv`), csv);
  return draftSpec({ data: [`${name}.csv`], cwd: folder, out: join(folder, 'lis.yaml') }, run);
}

interface Expected {
  roles: string[];
  features: string[];
  undecided?: string[];
}

const EXPECTED: Partial<Record<keyof typeof LOGS, Expected>> = {
  kuairand: {
    roles: ['user_id', 'video_id', 'is_click', 'time_ms'],
    features: [
      'hourmin',
      'duration_ms',
      'is_rand',
      'tab',
      'follow_user_num',
      'is_video_author',
      'video_duration',
    ],
  },
  kuaisar: { roles: ['user_id', 'item_id', 'click', 'timestamp'], features: ['duration_ms', 'search'] },
  kuairec: { roles: ['user_id', 'video_id', 'watch_ratio >= 1', 'timestamp'], features: ['video_duration'] },
  taobao: {
    roles: ['user', 'adgroup_id', 'clk', 'time_stamp'],
    features: ['pid', 'cate_id', 'brand', 'price'],
  },
  behaviour: {
    roles: ['user_id', 'item_id', "behavior_type in ('fav', 'buy')", 'timestamp'],
    features: ['category_id'],
  },
  tmall: {
    roles: ['user_id', 'item_id', 'action_type > 0', 'event_time'],
    features: ['cat_id', 'merchant_id', 'brand_id'],
  },
  avazu: {
    roles: ['device_id', 'app_id', 'click', 'hour'],
    features: ['C1', 'banner_pos', 'site_id', 'device_type', 'C14'],
  },
  criteo: {
    roles: ['uid', 'campaign', 'click', 'timestamp'],
    features: ['cost', 'time_since_last_click', 'cat1'],
  },
  mind: {
    roles: ['user_id', 'news_id', 'clicked', 'time', 'impression_id'],
    features: ['category'],
  },
  tenrec: {
    roles: ['user_id', 'item_id', 'click', 'timestamp'],
    features: ['video_category', 'gender', 'age'],
  },
  retailrocket: {
    roles: ['visitorid', 'itemid', "event in ('addtocart', 'transaction')", 'timestamp'],
    features: [],
  },
  yelp: { roles: ['user_id', 'business_id', 'stars >= 4', 'date'], features: ['city'] },
  yambda: {
    roles: ['uid', 'item_id', 'played_ratio_pct >= 50', 'timestamp'],
    features: ['is_organic', 'track_length_seconds'],
  },
};

describe('a draft of a log like', () => {
  it.each(Object.entries(EXPECTED))('%s', async (name, { roles, features }) => {
    const { text, undecided } = await draft(name, csvOf(LOGS[name as keyof typeof LOGS]));
    const { spec, problems } = parseSpec(text);
    expect({ undecided, problems }).toEqual({ undecided: [], problems: [] });
    const { user, item, label, time, group } = spec!.log;
    expect([user, item, label, time, ...(group === undefined ? [] : [group])]).toEqual(roles);
    expect(spec!.log.features.map((feature) => feature.name)).toEqual(features);
  });

  it('microlens says what its rows lack', async () => {
    const { undecided, text } = await draft('microlens', csvOf(LOGS.microlens));
    expect(undecided).toEqual(['label']);
    expect(text).toContain('add what was shown and not chosen as rows of 0');
  });
});

describe('what the rows say', () => {
  const base = { user_id: LOGS.taobao.user, item_id: LOGS.taobao.adgroup_id, ts: LOGS.taobao.time_stamp };
  const left = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/^ {2}# (\w+): left out, (.*)$/gm)].map(([, name, why]) => [name, why]),
    );

  it('finds outcomes whatever they are called', async () => {
    const { text } = await draft(
      'opaque',
      csvOf({
        ...base,
        f0: ({ click, draw }) => (click === 1 ? draw(50) : 0),
        f1: ({ click, draw }) => (click === 0 ? `r${draw(6)}` : ''),
        f2: ({ click }) => (click === 1 ? 'B' : 'A'),
        f3: ({ click, draw }) => (click === 1 ? 400 + draw(900) : draw(700)),
        f4: ({ click, draw }) => `${(click + 2 * draw(4)) * (draw(20) === 0 ? 0 : 1)}x`,
        f5: ({ click, draw }) => draw(1000) / 1000 - (click === 1 ? 0.8 : 0),
        g0: ({ draw }) => draw(50),
        g1: ({ row }) => (row % 500 === 0 ? 1 : 0),
        g2: ({ click, draw }) => (click === 1 ? draw(90) : draw(60)),
        clicked: ({ click }) => click,
      }),
    );
    expect(parseSpec(text).spec?.log.features.map(({ name }) => name)).toEqual(['g0', 'g1', 'g2']);
    const why = left(text);
    expect(why['f0']).toBe('it is always 0 where the label is 0, as an outcome is');
    expect(why['f1']).toBe('it is missing where the label is 1, as an outcome is');
    expect(why['f2']).toBe(
      'it is always A where the label is 0 and always B where the label is 1, as an outcome is',
    );
    for (const name of ['f3', 'f4', 'f5'])
      expect(why[name]).toMatch(
        /^it alone orders the rows by their label with an AUC of 0\.9\d+, as an outcome is$/,
      );
  });

  it('leaves out what is a user or an item again, and takes lists only where they hold both labels', async () => {
    const { text } = await draft(
      'again',
      csvOf({
        ...base,
        session: ({ row }) => `s${row >> 1}`,
        request_id: ({ row, click }) => `q${Math.floor(row / 40)}${click}`,
        who: ({ user }) => `name ${user}`,
        sold_by: ({ item }) => `shop ${item % 20}`,
        what: ({ item }) => 1000 - item,
        clicked: ({ click }) => click,
      }),
    );
    const { spec } = parseSpec(text);
    expect(spec?.log.features.map(({ name }) => name)).toEqual(['sold_by']);
    expect(spec?.log.group).toBe('session');
    const why = left(text);
    expect(why['request_id']).toBe('of its 150 lists 0 hold both labels: nothing to rank in the others');
    expect(why['who']).toBe('each value belongs to one user: it is an id, and ids are not features');
    expect(why['what']).toContain('each value belongs to one item');
  });

  it('drafts no list where none holds both labels', async () => {
    const { text } = await draft(
      'alone',
      csvOf({ ...base, session_id: ({ row }) => row >> 1, clicked: ({ row }) => (row >> 1) % 2 }),
    );
    expect(parseSpec(text).spec?.log.group).toBeUndefined();
    expect(left(text)['session_id']).toBe(
      'of its 1,500 lists 0 hold both labels: nothing to rank in the others',
    );
  });
});

describe('a log without a header line', () => {
  const rows = (schema: Parameters<typeof csvOf>[0]) => csvOf(schema).split('\n').slice(1).join('\n');

  it('of ratings has its label and time by the values, and asks for names', async () => {
    const { yelp, taobao } = LOGS;
    const { user_id, item_id } = LOGS.kuaisar;
    const { text, undecided, facts, from } = await draft(
      'u',
      rows({ user_id, item_id, stars: yelp.stars, ts: taobao.time_stamp, row: ({ draw }) => draw(20) }),
    );
    expect(from).toBe('3,000 rows');
    expect(undecided).toEqual(['user', 'item']);
    expect(facts[0]).toMatchObject({ key: 'header', value: 'column1, column2, column3, column4, column5' });
    const filled = text
      .replace(/^ {2}# user:.*$/m, '  user: column1')
      .replace(/^ {2}# item:.*$/m, '  item: column2');
    const { spec, problems } = parseSpec(filled);
    expect(problems).toEqual([]);
    expect(spec?.log).toMatchObject({ label: 'column3 >= 4', time: 'column4', features: [] });
    expect(text).toContain(
      '  # user: not decided, no column is named like a user id; candidates: column1, column2, column5\n',
    );
    expect(text).toContain('  # column5: left out, 20 values: name it above before it is a feature\n');
  });

  it('of events has their label', async () => {
    const { text } = await draft('b', rows(LOGS.behaviour));
    expect(text).toContain(`  label: "column4 in ('fav', 'buy')"`);
    expect(text).toContain('  time: column5 ');
  });
});

describe('a time', () => {
  const { user, clk } = LOGS.taobao;
  const iso = (ts: number) => new Date(ts * 1000).toISOString();
  const digits = (ts: number) => iso(ts).replaceAll(/\D/g, '');
  const timed = async (name: string, value: (at: Impression) => string | number) => {
    const { text } = await draft(
      'timed',
      csvOf({ user_id: user, item_id: LOGS.taobao.adgroup_id, clk, [name]: value }),
    );
    return text;
  };

  it.each<[string, (at: Impression) => string | number, string]>([
    ['when', ({ ts }) => iso(ts), 'ISO 8601 text'],
    ['ts', ({ ts }) => ts, 'unix seconds'],
    ['ts', ({ ts }) => ts * 1000, 'unix milliseconds'],
    ['ts', ({ ts }) => `${ts}000000`, 'unix microseconds'],
    ['ts', ({ ts }) => `${ts}.5`, 'unix seconds'],
    ['log_hour', ({ ts }) => digits(ts).slice(0, 10), 'dates written as YYYYMMDDHH'],
    ['event_day', ({ ts }) => digits(ts).slice(0, 8), 'dates written as YYYYMMDD'],
    ['dt', ({ ts }) => `${digits(ts).slice(2, 8)}.0`, 'dates written as YYMMDD'],
    ['timestamp', ({ row }) => row * 60, 'unix seconds on a clock of their own'],
    ['time', ({ ts }) => iso(ts).slice(0, 19).replace('T', ' ').replaceAll('-', '/'), ''],
  ])('%s is read as %o', async (name, value, kind) => {
    const text = await timed(name, value);
    expect(parseSpec(text)).toMatchObject({ problems: [], spec: { log: { time: name, features: [] } } });
    expect(text.split('\n').find((line) => line.startsWith('  time:'))).toContain(` # ${kind}`);
  });

  it.each<[string, (at: Impression) => string | number]>([
    ['mystery', ({ ts }) => ts],
    ['position_ts', ({ row }) => row % 12],
    ['hour', ({ row }) => row % 24],
    ['zip', ({ row }) => 101_010 + (row % 9)],
  ])('is not %s', async (name, value) => {
    const text = await timed(name, value);
    expect(text).toContain('# time: not decided, no column holds times');
  });

  it('with gaps says what to mend', async () => {
    const text = await timed('ts', ({ row, ts }) => (row % 1000 === 7 ? '' : ts));
    expect(text).toMatch(
      /# time: not decided, 3 rows have no time in `ts` of timed\.csv: remove or fill them;/,
    );
    expect(text).toContain('  # ts: left out, another time\n');
  });
});

describe('the base of a draft', () => {
  it.each(['kuairand', 'criteo', 'retailrocket'] as const)('of %s does not know the label', async (name) => {
    const project = createProject();
    try {
      project.write({ 'log.csv': csvOf(LOGS[name]) });
      expect(await project.lis(['init', 'log.csv', '--out', 'new.lis.yaml'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      expect((await project.lis(['check', 'new.lis.yaml'])).code).toBe(0);
      const args = ['evaluate', 'new.lis.yaml', '--quiet', '--seeds', '1', '--format', 'json'];
      const { stdout } = await project.lis(args);
      const base = JSON.parse(stdout).arms.find(({ arm }: { arm: string }) => arm === 'base');
      expect(base.auc).toBeGreaterThan(0.5);
      expect(base.auc).toBeLessThan(0.75);
    } finally {
      project.remove();
    }
  });
});
