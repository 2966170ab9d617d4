/** The source `clipboard`: what was copied last, where it looks like code. What may be a password does not. */
import type { Source } from '../source.ts';

const SHARE = 0.05;
/** Longer is no piece of code that somebody means to use here. */
const MOST_LINES = 20;
/** In UTF-16 units: a look at a clipboard of megabytes must cost nothing. */
const LARGEST = 4000;
/** A call, an access, a path of names; several words with a sign of code among them. */
const CODE =
  /[\p{L}_$][\p{L}\p{N}_]*(?:->|::|\?\.|\.)[\p{L}_$]|[\p{L}_][\p{L}\p{N}_]*\([^)]*\)|\s[=<>!&|+*/-]{1,3}\s|[({[;,:]\s*$|\b(?:function|def|class|return|import|use|const|let|new)\s+[\p{L}_$]/mu;

export const clipboardSource: Source = {
  name: 'clipboard',
  share: ({ clipboard }) => (clipboard === '' ? 0 : SHARE),
  collect(moment, _project, room) {
    if (moment.clipboard.length > LARGEST) return [];
    const text = dedent(moment.clipboard.replaceAll(/\r\n?/gu, '\n').split('\n'));
    const tokens = moment.estimate(`${text}\n`);
    const isWanted = text.split('\n').length <= MOST_LINES && tokens <= room && isCode(text);
    if (!isWanted || isShown(text, moment)) return [];
    return [
      {
        source: 'clipboard',
        id: 'clipboard',
        path: '',
        text,
        kind: 'code',
        score: 0.5,
        reason: 'copied last',
        stability: 'session',
        tokens,
      },
    ];
  },
};

/** One word without blanks is code only where it calls or asks for something by name. */
function isCode(text: string): boolean {
  return CODE.test(text) && (/\s/u.test(text) || /^[\p{L}\p{N}_$>:.?()\\[\]-]+$/u.test(text)) && /\p{L}{2}/u.test(text);
}

/** Whether all its lines stand in the window, one below the other, however they are indented. */
function isShown(
  text: string,
  { lines, window: [first, last] }: { lines: readonly string[]; window: readonly [number, number] },
): boolean {
  const trimmed = (all: readonly string[]): string => all.map((line) => line.trim()).join('\n');
  return trimmed(lines.slice(first, last + 1)).includes(trimmed(text.split('\n')));
}

/** Without the indent that all lines have, and blank lines around. What was copied from within a line begins without an indent. */
function dedent(lines: readonly string[]): string {
  const [first = '', ...others] = lines;
  const counted = /^\s/u.test(first) ? lines : others;
  const indents = counted.filter((line) => line.trim() !== '').map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  const cut = (line: string): string => line.slice(Math.min(common, /^\s*/u.exec(line)?.[0].length ?? 0)).trimEnd();
  return lines
    .map(cut)
    .join('\n')
    .replaceAll(/^\n+|\n+$/gu, '');
}
