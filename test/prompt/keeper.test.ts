import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customFamily } from '../../src/prompt/custom.ts';
import { families } from '../../src/prompt/families.ts';
import type { Family, Order } from '../../src/prompt/family.ts';
import {
  isAnchored,
  type MadePrompt,
  nextPrompt,
  type PromptPlace,
  type PromptSettings,
} from '../../src/prompt/keeper.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { estimateTokens } from '../../src/text/tokens.ts';

const qwen = families.find(({ id }) => id === 'qwen2.5-coder') ?? customFamily('{prefix}{suffix}');

function settings(over: Partial<PromptSettings> = {}): PromptSettings {
  return {
    family: qwen,
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

/** `|` is the cursor. */
function place(text: string): PromptPlace {
  const at = text.indexOf('|');
  return { path: '/a.php', prefix: text.slice(0, at), suffix: text.slice(at + 1), startsFile: true };
}

function snippet(id: string, over: Partial<Snippet> = {}): Snippet {
  return {
    source: 'similar',
    id,
    path: `${id}.php`,
    text: `${id}();`,
    kind: 'code',
    score: 0.5,
    reason: '',
    stability: 'block',
    tokens: 10,
    ...over,
  };
}

const context = (...snippets: readonly Snippet[]): ContextParts => ({
  snippets,
  repo: 'shop',
  path: 'a.php',
  comment: '//',
  openingTag: /^<\?php/u,
});

/** Prompts of all families, in all orders that they were trained on. */
const SHAPES: readonly (readonly [Family, Order])[] = families.flatMap((family) =>
  (['psm', 'spm'] as const).flatMap((order) =>
    family.templates[order] === undefined ? [] : [[family, order] as const],
  ),
);

/** The prompts of one text after another. */
function typed(first: string, keys: string, over: Partial<PromptSettings>): readonly MadePrompt[] {
  const made: MadePrompt[] = [];
  let state: MadePrompt['state'] | undefined;
  for (let count = 0; count <= keys.length; count++) {
    const next = nextPrompt(
      state,
      place(first.replace('|', () => `${keys.slice(0, count)}|`)),
      settings(over),
      undefined,
    );
    state = next.state;
    made.push(next);
  }
  return made;
}

describe('typing', () => {
  const FILE = `<?php\n\nfunction f()\n{\n    $a = 1;\n    |\n}\n\nfunction g()\n{\n}\n`;
  const KEYS = '$order->total(1);\n    return $a;';

  it.each(SHAPES.map(([family, order]) => [family.id, order, family] as const))(
    'only appends to the prompt of %s, %s',
    (_, order, family) => {
      const prompts = typed(FILE, KEYS, { family, order }).map(({ prompt }) => prompt);
      for (const [at, prompt] of prompts.entries()) {
        if (at > 0) expect(prompt.startsWith(prompts[at - 1] ?? '')).toBe(true);
      }
    },
  );

  it('appends within a line only where the anchor is the line', () => {
    const prompts = typed(FILE, KEYS, { anchor: 'line' }).map(({ prompt }) => prompt);
    const breaks = prompts.flatMap((prompt, at) => (at > 0 && !prompt.startsWith(prompts[at - 1] ?? '') ? [at] : []));
    expect(breaks).toEqual([KEYS.indexOf('\n') + 1]);
  });

  it('moves the suffix with each key where the hole begins at the cursor', () => {
    const [first, second] = typed(FILE, 'ab', { anchor: 'cursor' }).map(({ prompt }) => prompt);
    expect(second?.startsWith(first ?? '')).toBe(false);
    expect(second).toContain('a<|fim_suffix|>');
  });

  it('goes on with the same prompt where brackets are paired meanwhile', () => {
    const first = nextPrompt(undefined, place('f\n  |\ng'), settings(), undefined);
    const second = nextPrompt(first.state, place('f\n  foo(|)\ng'), settings(), undefined);
    expect(second.prompt).toBe(`${first.prompt}foo(`);
  });

  it('anchors anew above the block’s limit, and when the text around it changes', () => {
    const first = nextPrompt(undefined, place('a\nb\n|\nc'), settings(), undefined);
    const isKept = (text: string): boolean => isAnchored(first.state, place(text), settings());
    expect(isKept('a\nb\nx|\nc')).toBe(true);
    expect(isKept(`a\nb\n${'x\n'.repeat(11)}|\nc`)).toBe(true);
    expect(isKept(`a\nb\n${'x\n'.repeat(12)}|\nc`)).toBe(false);
    expect(isKept(`a\nb\n${'x'.repeat(601)}|\nc`)).toBe(false);
    expect(isKept('a\nB\nx|\nc')).toBe(false);
    expect(isKept('a\nb\nx|\nd')).toBe(false);
    expect(isKept('a\nb|\n\nc')).toBe(false);
  });

  it('shows the same text as the cursor’s prompt would', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lines, lines, fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), (above, below, keys) => {
        const text = `${above.join('\n').replaceAll('|', '')}|${below.join('\n')}`;
        const made = typed(text, keys.replaceAll('|', ''), { maxPromptTokens: 100_000 }).at(-1);
        const parts = Object.fromEntries((made?.parts ?? []).map((part) => [part.kind, part.text]));
        expect(`${parts['prefix']}${parts['typed']}`).toBe(text.slice(0, text.indexOf('|')) + keys.replaceAll('|', ''));
        expect(`${parts['behind'] ?? ''}${parts['suffix']}`).toBe(text.slice(text.indexOf('|') + 1));
      }),
    );
  });
});

