/** The manifest offers to the editor's agents what the code does: the same five tools, asked for the same, and the server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ANSWERS } from '../../../src/agents/answers.ts';
import { INPUTS, OUTPUTS } from '../../../src/agents/schemas.ts';
import { TOOL_NAMES, TOOLS } from '../../../src/agents/tools.ts';
import { readManifest } from '../../support/manifest.ts';

const { contributes, engines, devDependencies } = readManifest();
const offered = contributes.languageModelTools as Record<string, unknown>[];
const sourceOf = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../../src/vscode/agents', file), 'utf8');

describe('the tools of the manifest', () => {
  it('are those of the code, with their words for models and their arguments', () => {
    const prefix = /export const PREFIX = '(\w+)';/.exec(sourceOf('tools.ts'))?.[1];
    const expected = TOOL_NAMES.map((name) => {
      const { $schema: _version, ...inputSchema } = z.toJSONSchema(INPUTS[name]);
      const { title: displayName, description: modelDescription } = TOOLS[name];
      return { name: `${prefix}${name}`, displayName, modelDescription, inputSchema };
    });
    expect(
      offered.map(({ name, displayName, modelDescription, inputSchema }) => ({
        ...{ name, displayName, modelDescription, inputSchema },
      })),
    ).toEqual(expected);
    expect(Object.keys(ANSWERS)).toEqual(TOOL_NAMES);
    expect(Object.keys(OUTPUTS)).toEqual(TOOL_NAMES);
  });

  it('can each be named in a prompt, by a name of their own', () => {
    const names = offered.map(({ toolReferenceName }) => toolReferenceName);
    expect(new Set(names).size).toBe(TOOL_NAMES.length);
    for (const { toolReferenceName, canBeReferencedInPrompt, userDescription, icon } of offered) {
      expect(toolReferenceName).toMatch(/^lis[A-Z][a-z]+$/);
      expect([canBeReferencedInPrompt, userDescription, icon]).toEqual([
        true,
        expect.stringMatching(/^[A-Z]/),
        expect.stringMatching(/^\$\([\w-]+\)$/),
      ]);
    }
  });
});

describe('the server of the manifest', () => {
  it('is the one that the code registers, in editors that know such servers', () => {
    const registered = /registerMcpServerDefinitionProvider\('([\w.]+)'/.exec(sourceOf('register.ts'))?.[1];
    expect(contributes.mcpServerDefinitionProviders).toEqual([{ id: registered, label: 'LIS Lens' }]);
    const [major, minor] = engines.vscode.replace('^', '').split('.').map(Number);
    expect([major, minor >= 101]).toEqual([1, true]);
    expect(devDependencies['@types/vscode']).toBe(engines.vscode.replace('^', ''));
  });
});
