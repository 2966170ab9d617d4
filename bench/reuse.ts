/**
 * How much of each prompt a server has read already when somebody types: shared leading tokens of two consecutive prompts, for each family's shape and
 * each place of the anchor.
 *
 *   npm run bench:reuse [-- --server URL] [--family ID] [--json]
 *
 * With `--server` the prompts are sent to a llama-server (`/completion`, one token each), and its own timings are printed as well.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { families } from '../src/prompt/families.ts';
import type { Family, Order } from '../src/prompt/family.ts';
import { type MadePrompt, nextPrompt, type PromptSettings } from '../src/prompt/keeper.ts';
import { estimateTokens } from '../src/text/tokens.ts';
import { table } from './lib/stats.ts';
import { type Key, keysOf, RECORDINGS } from './reuse/recordings.ts';

const MODES = ['block', 'line', 'cursor'] as const;
const USUAL_FAMILY = 'qwen2.5-coder';
const LIMIT_MS = 30_000;

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    family: { type: 'string', default: USUAL_FAMILY },
    json: { type: 'boolean', default: false },
  },
});

interface Counted {
  keys: number;
  tokens: number;
  shared: number;
}

interface Served {
  readonly processed: number;
  readonly cached: number;
  readonly ms: number;
}

interface Outcome {
  readonly byKind: ReadonlyMap<Key['kind'], Counted>;
  readonly served: Served | undefined;
  readonly keys: number;
}

const reply = z.object({
  timings: z.object({ prompt_n: z.number(), prompt_ms: z.number(), cache_n: z.number().optional() }),
});

async function play(
  family: Family,
  order: Order | 'auto',
  anchor: PromptSettings['anchor'],
  server?: string,
): Promise<Outcome> {
  const byKind = new Map<Key['kind'], Counted>();
  let served: Served | undefined;
  let keys = 0;
  for (const recording of RECORDINGS) {
    let state: MadePrompt['state'] | undefined;
    let before = '';
    for (const { kind, prefix, suffix } of keysOf(recording)) {
      const place = { path: recording.path, prefix, suffix, startsFile: true };
      const made = nextPrompt(state, place, { ...SETTINGS, family, order, anchor }, undefined);
      state = made.state;
      if (before !== '') {
        count(byKind, kind, before, made.prompt, family);
        keys++;
      }
      before = made.prompt;
      if (server !== undefined) served = added(served, await ask(server, made.prompt));
    }
  }
  return { byKind, served, keys };
}

const SETTINGS: Omit<PromptSettings, 'family' | 'order' | 'anchor'> = {
  maxPromptTokens: 1024,
  prefixPercentage: 0.85,
  maxSuffixPercentage: 0.25,
  maxContextPercentage: 0.5,
  useFileSuffix: true,
  stop: [],
};

function count(
  byKind: Map<Key['kind'], Counted>,
  kind: Key['kind'],
  before: string,
  now: string,
  { charsPerToken }: Family,
): void {
  let same = 0;
  while (same < now.length && before[same] === now[same]) same++;
  const counted = byKind.get(kind) ?? { keys: 0, tokens: 0, shared: 0 };
  counted.keys++;
  counted.tokens += estimateTokens(now, charsPerToken);
  counted.shared += estimateTokens(now.slice(0, same), charsPerToken);
  byKind.set(kind, counted);
}

async function ask(server: string, prompt: string): Promise<Served> {
  const response = await fetch(new URL('/completion', server), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt, n_predict: 1, cache_prompt: true, temperature: 0 }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`${server} answered ${response.status}: ${await response.text()}`);
  const { timings } = reply.parse(await response.json());
  return { processed: timings.prompt_n, cached: timings.cache_n ?? 0, ms: timings.prompt_ms };
}

function added(sum: Served = { processed: 0, cached: 0, ms: 0 }, one: Served): Served {
  return { processed: sum.processed + one.processed, cached: sum.cached + one.cached, ms: sum.ms + one.ms };
}

function percent({ byKind }: Outcome, ...kinds: readonly Key['kind'][]): number {
  let shared = 0;
  let tokens = 0;
  for (const kind of kinds) {
    shared += byKind.get(kind)?.shared ?? 0;
    tokens += byKind.get(kind)?.tokens ?? 0;
  }
  return (100 * shared) / tokens;
}

function tokensPerKey({ byKind, keys }: Outcome): number {
  let fresh = 0;
  for (const { tokens, shared } of byKind.values()) fresh += tokens - shared;
  return fresh / keys;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function summary(outcome: Outcome): Record<string, number> {
  const { served, keys } = outcome;
  return {
    withinLine: rounded(percent(outcome, 'within')),
    afterNewLine: rounded(percent(outcome, 'newLine')),
    all: rounded(percent(outcome, ...outcome.byKind.keys())),
    tokensPerKey: rounded(tokensPerKey(outcome)),
    keys,
    ...(served === undefined
      ? {}
      : {
          processedPerKey: rounded(served.processed / keys),
          cachedPerKey: rounded(served.cached / keys),
          serverReuse: rounded((100 * served.cached) / (served.cached + served.processed)),
          msPerKey: Math.round((1000 * served.ms) / keys) / 1000,
        }),
  };
}

const shapes = families.flatMap((family) =>
  (['psm', 'spm'] as const).flatMap((order) => (family.templates[order] === undefined ? [] : [{ family, order }])),
);
const rows: string[][] = [];
for (const { family, order } of shapes) {
  for (const mode of MODES) {
    const { withinLine, afterNewLine, all, tokensPerKey: perKey } = summary(await play(family, order, mode));
    rows.push([family.id, order, mode, String(withinLine), String(afterNewLine), String(all), String(perKey)]);
  }
}
process.stdout.write(
  `${table([['family', 'order', 'anchor', 'within a line %', 'after a new line %', 'all %', 'new tokens a key'], ...rows])}\n`,
);

const chosen = families.find(({ id }) => id === values.family);
if (chosen === undefined) throw new Error(`no family ${values.family}`);
const outcomes = Object.fromEntries(
  await Promise.all(MODES.map(async (mode) => [mode, summary(await play(chosen, 'auto', mode))] as const)),
);
if (values.server !== undefined) {
  // One after the other: the server has one cache.
  for (const mode of MODES) outcomes[mode] = summary(await play(chosen, 'auto', mode, values.server));
  for (const mode of MODES)
    process.stdout.write(`${chosen.id}, ${mode}, on ${values.server}: ${JSON.stringify(outcomes[mode])}\n`);
}
if (values.json) {
  const { block, line, cursor } = outcomes;
  process.stdout.write(`${JSON.stringify({ family: chosen.id, ...block, line, cursor })}\n`);
}
