/** A thread of `npm run stopping`: one world after another. */
import { parentPort } from 'node:worker_threads';
import { stagesOf } from './measure.ts';
import { EFFECTS, type SimulatedWorld } from './settings.ts';

parentPort!.on('message', async (world: SimulatedWorld) => {
  const stages = await stagesOf(world, EFFECTS);
  parentPort!.postMessage(
    EFFECTS.map((effect, e) => ({ options: { ...world, effect }, stages: stages[e]! })),
  );
});
