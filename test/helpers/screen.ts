/**
 * The screen that Neovim draws: applies its UI events (`:help ui-linegrid`) to a grid of cells, and writes the grid as text in
 * which ghost text is marked. Knows nothing of processes and asks Neovim nothing.
 */

/** Look of a cell. Colours are 0xRRGGBB; without one the grid's default holds. */
export interface Highlight {
  readonly fg?: number;
  readonly bg?: number;
  readonly special?: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly undercurl: boolean;
  readonly strikethrough: boolean;
  readonly reverse: boolean;
  /** Names of the highlight groups that it was made of, lowest first (`:help ui-hlstate`). Colours may mix; the names stay. */
  readonly groups: readonly string[];
}

/** One screen cell. */
export interface Cell {
  /** What stands in it: one character with its combining ones; '' in the right half of a double-width character. */
  readonly text: string;
  /** Key into `Grid.highlights`; 0 is the default look. */
  readonly hl: number;
}

/** The whole screen. Rows and columns are 0-based screen cells, not buffer lines or bytes. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly (readonly Cell[])[];
  readonly cursor: { readonly row: number; readonly col: number };
  readonly highlights: ReadonlyMap<number, Highlight>;
  readonly defaults: { readonly fg: number; readonly bg: number };
  /** Neovim's name of the mode that shapes the cursor: `normal`, `insert`, `cmdline_normal`, … */
  readonly mode: string;
}

const BLANK: Cell = { text: ' ', hl: 0 };

/** What a `render` mark is called for each highlight group that gets one. */
export const MARKS: Readonly<Record<string, string>> = { FimGhost: 'ghost', FimGhostDraft: 'draft' };

/** A screen that follows Neovim's `redraw` notifications. */
export class Screen implements Grid {
  width = 0;
  height = 0;
  rows: Cell[][] = [];
  cursor = { row: 0, col: 0 };
  readonly highlights = new Map<number, Highlight>();
  defaults = { fg: 0xffffff, bg: 0x000000 };
  mode = 'normal';

  /**
   * Applies the arguments of one `redraw` notification: `[[event, …calls], …]`, each call an array of arguments.
   * @returns whether a `flush` was among them: only then the grid is what a user sees.
   * @throws TypeError when an event is not of the protocol's shape, RangeError when it lies outside the grid.
   */
  apply(batch: readonly unknown[]): boolean {
    let flushed = false;
    for (const entry of batch) {
      const [name, ...calls] = list(entry);
      if (name === 'flush') flushed = true;
      for (const call of calls) this.#applyOne(name, list(call));
    }
    return flushed;
  }

  #applyOne(name: unknown, args: readonly unknown[]): void {
    switch (name) {
      case 'grid_resize':
        this.#resize(int(args[1]), int(args[2]));
        return;
      case 'grid_clear':
        this.rows = blankRows(this.width, this.height);
        return;
      case 'grid_line':
        this.#line(int(args[1]), int(args[2]), list(args[3]));
        return;
      case 'grid_scroll':
        this.#scroll(
          { top: int(args[1]), bottom: int(args[2]), left: int(args[3]), right: int(args[4]) },
          int(args[5]),
        );
        return;
      case 'grid_cursor_goto':
        this.cursor = { row: int(args[1]), col: int(args[2]) };
        return;
      case 'hl_attr_define':
        this.highlights.set(int(args[0]), highlight(record(args[1]), list(args[3])));
        return;
      case 'default_colors_set':
        this.defaults = { fg: colour(args[0], this.defaults.fg), bg: colour(args[1], this.defaults.bg) };
        return;
      case 'mode_change':
        this.mode = String(args[0]);
        return;
      default: // titles, bells, options, viewport hints: nothing that changes a cell
    }
  }

  #resize(width: number, height: number): void {
    const old = this.rows;
    this.rows = blankRows(width, height);
    for (const [row, cells] of this.rows.entries()) {
      for (let col = 0; col < width; col += 1) cells[col] = old[row]?.[col] ?? BLANK;
    }
    this.width = width;
    this.height = height;
  }

  /** Cells come run-length coded: `[text, hl?, repeat?]`; without hl the one of the cell before in this call holds. */
  #line(row: number, colStart: number, runs: readonly unknown[]): void {
    const cells = this.rows[row];
    if (cells === undefined) throw new RangeError(`grid_line in row ${row} of ${this.height}`);
    let col = colStart;
    let hl = 0;
    for (const run of runs) {
      const [text, newHl, repeat] = list(run);
      if (newHl !== undefined) hl = int(newHl);
      const cell: Cell = { text: String(text), hl };
      const count = repeat === undefined ? 1 : int(repeat);
      if (col + count > this.width) throw new RangeError(`grid_line up to column ${col + count} of ${this.width}`);
      cells.fill(cell, col, col + count);
      col += count;
    }
  }

  /**
   * Moves a region by `by` rows: up when positive. What it uncovers keeps stale cells, Neovim draws over them in the same batch.
   *
   *     by = 1     top ┌─────┐   ┌─────┐
   *                    │ a   │   │ b   │  ← copied from one row below
   *                    │ b   │ → │ c   │
   *                    │ c   │   │ c   │  ← stale until redrawn
   *             bottom └─────┘   └─────┘  (exclusive)
   */
  #scroll(region: { top: number; bottom: number; left: number; right: number }, by: number): void {
    const { top, bottom, left, right } = region;
    const before = this.rows.map((cells) => [...cells]);
    for (let row = top; row < bottom; row += 1) {
      const from = row + by;
      if (from < top || from >= bottom) continue;
      const source = before[from];
      const target = this.rows[row];
      if (source === undefined || target === undefined) throw new RangeError(`grid_scroll of row ${row} from ${from}`);
      for (let col = left; col < right; col += 1) target[col] = source[col] ?? BLANK;
    }
  }
}

