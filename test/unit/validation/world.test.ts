import { describe, expect, it } from 'vitest';
import { clickLogit } from '../../../examples/feed/impressions.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { chance } from '../../../examples/lib/factorisation.ts';
import { seeded } from '../../../examples/lib/random.ts';
import { dot } from '../../../examples/lib/vectors.ts';
import { agreementRuns } from '../../validation/agreement.ts';
import { inFolder, launch, measureWorld } from '../../validation/measure.ts';
import { drawWorld } from '../../validation/settings.ts';
import { SOURCES } from '../../validation/spec.ts';
import { createSmallWorld, writeSmallWorld } from '../../validation/worlds/create.ts';
import { buried, judgements } from '../../validation/worlds/preferences.ts';
import { CANDIDATES } from '../../validation/worlds/small-world.ts';

const tiny = { rows: 2000, users: 40, requests: 2 };
const made = [1, 2].map((number) => createSmallWorld({ ...drawWorld(number), ...tiny, taste: 6 }));

describe.each(made.map((world) => [world.kind, world] as const))('a small world: %s', (_, world) => {
  const { candidates, log } = world;

  it('is a function of its number', () => {
    const again = createSmallWorld({ ...drawWorld(world.kind === 'feed' ? 1 : 2), ...tiny, taste: 6 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(world));
  });

  it('has requests of different candidates after its log, of every user', () => {
    expect(candidates.rows).toBe(40 * 2 * CANDIDATES);
    const end = START_MS + DAYS * DAY_MS;
    expect(Math.max(...log.time)).toBeLessThan(end);
    expect(new Set(candidates.time)).toEqual(new Set([end]));
    for (let request = 0; request < 80; request++) {
      const rows = Array.from({ length: CANDIDATES }, (_, k) => request * CANDIDATES + k);
      expect(new Set(rows.map((row) => candidates.item[row])).size).toBe(CANDIDATES);
      expect(new Set(rows.map((row) => candidates.user[row]))).toEqual(new Set([request >> 1]));
      expect(new Set(rows.map((row) => candidates.request[row]))).toEqual(new Set([request]));
    }
    expect(new Set(candidates.features.map(({ name }) => name))).toEqual(
      new Set(log.features.map(({ name }) => name)),
    );
  });

  it('draws what follows as often, and as much, as it says', () => {
    const random = seeded(4);
    let [clicks, worth, expectedClicks, expectedWorth] = [0, 0, 0, 0];
    for (let k = 0; k < 200_000; k++) {
      const row = k % candidates.rows;
      const drawn = candidates.draw(row, random);
      clicks += drawn.click;
      worth += drawn.worth;
      expectedClicks += candidates.chance[row]!;
      expectedWorth += candidates.chance[row]! * candidates.worth[row]!;
    }
    expect(clicks / expectedClicks).toBeCloseTo(1, 1.3);
    expect(worth / expectedWorth).toBeCloseTo(1, 1);
  });
});

describe('judgements', () => {
  const world = made[0]!;
  const nearness = (quality: number) => {
    const { left, right } = judgements(world, quality, 1);
    const cosines = left.map((item, k) =>
      dot(world.vectors, item, world.vectors, right[k]!, world.dimensions),
    );
    return cosines.reduce((sum, x) => sum + x, 0) / cosines.length;
  };

  it('name nearer items, the better they are', () => {
    expect(nearness(1)).toBeGreaterThan(nearness(0.5) + 0.1);
    expect(nearness(0.5)).toBeGreaterThan(nearness(0) + 0.1);
  });
});

describe('buried vectors', () => {
  it('keep every distance of the world’s where nothing is added: the rotation is one', () => {
    const world = made[0]!;
    const width = 2 * world.dimensions;
    const vectors = buried(world, 0, 3);
    for (const [a, b] of [
      [0, 1],
      [2, 9],
    ] as const)
      expect(dot(vectors, a, vectors, b, width)).toBeCloseTo(dot(world.vectors, a, world.vectors, b, 16), 5);
  });
});

describe('measureWorld', () => {
  it('evaluates a world before and after its log', async () => {
    const { log, deployed } = await measureWorld(1, { ...tiny, taste: 8 });
    expect(Object.keys(log.staged.gains)).toEqual(
      expect.arrayContaining(SOURCES.flatMap((source) => [`leaked:${source}`, `leaked-total:${source}`])),
    );
    const { uplifts } = deployed.staged;
    // What cannot be launched is not.
    expect(Object.keys(uplifts).filter((id) => id.startsWith('leaked'))).toEqual([]);
    expect(Object.keys(uplifts)).toHaveLength(13);
    expect(Object.keys(deployed.joint.uplifts)).toHaveLength(9);
    expect(uplifts['model:world']!.clicks.true).toBeGreaterThan(0);
  });

  it('launches arms that know nothing of what candidates are clicked', async () => {
    const drawn = { ...drawWorld(1), ...tiny };
    const launched = (click: (label: number) => number) =>
      inFolder(async (folder) => {
        const world = createSmallWorld(drawn);
        const { candidates } = world;
        candidates.click = candidates.click.map(click);
        await writeSmallWorld(world, drawn, folder);
        return (await launch(world, folder, 'staged', 1)).uplifts;
      });
    expect(await launched((label) => 1 - label)).toEqual(await launched((label) => label));
  });
});

describe('agreementRuns', () => {
  it('leave out reference data that are not there', () => {
    const runs = agreementRuns('/nowhere');
    expect(new Set(runs.map(({ data }) => data))).toEqual(new Set(['feed', 'ads']));
    expect(runs).toHaveLength(24);
  });
});

it('the probability of a click is the feed’s own', () => {
  const feed = made[0]!;
  const click = (affinity: number) => chance(clickLogit({ taste: 6 }, affinity, 0, 1, 0));
  expect(Math.min(...feed.candidates.chance)).toBeGreaterThan(click(-1.2));
  expect(Math.max(...feed.candidates.chance)).toBeLessThan(click(1.2));
});
