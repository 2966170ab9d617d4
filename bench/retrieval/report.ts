/** Words a replay's summary: a Markdown table, and a chart as SVG. Pure. */
import type { MemberCounts } from './members.ts';
import type { RatioSummary, RowSummary } from './summary.ts';

const one = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '–');
const two = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');

export function markdown(
  rows: readonly RowSummary[],
  ratios: readonly RatioSummary[],
  members: MemberCounts | undefined,
  notes: readonly string[],
): string {
  const budgets = [...new Set(rows.map(({ budget }) => budget))];
  const names = [...new Set(rows.map(({ row }) => row))];
  const head = [
    'row',
    ...budgets.flatMap((budget) => [`B ${budget}`, '95 %', 'not builtin', 'existing', `A ${budget}`]),
    'tokens',
    'p50 ms',
    'p95 ms',
  ];
  const table = names.map((name) => {
    const own = rows.filter(({ row }) => row === name);
    const last = own.at(-1);
    const cells = own.flatMap(({ recall, interval }) => [
      one(recall.B.all),
      `${one(interval[0])}–${one(interval[1])}`,
      one(recall.B['not builtin']),
      one(recall.B.existing),
      one(recall.A.all),
    ]);
    return [
      name,
      ...cells,
      own.map(({ tokens }) => Math.round(tokens)).join(' / '),
      two(last?.p50Ms ?? 0),
      two(last?.p95Ms ?? 0),
    ];
  });
  const lines = [head, head.map(() => '---'), ...table].map((cells) => `| ${cells.join(' | ')} |`);
  const ratioLines = ratios.map(
    ({ name, budget, value, interval }) =>
      `- ${name} at ${budget}: **${two(value)}** (95 %: ${two(interval[0])}–${two(interval[1])})`,
  );
  return [
    ...notes,
    '',
    'Recall of identifiers in percent.',
    '',
    ...lines,
    '',
    ...ratioLines,
    ...memberLines(members),
    '',
  ].join('\n');
}

function memberLines(members: MemberCounts | undefined): readonly string[] {
  if (members === undefined || members.declared === 0) return [];
  const of = (count: number): string => `${one((100 * count) / members.declared)} %`;
  return [
    '',
    `Member cursors: ${members.cursors}, of which ${members.declared} for a member that is declared by then. Of these: type found ${of(members.typeFound)}, member in its list ${of(members.inList)}, printed by \`members\` ${of(members.printed)}, printed anywhere ${of(members.printedAnywhere)}, a class printed that does not have it ${of(members.wrong)}.`,
  ];
}

const WIDTH = 720;
const BAR = 18;
const LEFT = 190;

/** Bars of recall B, all names, at one budget. */
export function chart(rows: readonly RowSummary[], budget: number): string {
  const shown = rows.filter((row) => row.budget === budget);
  const most = Math.max(1, ...shown.map(({ interval, recall }) => Math.max(interval[1] || 0, recall.B.all)));
  const x = (value: number): number => LEFT + ((WIDTH - LEFT - 60) * value) / most;
  const bars = shown.map(({ row, recall, interval }, at) => {
    const y = 34 + at * (BAR + 6);
    const middle = y + BAR / 2;
    return [
      `<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${row.replace(/&/gu, '&amp;')}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${x(recall.B.all) - LEFT}" height="${BAR}" fill="#4878a8"/>`,
      `<line x1="${x(interval[0] || 0)}" x2="${x(interval[1] || 0)}" y1="${middle}" y2="${middle}" stroke="#222"/>`,
      `<text x="${x(Math.max(interval[1] || 0, recall.B.all)) + 6}" y="${middle + 4}">${one(recall.B.all)}</text>`,
    ].join('');
  });
  const height = 44 + shown.length * (BAR + 6);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><text x="8" y="20">Identifier recall (B) at ${budget} tokens, percent, with its 95 % interval</text>${bars.join('')}</svg>\n`;
}
