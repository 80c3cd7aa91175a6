/**
 * The arrows between the folders of src/ (`npm run lint`): who may import whom, types included. They point one way:
 * vscode → compute/client → protocol, report, specfile; compute/server, cli → evaluation → preference, ranker, metrics → kernels, data →
 * report, specfile → common → inert. Inside vscode: commands → features → words → state → show.
 */

/** What each folder may import besides itself. */
const arrows = {
  inert: [],
  common: ['inert'],
  report: ['common', 'inert'],
  specfile: ['report', 'common', 'inert'],
  protocol: ['report', 'specfile', 'common'],
  code: [],
  programs: ['common'],
  kernels: ['common'],
  data: ['report', 'specfile', 'common'],
  metrics: ['kernels', 'data', 'report', 'specfile', 'common'],
  ranker: ['metrics', 'kernels', 'data', 'report', 'specfile', 'common'],
  preference: ['ranker', 'metrics', 'kernels', 'data', 'report', 'specfile', 'common'],
  audit: ['code', 'metrics', 'data', 'report', 'specfile', 'common'],
  draft: ['data', 'report', 'specfile', 'common'],
  evaluation: [
    ...['audit', 'programs', 'preference', 'ranker', 'metrics', 'kernels', 'data'],
    ...['report', 'specfile', 'common'],
  ],
  agents: ['audit', 'compute', 'protocol', 'report', 'specfile', 'common', 'inert'],
  cli: [
    ...['evaluation', 'draft', 'audit', 'preference', 'ranker', 'metrics', 'data'],
    ...['report', 'specfile', 'common', 'inert'],
  ],
  compute: [
    ...['evaluation', 'draft', 'audit', 'preference', 'ranker', 'metrics', 'data'],
    ...['protocol', 'report', 'specfile', 'common'],
  ],
  vscode: [
    'agents',
    'audit',
    'compute',
    'protocol',
    'code',
    'programs',
    'report',
    'specfile',
    'common',
    'inert',
  ],
};

/** Where processes and threads start; a folder's index.ts is its public face, used or not. */
const entries =
  '^(src/(extension|index|cli/main|compute/server|evaluation/tasks/task|data/spark/connect/channel|agents/serve|code/python/index|vscode/agents/tools|vscode/(findings|exports|runs)/bundle)|webview/main)\\.ts$';

const folderRules = Object.entries(arrows).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only ${['itself', ...allowed.map((name) => `src/${name}`)].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

/** What each shared folder of the editor may import of the editor besides itself; any folder that is not named here is a feature. */
const editorArrows = { show: [], state: ['show'], words: ['state'] };
const belowFeatures = Object.keys(editorArrows);

const editorRules = [
  ...Object.entries(editorArrows).map(([folder, allowed]) => ({
    name: `vscode-${folder}-imports`,
    comment: `src/vscode/${folder} is shared by all features: of the editor it may import only ${[folder, ...allowed].join(', ')}`,
    severity: 'error',
    from: { path: `^src/vscode/${folder}/` },
    to: { path: '^src/vscode/', pathNot: `^src/vscode/(${[folder, ...allowed].join('|')})/` },
  })),
  {
    name: 'vscode-features-import',
    comment: `a feature of the editor knows no other feature and no command, only ${belowFeatures.join(', ')}: what two of them share moves down`,
    severity: 'error',
    from: {
      path: '^src/vscode/([^/]+)',
      // The root of a bundle puts features together, as src/extension.ts does.
      pathNot: `^src/vscode/((${[...belowFeatures, 'commands'].join('|')})/|findings/bundle\\.ts)`,
    },
    to: { path: '^src/vscode/', pathNot: `^src/vscode/($1|${belowFeatures.join('|')})/` },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...folderRules,
    ...editorRules,
    {
      name: 'webview-imports',
      comment:
        'the panel’s page knows the report, the messages about it, the ground floor and how text is made inert, and nothing else of src/',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^(src|test|scripts|examples)/', pathNot: '^src/(protocol|report|common|inert)/' },
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
      name: 'host-reaches-compute-through-its-client',
      comment: 'the extension host talks to the compute process; it never loads it',
      severity: 'error',
      from: { path: '^src/(vscode/|agents/|extension\\.ts$)' },
      to: { path: '^src/compute/', pathNot: '^src/compute/client' },
    },
    {
      name: 'host-stays-light',
      comment:
        'heavy libraries and the compute core are never loaded in the extension host, however indirectly',
      severity: 'error',
      from: { path: '^src/extension\\.ts$' },
      to: {
        path: '^src/(data|draft|kernels|metrics|ranker|preference|evaluation|audit|cli)/|node_modules/(apache-arrow|@duckdb)/',
        reachable: true,
      },
    },
    {
      name: 'one-place-chooses-the-engine',
      comment:
        'everything asks for its rows through src/data/engine.ts; only src/data/default-engine.ts knows that DuckDB or a cluster answers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/data/(duckdb/|spark/|default-engine\\.ts$)' },
      to: { path: '^src/data/(duckdb|spark)/' },
    },
    {
      name: 'engines-know-no-other',
      comment: 'what two engines share stands right in src/data, or in plan/, policy/, beside/ and arrow/',
      severity: 'error',
      from: { path: '^src/data/(duckdb|spark)/' },
      to: { path: '^src/data/(duckdb|spark)/', pathNot: '^src/data/$1/' },
    },
    {
      name: 'grpc-in-one-file',
      comment: 'it is a bundle of its own, which only runs with a cluster load',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/data/spark/connect/channel\\.ts$' },
      to: { path: 'node_modules/(@grpc|protobufjs)/' },
    },
    {
      name: 'entries-hand-the-engine-on',
      comment: 'whoever starts the work chooses the engine, and hands it to what needs it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/program|compute/server|index)\\.ts$' },
      to: { path: '^src/data/default-engine\\.ts$' },
    },
    {
      name: 'driver-behind-its-session',
      comment:
        'only the session, and the reader of Arrow that fills its vectors, know the types of DuckDB’s driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/data/duckdb/(session|formats/arrow)/' },
      to: { path: 'node_modules/@duckdb/' },
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
