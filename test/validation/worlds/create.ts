/** A drawn world, and its files with the preference data and vectors that it has beside its log. */
import type { DrawnWorld } from '../settings.ts';
import { adsWorld } from './ads.ts';
import { feedWorld } from './feed.ts';
import { writeWorld } from './files.ts';
import { buried, judgements, noise, spoilt } from './preferences.ts';
import type { SmallWorld } from './small-world.ts';

export function createSmallWorld(drawn: DrawnWorld): SmallWorld {
  return (drawn.kind === 'feed' ? feedWorld : adsWorld)(drawn);
}

/** Writes what `specText` names. */
export async function writeSmallWorld(world: SmallWorld, drawn: DrawnWorld, folder: string): Promise<void> {
  const seedOf = (file: number) => drawn.seed * 31 + file;
  const files = {
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
  await writeWorld(world, files, folder);
}
