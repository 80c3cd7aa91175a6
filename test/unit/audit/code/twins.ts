/** A leak and the same program repaired. The line that leaks ends with `# LIS001`; programs begin with the imports they need. */
import { auditPython } from '../../../../src/audit/code/index.ts';

export interface Twin {
  name: string;
  wrong: string;
  right: string;
}

export const IMPORTS = `import numpy as np
import pandas as pd
import polars as pl
from sklearn.model_selection import *
from sklearn.preprocessing import *
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score, accuracy_score
from sklearn.pipeline import Pipeline, make_pipeline
`;

/** The codes found, each with its line: `LIS001:3`. Lines count from the end of the imports. */
export function found(program: string, imports = IMPORTS): string[] {
  const offset = imports.split('\n').length - 1;
  return auditPython(imports + program).findings.map(({ code, line }) => `${code}:${line - offset}`);
}

/** The codes that comments of a program expect. */
export function expected(program: string): string[] {
  return program
    .split('\n')
    .flatMap((line, at) => [...line.matchAll(/LIS\d{3}/g)].map(([code]) => `${code}:${at + 1}`));
}
