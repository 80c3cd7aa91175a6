// @ts-check
/**
 * `npm run editor`: the real VS Code of the tests and of `npm run dev`, as code-server from npm. It lives outside the
 * clone (lib/kept.mjs), since it is large and compiles for minutes, under a name made of its lock file and this Node's ABI.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { capture } from './lib/command.mjs';
import { sha256 } from './lib/files.mjs';
import { keptFolder } from './lib/kept.mjs';
import { isMain, root } from './lib/project.mjs';
import { ensureBuildPackages, ensureChromium } from './lib/system.mjs';

const lockFolder = join(root, 'test', 'e2e', 'editor');
const lockFiles = ['package.json', 'package-lock.json'];

/**
 * @typedef {{command: string, args: string[]}} EditorCommand How to start code-server, before its own options.
 * @typedef {{editor: EditorCommand, chromium: string}} Editor
 */

/** What this lock file's editor is called in the cache folder. */
function cachedName() {
  const hash = sha256(...lockFiles.map((file) => readFileSync(join(lockFolder, file)))).slice(0, 12);
  const abi = `${process.platform}-${process.arch}-${process.versions.modules}`;
  return `code-server-${hash}-${abi}`;
}

/** The platform's Node package, which brings the headers that native modules compile against. @param {string} folder */
function nodePackage(folder) {
  return join(folder, 'node_modules', `node-${process.platform}-${process.arch}`);
}

/** @param {string} folder @returns {EditorCommand} */
function commandOf(folder) {
  const editorNode = join(nodePackage(folder), 'bin', 'node');
  return {
    command: existsSync(editorNode) ? editorNode : process.execPath,
    args: [join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js')],
  };
}

/** @param {EditorCommand} editor @returns {Promise<boolean>} whether it starts. */
async function isWhole({ command, args }) {
  const { code } = await capture(command, [...args, '--config', devNull, '--version']);
  return code === 0;
}

/**
 * Builds the editor in `part`.
 * @param {string} part an empty folder @returns {Promise<string | null>} null, or why it could not be built.
 */
async function install(part) {
  const missing = await ensureBuildPackages();
  if (missing !== null) return missing;
  for (const file of lockFiles) copyFileSync(join(lockFolder, file), join(part, file));
  console.log('Building code-server from npm; this takes some minutes, once …');
  const headers = nodePackage(part);
  const { code, text } = await capture('npm', ['ci', '--no-audit', '--no-fund', '--foreground-scripts'], {
    cwd: part,
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      npm_config_user_agent: undefined, // inherited from `npm test`, it would name that npm's Node
      // Both lock files pin every package; code-server's own nested installation cannot list what may run scripts.
      npm_config_dangerously_allow_all_scripts: 'true',
      ...(process.platform === 'linux' ? { npm_config_nodedir: headers } : {}), // else node-gyp downloads headers
    },
  });
  if (code !== 0 || !(await isWhole(commandOf(part)))) {
    const log = join(root, 'test-results', 'editor-install.log');
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, text);
    return `code-server could not be built; see ${log}`;
  }
  return null;
}

/** @returns {Promise<{command: EditorCommand} | {reason: string}>} */
export async function ensureCodeServer() {
  const given = process.env['LIS_CODE_SERVER'];
  if (given) {
    const found = existsSync(given);
    return found
      ? { command: { command: given, args: [] } }
      : { reason: `LIS_CODE_SERVER names ${given}, which does not exist` };
  }
  if (process.platform === 'win32') return { reason: 'code-server does not run on Windows; use WSL' };
  const kept = await keptFolder(cachedName(), install);
  return 'reason' in kept ? kept : { command: commandOf(kept.folder) };
}

/** @returns {Promise<Editor | {reason: string}>} the editor and a browser, or one sentence on what is missing. */
export async function ensureEditor() {
  const browser = await ensureChromium();
  if ('reason' in browser) return browser;
  const editor = await ensureCodeServer();
  return 'reason' in editor ? editor : { editor: editor.command, chromium: browser.path };
}

if (isMain(import.meta.filename)) {
  const result = await ensureEditor();
  if ('reason' in result) {
    console.error(result.reason);
    process.exitCode = 4;
  } else {
    console.log(
      `editor:  ${result.editor.command} ${result.editor.args.join(' ')}\nbrowser: ${result.chromium}`,
    );
  }
}
