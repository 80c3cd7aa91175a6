/**
 * Who lives in the example feed: topics, items that are published day by day, and users whose interests drift.
 * README.md states the properties; the constants here are what it states.
 */
import { DAY_MS, DAYS, START_MS } from '../lib/calendar.ts';
import { type Random, sampler, seeded } from '../lib/random.ts';
import { dot, normalise, randomUnit, vectorAt } from '../lib/vectors.ts';

export const CATEGORIES = ['news', 'sport', 'music', 'food', 'travel', 'tech', 'games', 'style'] as const;
export const REGIONS = ['north', 'east', 'south', 'west', 'centre'] as const;

/** Of all latent vectors. */
export const DIMENSIONS = 16;
const TOPICS_PER_CATEGORY = 4;
const STOCK_DAYS = 7;
const USER_TOPICS = 3;
const TOPIC_WEIGHTS = [1, 0.5, 0.2] as const;
const ITEM_SCATTER = 0.3;

export interface Items {
  count: number;
  topic: Uint16Array;
  category: Uint8Array;
  /** ms since 1970; whole minutes. */
  published: Float64Array;
  /** How good an item is to anyone: standard deviation 0.3 on the click logit. */
  quality: Float64Array;
  /** Exposure on the day of publication, by power law. */
  prominence: Float64Array;
  /** Unit vectors, `DIMENSIONS` per item. */
  vectors: Float32Array;
}

export interface Users {
  count: number;
  age: Uint8Array;
  region: Uint8Array;
  /** Chance to open the feed, relative to other users. */
  activity: Float64Array;
  /** `USER_TOPICS` per user, most important first. */
  topics: Uint16Array;
  /** Unit vectors, `DIMENSIONS` per user: the interests of the present day. */
  vectors: Float32Array;
}

/** What may differ from one feed to another; README.md states the usual one. */
export interface Shape {
  users: number;
  itemsPerDay: number;
  /** Log-odds of a click per unit of affinity: 0 makes interests meaningless. */
  taste: number;
  /** Chance that a user replaces one of their topics from one day to the next. */
  drift: number;
}

/** Of the example: about 100 rows a user, and one new item a day for every 3,000. */
export const usualShape = (rows: number): Shape => ({
  users: Math.max(50, Math.round(rows / 100)),
  itemsPerDay: Math.max(20, Math.round(rows / 3000)),
  taste: 6,
  drift: 0.05,
});

export interface World {
  /** As in `Shape`. */
  taste: number;
  items: Items;
  users: Users;
  random: Random;
  /** Moves every user's interests to the next day. */
  drift(): void;
  /** Cosine of a user's present interests and an item, −1..1. */
  affinity(user: number, item: number): number;
}

export function createWorld(shape: Shape, seed: number): World {
  const random = seeded(seed);
  const topics = createTopics(random);
  const items = createItems(shape.itemsPerDay * (DAYS + STOCK_DAYS), topics, random);
  const users = createUsers(shape.users, topics, random);
  return {
    taste: shape.taste,
    items,
    users,
    random,
    drift: () => {
      for (let user = 0; user < users.count; user++) {
        if (random.uniform() >= shape.drift) continue;
        users.topics[user * USER_TOPICS + random.below(USER_TOPICS)] = random.below(topics.count);
        setInterests(users, user, topics);
      }
    },
    affinity: (user, item) => dot(users.vectors, user, items.vectors, item, DIMENSIONS),
  };
}

interface Topics {
  count: number;
  vectors: Float32Array;
  /** The age at which a topic is liked most. */
  age: Float64Array;
}

/** Topics of one category lean the same way, and differ more than they agree. */
function createTopics(random: Random): Topics {
  const count = CATEGORIES.length * TOPICS_PER_CATEGORY;
  const vectors = new Float32Array(count * DIMENSIONS);
  const age = new Float64Array(count);
  for (let category = 0; category < CATEGORIES.length; category++) {
    const lean = randomUnit(DIMENSIONS, random);
    for (let k = 0; k < TOPICS_PER_CATEGORY; k++) {
      const topic = category * TOPICS_PER_CATEGORY + k;
      const own = randomUnit(DIMENSIONS, random);
      const vector = vectorAt(vectors, topic, DIMENSIONS);
      for (let d = 0; d < DIMENSIONS; d++) vector[d] = 0.4 * lean[d]! + 0.92 * own[d]!;
      normalise(vector);
      age[topic] = 18 + random.below(50);
    }
  }
  return { count, vectors, age };
}

function createItems(count: number, topics: Topics, random: Random): Items {
  const items: Items = {
    count,
    topic: new Uint16Array(count),
    category: new Uint8Array(count),
    published: new Float64Array(count),
    quality: new Float64Array(count),
    prominence: new Float64Array(count),
    vectors: new Float32Array(count * DIMENSIONS),
  };
  const days = DAYS + STOCK_DAYS;
  for (let i = 0; i < count; i++) {
    const topic = random.below(topics.count);
    items.topic[i] = topic;
    items.category[i] = Math.floor(topic / TOPICS_PER_CATEGORY);
    const day = Math.floor((i * days) / count) - STOCK_DAYS;
    items.published[i] = START_MS + day * DAY_MS + random.below(24 * 60) * 60_000;
    items.quality[i] = 0.3 * random.normal();
    items.prominence[i] = (1 - random.uniform()) ** -0.3 * Math.exp(items.quality[i]!);
    const vector = vectorAt(items.vectors, i, DIMENSIONS);
    const scatter = randomUnit(DIMENSIONS, random);
    for (let d = 0; d < DIMENSIONS; d++) {
      vector[d] = topics.vectors[topic * DIMENSIONS + d]! + ITEM_SCATTER * scatter[d]!;
    }
    normalise(vector);
  }
  return items;
}

function createUsers(count: number, topics: Topics, random: Random): Users {
  const users: Users = {
    count,
    age: new Uint8Array(count),
    region: new Uint8Array(count),
    activity: new Float64Array(count),
    topics: new Uint16Array(count * USER_TOPICS),
    vectors: new Float32Array(count * DIMENSIONS),
  };
  const liking = new Float64Array(topics.count);
  for (let user = 0; user < count; user++) {
    const age = 16 + random.below(60);
    users.age[user] = age;
    users.region[user] = random.below(REGIONS.length);
    users.activity[user] = Math.exp(0.6 * random.normal());
    for (let t = 0; t < topics.count; t++) liking[t] = Math.exp(-(((age - topics.age[t]!) / 20) ** 2)) + 0.1;
    const draw = sampler(liking, random);
    for (let k = 0; k < USER_TOPICS; k++) users.topics[user * USER_TOPICS + k] = draw();
    setInterests(users, user, topics);
  }
  return users;
}

function setInterests(users: Users, user: number, topics: Topics): void {
  const vector = vectorAt(users.vectors, user, DIMENSIONS).fill(0);
  for (let k = 0; k < USER_TOPICS; k++) {
    const topic = users.topics[user * USER_TOPICS + k]!;
    for (let d = 0; d < DIMENSIONS; d++) {
      vector[d] = vector[d]! + TOPIC_WEIGHTS[k]! * topics.vectors[topic * DIMENSIONS + d]!;
    }
  }
  normalise(vector);
}
