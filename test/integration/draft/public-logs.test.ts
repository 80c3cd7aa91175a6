/** What is drafted from logs with the columns of public datasets: no outcome is a feature, and the base is not a leak. */
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { csvOf, LOGS } from '../../support/public-logs.ts';
import { createProject } from '../cli/project.ts';
import { draft } from './drafts.ts';

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
