/** One small world: what a report on its log says of every source and model, and what each of them then brings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arm } from '../../src/evaluation/arms/arms.ts';
import { contrast, evaluationRows, ScoredArm } from '../../src/metrics/index.ts';
import { BASE } from '../../src/report/arm-ids.ts';
import { compareArms, type Uplifts } from './deploy.ts';
import { type DrawnWorld, drawWorld } from './settings.ts';
import { specText, type Training } from './spec.ts';
import { type Trained, trainSpec } from './train.ts';
import { adsWorld } from './worlds/ads.ts';
import { feedWorld } from './worlds/feed.ts';
import { writeWorld } from './worlds/files.ts';
import { buried, judgements, noise, spoilt } from './worlds/preferences.ts';
import type { SmallWorld } from './worlds/small-world.ts';

/** A gain of an arm over the base: of AUC on the evaluated rows. */
export interface Gain {
  value: number;
  se: number;
  low: number;
  high: number;
}

/** By arm, such as `leaked:co-click`, `honest:co-click`, `model:world`, `probe:buried:co-click`. */
export interface WorldMeasurement {
  world: DrawnWorld;
  /** What the log says, by how arms are trained. */
  log: Record<Training, { base: number; gains: Record<string, Gain> }>;
  /** What arms that can be deployed bring; a leaked one cannot. */
  deployed: Record<Training, { gains: Record<string, Gain>; uplifts: Record<string, Uplifts> }>;
}

const ON_LOG: readonly Arm['arm'][] = ['base', 'honest', 'leaked', 'leaked-total', 'model', 'probe'];
const DEPLOYABLE: readonly Arm['arm'][] = ['base', 'honest', 'model', 'probe'];
/** Seeds of an evaluation; a deployment trains once. */
const SEEDS = 2;

export async function measureWorld(
  number: number,
  change: Partial<DrawnWorld> = {},
): Promise<WorldMeasurement> {
  const drawn = { ...drawWorld(number), ...change };
  const world = (drawn.kind === 'feed' ? feedWorld : adsWorld)(drawn);
  const folder = mkdtempSync(join(tmpdir(), 'lis-validate-'));
  try {
    await writeWorld(world, filesOf(world, drawn), folder);
    const trained = (training: Training, deployed: boolean) =>
      trainSpec(
        folder,
        specText(world, { training, seeds: deployed ? 1 : SEEDS, deployed, probes: training === 'staged' }),
        ({ arm, drop }) => drop === undefined && (deployed ? DEPLOYABLE : ON_LOG).includes(arm),
        join(folder, 'cache'),
      );
    const onLog = async (training: Training) => gainsOf(await trained(training, false));
    const deployed = async (training: Training) => {
      const made = await trained(training, true);
      return { gains: gainsOf(made).gains, uplifts: upliftsOf(made, world, number) };
    };
    return {
      world: drawn,
      log: { staged: await onLog('staged'), joint: await onLog('joint') },
      deployed: { staged: await deployed('staged'), joint: await deployed('joint') },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf(world: SmallWorld, drawn: DrawnWorld) {
  const seedOf = (file: number) => drawn.seed * 31 + file;
  return {
    judgements: {
      curated: judgements(world, drawn.curated, seedOf(1)),
      random: judgements(world, 0, seedOf(2)),
    },
    vectors: {
      world: world.vectors,
      spoilt: spoilt(world, drawn.spoilt, seedOf(3)),
      buried: buried(world, drawn.buried, seedOf(4)),
      noise: noise(world, seedOf(5)),
    },
  };
}

/** Every arm minus the base, as a report has it. */
export function gainsOf({ data, run }: Trained): { base: number; gains: Record<string, Gain> } {
  const { evaluate } = run.parts;
  const [user, item] = [data.user, data.item].map((codes) =>
    Uint32Array.from(evaluate, (row) => codes[row]!),
  );
  const rows = evaluationRows(
    Uint8Array.from(evaluate, (row) => data.label[row]!),
    user!,
    item,
  );
  const arms = new Map(run.arms.map(({ id }) => [id, new ScoredArm(rows)]));
  for (const { arm, seed, scores } of run.results) arms.get(arm)!.add(seed, scores);
  const base = arms.get(BASE)!;
  const gains: Record<string, Gain> = {};
  for (const [id, arm] of arms) {
    if (arm === base) continue;
    const { value, se, low, high } = contrast(rows, arm, base);
    gains[id] = { value, se, low, high };
  }
  return { base: base.auc, gains };
}

/** @param number of the world: seeds who is in which arm */
function upliftsOf(
  { data, run }: Trained,
  { candidates }: SmallWorld,
  number: number,
): Record<string, Uplifts> {
  const places = placesOf(data, run.parts.evaluate, candidates);
  const scoresOf = (id: string) => {
    const { scores } = run.results.find(({ arm }) => arm === id)!;
    return Float32Array.from(places, (place) => scores[place]!);
  };
  const base = scoresOf(BASE);
  return Object.fromEntries(
    run.arms
      .filter(({ id }) => id !== BASE)
      .map(({ id }, k) => [id, compareArms(candidates, base, scoresOf(id), number * 1000 + k)]),
  );
}

/** Where the evaluated rows have each candidate: rows of one time stand in an order of the engine's own. */
function placesOf(
  { user, item, group, userNames, itemNames }: Trained['data'],
  evaluate: Uint32Array,
  candidates: SmallWorld['candidates'],
): Uint32Array {
  const key = (request: number, shown: number) => `${request} ${shown}`;
  // Requests are numbered from 1, those of the log being 0, and so are their codes.
  const placeOf = new Map(
    Array.from(evaluate, (row, place) => [key(group![row]! - 1, Number(itemNames[item[row]!])), place]),
  );
  if (evaluate.length !== candidates.rows || placeOf.size !== candidates.rows)
    throw new Error(`${placeOf.size} of ${candidates.rows} candidates are evaluated`);
  return Uint32Array.from(candidates.item, (shown, row) => {
    const place = placeOf.get(key(candidates.request[row]!, shown));
    if (place === undefined || Number(userNames[user[evaluate[place]!]!]) !== candidates.user[row])
      throw new Error(`candidate ${row} is not evaluated as it is`);
    return place;
  });
}
