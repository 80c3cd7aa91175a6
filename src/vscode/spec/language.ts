/** What a spec's text is told of itself while it is written, as one piece of the host's code: it is read with the first spec. */
export { cursorAt, entriesAt, wantsAt } from '../../spec/completion/complete.ts';
export { dataProblems, tablesOf } from '../../spec/data-problems.ts';
export { columnHover, filesHover, hoverAt } from '../../spec/hover.ts';
