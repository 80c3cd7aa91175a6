/** How numbers, times and columns are written for people. Formatting only: nothing here computes a result. */
import { oneLine } from '../inert/visible.ts';

/** `12345.6` → `12,346`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `0.523` → `52.3 %`. What rounds to zero is `0.0 %`, never `-0.0 %`; a ratio by next to nothing is `1.2e+7 %`. */
export function percent(share: number): string {
  const value = share * 100;
  const text = Math.abs(value) < 1e5 ? value.toFixed(1) : value.toExponential(1);
  return `${Number(text) === 0 ? '0.0' : text} %`;
}

/** A change of a share, always with its sign: `+6.0 %`. */
export function signedPercent(share: number): string {
  const text = percent(share);
  return text.startsWith('-') || text === '0.0 %' ? text : `+${text}`;
}

/** A difference of shares, always with its sign, in percentage points: `+6.0 pp`. */
export function signedPoints(difference: number): string {
  const text = percent(difference).replace(/%$/, 'pp');
  return text.startsWith('-') ? text : `+${text}`;
}

/** A metric's value: `0.7355`. */
export function score(value: number): string {
  return value.toFixed(4);
}

/** A difference, always with its sign: `+0.0012`. What rounds to zero is `+0.0000`, never `-0.0000`. */
export function signed(value: number): string {
  const text = value.toFixed(4);
  if (Number(text) === 0) return '+0.0000';
  return value > 0 ? `+${text}` : text;
}

/** The limits of an interval: `[+0.0012, +0.0034]`. */
export function limits({ low, high }: { low: number; high: number }, format = signed): string {
  return `[${format(low)}, ${format(high)}]`;
}

/** The same where brackets would be links: `+0.0012 … +0.0034`. */
export function openLimits({ low, high }: { low: number; high: number }): string {
  return `${signed(low)} … ${signed(high)}`;
}

/** A probability: `0.412`, `0.0031`, `<0.0001`. */
export function pValue(p: number): string {
  if (p < 0.0001) return '<0.0001';
  return p.toFixed(p < 0.01 ? 4 : 3);
}

/** `2026-10-12T00:00:00.000Z` → `2026-10-12 00:00`, UTC: times of the data, which specs give in UTC. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/**
 * When something happened, on the reader's own clock: `2026-11-26 17:54`, which sorts and aligns in any language. What is no time
 * stays as it is.
 */
export function localTime(iso: string, seconds = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const clock = [at.getHours(), at.getMinutes(), ...(seconds ? [at.getSeconds()] : [])].map(two).join(':');
  return `${day} ${clock}`;
}

/** The same where it may be read elsewhere: `2026-11-26 17:54 UTC+01:00`; `UTC` alone where the clock shows that. */
export function zonedTime(iso: string): string {
  const minutes = -new Date(iso).getTimezoneOffset();
  if (Number.isNaN(minutes)) return iso;
  const size = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${localTime(iso)} UTC${minutes === 0 ? '' : offset}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `3.2 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** Of time to come nobody knows tenths: `1 s`, `14 s`, `2 min 30 s`. */
export function roughDuration(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  return duration(Math.round(seconds / 10) * 10);
}

/** `412 MB`, `1.5 GB` (powers of 1024). */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 || size >= 10 ? size.toFixed(0) : size.toFixed(1)} ${units[unit]}`;
}

/** Shortens the middle, where names differ least: `leaked:a-very…-name`. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** Breaks at spaces so that no line is wider than `width`; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    let rest = line === '' ? word : `${line} ${word}`;
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = rest;
  }
  return line === '' ? lines : [...lines, line];
}

/** Lines up cells: the first column to the left, the others to the right, two or more spaces between. */
export function columns(raw: readonly (readonly string[])[], gap = 3): string[] {
  const rows = raw.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}
