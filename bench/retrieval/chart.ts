/** Draws recall as bars, as SVG: no library is worth it. Pure. */
import { isProduct } from './rows.ts';
import type { RowSummary } from './summary.ts';

const WIDTH = 720;
const BAR = 18;
const GAP = 6;
/** Where bars begin: names stand left of it. */
const LEFT = 190;
const TOP = 34;
/** For the number behind a bar. */
const RIGHT = 60;

/** Recall B of all names, with its 95 % interval. @param rows of one budget */
export function chart(rows: readonly RowSummary[], title: string): string {
  const most = Math.max(1, ...rows.flatMap(({ interval, recall }) => [finite(interval.B[1]), finite(recall.B.all)]));
  const x = (value: number): number => Math.round(LEFT + ((WIDTH - LEFT - RIGHT) * finite(value)) / most);
  const bars = rows.map(({ row, recall, interval }, at) => {
    const y = TOP + at * (BAR + GAP);
    const middle = y + BAR / 2;
    const value = recall.B.all;
    return [
      `<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${escaped(row)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${x(value) - LEFT}" height="${BAR}" fill="${isProduct(row) ? '#2a9d5c' : '#b0b0b0'}"/>`,
      `<line x1="${x(interval.B[0])}" x2="${x(interval.B[1])}" y1="${middle}" y2="${middle}" stroke="#222"/>`,
      `<text x="${Math.max(x(value), x(interval.B[1])) + 6}" y="${middle + 4}">${finite(value).toFixed(1)}</text>`,
    ].join('');
  });
  const height = TOP + rows.length * (BAR + GAP) + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><text x="8" y="20">${escaped(title)}</text>${bars.join('')}</svg>\n`;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