/** What `render` shows besides the text. */
export interface RenderOptions {
  /** Writes `^` before the cursor's cell. */
  readonly cursor?: boolean;
  /** Highlight group → its mark. Default: `FimGhost` → ghost, `FimGhostDraft` → draft. */
  readonly marks?: Readonly<Record<string, string>>;
}

/**
 * All rows as text. A run of cells that a marked group took part in is written `{ghost:…}`, whatever other groups are mixed in
 * (cursor line, search). Plain blanks at the end of a row are dropped, blanks inside a mark are kept.
 */
export function render(grid: Grid, { cursor = false, marks = MARKS }: RenderOptions = {}): string[] {
  return grid.rows.map((cells, row) => {
    const cursorCol = cursor && row === grid.cursor.row ? grid.cursor.col : -1;
    return renderRow(cells, cursorCol, (cell) => markOf(cell, grid, marks));
  });
}

/**
 * The rows as one text, for inline snapshots: without the blank rows between the buffer's text and the message row, and without
 * blank rows at the end.
 */
export function renderText(grid: Grid, options: RenderOptions = {}): string {
  const rows = render(grid, options);
  const message = rows.pop() ?? '';
  while (rows.length > 0 && rows.at(-1) === '') rows.pop();
  return (message === '' ? rows : [...rows, message]).join('\n');
}

/**
 * The text of all cells that carry `mark`, row by row; rows without any are left out.
 * A blank cell inside counts; other text in the same row does not.
 */
export function markedText(grid: Grid, mark: string, marks: Readonly<Record<string, string>> = MARKS): string[] {
  return grid.rows.flatMap((cells) => {
    const marked = cells.filter((cell) => markOf(cell, grid, marks) === mark);
    return marked.length === 0 ? [] : [marked.map((cell) => cell.text).join('')];
  });
}

function renderRow(cells: readonly Cell[], cursorCol: number, mark: (cell: Cell) => string | undefined): string {
  let out = '';
  let open: string | undefined;
  for (const [col, cell] of cells.entries()) {
    const now = mark(cell);
    if (now !== open) {
      if (open !== undefined) out += '}';
      if (now !== undefined) out += `{${now}:`;
      open = now;
    }
    if (col === cursorCol) out += '^';
    out += cell.text;
  }
  return open === undefined ? out.trimEnd() : `${out}}`;
}

/** The mark of the topmost marked group of a cell. */
function markOf(cell: Cell, grid: Grid, marks: Readonly<Record<string, string>>): string | undefined {
  const group = grid.highlights.get(cell.hl)?.groups.findLast((name) => Object.hasOwn(marks, name));
  return group === undefined ? undefined : marks[group];
}

function blankRows(width: number, height: number): Cell[][] {
  return Array.from({ length: height }, () => new Array<Cell>(width).fill(BLANK));
}

function highlight(attributes: Record<string, unknown>, info: readonly unknown[]): Highlight {
  const colourOf = (name: string) => (typeof attributes[name] === 'number' ? attributes[name] : undefined);
  const [fg, bg, special] = ['foreground', 'background', 'special'].map(colourOf);
  return {
    ...(fg === undefined ? {} : { fg }),
    ...(bg === undefined ? {} : { bg }),
    ...(special === undefined ? {} : { special }),
    bold: attributes['bold'] === true,
    italic: attributes['italic'] === true,
    underline: attributes['underline'] === true,
    undercurl: attributes['undercurl'] === true,
    strikethrough: attributes['strikethrough'] === true,
    reverse: attributes['reverse'] === true,
    groups: info.flatMap((item) => {
      const name = record(item)['hi_name'];
      return typeof name === 'string' ? [name] : [];
    }),
  };
}

/** −1 means "no colour set" in `default_colors_set`. */
function colour(value: unknown, fallback: number): number {
  const number = int(value);
  return number < 0 ? fallback : number;
}

function int(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`UI event: a number was expected, not ${typeof value}`);
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`UI event: a list was expected, not ${typeof value}`);
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`UI event: a map was expected, not ${typeof value}`);
  return Object.fromEntries(Object.entries(value));
}
