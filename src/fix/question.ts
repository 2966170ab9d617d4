/** Makes the prompt of one try out of a scene. A region that leaves no room is narrowed; one that can't be is refused. Pure. */
import { FimError } from '../text/error.ts';
import { maskSecrets } from '../text/secrets.ts';
import { estimateTokens } from '../text/tokens.ts';
import type { Related, Span } from './diagnostic.ts';
import { assemble, type Prompt, type PromptParts } from './prompt.ts';
import { importNodes } from './region.ts';
import { narrowed, type Scene } from './scene.ts';
import { summarise } from './summary.ts';
import {
  cut,
  diagnosticText,
  exampleText,
  fenced,
  nudgeText,
  regionText,
  requestText,
  retryText,
  systemText,
} from './words.ts';

/** Code of another place that the message or the region speaks of. */
export interface Imported {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly reason: string;
}

export interface QuestionWishes {
  /** Most tokens of the prompt. */
  readonly budget: number;
  readonly charsPerToken: number;
  readonly imported: readonly Imported[];
  /** Code of places in other files that the report speaks of. */
  readonly related?: ReadonlyMap<Related, string>;
  /** Shows one worked answer. */
  readonly withExample?: boolean;
  /** What the last answer led to. */
  readonly last?: { readonly answer: readonly string[]; readonly fault: string } | undefined;
}

export interface Question {
  /** Perhaps with a smaller region than was asked for. */
  readonly scene: Scene;
  readonly prompt: Prompt;
}

/** A region is not made smaller than this. */
const LEAST_LINES = 3;

/** @throws FimError `config` when not even a few lines fit */
export function questionFor(scene: Scene, wishes: QuestionWishes): Question {
  let at = scene;
  for (;;) {
    const made = attempt(at, wishes);
    if ('messages' in made) return { scene: at, prompt: made };
    const lines = at.region.last - at.region.first + 1;
    const smaller = narrowed(at, Math.floor(lines / 2));
    if (lines <= LEAST_LINES || smaller.region.last - smaller.region.first + 1 >= lines) {
      throw new FimError('config', {
        what: `The lines to repair need a prompt of ${made.needed} tokens, ${wishes.budget} are allowed.`,
        next: 'Raise fix.maxPromptTokens.',
      });
    }
    at = smaller;
  }
}

/** Characters of the reason why an answer was refused, for which there is always room. */
const FAULT_CHARS = 300;

function attempt(scene: Scene, wishes: QuestionWishes): Prompt | { needed: number } {
  const { budget, charsPerToken, imported, last, withExample, related } = wishes;
  const { language, region, source, target, nudge, root, lineComment, form } = scene;
  const dedented = maskSecrets(scene.dedented.join('\n'));
  const codeAt = (each: Related): string | undefined =>
    each.path === scene.path ? rowsOf(source.lines, each.span) : related?.get(each);
  const placeOf = ({ path }: Related): string => (path === scene.path ? '' : `${fileName(path)}, `);
  const priceOf = (text: string): number => estimateTokens(`${text}\n\n`, charsPerToken);
  const retryRoom = priceOf(retryText(dedented, 'e'.repeat(FAULT_CHARS), language));
  // What the last answer was is told as long as it is of the usual length; why it was wrong has to be.
  const fault = cut(maskSecrets(last?.fault ?? ''), FAULT_CHARS);
  const whole = last === undefined ? '' : retryText(maskSecrets(last.answer.join('\n')), fault, language);
  const short = last === undefined ? '' : retryText('', fault, language);
  const parts = (retry: string): PromptParts => ({
    required: {
      system: systemText(language, form),
      region: regionText(dedented, region, language),
      diagnostic: maskSecrets(diagnosticText(target, nudge, source.lines, codeAt, placeOf)),
      nudge: nudgeText(nudge),
      example: withExample === true && form === 'region' ? exampleText(language) : '',
      retry,
      request: requestText(language, form, dedented),
    },
    imports: (room) => importsPart(scene, room, charsPerToken),
    sources: (room) => sourcesPart(scene, imported, room, charsPerToken),
    document: (room) => {
      const head = `The rest of ${fileName(scene.path)}:\n`;
      const frame = estimateTokens(`${head}${fenced('', language)}`, charsPerToken) + 2;
      const { text } = summarise(source.lines, region, root, language, {
        budget: room - frame,
        charsPerToken,
        lineComment,
      });
      return {
        text: text === '' ? '' : `${head}${fenced(maskSecrets(text), language)}`,
        reason: 'nearest blocks of the document',
      };
    },
    retryRoom,
  });
  const made = assemble(parts(priceOf(whole) <= retryRoom ? whole : short), budget, charsPerToken);
  return 'messages' in made || whole === '' ? made : assemble(parts(short), budget, charsPerToken);
}

function rowsOf(lines: readonly string[], { row, endRow }: Span): string {
  return lines
    .slice(row, endRow + 1)
    .join('\n')
    .trim();
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Import statements whose names stand in the region. */
function importsPart(
  { root, language, source, dedented }: Scene,
  room: number,
  charsPerToken: number,
): { text: string; reason: string } {
  const none = { text: '', reason: '' };
  if (root === undefined || language === undefined) return none;
  const words = new Set(dedented.join('\n').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  const used = importNodes(root, language)
    .map((node) => source.text.slice(node.start, node.end))
    .filter((text) => boundNames(text).some((name) => words.has(name)));
  if (used.length === 0) return none;
  const head = 'Imports that the region uses:\n';
  const lines: string[] = [];
  for (const text of used) {
    const next = `${head}${fenced([...lines, text].join('\n'), language)}`;
    if (estimateTokens(`${next}\n\n`, charsPerToken) <= room) lines.push(text);
  }
  return lines.length === 0
    ? none
    : { text: `${head}${fenced(lines.join('\n'), language)}`, reason: 'names of the region' };
}

/** Words of an import statement; among them those that it binds. */
function boundNames(text: string): readonly string[] {
  return (text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter(
    (word) => !/^(?:import|from|use|as|function|const|type)$/u.test(word),
  );
}

function sourcesPart(
  { language }: Scene,
  imported: readonly Imported[],
  room: number,
  charsPerToken: number,
): { text: string; reason: string } {
  const blocks: string[] = [];
  const reasons: string[] = [];
  for (const { path, text, reason } of imported) {
    const block = `From ${path}:\n${fenced(maskSecrets(text), language)}`;
    if (estimateTokens(`${[...blocks, block].join('\n\n')}\n\n`, charsPerToken) > room) continue;
    blocks.push(block);
    reasons.push(reason);
  }
  return { text: blocks.join('\n\n'), reason: reasons.join(', ') };
}

/** What a prompt is made of, for people, as Markdown. */
export function explainQuestion({ scene: { region, target }, prompt }: Question): string {
  const rows = prompt.parts.map(({ name, tokens, reason }) => `| ${name} | ${Math.round(tokens)} | ${reason} |`);
  return [
    `# Repair of line ${target.row + 1}: ${target.message.split('\n')[0] ?? ''}`,
    `Region: lines ${region.first + 1}-${region.last + 1} (${region.kind}). Prompt: ${Math.round(prompt.tokens)} tokens.`,
    ['| part | tokens | why |', '|---|---|---|', ...rows].join('\n'),
    ...prompt.messages.map(({ role, content }) => `## ${role}\n\n${content}`),
  ].join('\n\n');
}
