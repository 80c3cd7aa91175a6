/**
 * Tokens of clusters in the editor's secret storage. Each is kept for one server, so that a spec of somebody else, which names another server, finds
 * none. The storage cannot be listed: names and servers, which are no secrets, stand beside.
 */
import type { ExtensionContext } from 'vscode';
import type { StoredToken } from '../../common/progress.ts';

const LIST = 'lis.tokens';

type Storage = Pick<ExtensionContext, 'secrets' | 'globalState'>;

const keyOf = ({ name, server }: StoredToken): string => `lis.token ${server.toLowerCase()} ${name}`;

export function storedTokens({ globalState }: Pick<Storage, 'globalState'>): readonly StoredToken[] {
  return globalState.get<StoredToken[]>(LIST, []);
}

/** @returns undefined where none of this name is stored for this server */
export async function findToken(
  { secrets }: Pick<Storage, 'secrets'>,
  token: StoredToken,
): Promise<string | undefined> {
  return secrets.get(keyOf(token));
}

export async function keepToken(storage: Storage, token: StoredToken, value: string): Promise<void> {
  await storage.secrets.store(keyOf(token), value);
  await storage.globalState.update(LIST, [...without(storage, token), token]);
}

export async function dropToken(storage: Storage, token: StoredToken): Promise<void> {
  await storage.secrets.delete(keyOf(token));
  await storage.globalState.update(LIST, without(storage, token));
}

function without(storage: Storage, token: StoredToken): StoredToken[] {
  return storedTokens(storage).filter((other) => keyOf(other) !== keyOf(token));
}
