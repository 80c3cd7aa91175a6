/** Blocks for what cannot read a file. */
import { broken } from '../broken.ts';
import type { AnyBlock, FieldBlock } from '../ranker.ts';
import { isFile } from './code-file.ts';

export const isInMemory = (block: AnyBlock): block is FieldBlock => !isFile(block.codes);

/** @returns the same block @throws Failure `internal` where its codes lie in a file */
export function inMemory(block: AnyBlock): FieldBlock {
  if (!isInMemory(block)) throw broken('the codes of a block lie in a file, where they are wanted in memory');
  return block;
}
