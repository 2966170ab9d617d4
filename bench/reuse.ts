/**
 * How much of each prompt a server has read already when somebody types: the leading tokens that two prompts in a row share ÷ the tokens of the later one,
 * for each family's shape and each place of the anchor. Replays recordings (`reuse/`); looks at no model's answers.
 *
 *   npm run bench:reuse [-- --family ID] [--vocabulary FILE.gguf] [--server URL] [--json]
 *
 * Tokens are estimated; with `--vocabulary` they are counted, and 2,000 random cursors tell what prompts of `--family` cost of what they may. With `--server` its
 * prompts are sent to a llama-server (`/completion`, one token each), whose own timings are printed. `--json` ends with one line:
 * `{"withinLine": %, "afterNewLine": %, "tokensPerKey": n, "cursor": {…}}`, of the default anchor, and the same of the others.
 */
import { parseArgs } from 'node:util';
import { families } from '../src/prompt/families.ts';
import type { Order } from '../src/prompt/family.ts';
import { estimateTokens } from '../src/text/tokens.ts';
import { tokenCounter } from '../test/helpers/vocabulary.ts';
import { table } from './lib/stats.ts';
import { costsOf } from './reuse/budget.ts';
import { type Replay, replay, type Shape, summaryOf } from './reuse/replay.ts';
import { askServer } from './reuse/server.ts';

const MODES = ['block', 'line', 'cursor'] as const;
const ORDERS: readonly Order[] = ['psm', 'spm'];

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    family: { type: 'string', default: 'qwen2.5-coder' },
    vocabulary: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const { server, vocabulary } = values;
const counter = vocabulary === undefined ? undefined : await tokenCounter(vocabulary);

function tokensOf({ family }: Shape): Replay['tokens'] {
  return counter ?? ((text) => estimateTokens(text, family.charsPerToken));
}

const shapes: readonly Shape[] = families.flatMap((family) =>
  ORDERS.filter((order) => family.templates[order] !== undefined).flatMap((order) =>
    MODES.map((anchor) => ({ family, order, anchor })),
  ),
);
const rows = [['family', 'order', 'anchor', 'within a line %', 'after a new line %', 'all %', 'new tokens a key']];
for (const shape of shapes) {
  const { withinLine, afterNewLine, all, tokensPerKey } = summaryOf(await replay(shape, { tokens: tokensOf(shape) }));
  const numbers = [withinLine, afterNewLine, all, tokensPerKey].map(String);
  rows.push([shape.family.id, shape.order, shape.anchor, ...numbers]);
}
process.stdout.write(`${table(rows)}\n`);

const result: Record<string, Record<string, number>> = {};
for (const shape of shapes.filter(
  ({ family, order }) => family.id === values.family && order === family.defaultOrder,
)) {
  const send = server === undefined ? {} : { send: (prompt: string) => askServer(server, prompt) };
  const summary = summaryOf(await replay(shape, { tokens: tokensOf(shape), ...send }));
  result[shape.anchor] = summary;
  if (server !== undefined) process.stdout.write(`${values.family}, ${shape.anchor}: ${JSON.stringify(summary)}\n`);
  if (counter === undefined) continue;
  const { cursors, estimated, counted } = costsOf(shape, counter);
  const shares = `${(100 * estimated).toFixed(1)} % estimated, ${(100 * counted).toFixed(1)} % counted`;
  process.stdout.write(
    `${values.family}, ${shape.anchor}, ${cursors} cursors: the dearest prompt has ${shares} of its size\n`,
  );
}
const { block, line, cursor } = result;
if (block === undefined) throw new Error(`There is no family ${values.family}.`);
if (values.json) process.stdout.write(`${JSON.stringify({ family: values.family, ...block, line, cursor })}\n`);
