/** Sizes that the kernels' memory layouts share. */

/** Rows copied into the kernel at a time: the block stays in the second-level cache, and a cancel waits for one block. */
export const BLOCK_ROWS = 2048;

/** Rounded up to whole cache lines. */
export const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;
