import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adContent, CONTENT_FILES, type ContentFile } from '../../../examples/ads/content.ts';
import { writeAds } from '../../../examples/ads/generate.ts';
import { simulateAds } from '../../../examples/ads/impressions.ts';
import { DIMENSIONS } from '../../../examples/ads/kinds.ts';

const ads = simulateAds(20_000, 7);
const { impressions: log } = ads;
const { ads: catalogue, campaigns, advertisers } = ads.world.catalogue;
const files = adContent(ads);

/** Mean cosine of the vectors of pairs of ads that `isIn` holds for. */
function near(name: ContentFile, isIn: (a: number, b: number) => boolean): number {
  const vectors = files[name];
  const product = (a: number, b: number) => {
    let sum = 0;
    for (let d = 0; d < DIMENSIONS; d++) sum += vectors[a * DIMENSIONS + d]! * vectors[b * DIMENSIONS + d]!;
    return sum;
  };
  let [sum, count] = [0, 0];
  for (let a = 0; a < catalogue.count; a++) {
    for (let b = 0; b < a; b++) {
      if (!isIn(a, b)) continue;
      sum += product(a, b) / Math.sqrt(product(a, a) * product(b, b));
      count++;
    }
  }
  return sum / count;
}
const campaignOf = (ad: number) => catalogue.campaign[ad]!;
const categoryOf = (ad: number) => advertisers.category[campaigns.advertiser[campaignOf(ad)]!]!;
const sameCategory = (a: number, b: number) => categoryOf(a) === categoryOf(b);

describe('adContent', () => {
  it('is a function of the log, a vector for every ad', () => {
    expect(adContent(simulateAds(20_000, 7))).toEqual(files);
    for (const name of CONTENT_FILES) {
      expect(files[name]).toHaveLength(catalogue.count * DIMENSIONS);
      expect(files[name].every(Number.isFinite)).toBe(true);
    }
  });

  it('full knows campaigns, category categories alone, noise neither', () => {
    const inCampaign = (a: number, b: number) => campaignOf(a) === campaignOf(b);
    const besides = (a: number, b: number) => sameCategory(a, b) && !inCampaign(a, b);
    expect(near('full', inCampaign)).toBeGreaterThan(near('full', besides) + 0.2);
    expect(near('full', sameCategory)).toBeGreaterThan(near('full', (a, b) => !sameCategory(a, b)) + 0.1);
    expect(near('category', sameCategory)).toBeCloseTo(1, 6);
    expect(near('category', (a, b) => !sameCategory(a, b))).toBeLessThan(0.5);
    expect(Math.abs(near('noise', sameCategory))).toBeLessThan(0.05);
    const vectors = catalogue.vectors;
    let error = 0;
    for (let k = 0; k < vectors.length; k++) error += (files.full[k]! - vectors[k]!) ** 2 / vectors.length;
    expect(Math.sqrt(error)).toBeCloseTo(0.1, 2);
  });
});

describe('writeAds', () => {
  const folder = mkdtempSync(join(tmpdir(), "lis-ads'"));
  const again = mkdtempSync(join(tmpdir(), 'lis-ads-'));
  let ask: (sql: string) => Promise<unknown>;
  beforeAll(async () => {
    await writeAds(ads, folder);
    await writeAds(simulateAds(20_000, 7), again);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const name of ['impressions', 'items', ...CONTENT_FILES.map((file) => `content-${file}`)]) {
      const from = (place: string) => `'${join(place, `${name}.parquet`).replaceAll("'", "''")}'`;
      await connection.run(`CREATE VIEW "${name}" AS SELECT * FROM ${from(folder)}`);
      await connection.run(`CREATE VIEW "again ${name}" AS SELECT * FROM ${from(again)}`);
    }
    ask = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson()[0]![0];
  });
  afterAll(() => {
    for (const place of [folder, again]) rmSync(place, { recursive: true, force: true });
  });

  it('writes its files and leaves nothing else, the same from the same seed', async () => {
    const content = CONTENT_FILES.map((name) => `content-${name}.parquet`);
    expect(readdirSync(folder).sort()).toEqual(['impressions.parquet', 'items.parquet', ...content].sort());
    for (const name of ['impressions', 'items', 'content-full'])
      expect(await ask(`SELECT count(*)::INT FROM (FROM "${name}" EXCEPT FROM "again ${name}")`)).toBe(0);
  });

  it('keeps every row, and keys that are unique and joinable', async () => {
    expect(await ask('SELECT count(*)::INT FROM impressions JOIN items USING (ad_id)')).toBe(log.rows);
    expect(await ask('SELECT count(DISTINCT request_id)::INT FROM impressions')).toBe(log.rows);
    expect(await ask('SELECT (count(*) - count(DISTINCT ad_id))::INT FROM items')).toBe(0);
    expect(await ask('SELECT count(DISTINCT campaign)::INT FROM items')).toBe(campaigns.count);
    for (const name of CONTENT_FILES)
      expect(await ask(`SELECT count(*)::INT FROM "content-${name}" JOIN items USING (ad_id)`)).toBe(
        catalogue.count,
      );
  });

  it('writes the values of the simulation, exactly', async () => {
    const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0);
    expect(await ask('SELECT sum(click)::INT FROM impressions')).toBe(total(log.click));
    expect(await ask('SELECT max(epoch_ms(ts))::DOUBLE FROM impressions')).toBe(log.time.at(-1));
    expect(await ask('SELECT max(propensity) FROM impressions')).toBe(Math.max(...log.propensity));
    expect(await ask('SELECT min(pctr * pcvr * bid) > 0 FROM impressions')).toBe(true);
    expect(await ask("SELECT ad_id FROM items WHERE ad_id = 'a000003'")).toBe('a000003');
    expect(await ask('SELECT count(DISTINCT slot)::INT FROM impressions')).toBe(4);
    expect(await ask('SELECT count(DISTINCT device)::INT FROM impressions')).toBe(3);
  });

  it('writes a time and a value for conversions alone', async () => {
    const conversions = log.convertedAt.filter((time) => !Number.isNaN(time)).length;
    expect(await ask('SELECT sum(conversion)::INT FROM impressions')).toBe(conversions);
    expect(await ask('SELECT count(converted_at)::INT FROM impressions')).toBe(conversions);
    expect(
      await ask(`SELECT count(*)::INT FROM impressions WHERE (conversion = 1) <> (converted_at IS NOT NULL)
        OR (conversion = 1) <> (value > 0) OR conversion > click OR converted_at <= ts`),
    ).toBe(0);
  });
});
