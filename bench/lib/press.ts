/** One measured key: from the moment it is written to Neovim until the flush that shows what it should. Judges no numbers. */
import type { Nvim } from '../../test/helpers/nvim-session.ts';
import { type Grid, MARKS } from '../../test/helpers/screen.ts';

/** A key without what was waited for after this many ms is a failure of the plugin, not a slow sample. */
const LOST_MS = 2000;

/**
 * Presses one key. @returns milliseconds from writing it until the flush after which `shown` holds.
 * @throws Error with the screen when that never comes.
 */
export function press(nvim: Nvim, key: string, shown: (grid: Grid) => boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const settle = (run: () => void): void => {
      stop();
      clearTimeout(timer);
      run();
    };
    const stop = nvim.onFlush((at, grid) => {
      if (shown(grid)) settle(() => resolve(at - pressedAt));
    });
    const timer = setTimeout(() => {
      settle(() => reject(new Error(`key ${key} never showed what it should:\n${nvim.screen({ cursor: true })}`)));
    }, LOST_MS);
    const pressedAt = performance.now();
    nvim.press(key).catch((error: unknown) => settle(() => reject(error)));
  });
}

/** The ghost text that begins at the cursor, up to the end of the screen row; '' where there is none. */
export function ghostAtCursor(grid: Grid): string {
  const { row, col } = grid.cursor;
  let text = '';
  for (const cell of grid.rows[row]?.slice(col) ?? []) {
    if (!grid.highlights.get(cell.hl)?.groups.some((group) => Object.hasOwn(MARKS, group))) break;
    text += cell.text;
  }
  return text;
}

/** The cursor's screen row up to the cursor. */
export function textBeforeCursor(grid: Grid): string {
  const { row, col } = grid.cursor;
  return (grid.rows[row] ?? [])
    .slice(0, col)
    .map((cell) => cell.text)
    .join('');
}
