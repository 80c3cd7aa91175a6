/** A linear axis for differences: round ticks, 0 among them. */

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
  /** Digits that tell the ticks apart. */
  digits: number;
}

/** Room beyond the outermost values, as a share of what they span. */
const MARGIN = 0.04;

/** @param values what must be in sight @param most about as many ticks as there is room for */
export function axisOf(values: readonly number[], most = 6): Axis {
  const [least, greatest] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = greatest - least || 0.001;
  const [low, high] = [least - MARGIN * span, Math.max(greatest, least + span) + MARGIN * span];
  const step = roundStep(span / most);
  const [from, to] = [Math.ceil(low / step), Math.floor(high / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toFixed(digits)));
  return { low, high, ticks, digits };
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9))!;
}
