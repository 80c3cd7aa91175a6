/** Which paths of a spec are a cluster's, where the spec names one: what is relative to the spec lies on this machine. */

/** What stands before the name of a table of a catalogue, where paths stand. */
const TABLE = 'table:';

/** `{table: db.impressions}` as a path. */
export function tablePath(name: string): string {
  return `${TABLE}${name}`;
}

/** The table of a catalogue that a path stands for; undefined for files. */
export function tableIn(path: string): string | undefined {
  return path.startsWith(TABLE) ? path.slice(TABLE.length) : undefined;
}

/** Whether a path is an address: `s3://…`, `hdfs://…`. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

/** Whether a cluster reads what a path names. */
export function isOfCluster(path: string): boolean {
  return tableIn(path) !== undefined || isAddress(path) || path.startsWith('/');
}

/** `s3://key:secret@bucket/log.parquet?token=…` → `s3://bucket/log.parquet` */
export function withoutCredentials(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(/:\/\/[^/\s]*@/, '://').replace(/\?.*$/s, '');
}
