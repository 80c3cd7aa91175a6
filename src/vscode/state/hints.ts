import type { Edit } from '../../specfile/hints/hint.ts';

/** Edits of a spec that its report asks for, for those who offer them; `src/vscode/findings` makes them. */
export interface HintAct {
  /** Names the edit, for `apply`. */
  id: string;
  /** The verdict that asks for it, by code and target. */
  code: string;
  target: string;
  title: string;
}

export interface Hints {
  /** @param specPath absolute; of a spec or of a config with a `lis:` block */
  of(specPath: string): Promise<HintAct[]>;
  /** Shows the edit before it is made, makes it where the user agrees, and offers to evaluate again. */
  apply(specPath: string, id: string): Promise<void>;
  /** The same for an edit of the text as it is now, which no verdict asks for. @param title verb first: `Add …` */
  edit(specPath: string, title: string, edits: readonly Edit[]): Promise<void>;
}
