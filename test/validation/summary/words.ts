/** How the page writes numbers and tables. */
import { count, percent } from '../../../src/common/format.ts';
import type { Outcome } from '../deploy.ts';
import type { Interval } from '../statistics.ts';

/** A line of a table. */
export const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** `+0.0123`, with a minus sign that is one. */
export function gain(value: number, digits = 4): string {
  if (Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** `0.62 [0.55, 0.68]`. */
export function interval({ value, low, high }: Interval, digits = 2): string {
  if (Number.isNaN(value)) return '–';
  const plain = (x: number) =>
    x
      .toFixed(digits)
      .replace(/^-(?=0\.?0*$)/, '')
      .replace('-', '−');
  return `${plain(value)} [${plain(low)}, ${plain(high)}]`;
}

/** `+3.1 % [+2.0 %, +4.2 %]`, of numbers that are per cent already. */
export function percentInterval({ value, low, high }: Interval): string {
  return `${gain(value, 1)} % [${gain(low, 1)} %, ${gain(high, 1)} %]`;
}

export const share = (value: number) => percent(value);

/** Beyond it a number of users says nothing but "very many". */
const VERY_MANY = 1e6;

/** Of users, to two digits: more would say more than is known. */
export function users(value: number): string {
  if (value > VERY_MANY) return `more than ${count(VERY_MANY)}`;
  return count(Number(value.toPrecision(2)));
}

export const wordOf = (outcome: Outcome) => (outcome === 'clicks' ? 'clicks' : 'time or value');
