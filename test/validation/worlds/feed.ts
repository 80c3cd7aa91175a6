/** A small feed: what is worth something is the time that users spend. */
import { clickLogit, meanDwell, simulate } from '../../../examples/feed/impressions.ts';
import { exposureAt } from '../../../examples/feed/policy.ts';
import { DIMENSIONS, type World } from '../../../examples/feed/world.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { chance } from '../../../examples/lib/factorisation.ts';
import {
  CANDIDATES,
  type Candidates,
  candidateRows,
  distinct,
  type SmallWorld,
  type WorldFeature,
  type WorldOptions,
} from './small-world.ts';

const DEPLOYED_MS = START_MS + DAYS * DAY_MS;
const DWELL_SPREAD = 0.7;

export function feedWorld(options: WorldOptions): SmallWorld {
  const { rows, seed, users, itemsPerDay, taste, drift } = options;
  const { world, impressions } = simulate(rows, seed, {
    shape: { users, itemsPerDay, taste, drift },
  });
  world.drift(); // the night before the deployment
  const { user, item, time, click, hour, position } = impressions;
  const placed = { hour: Float64Array.from(hour), position: Float64Array.from(position) };
  const log = { rows: impressions.rows, user, item, time, click };
  return {
    kind: 'feed',
    users,
    items: world.items.count,
    vectors: world.items.vectors,
    dimensions: DIMENSIONS,
    log: { ...log, features: features(world, user, item, placed) },
    candidates: candidates(world, options),
  };
}

function features(
  { users, items }: World,
  user: Uint32Array,
  item: Uint32Array,
  { hour, position }: { hour: Float64Array; position: Float64Array },
): WorldFeature[] {
  return [
    { name: 'hour', values: hour },
    { name: 'position', values: position },
    { name: 'category', values: Float64Array.from(item, (i) => items.category[i]!) },
    { name: 'region', values: Float64Array.from(user, (u) => users.region[u]!) },
    { name: 'age', numeric: true, values: Float64Array.from(user, (u) => users.age[u]!) },
  ];
}

/** At the top of a page, at midnight after the last day, drawn as the feed draws what it may show. */
function candidates(world: World, { users, requests }: WorldOptions): Candidates {
  const { random } = world;
  const made = candidateRows(users * requests * CANDIDATES, []);
  const { pick } = exposureAt(world, DEPLOYED_MS);
  let row = 0;
  for (let request = 0; request < users * requests; request++) {
    const user = Math.floor(request / requests);
    for (const item of distinct(pick)) {
      const affinity = world.affinity(user, item);
      made.user[row] = user;
      made.item[row] = item;
      made.request[row] = request;
      made.time[row] = DEPLOYED_MS;
      made.chance[row] = chance(clickLogit(world, affinity, world.items.quality[item]!, 1, 0));
      made.worth[row] = meanDwell(affinity) / 1000;
      // Only so that the rows have both labels: nothing that ranks them reads it.
      made.click[row] = Number(random.uniform() < made.chance[row]!);
      row++;
    }
  }
  const constant = (value: number) => new Float64Array(made.rows).fill(value);
  const draw: Candidates['draw'] = (at, { uniform, normal }) => {
    if (uniform() >= made.chance[at]!) return { click: 0, worth: 0 };
    return { click: 1, worth: made.worth[at]! * Math.exp(DWELL_SPREAD * normal() - DWELL_SPREAD ** 2 / 2) };
  };
  const placed = { hour: constant(0), position: constant(1) };
  return { ...made, features: features(world, made.user, made.item, placed), draw };
}
