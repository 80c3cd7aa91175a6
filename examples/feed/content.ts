/**
 * What a content model could say about the items, of known worth: the world's own latent vectors and topics, the same spoilt,
 * and numbers that know nothing. README.md states what each is.
 */
import { type Random, seeded } from '../lib/random.ts';
import type { Feed } from './impressions.ts';
import { DIMENSIONS, type World } from './world.ts';

/** From the most useful to the useless. */
export const CONTENT_FILES = ['good', 'weak', 'noise'] as const;
export type ContentFile = (typeof CONTENT_FILES)[number];

/** Standard deviation of what is added to every component of a weak vector; those of a latent one have 1/√DIMENSIONS = 0.25. */
const WEAK_NOISE = 0.35;
/** Share of items whose weak ids are those of another item. */
const WEAK_SWAPPED = 0.3;
const TOPICS = 32;
/** Ids of the second level: the octant of an item around its topic. */
const OCTANTS = 8;

export interface Content {
  /** `DIMENSIONS` per item. */
  vectors: Float32Array;
  /** Semantic ids, coarse to fine. */
  ids: [Uint16Array, Uint16Array];
}

/** All three of a feed: a function of the feed and its seed alone. */
export function itemContent({ world, seed }: Feed): Record<ContentFile, Content> {
  const random = seeded(seed ^ 0x5eed1d);
  const { count, vectors } = world.items;
  const normals = (scale: number) => Float32Array.from(vectors, () => scale * random.normal());
  const added = normals(WEAK_NOISE);
  const ids = semanticIds(world);
  return {
    good: { vectors, ids },
    weak: { vectors: vectors.map((value, k) => value + added[k]!), ids: swapped(ids, random) },
    noise: {
      vectors: normals(1),
      ids: [TOPICS, OCTANTS].map((most) =>
        Uint16Array.from({ length: count }, () => random.below(most)),
      ) as Content['ids'],
    },
  };
}

/** The topic, and on which side of its topic's mean an item lies in the first three dimensions. */
function semanticIds({ items: { count, topic, vectors } }: World): Content['ids'] {
  const mean = new Float64Array(TOPICS * DIMENSIONS);
  const members = new Uint32Array(TOPICS);
  for (let i = 0; i < count; i++) {
    members[topic[i]!]!++;
    for (let d = 0; d < DIMENSIONS; d++) mean[topic[i]! * DIMENSIONS + d]! += vectors[i * DIMENSIONS + d]!;
  }
  const octant = Uint16Array.from({ length: count }, (_, i) =>
    [0, 1, 2].reduce((code, d) => {
      const middle = mean[topic[i]! * DIMENSIONS + d]! / members[topic[i]!]!;
      return 2 * code + Number(vectors[i * DIMENSIONS + d]! > middle);
    }, 0),
  );
  return [topic, octant];
}

function swapped([first, second]: Content['ids'], random: Random): Content['ids'] {
  const from = Uint32Array.from(first, (_, i) =>
    random.uniform() < WEAK_SWAPPED ? random.below(first.length) : i,
  );
  return [Uint16Array.from(from, (i) => first[i]!), Uint16Array.from(from, (i) => second[i]!)];
}
