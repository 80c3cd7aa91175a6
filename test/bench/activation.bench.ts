/** Activation in a real extension host: loading the code of the extension and its `activate()`. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEditor } from '../../scripts/editor.mjs';
import { filesOf } from '../../scripts/lib/bundles.mjs';
import { root } from '../../scripts/lib/project.mjs';
import { stage } from '../../scripts/lib/stage.mjs';
import { ownTarget } from '../../scripts/lib/targets.mjs';
import { type Activation, activations } from './extension-host.ts';
import type { BenchRow } from './harness.ts';

const TIMES = 10;
const CASE = 'activation: require + activate() in a real extension host';
const BAR = '≤ 50 ms, bundle of the host ≤ 400 kB';

const files = {
  'lis.yaml': `version: 1
log: {path: clicks.csv, user: user_id, item: item_id, label: click, time: ts}
sources: [{name: co-click, build: co-click}]
`,
};

function median(found: Activation[], numberOf: (activation: Activation) => number): string {
  const sorted = found.map(numberOf).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle - 1]! + sorted[middle]!) / 2).toFixed(1);
}

export default async function activationBench(): Promise<BenchRow[]> {
  const sizes = filesOf('extension.cjs').map((file) => statSync(join(root, 'dist', file)).size);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const entry = (statSync(join(root, 'dist', 'extension.cjs')).size / 1000).toFixed(0);
  const size = `${(bytes / 1000).toFixed(0)} kB`;
  const editor = await ensureEditor();
  if ('reason' in editor)
    return [{ case: CASE, bar: BAR, measured: `not run, ${size}`, note: editor.reason }];
  const extensions = mkdtempSync(join(tmpdir(), 'lis-activation-'));
  try {
    const extension = join(extensions, 'lis-lens');
    mkdirSync(extension);
    await stage(ownTarget(), extension);
    const found = await activations(editor, extension, files, TIMES);
    const walls = found.map(({ load, activate }) => load + activate);
    return [
      {
        case: CASE,
        bar: BAR,
        measured: `${median(found, ({ load, activate }) => load + activate)} ms, ${size}`,
        note:
          `median of ${TIMES} windows with a spec open, ${Math.min(...walls).toFixed(1)} to ` +
          `${Math.max(...walls).toFixed(1)} ms; ${median(found, ({ load }) => load)} ms of it load the code, ` +
          `${median(found, ({ cpu }) => cpu)} ms of CPU; the entry is ${entry} kB of the bundle; load average ${loadavg()[0]!.toFixed(0)} on ${cpus().length} cores`,
      },
    ];
  } finally {
    rmSync(extensions, { recursive: true, force: true });
  }
}
