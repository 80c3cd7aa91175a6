/** What reads training configs, as one piece of the host's code: it is read with the first of them. */
export { assembleConfig } from '../../spec/configs/assemble.ts';
export { draftConfig } from '../../spec/configs/draft-config.ts';
export { nodeFiles } from '../../spec/configs/node-files.ts';
export { readSpecText } from '../../spec/configs/read.ts';
