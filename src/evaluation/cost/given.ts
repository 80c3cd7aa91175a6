/** What a spec gives of a ranker's options: a search keeps these, and trainings are as long as they say. */

/** Names of the options that the spec gives to a ranker, by its place among those of the run. */
export type Given = (ranker: number) => ReadonlySet<string>;
export const NONE_GIVEN: Given = () => new Set();
