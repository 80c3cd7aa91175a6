/**
 * How near the kernels come to what the machine allows. What a unit of work needs follows by arithmetic; the machine's limits are measured in the
 * same run. The limit of a kernel is the longest of its needs, as if the others took no time beside it.
 */
import type { BenchRow } from './harness.ts';
import { features, head, interval, type Kernel, rankers } from './limits/kernels.ts';
import { Machine } from './limits/machine.ts';

const GIGA = 1e9;

/** Bytes, operations and divisions by roots a second. */
interface Limits {
  streamed: number;
  flops: number;
  floats: number;
  doubles: number;
}

interface Part {
  what: string;
  seconds: number;
}

/** Seconds that each need takes by itself. */
function parts({ needs }: Kernel, machine: Machine, { streamed, flops, floats, doubles }: Limits): Part[] {
  const records = (needs.records ?? []).map(({ count, entries, size, what }) => ({
    what: `${told(count)} records of ${size} B ${what === 'read' ? 'read' : 'changed'} in ${told((entries * size) / 1e6)} MB`,
    seconds: count / rateOf(machine, entries, size, what),
  }));
  return [
    { what: `${told(needs.bytes)} B streamed`, seconds: needs.bytes / streamed },
    ...records,
    ...(needs.flops === undefined
      ? []
      : [{ what: `${told(needs.flops)} flops`, seconds: needs.flops / flops }]),
    ...(needs.roots === undefined
      ? []
      : [
          {
            what: `${told(needs.roots.count)} divisions by roots`,
            seconds: needs.roots.count / { floats, doubles }[needs.roots.kind],
          },
        ]),
  ];
}

const rates = new Map<string, number>();

function rateOf(machine: Machine, entries: number, size: number, what: 'change' | 'read'): number {
  const key = `${entries} ${size} ${what}`;
  const rate = rates.get(key) ?? machine.records(entries, size, what);
  rates.set(key, rate);
  return rate;
}

const told = (value: number): string =>
  value < 10 ? String(Number(value.toPrecision(2))) : value.toFixed(0);
const nanoseconds = (seconds: number): string => `${told(seconds * GIGA)} ns`;

function rowOf(kernel: Kernel, machine: Machine, limits: Limits): BenchRow {
  const all = parts(kernel, machine, limits);
  // Records at random wait for memory one behind the other, whichever table they are of.
  const random = all.filter(({ what }) => what.includes(' records '));
  const rest = all.filter((part) => !random.includes(part));
  const waiting = random.reduce((sum, { seconds }) => sum + seconds, 0);
  const limit = Math.max(waiting, ...rest.map(({ seconds }) => seconds));
  return {
    case: `limit of the machine: ${kernel.name}`,
    bar: '≥ 50 % of the limit',
    measured: `${((100 * limit) / kernel.seconds).toFixed(0)} %`,
    note:
      `${nanoseconds(kernel.seconds)} a ${kernel.unit}, where the limit is ${nanoseconds(limit)}: ` +
      all.map(({ what, seconds }) => `${what} ${nanoseconds(seconds)}`).join('; '),
  };
}

export default async function rooflineBench(): Promise<BenchRow[]> {
  const machine = new Machine();
  const limits = {
    ...{ streamed: machine.streamed(), flops: machine.flops() },
    ...{ floats: machine.roots('floats'), doubles: machine.roots('doubles') },
  };
  const kernels = [...rankers(), ...head(), ...(await features()), ...interval()];
  return [
    {
      case: 'limits of the machine, one core, WebAssembly',
      bar: '—',
      measured: `${(limits.streamed / GIGA).toFixed(1)} GB/s, ${(limits.flops / GIGA).toFixed(0)} GFlop/s`,
      note: `a triad of three arrays of 64 MiB; products and sums of four floats in registers; ${(limits.floats / GIGA).toFixed(2)} G divisions by roots of floats and ${(limits.doubles / GIGA).toFixed(2)} G of doubles a second; the other limits are records of tables in random order, no one of which waits for another`,
    },
    ...kernels.map((kernel) => rowOf(kernel, machine, limits)),
  ];
}
