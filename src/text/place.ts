/** A place that a command line names, as a situation. Reads no files. */
import { FimError } from './error.ts';
import { byteCol, byteLength, utf16Column } from './offset.ts';
import type { Situation } from './situation.ts';

/**
 * The situation at a cursor in `text`.
 * @param path absolute path of the file; its ending names the language
 * @param line from 1
 * @param col bytes of the line before the cursor, from 0
 * @throws FimError `config` when there is no such place
 */
export function situationIn(path: string, text: string, line: number, col: number): Situation {
  const lines = text.replace(/^\ufeff/u, '').split(/\r?\n/u);
  // What editors count as lines: a line end at the end begins no further one.
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const own = lines[line - 1];
  if (own === undefined) throw noPlace(`${path} has ${counted(lines.length, 'line')}, --line ${line} is behind them.`);
  const bytes = byteLength(own);
  if (col > bytes) throw noPlace(`Line ${line} of ${path} has ${counted(bytes, 'byte')}, --col ${col} is behind them.`);
  const at = utf16Column(own, byteCol(col));
  return {
    path,
    filetype: '',
    prefix: [...lines.slice(0, line - 1), own.slice(0, at)].join('\n'),
    startsFile: true,
    suffix: [own.slice(at), ...lines.slice(line)].join('\n'),
    indentUnit: '',
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function noPlace(what: string): FimError {
  return new FimError('config', { what, next: 'Lines count from 1, columns in bytes from 0.' });
}
