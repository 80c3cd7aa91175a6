/**
 * The tools for agents, in the editor: its own language model tools, and the MCP server that it may start. What they do is a
 * bundle of its own, `agents.cjs`, loaded with the first call: most sessions have no agent.
 */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import type { EvaluateFor, Services } from '../state/services.ts';
import type { Agents } from './contract.ts';

/** @param evaluate runs an evaluation as its command does */
export function registerAgents(services: Services, evaluate: EvaluateFor): vscode.Disposable {
  const { context } = services;
  const bundle = context.asAbsolutePath('dist/agents.cjs');
  // As in inline/uses.ts: esbuild would put an import into the host's code.
  const agents = (): Agents => createRequire(bundle)(bundle);
  const { languageModelTools } = context.extension.packageJSON.contributes;
  return vscode.Disposable.from(
    vscode.lm.registerMcpServerDefinitionProvider('lis.mcp', {
      onDidChangeMcpServerDefinitions: vscode.workspace.onDidGrantWorkspaceTrust,
      provideMcpServerDefinitions: () => agents().servers(context),
    }),
    ...languageModelTools.map(({ name }: { name: string }) =>
      vscode.lm.registerTool(name, {
        prepareInvocation: ({ input }) => agents().prepare(name, input),
        invoke: ({ input }, token) => agents().invoke(services, evaluate, name, input, token),
      }),
    ),
  );
}
