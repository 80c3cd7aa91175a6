/** What a content model could say about the ads, of known worth. README.md states what each file is. */
import { seeded } from '../lib/random.ts';
import { randomUnit } from '../lib/vectors.ts';
import type { AdLog } from './impressions.ts';
import { CATEGORIES, DIMENSIONS } from './kinds.ts';

/** From the most useful to the useless. */
export const CONTENT_FILES = ['full', 'category', 'noise'] as const;
export type ContentFile = (typeof CONTENT_FILES)[number];

/** Standard deviation of what is added to every component of a latent vector, which has 1/√DIMENSIONS = 0.25. */
const NOISE = 0.1;

/** `DIMENSIONS` numbers per ad and file: a function of the log and its seed alone. */
export function adContent({ world: { catalogue }, seed }: AdLog): Record<ContentFile, Float32Array> {
  const random = seeded(seed ^ 0x5eed1d);
  const { ads, campaigns, advertisers } = catalogue;
  const directions = CATEGORIES.map(() => randomUnit(DIMENSIONS, random));
  const category = new Float32Array(ads.vectors.length);
  for (let ad = 0; ad < ads.count; ad++) {
    const advertiser = campaigns.advertiser[ads.campaign[ad]!]!;
    category.set(directions[advertisers.category[advertiser]!]!, ad * DIMENSIONS);
  }
  return {
    full: ads.vectors.map((value) => value + NOISE * random.normal()),
    category,
    noise: ads.vectors.map(() => random.normal()),
  };
}
