import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnchorMode } from '../../src/prompt/anchor.ts';
import { customFamily } from '../../src/prompt/custom.ts';
import { families } from '../../src/prompt/families.ts';
import type { Family, Order } from '../../src/prompt/family.ts';
import { isAnchored, type MadePrompt, nextPrompt, type PromptSettings } from '../../src/prompt/keeper.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { estimateTokens } from '../../src/text/tokens.ts';

const MODES: readonly AnchorMode[] = ['line', 'block', 'cursor'];
/** Every family, in each order that it was trained on. */
const SHAPES: readonly { readonly family: Family; readonly order: Order }[] = families.flatMap((family) =>
  (['psm', 'spm'] as const).flatMap((order) => (family.templates[order] === undefined ? [] : [{ family, order }])),
);

const TEXTS = z
  .object({ samples: z.array(z.object({ text: z.string() })) })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/tokens/counts.json', import.meta.url), 'utf8')))
  .samples.map(({ text }) => text);
const FILE = TEXTS.join('\n');

function settings(over: Partial<PromptSettings>): PromptSettings {
  return {
    family: families[0] ?? customFamily('{prefix}{suffix}'),
    order: 'auto',
    anchor: 'block',
    maxPromptTokens: 1024,
    prefixPercentage: 0.85,
    maxSuffixPercentage: 0.25,
    maxContextPercentage: 0.5,
    useFileSuffix: true,
    stop: [],
    ...over,
  };
}

function snippets(texts: readonly string[], family: Family): readonly Snippet[] {
  return texts.map((text, at) => ({
    source: at === texts.length - 1 ? 'members' : 'similar',
    id: `s${at}`,
    path: `src/file-${at}.php`,
    text,
    kind: 'code',
    score: 1 / (at + 1),
    reason: '',
    stability: at === texts.length - 1 ? 'cursor' : 'block',
    tokens: estimateTokens(`src/file-${at}.php\n${text}\n`, family.charsPerToken),
  }));
}

function contextOf(all: readonly Snippet[]): ContextParts {
  return { snippets: all, repo: 'shop', path: 'src/a.php', comment: '//', openingTag: /^<\?php/u };
}

const shape = fc.constantFrom(...SHAPES);
const excerpt = fc
  .tuple(fc.constantFrom(...TEXTS), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 12 }))
  .map(([text, from, count]) =>
    text
      .split('\n')
      .slice(from, from + count)
      .join('\n'),
  );
/** No control token can be made of these. */
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...'abcxyz $->=;,.'.split('')) },
  { weight: 2, arbitrary: fc.constantFrom('(', '[', '{', "'") },
  { weight: 2, arbitrary: fc.constant('\n    ') },
  { weight: 2, arbitrary: fc.constant('erase') },
);
const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', "'": "'" };

/** What stands around the cursor once a key was pressed in an editor that pairs brackets. */
function press(prefix: string, suffix: string, pressed: string): readonly [prefix: string, suffix: string] {
  if (pressed === 'erase') return [prefix.slice(0, -1), suffix];
  return [prefix + pressed, (PAIRS[pressed] ?? '') + suffix];
}

describe('typing', () => {
  it.each(MODES)('only appends while the anchor stands, and tells the text as it is: %s', (anchor) => {
    const cases = fc.record({
      shape,
      at: fc.integer({ min: 0, max: FILE.length }),
      keys: fc.array(key, { minLength: 1, maxLength: 40 }),
      maxPromptTokens: fc.integer({ min: 128, max: 1500 }),
      context: fc.array(excerpt, { maxLength: 4 }),
    });
    let appended = 0;
    fc.assert(
      fc.property(cases, ({ shape: { family, order }, at, keys, maxPromptTokens, context }) => {
        const given = settings({ family, order, anchor, maxPromptTokens });
        let [prefix, suffix] = [FILE.slice(0, at), FILE.slice(at)] as readonly [string, string];
        let before: MadePrompt | undefined;
        for (const pressed of keys) {
          [prefix, suffix] = press(prefix, suffix, pressed);
          const place = { path: '/a.php', prefix, suffix, startsFile: true };
          const isStanding = isAnchored(before?.state, place, given);
          const parts = isStanding ? undefined : contextOf(snippets(context, family));
          const now = nextPrompt(before?.state, place, given, parts);
          if (before !== undefined && isStanding && pressed !== 'erase') {
            expect(now.prompt.startsWith(before.prompt)).toBe(true);
            appended++;
          }
          expect(now.tokens).toBeLessThanOrEqual(maxPromptTokens);
          const [above, below] = [told(now, 'prefix') + told(now, 'typed'), told(now, 'behind') + told(now, 'suffix')];
          expect(above).toBe(prefix.slice(prefix.length - above.length));
          expect(below).toBe(suffix.slice(0, below.length));
          expect(nextPrompt(before?.state, place, given, parts)).toEqual(now);
          before = now;
        }
      }),
      { numRuns: 60 },
    );
    expect(appended > 100).toBe(anchor !== 'cursor');
  });

  it('goes on after the bytes of the prompt in every shape: what was typed is the last of it', () => {
    for (const { family, order } of SHAPES) {
      const place = { path: '/a.php', prefix: '<?php\n  $a = f', suffix: ';\n', startsFile: true };
      expect(nextPrompt(undefined, place, settings({ family, order }), undefined).prompt.endsWith('  $a = f')).toBe(
        true,
      );
    }
  });
});

describe('2,000 random cursors', () => {
  it('never get a prompt that is larger than it may be, with context, nor one whose tokens are cut', () => {
    const cases = fc.record({
      shape,
      anchor: fc.constantFrom(...MODES),
      members: fc.constantFrom('context', 'inline'),
      at: fc.integer({ min: 0, max: FILE.length }),
      startsFile: fc.boolean(),
      maxPromptTokens: fc.integer({ min: 64, max: 3000 }),
      maxContextPercentage: fc.constantFrom(0, 0.5, 0.8),
      context: fc.array(excerpt, { maxLength: 8 }),
    });
    fc.assert(
      fc.property(cases, ({ shape: { family, order }, at, startsFile, context, ...over }) => {
        const given = settings({ family, order, ...over } as Partial<PromptSettings>);
        const place = { path: '/a.php', prefix: FILE.slice(0, at), suffix: FILE.slice(at), startsFile };
        const { prompt, tokens, parts } = nextPrompt(undefined, place, given, contextOf(snippets(context, family)));
        expect(tokens).toBeLessThanOrEqual(over.maxPromptTokens);
        expect(parts.reduce((sum, part) => sum + part.tokens, 0)).toBeCloseTo(tokens, 6);
        for (const literal of (family.templates[order] ?? '').split(/\{prefix\}|\{suffix\}/u)) {
          expect(prompt).toContain(literal);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('have room for a line that is very long', () => {
    for (const { family, order } of SHAPES) {
      for (const anchor of MODES) {
        const place = {
          path: '/a.js',
          prefix: `x\n${'const a=b;'.repeat(900)}`,
          suffix: 'c;'.repeat(500),
          startsFile: true,
        };
        const given = settings({ family, order, anchor, maxPromptTokens: 300 });
        const made = nextPrompt(undefined, place, given, undefined);
        expect(made.tokens).toBeLessThanOrEqual(300);
        const next = nextPrompt(made.state, { ...place, prefix: `${place.prefix}xyz` }, given, undefined);
        if (anchor !== 'cursor') expect(next.prompt).toBe(`${made.prompt}xyz`);
      }
    }
  });
});

function told({ parts }: MadePrompt, kind: string): string {
  return parts.find((part) => part.kind === kind)?.text ?? '';
}
