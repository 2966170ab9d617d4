/** Prompts for cursors anywhere in the recordings' files, with snippets of the others, against what they may cost. */
import { specialTokens } from '../../src/prompt/family.ts';
import { nextPrompt, type PromptSettings } from '../../src/prompt/keeper.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import { randomOf } from '../retrieval/random.ts';
import { RECORDINGS } from './recordings.ts';
import { type Shape, USUAL_SETTINGS } from './replay.ts';

const CURSORS = 2000;
const SEED = 5;
const SIZES = [256, 512, 1024, 2048];
/** Lines of a snippet. */
const EXCERPT = 10;

/** Largest shares of what prompts may cost that they do cost. */
export interface Costs {
  readonly cursors: number;
  readonly estimated: number;
  /** By the vocabulary, where one counts. */
  readonly counted: number;
}

const texts = RECORDINGS.map(({ path, above, below, steps }) => {
  const typed = steps.map((step) => ('type' in step ? step.type : 'accept' in step ? step.accept : '')).join('');
  return { path, text: `${above.join('\n')}\n${typed}\n${below.join('\n')}\n` };
});

export function costsOf(shape: Shape, tokens: (text: string) => number): Costs {
  const random = randomOf(SEED);
  const below = (end: number): number => Math.floor(random() * end);
  let [estimated, counted] = [0, 0];
  for (let cursor = 0; cursor < CURSORS; cursor++) {
    const settings: PromptSettings = {
      ...USUAL_SETTINGS,
      ...shape,
      maxPromptTokens: SIZES[below(SIZES.length)] ?? USUAL_SETTINGS.maxPromptTokens,
    };
    const file = texts[below(texts.length)] ?? { path: '', text: '' };
    const at = below(file.text.length);
    const place = { path: file.path, prefix: file.text.slice(0, at), suffix: file.text.slice(at), startsFile: true };
    const snippets = Array.from({ length: below(9) }, (_, n) => excerpt(n, below, shape));
    const context = { snippets, repo: 'shop', path: file.path, comment: '//' };
    const { prompt, tokens: cost } = nextPrompt(undefined, place, settings, context);
    estimated = Math.max(estimated, cost / settings.maxPromptTokens);
    counted = Math.max(counted, countIn(prompt, shape, tokens) / settings.maxPromptTokens);
  }
  return { cursors: CURSORS, estimated, counted };
}

/** A special token is one, however it is spelled. */
function countIn(prompt: string, { family }: Shape, tokens: (text: string) => number): number {
  let pieces = [prompt];
  for (const token of specialTokens(family)) pieces = pieces.flatMap((piece) => piece.split(token));
  return pieces.reduce((sum, piece) => sum + tokens(piece), pieces.length - 1);
}

function excerpt(n: number, below: (end: number) => number, { family }: Shape): Snippet {
  const { path, text } = texts[below(texts.length)] ?? { path: '', text: '' };
  const lines = text.split('\n');
  const first = below(lines.length - EXCERPT);
  const piece = lines.slice(first, first + EXCERPT).join('\n');
  return {
    source: 'similar',
    id: `${path}:${first}:${n}`,
    path,
    text: piece,
    kind: 'code',
    score: 0.5,
    reason: '',
    stability: 'block',
    tokens: estimateTokens(`${path}\n${piece}\n`, family.charsPerToken),
  };
}
