/** The MCP server: the table of tools as the official SDK wants it. It knows no transport; `serve.ts` gives it one. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { oneLine, oneLineAll } from '../inert/visible.ts';
import type { RunProgress } from '../protocol/messages.ts';
import { ANSWERS } from './answers.ts';
import type { AgentContext, Call } from './context.ts';
import { failureText } from './failure-text.ts';
import { INPUTS, type Input, OUTPUTS, type Output, type ToolName } from './schemas.ts';
import { TOOL_NAMES, TOOLS } from './tools.ts';

const INSTRUCTIONS =
  'LIS Lens measures what preference data could add to a ranker (LIS, a difference of AUC with its interval) and warns of leaks. Begin with list_specs. Read latest_report before run_evaluation: it costs nothing. Numbers without their interval mislead.';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;
type Answer = (input: Input<ToolName>, context: AgentContext, call: Call) => Promise<Output<ToolName>>;

/** @param closed aborts when the client has gone: what runs is cancelled then, as by the client itself */
export function createServer(context: AgentContext, version: string, closed: AbortSignal): McpServer {
  const server = new McpServer(
    { name: 'lis-lens', title: 'LIS Lens', version },
    { instructions: INSTRUCTIONS },
  );
  for (const name of TOOL_NAMES) {
    const { title, description, writes } = TOOLS[name];
    const annotations = { readOnlyHint: !writes, destructiveHint: false, openWorldHint: false };
    const config = {
      title,
      description,
      inputSchema: INPUTS[name],
      outputSchema: OUTPUTS[name],
      annotations,
    };
    const call = async (input: unknown, extra: Extra): Promise<CallToolResult> => {
      // The compiler cannot see that a tool's name, its input and its answer are one of the five.
      const answer = ANSWERS[name] as Answer;
      try {
        const signal = AbortSignal.any([extra.signal, closed]);
        const hooks = { signal, onProgress: progressOf(extra) };
        const structuredContent = oneLineAll(await answer(input as Input<ToolName>, context, hooks));
        return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
      } catch (error) {
        return {
          isError: true,
          content: [{ type: 'text', text: oneLine(failureText(error, context.roots)) }],
        };
      }
    };
    server.registerTool(name, config, call);
  }
  return server;
}

/** Notifications for a client that asked for them. Each must be of more than the one before. */
function progressOf({ _meta, sendNotification }: Extra): (progress: RunProgress) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let last = -1;
  return ({ fraction, message }) => {
    if (fraction <= last) return;
    last = fraction;
    const params = { progressToken, progress: fraction, total: 1, message: oneLine(message) };
    sendNotification({ method: 'notifications/progress', params }).catch(() => undefined); // the client has gone
  };
}
