/** Servers of Spark Connect: how a spec and an environment variable name them. Apart from the schema, which the editor loads late. */

export const ADDRESS = /^sc:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?\/?$/;

/** Name of a token in the editor's secret storage. */
export const SECRET_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Spark Connect listens there where nothing else is said. */
const PORT = 15002;

/** `host:port` of an engine's address. */
export function serverOf({ url }: { url: string }): string {
  const [, host = '', port = `:${PORT}`] = ADDRESS.exec(url) ?? [];
  return `${host}${port}`;
}

/** The same for all ways to write one server: names of hosts do not tell capital letters from small ones. */
export function sameServer(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * The stored token that a spec names, and the server that it is for, whatever else is wrong with the spec.
 * @param value the spec as plain data
 */
export function namedToken(value: unknown): { name: string; server: string } | undefined {
  const { engine } = (value ?? {}) as { engine?: { url?: unknown; token?: { secret?: unknown } } };
  const [url, name] = [engine?.url, engine?.token?.secret];
  if (typeof url !== 'string' || typeof name !== 'string') return undefined;
  return ADDRESS.test(url) && SECRET_NAME.test(name) ? { name, server: serverOf({ url }) } : undefined;
}

/** The environment variable that stands for a stored token where there is no editor: `spark-prod` → `LIS_TOKEN_SPARK_PROD`. */
export function secretVariable(secret: string): string {
  return `LIS_TOKEN_${secret.replaceAll('-', '_').toUpperCase()}`;
}

/** What `sc://HOST:PORT/;token=TOKEN;use_ssl=true` says: the way in which clients of Spark Connect are told of a server. */
export function connectionOf(text: string): { server: string; token: string | undefined } | undefined {
  const [address = '', ...options] = text.trim().split(';');
  if (!ADDRESS.test(address)) return undefined;
  const [, token] =
    options.map((option) => /^token=(.*)$/s.exec(option)).find((found) => found !== null) ?? [];
  return { server: serverOf({ url: address }), token: token === undefined ? undefined : decoded(token) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign of its own
  }
}
