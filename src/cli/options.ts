/** Reads option values. What is wrong with one is said in the words of the option. */
import { InvalidArgumentError } from 'commander';

const GB = 1024 ** 3;
const POWERS: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: GB, t: 1024 * GB };
const MIN_MEMORY = 256 * 1024 ** 2;

/** A parser of whole numbers from `low` to `high`. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`expected a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** A half-width of intervals: above 0, at most 1. */
export function halfWidth(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new InvalidArgumentError('expected a number above 0 and at most 1, such as 0.0005.');
  return value;
}

/** `4GB`, `512 MB`, `1.5gib` → bytes; powers of 1024, as in the table's "peak memory". */
export function memorySize(text: string): number {
  const [, size, prefix] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  if (size === undefined) throw new InvalidArgumentError('expected a size such as 4GB or 512MB.');
  const bytes = Math.floor(Number(size) * POWERS[(prefix ?? '').toLowerCase()]!);
  if (bytes < MIN_MEMORY) throw new InvalidArgumentError('expected at least 256MB.');
  return bytes;
}
