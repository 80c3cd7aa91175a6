/** The version of the tool, put in by the bundler from package.json. */
declare const __LIS_VERSION__: string | undefined;

/** `0.0.0-source` where the sources run unbundled, as in unit tests. */
export const TOOL_VERSION = typeof __LIS_VERSION__ === 'undefined' ? '0.0.0-source' : __LIS_VERSION__;
