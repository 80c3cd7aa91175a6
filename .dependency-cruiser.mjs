/**
 * The arrows between the folders of src/ (`npm run lint`): who may import whom, types included. They point one way:
 * vscode → worker/client → protocol, report, spec; worker/server, cli → evaluation → preference, ranker, head, metrics →
 * kernels, data → report, spec → inert.
 */

/** What each folder may import besides itself. */
const arrows = {
  inert: [],
  report: ['inert'],
  spec: ['inert', 'report'],
  protocol: ['report', 'spec'],
  code: [],
  programs: ['report'],
  kernels: [],
  data: ['report', 'spec'],
  metrics: ['kernels', 'data', 'report', 'spec'],
  ranker: ['metrics', 'kernels', 'data', 'report', 'spec'],
  head: ['kernels', 'data', 'report'],
  preference: ['ranker', 'metrics', 'kernels', 'data', 'report', 'spec'],
  audit: ['metrics', 'data', 'report', 'spec'],
  draft: ['data', 'report', 'spec'],
  evaluation: [
    ...['audit', 'programs', 'preference', 'ranker', 'head', 'metrics', 'kernels', 'data'],
    ...['report', 'spec'],
  ],
  cli: ['evaluation', 'draft', 'audit', 'preference', 'ranker', 'metrics', 'data', 'report', 'spec', 'inert'],
  worker: [
    ...['evaluation', 'draft', 'audit', 'preference', 'ranker', 'metrics', 'data'],
    ...['protocol', 'report', 'spec'],
  ],
  vscode: ['worker', 'protocol', 'code', 'programs', 'report', 'spec', 'inert'],
};

/** Where processes and threads start; a folder's index.ts is its public face, used or not. */
const entries =
  '^(src/(extension|index|cli/main|worker/server|evaluation/task|code/python/index)|webview/main)\\.ts$';

const folderRules = Object.entries(arrows).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only ${['itself', ...allowed.map((name) => `src/${name}`)].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...folderRules,
    {
      name: 'webview-imports',
      comment:
        'the panel’s page knows the report, the messages about it and how text is made inert, and nothing else of src/',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^(src|test|scripts|examples)/', pathNot: '^src/(protocol|report|inert)/' },
    },
    {
      name: 'toolkit-in-one-file',
      comment: 'its upkeep ended: a swap must touch one file alone',
      severity: 'error',
      from: { path: '^webview/', pathNot: '^webview/components\\.ts$' },
      to: { path: 'node_modules/@vscode/webview-ui-toolkit/' },
    },
    {
      name: 'src-knows-no-page',
      comment: 'the page is a bundle of its own; the host only names its file',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^webview/' },
    },
    {
      name: 'vscode-only-in-its-folder',
      comment: 'only src/vscode and src/extension.ts know the editor; the core must run without it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vscode/|extension\\.ts$)' },
      to: { path: '^vscode$|node_modules/@types/vscode/' },
    },
    {
      name: 'host-reaches-worker-through-its-client',
      comment: 'the extension host talks to the compute process; it never loads it',
      severity: 'error',
      from: { path: '^src/(vscode/|extension\\.ts$)' },
      to: { path: '^src/worker/', pathNot: '^src/worker/client' },
    },
    {
      name: 'host-stays-light',
      comment:
        'heavy libraries and the compute core are never loaded in the extension host, however indirectly',
      severity: 'error',
      from: { path: '^src/extension\\.ts$' },
      to: {
        path: '^src/(data|draft|kernels|metrics|ranker|head|preference|evaluation|audit|cli)/|node_modules/(apache-arrow|@duckdb)/',
        reachable: true,
      },
    },
    {
      name: 'no-cycles',
      comment: 'two modules that need each other are one module, or share a third',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { circular: true },
    },
    {
      name: 'no-dead-modules',
      comment: 'a module that no entry reaches is dead: what only tests use belongs to the tests',
      severity: 'error',
      from: { path: entries },
      to: { path: '^(src|webview)/', pathNot: [entries, '\\.d\\.ts$', '/index\\.ts$'], reachable: false },
    },
    {
      name: 'no-unresolved',
      comment: 'every import must exist',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    {
      name: 'no-tests-in-src',
      comment: 'the product does not lean on its tests, scripts or examples',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|examples)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
