/** What `agents.cjs` gives to the host, which loads it with the first call and knows it by these types alone. */
import type * as vscode from 'vscode';
import type { EvaluateFor, Services } from '../state/services.ts';

export interface Agents {
  /** The MCP server of this workspace, run by the editor's own Node. */
  servers(context: vscode.ExtensionContext): vscode.McpStdioServerDefinition[];
  /** What is shown while a tool runs, and what is asked before it writes. */
  prepare(name: string, input: unknown): vscode.PreparedToolInvocation;
  /** @throws Error with a sentence for the agent */
  invoke(
    services: Services,
    evaluate: EvaluateFor,
    name: string,
    input: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
}
