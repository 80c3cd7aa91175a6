/**
 * Made-up logs with the columns of public datasets: who clicks depends on user and item (the best AUC is about 0.66), and everything that those datasets
 * record after a click follows from it. 3,000 rows; nothing in them but the names of the columns is of a real log.
 */
import { random as seeded } from './random.ts';

export interface Impression {
  row: number;
  user: number;
  item: number;
  /** Seconds since 1970. */
  ts: number;
  click: 0 | 1;
  /** A whole number from 0 to `below` − 1. */
  draw(below: number): number;
  /** 1 in about one of `times` draws. */
  seldom(times: number): 0 | 1;
}

type Schema = Record<string, (at: Impression) => string | number>;

const ROWS = 3000;
const USERS = 60;
const ITEMS = 40;

/** As CSV, with a header. */
export function csvOf(schema: Schema, rows = ROWS): string {
  const random = seeded(7);
  const draw = (below: number) => Math.floor(random() * below);
  const seldom = (times: number) => (draw(times) === 0 ? 1 : 0);
  const lines = [Object.keys(schema).join(',')];
  for (let row = 0; row < rows; row++) {
    const [user, item] = [draw(USERS), draw(ITEMS)];
    const click = random() < 0.05 + 0.09 * (item % 5) + 0.1 * (user % 3) ? 1 : 0;
    const at = { row, user, item, ts: 1_700_000_000 + row * 400, click, draw, seldom } as const;
    lines.push(
      Object.values(schema)
        .map((value) => value(at))
        .join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

const user = ({ user: u }: Impression) => u + 1;
const item = ({ item: i }: Impression) => i + 100;
const click = ({ click: y }: Impression) => y;
const seconds = ({ ts }: Impression) => ts;
const after = (times: number) => (at: Impression) => (at.click === 1 ? at.seldom(times) : 0);

const event = (words: readonly [string, string, string]) => (at: Impression) =>
  words[at.click === 0 ? 0 : 1 + at.seldom(3)]!;

export const LOGS = {
  kuairand: {
    user_id: user,
    video_id: item,
    date: ({ ts }) => new Date(ts * 1000).toISOString().slice(0, 10).replaceAll('-', ''),
    hourmin: ({ ts }) => `${new Date(ts * 1000).getUTCHours()}00`,
    time_ms: ({ ts }) => ts * 1000,
    is_click: click,
    is_like: after(8),
    is_follow: after(20),
    is_comment: after(20),
    is_forward: after(20),
    is_hate: ({ seldom }) => seldom(50),
    long_view: after(2),
    play_time_ms: (at) => (at.click === 1 ? 5000 + at.draw(60_000) : at.draw(3000)),
    duration_ms: ({ item: i }) => 8000 + ((i * 7919) % 50_000),
    profile_stay_time: (at) => (at.click === 1 && at.draw(3) === 0 ? at.draw(9000) : 0),
    comment_stay_time: (at) => (at.click === 1 && at.draw(3) === 0 ? at.draw(9000) : 0),
    is_profile_enter: after(9),
    is_rand: ({ seldom }) => seldom(4),
    tab: ({ draw }) => draw(6),
    follow_user_num: ({ user: u }) => (u * 37) % 25,
    is_video_author: ({ user: u }) => u % 2,
    video_duration: ({ item: i }) => 8 + ((i * 7919) % 50),
  },
  kuaisar: {
    user_id: user,
    item_id: item,
    timestamp: ({ ts }) => ts * 1000,
    playing_time: (at) => (at.click === 1 ? 5 + at.draw(60) : at.draw(3)),
    duration_ms: ({ item: i }) => 8000 + ((i * 7919) % 50_000),
    click,
    follow: after(20),
    like: after(8),
    forward: after(20),
    search: ({ seldom }) => seldom(12),
  },
  kuairec: {
    user_id: user,
    video_id: item,
    play_duration: (at) => (at.click === 1 ? 15_000 + at.draw(9000) : at.draw(9000)),
    video_duration: ({ item: i }) => 8000 + ((i * 7919) % 5000),
    timestamp: seconds,
    watch_ratio: (at) => (at.click === 1 ? 1 + at.draw(100) / 100 : at.draw(100) / 101).toFixed(3),
  },
  taobao: {
    user: user,
    time_stamp: seconds,
    adgroup_id: item,
    pid: ({ draw }) => `430548_100${draw(2)}`,
    nonclk: ({ click: y }) => 1 - y,
    clk: click,
    cate_id: ({ item: i }) => 4000 + (i % 9),
    brand: ({ item: i }) => 90_000 + (i % 13),
    price: ({ item: i }) => ((i * 379) % 997) / 10,
  },
  behaviour: {
    user_id: user,
    item_id: item,
    category_id: ({ item: i }) => 2_355_072 + (i % 11),
    behavior_type: event(['pv', 'fav', 'buy']),
    timestamp: seconds,
  },
  tmall: {
    user_id: user,
    item_id: item,
    cat_id: ({ item: i }) => 800 + (i % 11),
    merchant_id: ({ item: i }) => 3000 + (i % 17),
    brand_id: ({ item: i }) => 5000 + (i % 13),
    event_time: seconds,
    action_type: (at) => (at.click === 0 ? 0 : 1 + at.draw(3)),
  },
  avazu: {
    id: ({ row }) => `10000${row}99`,
    click,
    hour: ({ ts }) => new Date(ts * 1000).toISOString().slice(2, 13).replaceAll(/[-T]/g, ''),
    C1: ({ draw }) => 1000 + draw(5),
    banner_pos: ({ draw }) => draw(3),
    site_id: ({ draw }) => `a${draw(25)}f0`,
    app_id: item,
    device_id: ({ user: u }) => `d${u}e`,
    device_type: ({ draw }) => draw(4),
    C14: ({ draw }) => 15_000 + draw(300),
  },
  criteo: {
    timestamp: seconds,
    uid: user,
    campaign: item,
    conversion: (at) => at.seldom(25),
    conversion_timestamp: (at) => (at.click === 1 && at.draw(4) === 0 ? at.ts + 900 : -1),
    conversion_id: (at) => (at.click === 1 && at.draw(4) === 0 ? at.row : -1),
    attribution: after(6),
    click,
    click_pos: (at) => (at.click === 1 ? at.draw(3) : -1),
    click_nb: (at) => (at.click === 1 ? 1 + at.draw(3) : -1),
    cost: ({ draw }) => draw(10_000) / 1e6,
    cpo: (at) => (at.click === 1 ? at.draw(1000) / 1e3 : 0),
    time_since_last_click: ({ draw }) => (draw(3) === 0 ? draw(90_000) : -1),
    cat1: ({ item: i }) => 30_763_035 + (i % 9) * 104_729,
  },
  mind: {
    impression_id: ({ row }) => 1 + Math.floor(row / 12),
    user_id: ({ row }) => `U${(Math.floor(row / 12) * 7919) % USERS}`,
    news_id: ({ item: i }) => `N${i}`,
    time: ({ ts }) => new Date(ts * 1000).toISOString(),
    category: ({ item: i }) => `c${i % 7}`,
    clicked: click,
    dwell: (at) => (at.click === 1 ? 10 + at.draw(300) : 0),
  },
  tenrec: {
    user_id: user,
    item_id: item,
    timestamp: seconds,
    click,
    follow: after(20),
    like: after(8),
    share: after(20),
    video_category: ({ item: i }) => i % 2,
    watching_times: (at) => (at.click === 1 ? 1 + at.draw(4) : 0),
    read_percentage: (at) => (at.click === 1 ? at.draw(100) : 0),
    gender: ({ user: u }) => u % 3,
    age: ({ user: u }) => u % 8,
  },
  retailrocket: {
    timestamp: ({ ts }) => ts * 1000,
    visitorid: user,
    event: event(['view', 'addtocart', 'transaction']),
    itemid: item,
    transactionid: (at) => (at.click === 1 && at.draw(2) === 0 ? at.row : ''),
  },
  yelp: {
    review_id: ({ row }) => `r_${row}-x`,
    user_id: ({ user: u }) => `u_${u}-x`,
    business_id: ({ item: i }) => `b-${i}_y`,
    stars: (at) => (at.click === 1 ? 4 + at.draw(2) : 1 + at.draw(3)),
    useful: ({ draw }) => draw(4),
    funny: ({ draw }) => draw(4),
    cool: ({ draw }) => draw(4),
    date: ({ ts }) => new Date(ts * 1000).toISOString().slice(0, 19).replace('T', ' '),
    city: ({ item: i }) => `city ${i % 5}`,
  },
  yambda: {
    uid: user,
    timestamp: seconds,
    item_id: item,
    is_organic: ({ seldom }) => seldom(2),
    played_ratio_pct: (at) => (at.click === 1 ? 60 + at.draw(41) : at.draw(50)),
    track_length_seconds: ({ item: i }) => 120 + ((i * 7919) % 200),
  },
  microlens: {
    user,
    item,
    timestamp: ({ ts }) => ts * 1000,
  },
} satisfies Record<string, Schema>;
