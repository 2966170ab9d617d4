/**
 * The hot streak: a stream whose one-line suggestion stands on the screen goes on for a few lines, and what it says is kept for the places
 * that the user comes to next. It shows nothing, and never goes beyond the block that the cursor stands in.
 *
 *   $a = ⟦1;⟧            the suggestion, which is final
 *   $b = 2;              unit 1, kept for "$a = 1;" + newline + indentation
 *   if ($c) {            unit 2, kept for all of the above + newline + indentation
 *       f();
 *   }
 *   }                    the block ends: the stream is cancelled
 */
import {
  closesBySign,
  closesByWord,
  continues,
  indentOf,
  isHead,
  isOnlyOpener,
  isText,
  opensBlock,
} from '../filter/code-lines.ts';
import type { StreamReuse } from './stream-reuse.ts';

/** What is to be shown at a place behind the suggestion. */
export interface Unit {
  /** What has to be typed since the place of the suggestion: accepted text, line break, indentation. */
  readonly typed: string;
  /** This unit and the whole ones after it. */
  readonly text: string;
}

/** Where a streak begins. */
export interface StreakStart {
  /** Text of the cursor's line, with the suggestion in it. */
  readonly line: string;
  /** The suggestion, as it is inserted. */
  readonly accepted: string;
  /** UTF-16 index in the stream's text where the suggestion's line ends. */
  readonly rawEnd: number;
}

interface Reading {
  /** The lines of each whole unit: the range of its rows, the last exclusive. */
  readonly units: readonly { readonly from: number; readonly to: number }[];
  /** Nothing further is wanted. */
  readonly isEnough: boolean;
}

/** Follows one stream. */
export class HotStreak {
  readonly #stream: StreamReuse;
  readonly #start: StreakStart;
  readonly #lines: number;
  readonly #keep: (units: readonly Unit[]) => void;
  readonly #leave: () => void;
  #isEnded = false;

  /**
   * @param lines most lines that the stream goes on for
   * @param keep is called once, when the streak ends for whatever reason
   */
  constructor(stream: StreamReuse, start: StreakStart, lines: number, keep: (units: readonly Unit[]) => void) {
    this.#stream = stream;
    this.#start = start;
    this.#lines = lines;
    this.#keep = keep;
    this.#leave = stream.listen({ grown: () => this.#look(), over: (error) => this.#end(error === undefined) });
    if (!this.#isEnded) this.#look();
  }

  /** Ends the streak, and the stream with it: the whole units are kept. */
  end(): void {
    this.#end(false);
    this.#stream.cancel();
  }

  /** Lets go of the stream, which another reader takes over. */
  release(): StreamReuse {
    this.#end(false);
    return this.#stream;
  }

  get stream(): StreamReuse {
    return this.#stream;
  }

  /** The suggestion, as it is inserted. */
  get accepted(): string {
    return this.#start.accepted;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  #look(): void {
    const { lines, base } = this.#read();
    if (readUnits(lines.slice(0, -1), base, this.#lines, false).isEnough) this.end();
  }

  #read(): { lines: string[]; base: number } {
    const { line, rawEnd } = this.#start;
    return { lines: linesFrom(this.#stream.text, rawEnd), base: indentOf(line) };
  }

  #end(isWhole: boolean): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#leave?.();
    const { lines, base } = this.#read();
    const whole = isWhole ? lines : lines.slice(0, -1);
    this.#keep(unitsOf(whole, this.#start.accepted, base, this.#lines, isWhole));
  }
}

/**
 * The units in a text that goes on behind a suggestion.
 * @param lines of the text, the first being the one below the suggestion; all of them whole
 * @param base columns of indentation of the suggestion's line
 * @param most lines that count
 * @param isWhole whether the model ended there
 */
export function unitsOf(
  lines: readonly string[],
  accepted: string,
  base: number,
  most: number,
  isWhole: boolean,
): Unit[] {
  const { units } = readUnits(lines, base, most, isWhole);
  const last = units.at(-1)?.to ?? 0;
  const first = units[0]?.from ?? 0;
  return units.map(({ from }) => {
    const indent = /^[ \t]*/u.exec(lines[from] ?? '')?.[0] ?? '';
    // Blank lines above the first unit are left out: who goes on typing has not typed them.
    const above = lines.slice(first, from).map((line) => `\n${line}`);
    return {
      typed: `${accepted}${above.join('')}\n${indent}`,
      text: lines.slice(from, last).join('\n').slice(indent.length).trimEnd(),
    };
  });
}

function readUnits(lines: readonly string[], base: number, most: number, isWhole: boolean): Reading {
  const units: { from: number; to: number }[] = [];
  let count = 0;
  let from: number | undefined;
  let to = 0;
  for (const [row, line] of lines.entries()) {
    if (!isText(line)) continue;
    const isInside = indentOf(line) >= base;
    const belongs = from !== undefined && isInside && goesOn(lines, from, to, line);
    if (from !== undefined && !belongs) {
      units.push({ from, to });
      from = undefined;
    }
    if (!isInside || (!belongs && closesBySign(line))) return { units, isEnough: true };
    count++;
    if (count > most) return { units, isEnough: true };
    from ??= row;
    to = row + 1;
  }
  if (from !== undefined && (isWhole || isClosed(lines, from, to))) units.push({ from, to });
  return { units, isEnough: isWhole || count >= most };
}

/** Whether `line` belongs to the unit in the rows `from` to `to`. */
function goesOn(lines: readonly string[], from: number, to: number, line: string): boolean {
  const head = lines[from] ?? '';
  if (indentOf(line) !== indentOf(head)) return indentOf(line) > indentOf(head);
  if (continues(line)) return true;
  const last = lines[to - 1] ?? '';
  const isOpen = opensBlock(last) || isHead(last) || indentOf(last) > indentOf(head);
  return isOpen && (closesBySign(line) || closesByWord(line) || isOnlyOpener(line));
}

/** Whether a unit needs nothing below it to be whole: a line that opens nothing, or one that closes what was opened. */
function isClosed(lines: readonly string[], from: number, to: number): boolean {
  const head = lines[from] ?? '';
  if (to - from === 1) return !opensBlock(head) && !isHead(head);
  const last = lines[to - 1] ?? '';
  return indentOf(last) === indentOf(head) && (closesBySign(last) || closesByWord(last)) && !opensBlock(last);
}

/** The lines below the one that ends at `rawEnd`; the last may not be whole. */
function linesFrom(raw: string, rawEnd: number): string[] {
  return raw.slice(rawEnd).replace(/\r/gu, '').split('\n').slice(1);
}
