/** `php -l` as a verifier, where PHP is installed: the text goes in by standard input and is only parsed, never run. */
import { spawn } from 'node:child_process';
import type { Diagnostic } from '../diagnostic.ts';
import type { Verifier } from './verifier.ts';

/** `PHP Parse error:  syntax error, unexpected token "}" in Standard input code on line 4`. */
const REPORT = /^(?:PHP )?(?:Parse|Fatal|Compile) error:\s+(.*?) in (?:Standard input code|-) on line (\d+)/mu;

/** @param program `php` */
export function phpLint(program: string): Verifier {
  return {
    name: 'php -l',
    worth: 'syntax only',
    diagnose: (content, signal) =>
      new Promise((resolve, reject) => {
        // No ini file, no extension of the user's: nothing is loaded that could run.
        const child = spawn(program, ['-n', '-d', 'display_errors=stderr', '-d', 'log_errors=0', '-l'], {
          signal,
          stdio: 'pipe',
        });
        let said = '';
        child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
        child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
        child.stdin.on('error', () => undefined);
        child.once('error', reject);
        child.once('close', () => resolve(reportsIn(said)));
        child.stdin.end(content);
      }),
  };
}

function reportsIn(said: string): readonly Diagnostic[] {
  const match = REPORT.exec(said);
  if (match === null) return [];
  const row = Number(match[2]) - 1;
  const message = match[1] ?? '';
  return [
    { row, col: 0, endRow: row + 1, endCol: 0, severity: 1, message, code: 'syntax', source: 'php', related: [] },
  ];
}
