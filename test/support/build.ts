/** Before any test: dist/ holds today's kernels and bundles, which tests load, fork and run in worker threads. */
import { build } from '../../scripts/build.mjs';

export default async function setup(): Promise<void> {
  try {
    await build();
  } catch (error) {
    // Tests that need the broken part fail by themselves, and `npm test` counts a failed build; the others may run.
    console.error(`Some of dist/ could not be built:\n${error instanceof Error ? error.message : error}`);
  }
}
