/** The log of impressions while it is filled, and as it is written. */
import type { Auction } from './auction.ts';
import type { Outcome } from './outcomes.ts';

/** Columns of equal length, one entry per impression, in order of time. */
export interface Impressions {
  rows: number;
  /** Numbered in order of time; a request without any candidate has no impression. */
  request: Uint32Array;
  user: Uint32Array;
  ad: Uint32Array;
  /** ms since 1970. */
  time: Float64Array;
  hour: Uint8Array;
  slot: Uint8Array;
  device: Uint8Array;
  /** For a conversion. */
  bid: Float64Array;
  pctr: Float64Array;
  pcvr: Float64Array;
  /** Number of candidates, the shown one included. */
  candidates: Uint8Array;
  /** Chance of the shown one among them. */
  propensity: Float64Array;
  click: Uint8Array;
  /** ms since 1970; NaN without a conversion. */
  convertedAt: Float64Array;
  value: Float64Array;
}

export function allocate(rows: number): Impressions {
  return {
    rows,
    request: new Uint32Array(rows),
    user: new Uint32Array(rows),
    ad: new Uint32Array(rows),
    time: new Float64Array(rows),
    hour: new Uint8Array(rows),
    slot: new Uint8Array(rows),
    device: new Uint8Array(rows),
    bid: new Float64Array(rows),
    pctr: new Float64Array(rows),
    pcvr: new Float64Array(rows),
    candidates: new Uint8Array(rows),
    propensity: new Float64Array(rows),
    click: new Uint8Array(rows),
    convertedAt: new Float64Array(rows),
    value: new Float64Array(rows),
  };
}

/** Notes what was asked, and what is shown. */
export function setShown(log: Impressions, { row, request, candidates, chances, shown }: Auction): void {
  const { ad, bid, pctr, pcvr } = candidates[shown]!;
  log.user[row] = request.user;
  log.time[row] = request.time;
  log.hour[row] = request.hour;
  log.slot[row] = request.slot;
  log.device[row] = request.device;
  log.ad[row] = ad;
  log.bid[row] = bid;
  log.pctr[row] = pctr;
  log.pcvr[row] = pcvr;
  log.candidates[row] = candidates.length;
  log.propensity[row] = chances[shown]!;
}

/** Notes what followed, also what is reported only later. */
export function setOutcome(log: Impressions, row: number, outcome: Outcome): void {
  log.click[row] = Number(outcome.click);
  log.convertedAt[row] = outcome.convertedAt ?? Number.NaN;
  log.value[row] = outcome.value;
}

/** The first rows. */
export function firstOf(log: Impressions, rows: number): Impressions {
  const columns = Object.entries(log).map(([name, column]) => [
    name,
    typeof column === 'number' ? rows : column.subarray(0, rows),
  ]);
  return Object.fromEntries(columns) as Impressions;
}
