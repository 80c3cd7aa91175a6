/**
 * Writes the example ads as Parquet: `npm run example -- ads [--rows N] [--seed S] [--out DIR]`.
 * The files appear whole or not at all.
 */
import { fileURLToPath } from 'node:url';
import { worldOptions } from '../lib/options.ts';
import {
  componentsOf,
  idOf,
  listOf,
  moment,
  numbered,
  type WriteTable,
  word,
  writeParquet,
} from '../lib/parquet.ts';
import { adContent } from './content.ts';
import { type AdLog, simulateAds } from './impressions.ts';
import { CATEGORIES, DEVICES, DIMENSIONS, SLOTS } from './kinds.ts';

const adId = (column: string) => idOf('a', column);

/** Writes `impressions.parquet`, `items.parquet` and a file `content-…` per piece of known worth. */
export async function writeAds(log: AdLog, folder: string): Promise<void> {
  await writeParquet(folder, async (table) => {
    await writeImpressions(log, table);
    await writeItems(log, table);
    await writeContent(log, table);
  });
}

async function writeImpressions({ impressions: log }: AdLog, table: WriteTable): Promise<void> {
  await table('impressions', log.rows, {
    columns: [
      { name: 't', values: log.time },
      { name: 'request', values: log.request },
      { name: 'u', values: log.user },
      { name: 'a', values: log.ad },
      { name: 'slot', values: log.slot },
      { name: 'hour', values: log.hour },
      { name: 'device', values: log.device },
      { name: 'bid', values: log.bid },
      { name: 'pctr', values: log.pctr },
      { name: 'pcvr', values: log.pcvr },
      { name: 'candidates', values: log.candidates },
      { name: 'propensity', values: log.propensity },
      { name: 'click', values: log.click },
      { name: 'reported', values: log.convertedAt },
      { name: 'value', values: log.value },
    ],
    select: `${moment('t')} AS ts, request::INTEGER AS request_id, u::INTEGER AS user_id, ${adId('a')} AS ad_id,
      ${word(SLOTS, 'slot')} AS slot, hour::TINYINT AS hour, ${word(DEVICES, 'device')} AS device, bid, pctr, pcvr,
      candidates::TINYINT AS candidates, propensity, click::TINYINT AS click, (NOT isnan(reported))::TINYINT AS conversion,
      CASE WHEN NOT isnan(reported) THEN ${moment('reported')} END AS converted_at, value`,
  });
}

async function writeItems({ world: { catalogue } }: AdLog, table: WriteTable): Promise<void> {
  const { ads, campaigns, advertisers } = catalogue;
  const advertiser = Array.from(ads.campaign, (campaign) => campaigns.advertiser[campaign]!);
  await table('items', ads.count, {
    columns: [
      numbered('a', ads.count),
      { name: 'advertiser', values: advertiser },
      { name: 'campaign', values: ads.campaign },
      { name: 'category', values: advertiser.map((a) => advertisers.category[a]!) },
      { name: 'launched', values: ads.launched },
    ],
    select: `${adId('a')} AS ad_id, ${idOf('adv', 'advertiser')} AS advertiser, ${idOf('c', 'campaign')} AS campaign,
      ${word(CATEGORIES, 'category')} AS category, ${moment('launched')} AS launched`,
  });
}

async function writeContent(log: AdLog, table: WriteTable): Promise<void> {
  const { count } = log.world.catalogue.ads;
  for (const [name, vectors] of Object.entries(adContent(log))) {
    const components = componentsOf(vectors, DIMENSIONS);
    await table(`content-${name}`, count, {
      columns: [numbered('a', count), ...components],
      select: `${adId('a')} AS ad_id, ${listOf(components)} AS vector`,
    });
  }
}

if (import.meta.main) {
  const { rows, seed, out } = worldOptions('ads', fileURLToPath(new URL('data', import.meta.url)));
  const log = simulateAds(rows, seed);
  await writeAds(log, out);
  console.log(`${log.impressions.rows} impressions of ${log.world.catalogue.ads.count} ads in ${out}`);
}
