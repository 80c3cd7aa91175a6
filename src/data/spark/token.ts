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

/**
 * @param target `host:port`
 * @throws Failure `usage`: a connection that others can read, no token, or one for another server; Cancelled
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
  if ('env' in token) return tokenIn(env, token.env, target) ?? fail(noToken(token.env));
  if (findToken === undefined) {
    const variable = secretVariable(token.secret);
    return tokenIn(env, variable, target) ?? fail(noStorage(variable, target));
  }
  return (
    (await findToken({ name: token.secret, server: target }, signal)) ?? fail(notStored(token.secret, target))
  );
}

/** @returns undefined where the variable is not set. @throws Failure where it does not say that its token is for this server */
function tokenIn(env: NodeJS.ProcessEnv, variable: string, target: string): string | undefined {
  const value = env[variable];
  if (value === undefined || value === '') return undefined;
  const connection = connectionOf(value);
  if (connection === undefined) {
    if (isLoopback(target)) return value; // it does not leave this machine
    throw unbound(variable, target);
  }
  if (!sameServer(connection.server, target)) throw otherServer(variable, connection.server, target);
  return connection.token === '' ? undefined : connection.token;
}

function fail(failure: Failure): never {
  throw failure;
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
