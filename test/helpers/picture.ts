/** Draws a grid as SVG, for the README and for a look at a failed test. Pure: no fonts are measured, no file is written. */
import type { Cell, Grid, Highlight } from './screen.ts';

/** How a picture looks. */
export interface PictureOptions {
  /** Height of the letters in pixels; 14 unless told. */
  readonly fontSize?: number;
  /** For those who cannot see it. */
  readonly title?: string;
  /** Rows to draw; all unless told. */
  readonly rows?: number;
}

/** Width of a monospace letter and height of a row, as shares of the font size: what most monospace fonts have. */
const CELL_WIDTH = 0.6;
const CELL_HEIGHT = 1.35;
/** Where letters stand in their row, as a share of its height. */
const BASELINE = 0.74;
const PADDING = 12;
const CORNER = 8;
const FONTS = "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', Consolas, monospace";

/** Characters that every monospace font has at its one width. All others are placed one by one, so that columns stay columns. */
const SURE_WIDTH = /^[\x20-\x7e]$/;

/** Neighbouring cells of one look. */
interface Run {
  readonly col: number;
  readonly width: number;
  readonly text: string;
  readonly hl: number;
}

/** Sizes in pixels. */
interface Sizes {
  readonly font: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** The grid as an SVG document. Colours, weights and underlines are those of the highlights; the cursor has its mode's shape. */
export function toSvg(grid: Grid, { fontSize = 14, title = '', rows = grid.height }: PictureOptions = {}): string {
  const sizes: Sizes = { font: fontSize, cellWidth: fontSize * CELL_WIDTH, cellHeight: fontSize * CELL_HEIGHT };
  const width = round(grid.width * sizes.cellWidth + 2 * PADDING);
  const height = round(rows * sizes.cellHeight + 2 * PADDING);
  const body = grid.rows.slice(0, rows).flatMap((cells, row) => drawRow(cells, row, grid, sizes));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    ...(title === '' ? [] : [`<title>${escapeXml(title)}</title>`]),
    `<style>text { font: ${fontSize}px ${FONTS}; white-space: pre; }</style>`,
    `<rect width="${width}" height="${height}" rx="${CORNER}" fill="${hex(grid.defaults.bg)}"/>`,
    `<g transform="translate(${PADDING} ${PADDING})">`,
    ...body,
    ...(grid.cursor.row < rows ? drawCursor(grid, sizes) : []),
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

function drawRow(cells: readonly Cell[], row: number, grid: Grid, sizes: Sizes): string[] {
  const runs = runsOf(cells);
  return [
    ...runs.flatMap((run) => drawGround(run, row, grid, sizes)),
    ...runs.flatMap((run) => drawText(run, row, grid, sizes)),
  ];
}

/** Cuts a row into runs of one look; characters of unsure width stand alone. */
function runsOf(cells: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  for (const [col, { text, hl }] of cells.entries()) {
    const last = runs.at(-1);
    const joins = last?.hl === hl && (text === '' || (SURE_WIDTH.test(text) && /^[\x20-\x7e]+$/.test(last.text)));
    if (last !== undefined && joins) runs[runs.length - 1] = { ...last, width: last.width + 1, text: last.text + text };
    else runs.push({ col, width: 1, text, hl });
  }
  return runs;
}

function drawGround(run: Run, row: number, grid: Grid, sizes: Sizes): string[] {
  const { bg } = coloursOf(run.hl, grid);
  if (bg === grid.defaults.bg) return [];
  return [rect({ x: run.col, width: run.width, row }, hex(bg), sizes)];
}

function drawText(run: Run, row: number, grid: Grid, sizes: Sizes): string[] {
  const text = run.text.trimEnd();
  if (text === '') return [];
  const width = run.width - (run.text.length - text.length);
  const look = grid.highlights.get(run.hl);
  const { fg } = coloursOf(run.hl, grid);
  const at = `x="${round(run.col * sizes.cellWidth)}" y="${round((row + BASELINE) * sizes.cellHeight)}"`;
  // A width that is asked for keeps the columns where the reader's font is wider or narrower.
  const fit = `textLength="${round(width * sizes.cellWidth)}" lengthAdjust="spacingAndGlyphs"`;
  return [`<text ${at} ${fit} fill="${hex(fg)}"${weight(look)} xml:space="preserve">${escapeXml(text)}</text>`];
}

function weight(look: Highlight | undefined): string {
  if (look === undefined) return '';
  const lines = [look.underline || look.undercurl ? 'underline' : '', look.strikethrough ? 'line-through' : ''];
  const decoration = lines.filter((line) => line !== '').join(' ');
  return [
    look.bold ? ' font-weight="bold"' : '',
    look.italic ? ' font-style="italic"' : '',
    decoration === '' ? '' : ` text-decoration="${decoration}"`,
  ].join('');
}

/** A bar in insert mode, a line below in replace mode, else a block with the letter in the ground's colour. */
function drawCursor(grid: Grid, sizes: Sizes): string[] {
  const { row, col } = grid.cursor;
  const colour = hex(grid.defaults.fg);
  if (/^(insert|cmdline_insert)/.test(grid.mode)) return [rect({ x: col, width: 0.14, row }, colour, sizes)];
  if (grid.mode === 'replace') return [rect({ x: col, width: 1, row, top: 0.85 }, colour, sizes)];
  const cell = grid.rows[row]?.[col];
  const isWide = grid.rows[row]?.[col + 1]?.text === '';
  const inverted = { ...grid, defaults: { fg: grid.defaults.bg, bg: grid.defaults.fg }, highlights: new Map() };
  const letter: Run = { col, width: isWide ? 2 : 1, text: cell?.text ?? ' ', hl: 0 };
  return [rect({ x: col, width: letter.width, row }, colour, sizes), ...drawText(letter, row, inverted, sizes)];
}

/** Cells as a filled box; `top` is the share of the row that is left free above it. */
function rect(cells: { x: number; width: number; row: number; top?: number }, fill: string, sizes: Sizes): string {
  const { x, width, row, top = 0 } = cells;
  return [
    `<rect x="${round(x * sizes.cellWidth)}" y="${round((row + top) * sizes.cellHeight)}"`,
    `width="${round(width * sizes.cellWidth)}" height="${round((1 - top) * sizes.cellHeight)}" fill="${fill}"/>`,
  ].join(' ');
}

function coloursOf(hl: number, grid: Grid): { fg: number; bg: number } {
  const look = grid.highlights.get(hl);
  const fg = look?.fg ?? grid.defaults.fg;
  const bg = look?.bg ?? grid.defaults.bg;
  return look?.reverse === true ? { fg: bg, bg: fg } : { fg, bg };
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

/** Two digits are finer than a pixel, and keep the picture the same from run to run. */
function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

function escapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  // XML knows no control characters, escaped or not.
  return text
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, '\ufffd')
    .replace(/[&<>]/g, (character) => named[character] ?? character);
}
