/** A prompt for people: each part with its tokens, its score and why it is there, as Markdown. Pure. */
import type { MadePrompt } from '../prompt/keeper.ts';
import type { PromptPart } from '../prompt/parts.ts';
import { languageOf } from '../syntax/registry.ts';

const TITLES: Readonly<Record<PromptPart['kind'], string>> = {
  snippet: 'Snippet',
  prefix: 'Before the anchor',
  suffix: 'After the cursor',
  note: 'Members, in a comment above the line',
  typed: 'Typed since the anchor',
  behind: 'Behind the cursor, left to the model',
  format: 'Special tokens, headers, comment marks',
};

/** @param times milliseconds of each source, where they are known */
export function explainPrompt(
  { prompt, tokens, parts }: MadePrompt,
  { path, filetype, model }: { readonly path: string; readonly filetype: string; readonly model: string },
  times: ReadonlyMap<string, number> = new Map(),
): string {
  const own = languageOf({ path, filetype })?.id ?? '';
  const sections = parts.map((part) => {
    const head = `## ${titleOf(part)} · ${Math.round(part.tokens)} tokens`;
    if (part.kind === 'format') return head;
    const language =
      part.snippet === undefined ? own : (languageOf({ path: part.snippet.path, filetype: '' })?.id ?? own);
    return `${head}\n\n${detailOf(part, times)}${fenced(part.text, language)}`;
  });
  const title = `# ${path === '' ? 'A buffer without a name' : path}\n\n${model}: ${Math.round(tokens)} tokens, ${prompt.length} characters`;
  return [title, ...sections, `## The prompt, as it is sent\n\n${fenced(prompt, '')}`].join('\n\n');
}

function titleOf({ kind, snippet }: PromptPart): string {
  if (snippet === undefined) return TITLES[kind];
  return snippet.path === '' ? snippet.source : `${snippet.source} · ${snippet.path}`;
}

function detailOf({ snippet }: PromptPart, times: ReadonlyMap<string, number>): string {
  if (snippet === undefined) return '';
  const ms = times.get(snippet.source);
  const time = ms === undefined ? '' : `, ${ms.toFixed(1)} ms`;
  return `${snippet.reason} (score ${snippet.score.toFixed(2)}${time})\n\n`;
}

/** Longer than any run of backticks in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
