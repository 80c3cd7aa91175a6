// @ts-check
/** The page that `npm run bench:peers` writes: what each side printed, and how the sides compare. */

/** @typedef {import('../../test/peers/files.ts').Measured} Measured */
/**
 * One comparison.
 * @typedef {object} PeerCase
 * @property {string} name that of our side: `ours.ts NAME`
 * @property {string} title
 * @property {string} rate what is counted by the second
 * @property {string} cores
 * @property {string} about what both do, and what differs
 * @property {{title: string, program: string[]}[]} peers
 */
/** @typedef {PeerCase & {sides: {title: string, measured: Measured}[]}} MeasuredCase our side first */

const finite = ['cpuSeconds', 'seconds', 'peakBytes', 'startBytes'];

/** What a side measured: the last line that it printed. @param {string} output @returns {Measured} */
export function measuredOf(output) {
  const line = output.trim().split('\n').at(-1) ?? '';
  /** @type {Record<string, unknown>} */
  let side;
  try {
    side = JSON.parse(line);
  } catch {
    throw new Error(`no measurement in the output:\n${output.trim()}`);
  }
  const wrong = finite.find((key) => !Number.isFinite(side?.[key]));
  if (wrong !== undefined || typeof side['how'] !== 'string')
    throw new Error(`the measurement has no ${wrong ?? 'how'}: ${line}`);
  return /** @type {Measured} */ (/** @type {unknown} */ (side));
}

/** @param {number} rate */
function perSecond(rate) {
  if (rate >= 1e6) return `${(rate / 1e6).toFixed(2)} M/s`;
  return rate >= 1e4 ? `${(rate / 1e3).toFixed(0)} k/s` : `${rate.toFixed(0)}/s`;
}

/** @param {number} value */
const seconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} s`;
/** @param {number} bytes */
const memory = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
/** @param {number} value */
const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
/** @param {number} value */
const times = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ×`;

/** @param {Measured} side */
function quality({ auc, error, gains }) {
  const parts = [
    auc === undefined ? [] : [auc.toFixed(4)],
    error === undefined ? [] : [`± ${error.toPrecision(3)}`],
    Object.entries(gains ?? {}).map(([arm, gain]) => `${arm} ${signed(gain)}`),
  ].flat();
  return parts.length === 0 ? '—' : parts.join(', ').replace(', ±', ' ±');
}

/** Ours over theirs, so that more than one is faster, and less than one is smaller. @param {Measured} ours @param {Measured} theirs */
function ratios(ours, theirs) {
  const both = ours.rate !== undefined && theirs.rate !== undefined;
  return [
    both ? times(/** @type {number} */ (ours.rate) / /** @type {number} */ (theirs.rate)) : '—',
    `${times(theirs.cpuSeconds / ours.cpuSeconds)} as fast`,
    `${times(theirs.seconds / ours.seconds)} as fast`,
    times(ours.peakBytes / theirs.peakBytes),
    ours.auc !== undefined && theirs.auc !== undefined ? signed(ours.auc - theirs.auc) : '—',
  ];
}

/** @param {(string)[]} cells */
const line = (cells) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

/** @param {MeasuredCase} one */
function section({ title, rate, cores, about, sides: [ours, ...others] }) {
  if (ours === undefined) throw new Error(`nothing was measured of: ${title}`);
  const rows = [ours, ...others].map(({ title, measured }) => [
    title,
    measured.rate === undefined ? '—' : perSecond(measured.rate),
    seconds(measured.cpuSeconds),
    seconds(measured.seconds),
    `${memory(measured.peakBytes)} (${memory(measured.startBytes)})`,
    quality(measured),
    measured.how,
  ]);
  const compared = others.map(({ title, measured }) => [
    `LIS Lens against ${title}`,
    ...ratios(ours.measured, measured),
    '',
  ]);
  const head = ['', rate, 'CPU', 'by the clock', 'peak memory (at the start)', 'AUC', 'how'];
  return [
    `## ${title}`,
    `${about} ${cores}.`,
    [line(head), line(head.map(() => '---')), ...[...rows, ...compared].map(line)].join('\n'),
  ].join('\n\n');
}

/**
 * @param {string} conditions lines on the machine and the versions
 * @param {string} data a sentence on the rows
 * @param {readonly MeasuredCase[]} cases
 */
export function peersPage(conditions, data, cases) {
  return `# Beside other tools

Written by \`npm run bench:peers\`; do not edit. Absolute numbers are this machine's; ratios are of one run. Each side is a process of its own
on the same rows and cores. Its peak of memory is that of the process; what it held before it read a row, its language and
libraries, stands beside it.

${conditions}

${data}

${cases.map(section).join('\n\n')}
`;
}
