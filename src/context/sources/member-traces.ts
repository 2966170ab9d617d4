/** What the text around the cursor says of the member that is typed next: words near by, names behind arrows, the function's own. Pure. */
import { knownLine } from '../known-lines.ts';
import type { Moment } from '../source.ts';
import { wordsOf } from './name-words.ts';

export interface MemberTraces {
  readonly nearWords: ReadonlySet<number>;
  readonly lineWords: ReadonlySet<number>;
  /** How often a name stands behind the same receiver, and behind any arrow; the cursor's own row left out. */
  readonly onReceiver: ReadonlyMap<string, number>;
  readonly inFile: ReadonlyMap<string, number>;
  /** Names behind arrows in the rows above the cursor. */
  readonly justUsed: ReadonlySet<string>;
  readonly functionName: string;
  readonly functionWords: ReadonlySet<number>;
  /** Variables of the function, without `$`. */
  readonly variables: ReadonlySet<string>;
}

/** Rows around the cursor whose words count, and rows above it whose members are just used. */
const NEAR_ROWS = 10;
const JUST_USED_ROWS = 4;
/** Text on each side of the cursor that is looked through, in UTF-16 units. */
const LONGEST_SIDE = 40_000;
const BEHIND_ARROW = /(?:->|::|\.|(?<=\w):)\$?([\p{L}_][\p{L}\p{N}_]*)/gu;
const VARIABLE = /\$([\p{L}_][\p{L}\p{N}_]*)/gu;

export function tracesAt(moment: Moment): MemberTraces {
  const { lines, row, enclosingFunction } = moment;
  const around = enclosingFunction?.declaration;
  const code = around === undefined ? '' : lines.slice(around.nameRow, around.endRow + 1).join('\n');
  const functionName = around?.name ?? '';
  return {
    nearWords: wordsIn(lines.slice(Math.max(0, row - NEAR_ROWS), row + NEAR_ROWS + 1)),
    lineWords: wordsIn(lines.slice(Math.max(0, row - 1), row + 1)),
    ...namesIn(moment),
    justUsed: new Set(found(lines.slice(Math.max(0, row - JUST_USED_ROWS), row).join('\n'), BEHIND_ARROW)),
    functionName,
    functionWords: new Set(wordsOf(functionName)),
    variables: new Set(found(code, VARIABLE)),
  };
}

function wordsIn(lines: readonly string[]): ReadonlySet<number> {
  return new Set(lines.flatMap((line) => knownLine(line).words));
}

function namesIn({ text, offset, linePrefix, member }: Moment): Pick<MemberTraces, 'onReceiver' | 'inFile'> {
  const onReceiver = new Map<string, number>();
  const inFile = new Map<string, number>();
  // A receiver of several lines is written like that only once.
  const receiver =
    member === undefined || member.receiver.includes('\n') ? undefined : member.receiver + member.operator;
  const above = text.slice(Math.max(0, offset - LONGEST_SIDE), offset - linePrefix.length);
  const end = text.indexOf('\n', offset);
  const below = end < 0 ? '' : text.slice(end, offset + LONGEST_SIDE);
  for (const part of [above, below]) {
    for (const match of part.matchAll(BEHIND_ARROW)) {
      const name = match[1] ?? '';
      inFile.set(name, (inFile.get(name) ?? 0) + 1);
      const front = match.index + match[0].length - name.length;
      if (receiver !== undefined && isBehind(part, front, receiver)) {
        onReceiver.set(name, (onReceiver.get(name) ?? 0) + 1);
      }
    }
  }
  return { onReceiver, inFile };
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** Whether `receiver` ends at `at`; a `$` may stand between (`self::$cache`). */
function isBehind(text: string, at: number, receiver: string): boolean {
  return text.startsWith(receiver, at - receiver.length) || text.startsWith(`${receiver}$`, at - receiver.length - 1);
}
