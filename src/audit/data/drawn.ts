/** Rows that stand for a log where all of them would take too long. */
import { mixBits } from '../../common/hash.ts';

/** Row numbers, ascending: those of the smallest hashes, as good as drawn. All rows where they are hardly more than wanted. */
export function drawn(rows: number, wanted: number, salt: number): Uint32Array {
  const share = Math.min(1, (wanted * 1.2) / rows);
  const limit = share * 2 ** 32;
  const picked: number[] = [];
  for (let row = 0; row < rows; row++)
    if (share === 1 || mixBits(row ^ (salt * 0x9e3779b9)) < limit) picked.push(row);
  return Uint32Array.from(picked);
}
