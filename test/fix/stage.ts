/** What the tests of repairs share: scenes out of a notation, and a model that says what it is told. */
import { type Diagnostic, diagnosticFrom } from '../../src/fix/diagnostic.ts';
import { type FixWorld, fix, type Outcome } from '../../src/fix/fix.ts';
import { type Scene, sceneOf } from '../../src/fix/scene.ts';
import { readSource } from '../../src/fix/source-text.ts';
import { syntaxVerifier } from '../../src/fix/verify/syntax.ts';
import type { Chat, ChatAsk } from '../../src/model/chat.ts';
import { type CodeParser, loadCodeParser } from '../../src/syntax/code-tree.ts';
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { languageOf } from '../../src/syntax/registry.ts';

const parsers = new Map<string, Promise<CodeParser>>();

export function parserOf(path: string): Promise<CodeParser> {
  const language = languageOf({ filetype: '', path });
  if (language === undefined) throw new Error(`no grammar for ${path}`);
  let parser = parsers.get(language.id);
  if (parser === undefined) {
    parser = loadCodeParser(grammarsFolder(), language);
    parsers.set(language.id, parser);
  }
  return parser;
}

export interface Staged {
  readonly scene: Scene;
  readonly text: string;
}

/** A text with `⟦what is marked⟧`. */
export async function staged(
  path: string,
  marked: string,
  told: { readonly message: string; readonly code?: string; readonly source?: string },
  limit = 60,
  inPieces = false,
): Promise<Scene> {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const text = marked.replace(/[⟦⟧]/gu, '');
  const place = (offset: number): { line: number; character: number } => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const source = readSource(text);
  const target = diagnosticFrom({ ...told, range: { start: place(start), end: place(end) } }, source.lines);
  if (target === undefined) throw new Error('no diagnostic');
  return sceneAt(path, text, target, limit, inPieces);
}

export async function sceneAt(
  path: string,
  text: string,
  target: Diagnostic,
  limit = 60,
  inPieces = false,
): Promise<Scene> {
  const parser = await parserOf(path);
  const source = readSource(text);
  return sceneOf({ path, filetype: '', source, target, limit, inPieces, parser, tree: parser.parse(source.text) });
}

/** Says one reply after the other. */
export function scripted(replies: readonly string[], isCutOff = false): Chat & { readonly asked: ChatAsk[] } {
  const asked: ChatAsk[] = [];
  return {
    name: 'scripted',
    place: '',
    asked,
    async *chat(ask) {
      asked.push(ask);
      const reply = replies[Math.min(asked.length, replies.length) - 1] ?? '';
      for (let at = 0; at < reply.length; at += 7) yield { text: reply.slice(at, at + 7) };
      if (isCutOff) yield { text: '', isCutOff };
    },
  };
}

/** Repairs with the parser as the only verifier. */
export async function repair(scene: Scene, chat: Chat, rest: Partial<FixWorld> = {}): Promise<Outcome> {
  const world: FixWorld = {
    verifiers: [syntaxVerifier(await parserOf(scene.path))],
    model: async () => ({ chat, model: 'scripted', budget: 4096, charsPerToken: 3.3 }),
    lookup: async () => ({ near: [], imports: [], declared: [] }),
    limitMs: 20_000,
    ...rest,
  };
  return fix(scene, world, new AbortController().signal);
}
