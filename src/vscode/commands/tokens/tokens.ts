/** `LIS: Store a Token…` and `LIS: Forget a Token…`: the tokens of clusters that specs name as `{secret: NAME}`. */
import * as vscode from 'vscode';
import type { StoredToken } from '../../../common/progress.ts';
import { namedToken } from '../../../specfile/servers.ts';
import { showInfo, showWarning } from '../../show/messages.ts';
import { askSecret, pickOne } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { parsedSpec } from '../../state/spec/parsed.ts';
import { dropToken, keepToken, storedTokens } from '../../state/tokens.ts';

const { t } = vscode.l10n;

type Parts = Pick<Services, 'context' | 'specs'>;

/** For a server that a spec names: which one is shown before anything is typed. */
export async function storeToken({ context, specs }: Parts): Promise<void> {
  const named = await namedTokens(specs);
  if (named.length === 0) {
    void showWarning(
      t('No spec names a stored token: write `token: {secret: NAME}` into the `engine` of one.'),
    );
    return;
  }
  const token = named.length === 1 ? named[0] : await pickToken(named, t('Server that the token is for'));
  if (token === undefined) return;
  const { name, server } = token;
  const prompt = t('It is kept in the secret storage as {0}, and sent to {1} alone.', name, server);
  const value = await askSecret(t('Token for {0}', server), prompt);
  if (value === undefined) return;
  await keepToken(context, token, value);
  void showInfo(t('The token {0} is stored for {1}.', name, server));
}

export async function forgetToken({ context }: Pick<Parts, 'context'>): Promise<void> {
  const stored = storedTokens(context);
  if (stored.length === 0) {
    void showInfo(t('No token is stored.'));
    return;
  }
  const token = await pickToken(stored, t('Token to forget'));
  if (token === undefined) return;
  await dropToken(context, token);
  void showInfo(t('The token {0} for {1} is forgotten.', token.name, token.server));
}

async function pickToken(
  tokens: readonly StoredToken[],
  placeHolder: string,
): Promise<StoredToken | undefined> {
  const items = tokens.map((token) => ({ token, label: token.server, description: token.name }));
  return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.token;
}

/** The tokens that specs of the workspace name, each once. */
async function namedTokens(specs: Services['specs']): Promise<StoredToken[]> {
  const named = new Map<string, StoredToken>();
  for (const uri of await specs.listed()) {
    const document = await vscode.workspace.openTextDocument(uri).then(
      (opened) => opened,
      () => undefined, // gone since it was found
    );
    const found = document && namedToken((await parsedSpec(document)).value);
    if (found === undefined) continue;
    const token = { name: found.name, server: found.server.toLowerCase() };
    named.set(`${token.server} ${token.name}`, token);
  }
  return [...named.values()];
}
