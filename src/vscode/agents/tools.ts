/** What the editor's tools for agents do, by the functions that also answer over MCP. The entry of `agents.cjs`. */
import * as vscode from 'vscode';
import { ANSWERS } from '../../agents/answers.ts';
import type { AgentContext, Call } from '../../agents/context.ts';
import { failureText } from '../../agents/failure-text.ts';
import { Roots } from '../../agents/root.ts';
import { INPUTS, type Input, type Output, type ToolName } from '../../agents/schemas.ts';
import { TOOLS } from '../../agents/tools.ts';
import { check, firstReason } from '../../common/check.ts';
import { Cancelled, Failure } from '../../common/failure.ts';
import { oneLine, oneLineAll } from '../../inert/visible.ts';
import { newestReports } from '../state/reports/home.ts';
import type { EvaluateFor, Services } from '../state/services.ts';
import type { Agents } from './contract.ts';

const { t } = vscode.l10n;

/** What the names of the tools begin with in the manifest, where those of all extensions stand side by side. */
export const PREFIX = 'lis_';

/** The folders that agents may look at; none before the workspace is trusted. */
function folders(): string[] {
  if (!vscode.workspace.isTrusted) return [];
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

export const servers: Agents['servers'] = (context) => {
  const roots = folders();
  if (roots.length === 0) return [];
  const args = [context.asAbsolutePath('dist/mcp.mjs'), ...roots];
  const { version } = context.extension.packageJSON;
  const env = { ELECTRON_RUN_AS_NODE: '1' }; // on the desktop `execPath` is the editor itself
  return [new vscode.McpStdioServerDefinition('LIS Lens', process.execPath, args, env, version)];
};

export const prepare: Agents['prepare'] = (name, input) => {
  const tool = toolOf(name);
  const { spec = '' } = input as { spec?: string };
  if (!TOOLS[tool].writes) return { invocationMessage: t('Reading what LIS Lens knows') };
  return {
    invocationMessage: t('Evaluating “{0}”', plainName(spec)),
    confirmationMessages: {
      title: t('Evaluate a LIS spec?'),
      message: t(
        'This trains rankers on “{0}”, with a program of its own where the spec names one, and writes a report below .lis.',
        plainName(spec),
      ),
    },
  };
};

/** A path that a model wrote, for a question that the editor shows as plain text here and as Markdown there. */
function plainName(path: string): string {
  return oneLine(path).replace(/[^\p{L}\p{N}\s./\\:_-]/gu, '�');
}

export const invoke: Agents['invoke'] = async (services, evaluate, name, input, token) => {
  const tool = toolOf(name);
  const roots = new Roots(folders());
  if (roots.folders.length === 0) throw new Error('Ask the user to open a folder and to trust it.');
  const asked = check(INPUTS[tool], input);
  if (!asked.success) throw new Error(`Wrong arguments: ${firstReason(asked.error)}.`);
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  try {
    // The compiler cannot see that a tool's name, its input and its answer are one of the five.
    const answer = ANSWERS[tool] as (
      input: Input<ToolName>,
      context: AgentContext,
      call: Call,
    ) => Promise<Output<ToolName>>;
    const call = { signal: abort.signal, onProgress: () => undefined };
    const found = oneLineAll(await answer(asked.data, contextOf(services, evaluate, roots), call));
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(found))]);
  } catch (error) {
    if (error instanceof Cancelled) throw new vscode.CancellationError();
    throw new Error(oneLine(failureText(error, roots)));
  } finally {
    listener.dispose();
  }
};

function toolOf(name: string): ToolName {
  return name.slice(PREFIX.length) as ToolName;
}

function contextOf(services: Services, evaluate: EvaluateFor, roots: Roots): AgentContext {
  const { connect, storage, runs } = services;
  return {
    roots,
    latestReport: async (specPath) => {
      const [newest] = await newestReports(specPath, storage);
      return newest && { ...newest, corrupt: 0 };
    },
    hashOf: async ({ path }) =>
      (await connect()).hash(path, new AbortController().signal).catch(() => undefined),
    describe: async (request, signal) => withFailures((await connect()).describe(request, signal)),
    evaluate: async ({ specPath, sources, seeds, precision }, { signal }) => {
      if (runs.of(specPath) !== undefined) {
        const message = 'The user is evaluating this spec already; wait for the end of that run.';
        throw new Failure('usage', 'busy', message, { file: specPath });
      }
      const cancel = (): void => runs.cancel(specPath);
      signal.addEventListener('abort', cancel, { once: true });
      const how = {
        asked: false,
        ...(sources !== undefined && { parts: sources }),
        ...(seeds !== undefined && { seeds }),
        ...(precision !== undefined && { precision }),
      };
      const outcome = await evaluate(vscode.Uri.file(specPath), how);
      signal.removeEventListener('abort', cancel);
      if (outcome === 'cancelled') throw new Cancelled();
      const failed = runs.failure(specPath);
      if (failed !== undefined) throw asFailure(failed);
      if (outcome !== 'done') {
        throw new Failure('usage', 'not-evaluated', 'The spec cannot be evaluated; call check_spec.', {
          file: specPath,
        });
      }
    },
  };
}

async function withFailures<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asFailure(error);
  }
}

/** A failure of the host's code as one of this bundle, which has classes of its own. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'Cancelled') return new Cancelled();
  const { kind, code, where } = error as Failure;
  return error.name === 'Failure' ? new Failure(kind, code, error.message, where) : error;
}
