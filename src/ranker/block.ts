/** The size that the kernels' memory layouts share. */

/** Rows copied into the kernel at a time: the block stays in the second-level cache, and a cancel waits for one block. */
export const BLOCK_ROWS = 2048;
