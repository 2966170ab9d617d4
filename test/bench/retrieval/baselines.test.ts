import { describe, expect, it } from 'vitest';
import { cutTo, openFiles, plainBm25, ring } from '../../../bench/retrieval/baselines.ts';
import type { Cursor } from '../../../bench/retrieval/cursors.ts';
import { SearchIndex } from '../../../src/context/search/search-index.ts';
import { NO_SYMBOLS } from '../../../src/context/symbols.ts';
import { estimateTokens } from '../../../src/text/tokens.ts';

const lines = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${name}${at}`);
const cursor = (path: string, text: readonly string[], row: number): Cursor => ({ path, lines: text, row, col: 0 });
const reads = (files: Readonly<Record<string, readonly string[]>>) => (path: string) => files[path]?.join('\n');
const edit = (path: string, row: number) => ({ path, row, oldRow: row, oldLines: [], lines: ['x'] });

describe('ring', () => {
  const files = { a: lines('a', 300), b: lines('b', 10) };

  it('holds 64 lines around what was edited last, each place once, the newest first', () => {
    const found = ring(
      [edit('b', 3), edit('a', 100), edit('a', 110), edit('a', 250)],
      cursor('c', [''], 0),
      reads(files),
    );
    expect(found.map(({ text }) => text.split('\n').length)).toEqual([10, 64, 64]);
    expect(found[1]?.text.startsWith('a68\n')).toBe(true);
  });

  it('holds 16 of them at most, and nothing that the window shows', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, lines('f', 70)]));
    const edits = Object.keys(many).map((path) => edit(path, 5));
    expect(ring(edits, cursor('c', [''], 0), reads(many))).toHaveLength(16);
    expect(ring([edit('a', 100)], cursor('a', files.a, 110), reads(files))).toEqual([]);
    expect(ring([edit('a', 290)], cursor('a', files.a, 10), reads(files))).toHaveLength(1);
  });
});

describe('openFiles', () => {
  it('are five whole files, without the one that is typed in', () => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`f${at}`, lines(`f${at}`, 3)]));
    const found = openFiles(['gone', ...Object.keys(files)], cursor('f0', [''], 0), reads(files));
    expect(found.map(({ text }) => text.split('\n')[0])).toEqual(['f10', 'f20', 'f30', 'f40', 'f50']);
  });
});

describe('plainBm25', () => {
  const files = {
    own: ['total', ...lines('filler', 100), 'computeTotal', 'elsewhere'],
    near: ['computeTotal', 'invoice'],
    far: ['unrelated'],
  };
  const search = new SearchIndex();
  for (const [path, text] of Object.entries(files)) search.put(path, text, NO_SYMBOLS);

  it('finds whole chunks that have words of the ten lines above and the five below', () => {
    const typed = ['computeTotal', ...lines('x', 9), 'y'];
    const found = plainBm25(search, 'new', cursor('new', typed, 10), reads(files));
    expect(found[0]?.text).toBe('computeTotal\ninvoice');
    const further = ['computeTotal', ...lines('x', 10), 'y'];
    expect(plainBm25(search, 'new', cursor('new', further, 11), reads(files))).toEqual([]);
  });

  it('has what the window does not show of the own file', () => {
    const found = plainBm25(search, 'own', cursor('own', ['computeTotal', ...files.own.slice(1)], 1), reads(files));
    expect(found.some(({ text }) => text.includes('elsewhere'))).toBe(true);
    expect(found.some(({ text }) => text.startsWith('total'))).toBe(false);
  });
});

describe('cutTo', () => {
  const snippet = (text: string) => ({ kind: 'code', text, tokens: estimateTokens(`${text}\n`) }) as const;

  it('takes whole lines from the start as long as the budget pays for them', () => {
    const snippets = [snippet(lines('alpha', 10).join('\n')), snippet(lines('beta', 10).join('\n'))];
    const cut = cutTo(snippets, 40);
    expect(cut[0]).toEqual(snippets[0]);
    expect(snippets[1]?.text.startsWith(cut[1]?.text ?? '-')).toBe(true);
    expect(cut.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(40);
    expect(cutTo(snippets, 1000)).toEqual(snippets);
    expect(cutTo(snippets, 0)).toEqual([]);
  });
});
