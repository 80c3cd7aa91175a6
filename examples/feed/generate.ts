/**
 * Writes the example feed as Parquet, and as RecBole and FuxiCTR want it:
 * `npm run example -- feed [--rows N] [--seed S] [--out DIR]`.
 * The files appear whole or not at all.
 */
import { fileURLToPath } from 'node:url';
import { worldOptions } from '../lib/options.ts';
import {
  type Column,
  componentsOf,
  idOf,
  listOf,
  moment,
  numbered,
  type WriteTable,
  word,
  writeParquet,
} from '../lib/parquet.ts';
import { BURIED_DIMENSIONS, buriedVectors } from './buried.ts';
import { itemContent } from './content.ts';
import { writeForFrameworks } from './frameworks.ts';
import { type Feed, simulate } from './impressions.ts';
import { preferencePairs } from './pairs.ts';
import { productionScores } from './production.ts';
import { rankerScores, SCORE_FILES } from './scores.ts';
import { CATEGORIES, DIMENSIONS, REGIONS } from './world.ts';

/** Of an item that is hardly ever shown one row would weigh as much as thousands of others: the second column has a bound. */
const PROPENSITIES = ', propensity::FLOAT AS propensity, greatest(propensity, 0.02)::FLOAT AS p_cut';

const itemId = (column: string) => idOf('i', column);

/** Writes `impressions.parquet`, `items.parquet`, `users.parquet`, and a file per piece of known worth: `pairs-…`, `content-…`, `scores-…`. */
export async function writeFeed(feed: Feed, folder: string): Promise<void> {
  await writeParquet(folder, async (table) => {
    await writeLog(feed, table);
    await writePairs(feed, table);
    await writeContent(feed, table);
    await writeScores(feed, table);
  });
}

async function writeLog(feed: Feed, table: WriteTable): Promise<void> {
  const { world, impressions } = feed;
  const { propensity } = impressions;
  await table('impressions', impressions.rows, {
    columns: [
      { name: 'u', values: impressions.user },
      { name: 'i', values: impressions.item },
      { name: 't', values: impressions.time },
      { name: 'click', values: impressions.click },
      { name: 'dwell', values: impressions.dwellMs },
      { name: 'hour', values: impressions.hour },
      { name: 'position', values: impressions.position },
      { name: 'page', values: impressions.impression },
      { name: 'pctr', values: productionScores(feed) },
      ...(propensity === undefined ? [] : [{ name: 'propensity', values: propensity }]),
    ],
    select: `u::INTEGER AS user_id, ${itemId('i')} AS item_id, ${moment('t')} AS ts, click::TINYINT AS click,
        dwell::INTEGER AS dwell_ms, hour::TINYINT AS hour, position::TINYINT AS position,
        page::INTEGER AS impression_id, pctr::FLOAT AS pctr${propensity === undefined ? '' : PROPENSITIES}`,
  });
  const { items, users } = world;
  await table('items', items.count, {
    columns: [
      numbered('i', items.count),
      { name: 'category', values: items.category },
      { name: 'published', values: items.published },
    ],
    select: `${itemId('i')} AS item_id, ${word(CATEGORIES, 'category')} AS category,
        ${moment('published')} AS published`,
  });
  await table('users', users.count, {
    columns: [
      numbered('u', users.count),
      { name: 'age', values: users.age },
      { name: 'region', values: users.region },
    ],
    select: `u::INTEGER AS user_id, age::INTEGER AS age, ${word(REGIONS, 'region')} AS region`,
  });
}

async function writePairs(feed: Feed, table: WriteTable): Promise<void> {
  for (const [name, { left, right, weight }] of Object.entries(preferencePairs(feed))) {
    await table(`pairs-${name}`, left.length, {
      columns: [
        { name: 'l', values: left },
        { name: 'r', values: right },
        { name: 'weight', values: weight },
      ],
      select: `${itemId('l')} AS left_item, ${itemId('r')} AS right_item, weight`,
    });
  }
}

async function writeContent(feed: Feed, table: WriteTable): Promise<void> {
  const { count } = feed.world.items;
  for (const [name, { vectors, ids }] of Object.entries(itemContent(feed))) {
    const components = componentsOf(vectors, DIMENSIONS);
    const levels: Column[] = ids.map((values, level) => ({ name: `id${level}`, values }));
    await table(`content-${name}`, count, {
      columns: [numbered('i', count), ...levels, ...components],
      select: `${itemId('i')} AS item_id, ${listOf(components)} AS vector, id0::INTEGER AS id_1, id1::INTEGER AS id_2`,
    });
  }
  const buried = componentsOf(buriedVectors(feed), BURIED_DIMENSIONS);
  await table('content-buried', count, {
    columns: [numbered('i', count), ...buried],
    select: `${itemId('i')} AS item_id, ${listOf(buried)} AS vector`,
  });
}

async function writeScores(feed: Feed, table: WriteTable): Promise<void> {
  const { impressions } = feed;
  const scores = rankerScores(feed);
  const ofRows = (values: ArrayLike<number>) => Float64Array.from(scores.rows, (row) => values[row]!);
  for (const name of SCORE_FILES) {
    await table(`scores-${name}`, scores.rows.length, {
      columns: [
        { name: 'page', values: ofRows(impressions.impression) },
        { name: 'i', values: ofRows(impressions.item) },
        { name: 'score', values: scores[name] },
      ],
      select: `page::INTEGER AS impression_id, ${itemId('i')} AS item_id, score`,
    });
  }
}

if (import.meta.main) {
  const { rows, seed, out } = worldOptions('feed', fileURLToPath(new URL('data', import.meta.url)));
  const feed = simulate(rows, seed, { logged: true });
  await writeFeed(feed, out);
  await writeForFrameworks(out);
  console.log(`${feed.impressions.rows} impressions of ${feed.world.items.count} items in ${out}`);
}
