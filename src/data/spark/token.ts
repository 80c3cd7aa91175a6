/**
 * The token of a server. A spec may be somebody else's: it names where the token is found, but which server the token is for is said by whoever
 * has it, beside the token itself. Nothing is sent to a server that a spec alone names.
 */
import { Failure } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import type { EngineSpec } from '../../specfile/schema-engine.ts';
import { connectionOf, sameServer, secretVariable } from '../../specfile/servers.ts';
import { isLoopback } from './connect/loopback.ts';

const specPath = ['engine', 'token'];

/** What may stand behind `Bearer`. The library that sends it shows a token in its complaint about any other letter. */
const SENDABLE = /^[!-~]+$/;

/**
 * @param target `host:port`
 * @throws Failure `usage`: a connection that others can read, no token, one for another server, or one that cannot be sent; Cancelled
 */
export async function tokenFor(
  { token, tls }: EngineSpec,
  target: string,
  { findToken, signal }: Pick<RunContext, 'findToken' | 'signal'>,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (token === undefined) return undefined;
  if (!tls && !isLoopback(target)) {
    const message = `The token would go to ${target} where others can read it: set \`engine.tls\` to true.`;
    throw new Failure('usage', 'spark-token-plain', message, { specPath });
  }
  if ('env' in token || findToken === undefined) {
    const variable = 'env' in token ? token.env : secretVariable(token.secret);
    const found = tokenIn(env, variable, target);
    if (found === undefined) throw 'env' in token ? noToken(variable) : noStorage(variable, target);
    return sendable(found, `in the environment variable ${variable}`, 'set it');
  }
  const { secret: name } = token;
  const found = await findToken({ name, server: target }, signal);
  if (found === undefined) throw notStored(name, target);
  return sendable(found, `stored as ${name}`, 'store it by `LIS: Store a Token…`');
}

/** @throws Failure, which does not show the token */
function sendable(token: string, where: string, repair: string): string {
  if (SENDABLE.test(token)) return token;
  const message = `The token ${where} has blanks, line breaks or letters outside ASCII, and cannot be sent: ${repair} again, copied whole and alone.`;
  throw new Failure('usage', 'spark-token-letters', message, { specPath });
}

/** @returns undefined where the variable is not set. @throws Failure where it does not say that its token is for this server */
function tokenIn(env: NodeJS.ProcessEnv, variable: string, target: string): string | undefined {
  const value = env[variable]?.trim(); // a file's last line break is none of the token
  if (value === undefined || value === '') return undefined;
  const connection = connectionOf(value);
  if (connection === undefined) {
    // It does not leave this machine; but a server that is named in another way is not this one.
    if (isLoopback(target) && !/^sc:\/\//i.test(value)) return value;
    throw unbound(variable, target);
  }
  if (!sameServer(connection.server, target)) throw otherServer(variable, connection.server, target);
  return connection.token === '' ? undefined : connection.token;
}

function noToken(variable: string): Failure {
  const message = `The environment variable ${variable} holds no token: set it before the run.`;
  return new Failure('usage', 'spark-no-token', message, { specPath });
}

function noStorage(variable: string, target: string): Failure {
  const message = `Only the editor has a secret storage. Before the run, set the environment variable ${variable} to sc://${target}/;token=TOKEN.`;
  return new Failure('usage', 'spark-no-secrets', message, { specPath });
}

function notStored(name: string, target: string): Failure {
  const message = `No token named ${name} is stored for ${target}: run the command \`LIS: Store a Token…\`, then evaluate again.`;
  return new Failure('usage', 'spark-no-token', message, { specPath });
}

function unbound(variable: string, target: string): Failure {
  const message = `The environment variable ${variable} does not say which server its token is for, and is not sent: set it to sc://${target}/;token=TOKEN.`;
  return new Failure('usage', 'spark-token-unbound', message, { specPath });
}

function otherServer(variable: string, server: string, target: string): Failure {
  const message = `The token in the environment variable ${variable} is for ${server}, and is not sent to ${target}: correct \`engine.url\`, or name another variable.`;
  return new Failure('usage', 'spark-token-other', message, { specPath });
}
