/** The question to a chat model, out of parts that are plain data, within a budget. Says what it can't fit; never sends half a part that has to be whole. Pure. */
import { estimateTokens } from '../text/tokens.ts';

export type PartName =
  | 'system'
  | 'sources'
  | 'document'
  | 'imports'
  | 'region'
  | 'diagnostic'
  | 'nudge'
  | 'example'
  | 'retry'
  | 'request';

export interface Part {
  readonly name: PartName;
  readonly text: string;
  /** Estimated, with the blank line behind it. */
  readonly tokens: number;
  /** For people. */
  readonly reason: string;
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface Prompt {
  readonly messages: readonly ChatMessage[];
  readonly parts: readonly Part[];
  /** Estimated, all messages. */
  readonly tokens: number;
}

/** Never dropped. Without them the model can't answer, or answers the wrong question. */
export const REQUIRED: readonly PartName[] = ['system', 'region', 'diagnostic', 'nudge', 'example', 'retry', 'request'];

/**
 * How the optional parts share what the required ones leave: the sources go first, as the message speaks of them. What one of them does not need is the
 * next one's.
 */
const SOURCES_SHARE = 0.5;
const IMPORTS_SHARE = 0.2;

/** Most of what the required parts leave that is kept free for a retry. */
const RETRY_SHARE = 0.5;

/** Headers and blank lines that a template of the model puts around each message, in tokens. */
const MESSAGE_OVERHEAD = 8;

/** What is asked for in a part, given the tokens that are left for it. '' where nothing fits. */
export type Fill = (budget: number) => { readonly text: string; readonly reason: string };

export interface PromptParts {
  /** In the order of the prompt. '' parts are left out. */
  readonly required: Readonly<Partial<Record<PartName, string>>>;
  readonly sources: Fill;
  readonly document: Fill;
  readonly imports: Fill;
  /** Tokens that are kept free for the part `retry`: what stands before it then stays the same from try to try. */
  readonly retryRoom: number;
}

/** In which they stand: what stays the same when it is asked again comes first, so that a server need not read it twice. */
const ORDER: readonly PartName[] = [
  'system',
  'sources',
  'document',
  'imports',
  'region',
  'diagnostic',
  'nudge',
  'example',
  'retry',
  'request',
];

/** @returns how many tokens the required parts need, where they are more than the budget */
export function assemble(
  { required, sources, document, imports, retryRoom }: PromptParts,
  budget: number,
  charsPerToken: number,
): Prompt | { readonly needed: number } {
  const parts = new Map<PartName, Part>();
  const add = (name: PartName, text: string, reason: string): number => {
    if (text === '') return 0;
    const tokens = estimateTokens(`${text}\n\n`, charsPerToken);
    parts.set(name, { name, text, tokens, reason });
    return tokens;
  };
  let used = 2 * MESSAGE_OVERHEAD;
  for (const name of REQUIRED) used += add(name, required[name] ?? '', 'always');
  if (used > budget) return { needed: Math.ceil(used) };
  const retry = parts.get('retry')?.tokens ?? 0;
  const kept = Math.min(retryRoom, (budget - used + retry) * RETRY_SHARE);
  // The blank line and rounding of each optional part.
  const room = (): number => Math.max(0, budget - used - Math.max(0, kept - retry) - 4);
  const fill = (name: PartName, share: number, give: Fill): void => {
    const left = Math.floor(room() * share);
    if (left <= 0) return;
    const { text, reason } = give(left);
    if (text !== '' && estimateTokens(`${text}\n\n`, charsPerToken) <= room()) used += add(name, text, reason);
  };
  fill('imports', IMPORTS_SHARE, imports);
  fill('sources', SOURCES_SHARE, sources);
  fill('document', 1, document);
  const ordered = ORDER.flatMap((name) => parts.get(name) ?? []);
  const messages: readonly ChatMessage[] = [
    { role: 'system', content: parts.get('system')?.text ?? '' },
    {
      role: 'user',
      content: ordered
        .filter(({ name }) => name !== 'system')
        .map(({ text }) => text)
        .join('\n\n'),
    },
  ];
  return { messages, parts: ordered, tokens: used };
}
