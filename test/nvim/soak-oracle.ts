/**
 * Knows what a model that answers out of a hash has said to which text, and holds each screen against it: ghost text must be what
 * was said to the very text around the cursor, or what is left of it once its beginning was typed. Knows nothing of the plugin.
 */
import type { Cell, Grid } from '../helpers/screen.ts';

const PROMPT = /^<\|fim_prefix\|>([\s\S]*)<\|fim_suffix\|>([\s\S]*)<\|fim_middle\|>$/u;
/** `'number'` with `'numberwidth'` 4. */
const GUTTER = 4;
/** How 'list' shows a blank, so that the test sees each. */
const BLANK = '·';
/** Longest answer in UTF-16 units. */
const LONGEST = 60;

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** What the screen says of buffer and ghost text. */
interface Seen {
  readonly prefix: string;
  readonly suffix: string;
  readonly ghost: string;
}

export class Oracle {
  /** What was wrong, in order. */
  readonly complaints: string[] = [];
  /** Flushes with ghost text that could be checked. */
  ghosts = 0;
  /** Ghost text of the last flush; '' where there was none. */
  ghost = '';
  /** Answers by suffix, then by prefix. */
  readonly #said = new Map<string, Map<string, string[]>>();

  /** What the model says; another thing each time that it is asked the same. */
  answer(prompt: string): string {
    const [, prefix, suffix] = PROMPT.exec(prompt) ?? [];
    if (prefix === undefined || suffix === undefined) {
      this.complaints.push(`malformed prompt ${JSON.stringify(prompt)}`);
      return '';
    }
    const behind = withoutBlanks(suffix);
    const byPrefix = this.#said.get(behind) ?? new Map<string, string[]>();
    this.#said.set(behind, byPrefix);
    const answers = byPrefix.get(prefix) ?? [];
    byPrefix.set(prefix, answers);
    const text = say(hash(`${prefix}\0${suffix}\0${answers.length}`));
    answers.push(text);
    return text;
  }

  /** Looks at a screen as a user sees it. */
  look(grid: Grid): void {
    const seen = read(grid);
    this.ghost = seen === undefined ? '' : seen.ghost;
    if (seen === undefined || seen.ghost === '') return;
    this.ghosts++;
    if (!this.#wasSaid(seen)) this.complaints.push(`nobody said ${JSON.stringify(seen)}${this.#source(seen.ghost)}`);
  }

  /** Where the ghost text comes from, for the one who reads the complaint. */
  #source(ghost: string): string {
    for (const [suffix, byPrefix] of this.#said) {
      for (const [prefix, answers] of byPrefix) {
        const answer = answers.find((candidate) => candidate.includes(ghost));
        if (answer !== undefined) return `; it is of ${JSON.stringify({ prefix, suffix, answer })}`;
      }
    }
    return '';
  }

  #wasSaid(seen: Seen): boolean {
    // Closers that the user, or a plugin, has put behind the cursor since: what was said is laid around them.
    const closers = /^[ )\]}'"`]*/u.exec(seen.suffix)?.[0].length ?? 0;
    for (let added = 0; added <= closers; added++) {
      if (this.#wasSaidBefore({ ...seen, suffix: seen.suffix.slice(added) })) return true;
    }
    return false;
  }

  #wasSaidBefore({ prefix, suffix, ghost }: Seen): boolean {
    const byPrefix = this.#said.get(withoutBlanks(suffix));
    const isSaid = (at: string, text: string): boolean =>
      byPrefix?.get(at)?.some((answer) => answer.startsWith(text)) ?? false;
    for (let typed = 0; typed <= Math.min(LONGEST, prefix.length); typed++) {
      const at = prefix.length - typed;
      if (isSaid(prefix.slice(0, at), prefix.slice(at) + ghost)) return true;
    }
    // Typed, then answered there by a further suggestion, then taken back: what was taken back leads to that answer.
    for (let back = 1; back <= ghost.length; back++) {
      if (isSaid(prefix + ghost.slice(0, back), ghost.slice(back))) return true;
    }
    return false;
  }
}

/**
 * Blanks at the end of the cursor's line cannot be seen while ghost text of several lines has moved the rest of that line down. Blank lines below
 * it tell no place from another: what was said above them holds for all of them, and for a place with nothing below.
 */
function withoutBlanks(suffix: string): string {
  return suffix
    .replace(/^([^\n]*?) +(?=\n|$)/u, '$1')
    .replace(/^([^\n]*)(?:\n *)+$/u, '$1')
    .replace(/^([^\n]*)\n(?: *\n)+/u, '$1\n');
}

/** One to four words, at times on two lines: characters that nobody types, so that no answer is typed by chance. */
function say(seed: number): string {
  const word = (n: number): string => `W${((seed >>> n) % 0xffff).toString(16).toUpperCase()}`;
  const line = [word(0), word(5), word(11)].slice(0, 1 + (seed % 3)).join(' ');
  return seed % 4 === 0 ? `${line}\n${word(3)} ${word(7)}` : line;
}

/** Reads buffer, cursor and ghost text off the screen; `undefined` where it does not hold the whole buffer, or the cursor is not in it. */
function read(grid: Grid): Seen | undefined {
  const rows = grid.rows.map((row) => ({ number: text(row.slice(0, GUTTER)).trim(), cells: row.slice(GUTTER) }));
  const end = rows.findIndex(({ number }) => number.startsWith('~'));
  const { row: at, col } = grid.cursor;
  const line = rows[at];
  // While Neovim writes a message the cursor is down there.
  if (line === undefined || rows[0]?.number !== '1' || at >= end) return undefined;
  const next = rows.findIndex(({ number }, row) => row > at && number !== '');
  const virtual = rows.slice(at + 1, next).map(({ cells }) => cells);
  const before = line.cells.slice(0, col - GUTTER);
  const after = line.cells.slice(col - GUTTER);
  const above = rows.slice(0, at).map(({ cells }) => cells);
  const below = rows.slice(next, end).map(({ cells }) => cells);
  const astray = [...above, before, ...below].flat().filter((cell) => isGhost(cell, grid));
  // Virtual lines follow the cursor's line; the last one may end with the rest of that line.
  const moved = virtual.map((cells) => visible(cells.filter((cell) => !isGhost(cell, grid)))).join('');
  return {
    prefix: [...above, before].map((cells) => bufferText(cells, grid)).join('\n'),
    suffix: [bufferText(after, grid) + moved, ...below.map((cells) => bufferText(cells, grid))].join('\n'),
    ghost:
      astray.length > 0
        ? `away from the cursor: ${text(astray)}`
        : [after, ...virtual].map((cells) => visible(cells.filter((cell) => isGhost(cell, grid)))).join('\n'),
  };
}

function isGhost(cell: Cell, grid: Grid): boolean {
  return grid.highlights.get(cell.hl)?.groups.some((name) => name === 'FimGhost' || name === 'FimGhostDraft') ?? false;
}

function isCount(cell: Cell, grid: Grid): boolean {
  return grid.highlights.get(cell.hl)?.groups.includes('FimCount') ?? false;
}

/** The buffer's part of some cells; 'list' shows its blanks. */
function bufferText(cells: readonly Cell[], grid: Grid): string {
  const own = cells.filter((cell) => !isGhost(cell, grid) && !isCount(cell, grid));
  return visible(own).replaceAll(BLANK, ' ');
}

/** What is blank at the end stands behind the line's end. */
function visible(cells: readonly Cell[]): string {
  return text(cells).replace(/ +$/u, '');
}

function text(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join('');
}
