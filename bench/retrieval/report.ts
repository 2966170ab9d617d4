/** Words a replay's summary as Markdown. Pure. */
import { VARIANTS } from './measure.ts';
import type { MemberSample } from './members.ts';
import { type RatioSummary, type RowSummary, type Totals, VIEWS } from './summary.ts';

export interface Report {
  /** What was replayed, and how. */
  readonly notes: readonly string[];
  readonly totals: Totals;
  readonly rows: readonly RowSummary[];
  readonly ratios: readonly RatioSummary[];
  readonly members: readonly MemberSample[];
  /** Tokens that member cursors were asked with. */
  readonly budget: number;
}

const one = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '–');
const two = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');

export function markdown({ notes, totals, rows, ratios, members, budget }: Report): string {
  const budgets = [...new Set(rows.map((row) => row.budget))];
  return [
    ...notes,
    '',
    `Recall of identifiers in percent. Of all ${totals.names.B.all} (B) ${one(totals.ceiling.B)} % stand in the code of the project at the parent (A: ${one(totals.ceiling.A)} %): what an index could reach at most.`,
    ...budgets.flatMap((each) => [
      '',
      `## ${each} tokens`,
      '',
      ...recallTable(rows.filter((row) => row.budget === each)),
      '',
      ...ratioTable(ratios.filter((ratio) => ratio.budget === each)),
    ]),
    ...memberTable(members, budget),
    '',
  ].join('\n');
}

const OTHER_VIEWS = VIEWS.slice(1);
const RECALL_HEAD = VARIANTS.flatMap((variant) => [
  `${variant}, all`,
  '95 %',
  ...OTHER_VIEWS.map((view) => `${variant}, ${view}`),
]);

function recallTable(rows: readonly RowSummary[]): readonly string[] {
  const body = rows.map(({ row, recall, interval, tokens, p50Ms, p95Ms }) => [
    row,
    ...VARIANTS.flatMap((variant) => [
      one(recall[variant].all),
      range(interval[variant], one),
      ...OTHER_VIEWS.map((view) => one(recall[variant][view])),
    ]),
    ...[Math.round(tokens).toString(), two(p50Ms), two(p95Ms)],
  ]);
  return table(['row', ...RECALL_HEAD, 'tokens', 'p50 ms', 'p95 ms'], body);
}

function ratioTable(ratios: readonly RatioSummary[]): readonly string[] {
  if (ratios.length === 0) return [];
  const body = ratios.map(({ name, variant, value, interval }) => [name, variant, two(value), range(interval, two)]);
  return table(['ratio', 'variant', 'value', '95 %'], body);
}

const MEMBER_HEAD = [
  'files',
  'cursors',
  'declared',
  'type found',
  'member in its list',
  'printed by members',
  'printed anywhere',
  'wrong class printed',
  'parents not installed',
];

function memberTable(samples: readonly MemberSample[], budget: number): readonly string[] {
  if (samples.length === 0) return [];
  const parts = [
    { name: 'all', own: samples },
    { name: 'code', own: samples.filter(({ isTest }) => !isTest) },
    { name: 'tests', own: samples.filter(({ isTest }) => isTest) },
  ];
  const body = parts.map(({ name, own }) => {
    const counts = countMembers(own);
    const shares = [
      counts.typeFound,
      counts.listed,
      counts.printed,
      counts.printedAnywhere,
      counts.wrong,
      counts.partial,
    ];
    const cells = shares.map((count) => one((100 * count) / counts.declared));
    return [name, String(counts.cursors), String(counts.declared), ...cells];
  });
  return [
    '',
    '## Member cursors',
    '',
    `At ${budget} tokens, in percent of those whose member is declared by then:`,
    '',
    ...table(MEMBER_HEAD, body),
  ];
}

export interface MemberCounts {
  readonly cursors: number;
  readonly declared: number;
  /** Of the declared ones. */
  readonly typeFound: number;
  readonly listed: number;
  readonly printed: number;
  readonly printedAnywhere: number;
  readonly wrong: number;
  readonly partial: number;
}

export function countMembers(samples: readonly MemberSample[]): MemberCounts {
  const declared = samples.filter(({ isDeclared }) => isDeclared);
  const count = (holds: (sample: MemberSample) => boolean): number => declared.filter(holds).length;
  return {
    cursors: samples.length,
    declared: declared.length,
    typeFound: count(({ type }) => type !== ''),
    listed: count(({ isListed }) => isListed),
    printed: count(({ isPrinted }) => isPrinted),
    printedAnywhere: count(({ isPrintedAnywhere }) => isPrintedAnywhere),
    wrong: count(({ isWrong }) => isWrong),
    partial: count(({ isPartial }) => isPartial),
  };
}

function range([low, high]: readonly [number, number], word: (value: number) => string): string {
  return `${word(low)}–${word(high)}`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
}