describe('a window', () => {
  const line = (row: number): string => `    $value${row} = compute($input, ${row});`;
  const file = (row: number): string => {
    const lines = Array.from({ length: 400 }, (_, at) => line(at));
    return [...lines.slice(0, row), '|', ...lines.slice(row)].join('\n');
  };

  it('keeps its start while it goes down line by line', () => {
    let state: MadePrompt['state'] | undefined;
    const starts = new Set<string>();
    for (let row = 200; row < 212; row++) {
      const made = nextPrompt(state, place(file(row)), settings({ maxPromptTokens: 1000 }), undefined);
      state = made.state;
      starts.add(made.state.anchor.head.split('\n')[0] ?? '');
    }
    expect(starts.size).toBe(1);
  });

  it('never holds more than the prompt may, with context and tokens of the format', () => {
    const cases = fc.record({
      row: fc.integer({ min: 0, max: 400 }),
      maxPromptTokens: fc.integer({ min: 200, max: 3000 }),
      shape: fc.constantFrom(...SHAPES),
      tokens: fc.array(fc.integer({ min: 10, max: 200 }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(cases, ({ row, maxPromptTokens, shape: [family, order], tokens }) => {
        const snippets = tokens.map((count, at) => {
          const text = 'abc '.repeat(Math.floor((count * 3.3) / 4));
          return snippet(`s${at}`, { text, tokens: estimateTokens(`s${at}.php\n${text}\n`) + 6 });
        });
        const made = nextPrompt(
          undefined,
          place(file(row)),
          settings({ family, order, maxPromptTokens }),
          context(...snippets),
        );
        expect(made.tokens).toBeLessThanOrEqual(maxPromptTokens);
        for (const token of [family.tokens.prefix, family.tokens.suffix]) expect(made.prompt).toContain(token);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same', () => {
    const make = (): string => nextPrompt(undefined, place(file(77)), settings(), context(snippet('x'))).prompt;
    expect(make()).toBe(make());
  });
});

describe('context', () => {
  const shown = (family: string, text = '<?php\n$a = |'): string => {
    const found = families.find(({ id }) => id === family);
    if (found === undefined) throw new Error(family);
    return nextPrompt(undefined, place(text), settings({ family: found }), context(snippet('b'))).prompt;
  };

  it.each([
    [
      'qwen2.5-coder',
      '<|repo_name|>shop\n<|file_sep|>b.php\nb();\n<|file_sep|>a.php\n<|fim_prefix|><?php\n<|fim_suffix|><|fim_middle|>$a = ',
    ],
    ['codestral', '[SUFFIX][PREFIX]+++++ b.php\nb();\n\n+++++ a.php\n<?php\n$a = '],
    ['codellama', '<PRE> <?php\n// b.php\n// b();\n// a.php\n <SUF> <MID>$a = '],
  ])('is laid out as %s was trained', (family, want) => {
    expect(shown(family)).toBe(want);
  });

  it('never stands before the opening tag of a file', () => {
    for (const { id } of families) {
      const prompt = shown(id);
      const isComment = prompt.includes('// b.php');
      if (isComment) expect(prompt.indexOf('<?php')).toBeLessThan(prompt.indexOf('// b.php'));
    }
  });

  it('cannot speak the model’s own words', () => {
    const evil = snippet('b', { text: 'a<|fim_suffix|>b' });
    const { prompt } = nextPrompt(undefined, place('|'), settings(), context(evil));
    expect(prompt.split('<|fim_suffix|>')).toHaveLength(2);
  });

  it('is ordered by how long it stays, then by what it is worth', () => {
    const made = nextPrompt(
      undefined,
      place('|'),
      settings(),
      context(
        snippet('cursor', { stability: 'cursor' }),
        snippet('best', { score: 0.9 }),
        snippet('good', { score: 0.4 }),
        snippet('file', { stability: 'file' }),
        snippet('project', { stability: 'project' }),
      ),
    );
    expect(made.state.context.snippets.map(({ id }) => id)).toEqual(['project', 'file', 'good', 'best', 'cursor']);
  });

  it('stays byte for byte until the anchor moves, and then as far as it is worth it', () => {
    const first = nextPrompt(undefined, place('a\n|\nb'), settings(), context(snippet('x'), snippet('y')));
    const same = nextPrompt(first.state, place('a\nc|\nb'), settings(), undefined);
    expect(same.prompt).toBe(`${first.prompt}c`);
    const moved = nextPrompt(
      first.state,
      place('a\n\nb\n|'),
      settings(),
      context(snippet('z'), snippet('y', { score: 0.6 })),
    );
    expect(moved.state.context.snippets.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
    const tight = settings({ maxPromptTokens: 200, maxContextPercentage: 0.1 });
    const full = nextPrompt(undefined, place('a\n|\nb'), tight, context(snippet('x'), snippet('y')));
    const best = context(snippet('w', { score: 0.9 }), snippet('z', { score: 0.6 }));
    const beaten = nextPrompt(full.state, place('a\n\nb\n|'), tight, best);
    expect(beaten.state.context.snippets.map(({ id }) => id)).toEqual(['x', 'w']);
  });
});

describe('members behind an arrow', () => {
  const members = (id: string, text = `${id}(): int`): Snippet =>
    snippet(id, { source: 'members', stability: 'cursor', text, score: 1, tokens: 40 });
  const filled = Array.from({ length: 10 }, (_, at) => {
    const text = Array.from({ length: 8 }, (_line, row) => `  $value${at} = compute(${row});`).join('\n');
    return snippet(`s${at}`, { text, score: at / 10, tokens: estimateTokens(`s${at}.php\n${text}\n`, 3.8) });
  });
  const text = `<?php\n${'$a = f($b);\n'.repeat(200)}|\n${'g();\n'.repeat(50)}`;
  const at = (keys: string): PromptPlace => place(text.replace('|', () => `${keys}|`));
  const ids = ({ state }: MadePrompt): readonly string[] => state.context.snippets.map(({ id }) => id);

  it('come last, and push the last snippets out where there is no room', () => {
    const first = nextPrompt(undefined, at(''), settings(), context(...filled));
    const arrow = nextPrompt(first.state, at('$x->'), settings(), context(members('X')));
    expect(ids(first).length).toBeGreaterThan(3);
    expect(ids(arrow).slice(0, -1)).toEqual(ids(first).slice(0, ids(arrow).length - 1));
    expect(ids(arrow).at(-1)).toBe('X');
    expect(arrow.tokens).toBeLessThanOrEqual(1024);
    // What stands before them is not read again.
    const same = arrow.prompt.indexOf('X.php');
    expect(first.prompt.slice(0, same)).toBe(arrow.prompt.slice(0, same));
    expect(arrow.prompt.endsWith('<|fim_middle|>$x->')).toBe(true);
  });

  it('stay as they are behind the same arrow, and leave for those behind another', () => {
    const first = nextPrompt(undefined, at('$x->'), settings(), context(members('X'), ...filled.slice(0, 2)));
    const again = nextPrompt(first.state, at('$x->y, $x->'), settings(), context(members('X', 'other(): int')));
    expect(again.prompt).toBe(`${first.prompt}y, $x->`);
    const other = nextPrompt(again.state, at('$x->y, $z->'), settings(), context(members('Z')));
    expect(ids(other)).toEqual(['s0', 's1', 'Z']);
    const none = nextPrompt(other.state, at('$x->y, $z->a'), settings(), undefined);
    expect(none.prompt).toBe(`${other.prompt}a`);
  });

  it('stand in a comment where that is wanted, as long as there is room', () => {
    const inline = settings({ members: 'inline' });
    const first = nextPrompt(undefined, at('  $x'), inline, context(...filled));
    const arrow = nextPrompt(first.state, at('  $x->'), inline, context(members('X', 'class X {\n  a(): int;\n}')));
    expect(arrow.prompt).toBe(
      first.prompt.replace('<|fim_middle|>', () => '<|fim_middle|>  // class X {\n  // a(): int;\n') + '->',
    );
    expect(arrow.parts.find(({ kind }) => kind === 'note')?.text).toBe('  // class X {\n  // a(): int;\n');
    const large = nextPrompt(first.state, at('  $x->'), inline, context(members('X', 'a(): int;\n'.repeat(300))));
    expect(large.tokens).toBeLessThanOrEqual(1024);
  });
});
