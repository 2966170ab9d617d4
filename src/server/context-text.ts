/** Snippets as the text that `getContext` gives: for each file a header, its namespace and signatures, then excerpts under the same header. Pure. */
import type { Snippet } from '../text/snippet.ts';

/** Signatures come first; within a kind the order of the sources stays. */
const FIRST: ReadonlySet<Snippet['kind']> = new Set(['signatures', 'names']);

export function contextText(snippets: readonly Snippet[]): string {
  const signatures = snippets.filter(({ kind }) => FIRST.has(kind));
  const excerpts = snippets.filter(({ kind }) => !FIRST.has(kind));
  const blocks = [...byPath(signatures)].map(([path, group]) => {
    const namespace = group.find((snippet) => snippet.namespace !== undefined)?.namespace;
    return block(path, [...(namespace === undefined ? [] : [namespace]), ...textsOf(group)]);
  });
  for (const [path, group] of byPath(excerpts)) blocks.push(block(path, textsOf(group)));
  return blocks.join('\n\n');
}

function byPath(snippets: readonly Snippet[]): ReadonlyMap<string, readonly Snippet[]> {
  const groups = new Map<string, Snippet[]>();
  for (const snippet of snippets) {
    const group = groups.get(snippet.path);
    if (group === undefined) groups.set(snippet.path, [snippet]);
    else group.push(snippet);
  }
  return groups;
}

function textsOf(snippets: readonly Snippet[]): readonly string[] {
  return snippets.map(({ text }) => text);
}

function block(path: string, texts: readonly string[]): string {
  return path === '' ? texts.join('\n') : [`// --- ${path} ---`, ...texts].join('\n');
}
