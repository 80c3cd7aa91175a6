/** Audits as the editor asks for them: of a spec as it is being written, of data alone, and through the compute process. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditFor } from '../../../src/compute/audit.ts';
import { ComputeClient } from '../../../src/compute/client.ts';
import { defaultEngine } from '../../../src/data/default-engine.ts';
import { auditPath, readAudit } from '../../../src/report/audit/store.ts';
import { smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

let folder: string;
let specPath: string;
let logPath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-audit-'));
  ({ specPath, logPath } = writeSmallWorkspace(folder));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (signal = new AbortController().signal) => ({
  ...{ signal, onProgress: () => undefined, threads: 1, memoryBytes: 1e9 },
});

describe('an audit for the editor', () => {
  it('is of the spec as it is being written', async () => {
    const specText = smallSpec().replace('position', 'nothing');
    const engine = await defaultEngine();
    const audit = await auditFor({ specPath, specText: smallSpec() }, run(), engine);
    expect(audit.spec).toMatchObject({ path: specPath });
    expect(audit.spec.drafted).toBeUndefined();
    expect(audit.data.rows).toBe(3000);
    expect(audit.code).toMatchObject({ files: 0 });
    const broken = specText.replace('label: click', 'label: clicked');
    await expect(auditFor({ specPath, specText: broken }, run(), engine)).rejects.toMatchObject({
      code: 'no-column',
    });
  });

  it('is of data alone, by a spec that is never written, and looks at no code', async () => {
    const audit = await auditFor({ data: [logPath] }, run(), await defaultEngine());
    expect(audit.spec.drafted).toBe(true);
    expect(audit.code).toBeUndefined();
    expect(existsSync(join(folder, 'data', 'lis.yaml'))).toBe(false);
    expect(existsSync(join(folder, 'data', '.lis'))).toBe(false);
  });

  it('comes from the compute process as a file, and stops when it is cancelled', async () => {
    const client = new ComputeClient(
      fileURLToPath(new URL('../../../dist/server.mjs', import.meta.url)),
      () => undefined,
    );
    try {
      const place = auditPath(specPath);
      const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
      expect(await client.audit({ specPath, auditPath: place, threads: 1 }, hooks)).toBe(place);
      expect(await readAudit(place)).toMatchObject({ spec: { path: specPath }, data: { rows: 3000 } });
      const found = await client.auditCode(
        ['import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n', 'x = 1\n'],
        hooks.signal,
      );
      expect(found).toEqual({ findings: [], idleIgnores: [] });
      const abort = new AbortController();
      const other = join(folder, 'other.json');
      const cancelled = client.audit(
        { specPath, auditPath: other, threads: 1 },
        { signal: abort.signal, onProgress: () => abort.abort() },
      );
      await expect(cancelled).rejects.toMatchObject({ name: 'Cancelled' });
      expect(existsSync(other)).toBe(false);
    } finally {
      client.dispose();
    }
  });
});
