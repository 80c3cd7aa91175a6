/** Points of two numbers. */
import { legend, line, mark, picture, plain, text, ticks, WIDTH } from './svg.ts';

export interface ScatterPlot {
  title: string;
  x: string;
  y: string;
  /** Each has a mark of its own. */
  groups: readonly { name: string; points: readonly (readonly [x: number, y: number])[] }[];
  /** Whether to draw where both numbers are equal. */
  diagonal?: boolean;
}

const [LEFT, RIGHT, TOP, BOTTOM, HEIGHT] = [62, 16, 56, 44, 420] as const;

/** Points outside the middle 99 % of either number stand at the border, so that a few do not hide the rest. */
export function scatter({ title, x, y, groups, diagonal }: ScatterPlot): string {
  const points = groups.flatMap((group) => group.points);
  const [fromX, toX] = rangeOf(points.map(([value]) => value));
  const [fromY, toY] = rangeOf(points.map(([, value]) => value));
  const inside = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);
  const placeX = (value: number) =>
    LEFT + ((inside(value, fromX, toX) - fromX) / (toX - fromX)) * (WIDTH - LEFT - RIGHT);
  const placeY = (value: number) =>
    HEIGHT - BOTTOM - ((inside(value, fromY, toY) - fromY) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM);
  const [low, high] = [Math.max(fromX, fromY), Math.min(toX, toY)];
  return picture(title, HEIGHT, [
    ...legend(
      groups.map(({ name }) => name),
      42,
    ),
    ...ticks(fromX, toX).flatMap((tick) => [
      line(placeX(tick), TOP, placeX(tick), HEIGHT - BOTTOM, tick === 0 ? 'zero' : 'grid'),
      text(placeX(tick), HEIGHT - BOTTOM + 16, plain(tick), 'middle'),
    ]),
    ...ticks(fromY, toY).flatMap((tick) => [
      line(LEFT, placeY(tick), WIDTH - RIGHT, placeY(tick), tick === 0 ? 'zero' : 'grid'),
      text(LEFT - 6, placeY(tick) + 4, plain(tick), 'end'),
    ]),
    ...(diagonal ? [line(placeX(low), placeY(low), placeX(high), placeY(high), 'line')] : []),
    ...groups.flatMap((group, place) =>
      group.points.map(([px, py]) => mark(placeX(px), placeY(py), place, 0.6)),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, 'middle'),
    `<g transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)">${text(0, 0, y, 'middle')}</g>`,
  ]);
}

/** The middle 99 %, 0 included, and a little more. */
function rangeOf(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [Math.min(0, quantile(0.005)), Math.max(0, quantile(0.995))];
  const margin = 0.04 * (high - low || 1);
  return [low - margin, high + margin];
}
