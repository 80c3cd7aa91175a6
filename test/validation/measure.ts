/** One small world: what a report on its log says of every source and model, and what each of them then brings. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arm } from '../../src/evaluation/arms/arms.ts';
import { BASE } from '../../src/report/arm-ids.ts';
import { compareArms, type Uplifts } from './deploy.ts';
import { type Gain, gainsOf } from './gains.ts';
import { type DrawnWorld, drawWorld } from './settings.ts';
import { specText, type Training } from './spec.ts';
import { type Trained, trainSpec } from './train.ts';
import { createSmallWorld, writeSmallWorld } from './worlds/create.ts';
import type { SmallWorld } from './worlds/small-world.ts';

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
/** Seeds of an evaluation, as of a deployment: what seeds differ by is part of what worlds differ by. */
const SEEDS = 1;

/** @param change of what is drawn for the world of this number */
export async function measureWorld(
  number: number,
  change: Partial<DrawnWorld> = {},
): Promise<WorldMeasurement> {
  const drawn = { ...drawWorld(number), ...change };
  const world = createSmallWorld(drawn);
  return inFolder(async (folder) => {
    await writeSmallWorld(world, drawn, folder);
    const onLog = async (training: Training) => gainsOf(await train(world, folder, training, false));
    const deployed = (training: Training) => launch(world, folder, training, number);
    return {
      world: drawn,
      log: { staged: await onLog('staged'), joint: await onLog('joint') },
      deployed: { staged: await deployed('staged'), joint: await deployed('joint') },
    };
  });
}

/** Gives `work` a folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-validate-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function train(world: SmallWorld, folder: string, training: Training, deployed: boolean): Promise<Trained> {
  return trainSpec(
    folder,
    specText(world, { training, seeds: SEEDS, deployed, probes: training === 'staged' }),
    ({ arm, drop }) => drop === undefined && (deployed ? DEPLOYABLE : ON_LOG).includes(arm),
    join(folder, 'cache'),
  );
}

/**
 * What the arms bring after the log.
 * @param folder where the files of the world are @param number of the world: seeds who is in which arm
 */
export async function launch(
  world: SmallWorld,
  folder: string,
  training: Training,
  number: number,
): Promise<WorldMeasurement['deployed'][Training]> {
  const made = await train(world, folder, training, true);
  return { gains: gainsOf(made).gains, uplifts: upliftsOf(made, world, number) };
}

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
