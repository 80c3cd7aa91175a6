/**
 * Code in a real extension host: an extension of the test's own beside the packaged one. It runs what the test writes as a
 * file of the workspace, the body of an async function of `vscode`, and writes what that returns beside it.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { zipFile } from '../../support/zip.ts';

/** The file whose presence wakes the probe. */
export const PROBED = '.probed';

const MANIFEST = {
  ...{ name: 'probe', publisher: 'lis-test', version: '0.0.1', main: './main.js' },
  ...{ engines: { vscode: '^1.101.0' }, activationEvents: [`workspaceContains:${PROBED}`] },
  capabilities: { untrustedWorkspaces: { supported: true } },
};

const MAIN = `
const { readFileSync, renameSync, watch, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');
const AsyncFunction = (async () => {}).constructor;
exports.activate = ({ subscriptions }) => {
  const folder = vscode.workspace.workspaceFolders[0].uri.fsPath;
  const seen = new Set();
  const look = async () => {
    for (let number = 1; number < 100; number++) {
      const file = join(folder, 'probe-' + number + '.js');
      let body;
      try { body = readFileSync(file, 'utf8'); } catch { continue; }
      if (seen.has(number)) continue;
      seen.add(number);
      let answer;
      try { answer = { value: await new AsyncFunction('vscode', body)(vscode) }; }
      catch (error) { answer = { error: String(error && error.message || error), name: error && error.name }; }
      writeFileSync(file + '.tmp', JSON.stringify(answer));
      renameSync(file + '.tmp', file + 'on');
    }
  };
  const timer = setInterval(look, 100);
  subscriptions.push({ dispose: () => clearInterval(timer) });
};
`;

const VSIX = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
<Metadata><Identity Language="en-US" Id="probe" Version="0.0.1" Publisher="lis-test"/><DisplayName>probe</DisplayName>
<Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="^1.101.0"/></Properties></Metadata>
<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
<Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>`;

const TYPES = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension=".json" ContentType="application/json"/><Default Extension=".js" ContentType="application/javascript"/>
<Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>`;

/** Writes the VSIX of the probe. It runs in a workspace that has the file `PROBED` alone. */
export function packProbe(path: string): void {
  const parts = {
    'extension.vsixmanifest': VSIX,
    '[Content_Types].xml': TYPES,
    'extension/package.json': JSON.stringify(MANIFEST),
    'extension/main.js': MAIN,
  };
  writeFileSync(path, zipFile(parts));
}

export type Answer = { value: unknown } | { error: string; name: string };

/** Runs code in the extension hosts of a workspace whose editor has the probe, one piece at a time. */
export class Probe {
  readonly #workspace: string;
  #asked = 0;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** @param body of an async function of `vscode`. @returns a function that waits for what it returned */
  start(body: string): () => Promise<Answer> {
    const file = join(this.#workspace, `probe-${++this.#asked}.js`);
    writeFileSync(`${file}.new`, body);
    renameSync(`${file}.new`, file);
    return async () => {
      await expect.poll(() => existsSync(`${file}on`)).toBe(true);
      const answer = JSON.parse(readFileSync(`${file}on`, 'utf8')) as Answer;
      rmSync(file);
      return answer;
    };
  }

  /** The same, waited for. @throws Error what the code threw */
  async run(body: string): Promise<unknown> {
    const answer = await this.start(body)();
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }
}

/** Code that calls a tool of ours, as an agent's extension does, and returns what it answers. */
export const callingTool = (name: string, input: object, token = 'undefined'): string => `
  const options = { input: ${JSON.stringify(input)}, toolInvocationToken: undefined };
  const { content } = await vscode.lm.invokeTool('lis_${name}', options, ${token});
  return JSON.parse(content.map((part) => part.value).join(''));`;
