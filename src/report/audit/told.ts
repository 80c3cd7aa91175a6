/** What an audit tells, of data and of code alike: one thing at one place, for formats that know nothing else. */
import type { Audit, AuditedCode, Finding, FoundInCode } from '../schema-audit.ts';
import { priceOf } from './words.ts';

export interface Told {
  code: string;
  severity: Finding['severity'];
  /** Relative to the folder that the format counts from, with forward slashes. */
  file: string;
  /** From 1; that of a notebook's cell is meant within the cell. */
  line: number;
  target: string;
  text: string;
  why: string;
  /** Of one that a comment sets aside. */
  reason?: string;
}

/**
 * Findings of the data, then of the code.
 * @param specPath the spec, as the format names files
 */
export function toldOf({ findings, code }: Pick<Audit, 'findings' | 'code'>, specPath: string): Told[] {
  return [
    ...findings.map((finding) => ofData(finding, specPath)),
    ...(code === undefined ? [] : ofCode(code, folderOf(specPath))),
  ];
}

const folderOf = (specPath: string): string => specPath.slice(0, specPath.lastIndexOf('/') + 1);

/** @param folder that the files' names start from, with a slash at its end where it is not empty */
export function ofCode({ findings }: AuditedCode, folder = ''): Told[] {
  return findings.map((finding) => toldOfCode(finding, folder));
}

function toldOfCode(finding: FoundInCode, folder: string): Told {
  return {
    ...{ code: finding.code, severity: finding.severity, why: finding.why },
    file: `${folder}${finding.file}`,
    line: finding.line,
    target: codePlace(finding),
    text: `${finding.message} ${finding.remedy}`,
  };
}

/** Likewise what comments set aside. */
export function setAsideOf({ ignored, code }: Pick<Audit, 'ignored' | 'code'>, specPath: string): Told[] {
  const ofSpec = ignored.map((finding) => ({ ...ofData(finding, specPath), reason: finding.reason }));
  return code === undefined ? ofSpec : [...ofSpec, ...setAsideOfCode(code, folderOf(specPath))];
}

/** Likewise what comments in the code set aside. */
export function setAsideOfCode({ ignored }: Pick<AuditedCode, 'ignored'>, folder = ''): Told[] {
  return ignored.map((finding) => ({ ...toldOfCode(finding, folder), reason: finding.reason }));
}

/** `train.py:12`, `train.ipynb cell 3:12`. */
export function codePlace({ file, cell, line }: Pick<FoundInCode, 'file' | 'cell' | 'line'>): string {
  return cell === undefined ? `${file}:${line}` : `${file} cell ${cell}:${line}`;
}

function ofData(finding: Finding, file: string): Told {
  const { code, severity, target, why, message, remedy, line = 1 } = finding;
  const price = priceOf(finding);
  const text = [message, ...(price === undefined ? [] : [`It is ${price}.`]), remedy].join(' ');
  return { code, severity, file, line, target, text, why };
}
