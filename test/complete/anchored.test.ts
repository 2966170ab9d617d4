import { describe, expect, it } from 'vitest';
import type { WantedContext } from '../../src/complete/context-gate.ts';
import type { AnchorMode } from '../../src/prompt/anchor.ts';
import { families, familyById } from '../../src/prompt/families.ts';
import type { PromptSettings } from '../../src/prompt/keeper.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import type { Snippet, SourceName } from '../../src/text/snippet.ts';
import { engineStage, tokens } from './engine-stage.ts';
import { PLAIN_PROMPTS, placeIn } from './notation.ts';

const MODES: readonly AnchorMode[] = ['cursor', 'line', 'block'];

function prompting(anchor: AnchorMode, id = 'qwen2.5-coder', over: Partial<PromptSettings> = {}): PromptSettings {
  const family = familyById(id);
  if (family === undefined) throw new Error(`no family ${id}`);
  return { ...PLAIN_PROMPTS, family, anchor, maxPromptTokens: 1024, ...over };
}

/** What the model is told of the text before the cursor: the prefix, and what stands behind the last token. */
function toldBefore(prompt: string, { family }: PromptSettings): string {
  const { prefix, suffix, middle } = family.tokens;
  const between = (from: string, to: readonly string[]): string => {
    const start = prompt.indexOf(from) + from.length;
    const ends = to.map((token) => prompt.indexOf(token, start)).filter((at) => at >= 0);
    return prompt.slice(start, ends.length === 0 ? undefined : Math.min(...ends));
  };
  if (!prompt.includes(middle)) return between(prefix, [suffix]);
  return between(prefix, [suffix, middle]) + prompt.slice(prompt.indexOf(middle) + middle.length);
}

/** A model that goes on as the text that it has learned, from the place that agrees with the most of what it is told. */
function hasLearned(text: string, settings: PromptSettings): (prompt: string) => readonly string[] {
  return (prompt) => {
    const before = toldBefore(prompt, settings);
    for (let length = Math.min(before.length, text.length); length > 0; length--) {
      const at = text.lastIndexOf(before.slice(before.length - length));
      if (at >= 0) return tokens(text.slice(at + length, at + length + 200));
    }
    return [];
  };
}

const ABOVE = `<?php\n\nfinal class Orders\n{\n    public function total(array $lines): int\n    {\n`;
const BELOW = `\n    }\n\n    public function clear(): void\n    {\n    }\n}\n`;
const BODY = `        $total = 0;
        foreach ($lines as $line) {
            $price = $line->price() * $line->quantity();
            if ($line->isFree()) {
                continue;
            }
            $total += $price;
        }
        $this->log('total', ['total' => $total]);

        return $total;`;

/** The text after keys and accepted suggestions, the same ones whatever is asked. */
async function write(anchor: AnchorMode, id: string): Promise<{ text: string; asked: number; told: boolean }> {
  const settings = prompting(anchor, id);
  // It is wrong now and then.
  const says = hasLearned(ABOVE + BODY.replaceAll('$price', '$cost').replace('continue', 'break') + BELOW, settings);
  const stage = engineStage(`${ABOVE}|${BELOW}`, { says: (_, prompt) => says(prompt) }, { debounce: 0 }, {}, settings);
  let isTold = true;
  let left = BODY;
  while (left !== '') {
    const typed = left.slice(0, 3);
    await stage.type(typed, 5);
    left = left.slice(typed.length);
    const { shown } = stage;
    // Every other suggestion that says what is wanted is taken.
    if (shown !== undefined && left.startsWith(shown) && left.length % 2 === 0) {
      await stage.accept();
      left = left.slice(shown.length);
    }
  }
  for (const { ask } of stage.backend.sent) {
    isTold &&= ask.situation.prefix.endsWith(toldBefore(ask.prompt, settings));
  }
  const { prefix, suffix } = stage.now.situation;
  return { text: prefix + suffix, asked: stage.backend.sent.length, told: isTold };
}

describe('a model that always says the same', () => {
  it.each(['qwen2.5-coder', 'codestral', 'mellum', 'seed-coder', 'deepseek-coder'])(
    'leads to the same text with the same questions wherever the hole of its prompts begins: %s',
    async (id) => {
      const outcomes = await Promise.all(MODES.map((mode) => write(mode, id)));
      for (const outcome of outcomes) expect(outcome).toEqual({ ...outcomes[0], told: true });
      expect(outcomes[0]?.text).toBe(ABOVE + BODY + BELOW);
      expect(outcomes[0]?.asked).toBeGreaterThan(5);
    },
  );

  it('is told all that stands before the cursor, of every family', async () => {
    for (const { id } of families.filter(({ id: name }) => name !== 'codellama')) {
      expect((await write('block', id)).told).toBe(true);
    }
  });
});

function snippet(source: SourceName, id: string, text: string): Snippet {
  const stability = source === 'members' ? 'cursor' : 'block';
  return { source, id, path: `${id}.php`, text, kind: 'code', score: 1, reason: '', stability, tokens: 8 };
}

/** An engine with a project that knows things; what it was asked for. */
function projectStage(doc: string, over: Partial<PromptSettings> = {}) {
  const asked: WantedContext[] = [];
  const world: { answer: (wanted: WantedContext) => readonly Snippet[] | undefined } = { answer: () => [] };
  const context = async (wanted: WantedContext): Promise<ContextParts | undefined> => {
    asked.push(wanted);
    const snippets = world.answer(wanted);
    return snippets && { snippets, repo: 'shop', path: 'a.php', comment: '//' };
  };
  const settings = prompting('block', 'qwen2.5-coder', over);
  const play = { says: () => ['?'] };
  const stage = engineStage(doc, play, { debounce: 0, useCache: false }, { context }, settings);
  stage.now.situation = { ...placeIn(doc), path: '/shop/a.php', filetype: 'php', startsFile: true };
  return { stage, asked, world, prompt: () => stage.backend.sent.at(-1)?.ask.prompt ?? '' };
}

describe('context', () => {
  const DOC = '<?php\nfunction f(Order $order)\n{\n    |\n}\n';
  const other = snippet('similar', 'other', 'other();');
  const members = snippet('members', 'Order', 'total(): int');

  it('is asked for when the anchor is set, and not with each key', async () => {
    const { stage, asked, world, prompt } = projectStage(DOC);
    world.answer = () => [other];
    await stage.type('$a = 1;\n    $b', 30);
    expect(stage.backend.sent.length).toBeGreaterThan(3);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ isMembersOnly: false, budget: 512, shown: [3, 2], charsPerToken: 3.8 });
    expect(prompt()).toContain('other();');
  });

  it('is asked for the members alone behind a new arrow, and once', async () => {
    const { stage, asked, world, prompt } = projectStage(DOC);
    world.answer = ({ isMembersOnly }) => (isMembersOnly ? [members] : [other]);
    await stage.type('$a = $order->tot', 30);
    expect(asked.map(({ isMembersOnly }) => isMembersOnly)).toEqual([false, true]);
    expect(prompt()).toContain(
      '<|file_sep|>other.php\nother();\n<|file_sep|>Order.php\ntotal(): int\n<|file_sep|>a.php\n',
    );
    await stage.type('al(); $b = $order->', 30);
    expect(asked).toHaveLength(2);
  });

  it('stands above the line in a comment where that is wanted, and nothing before it is read again', async () => {
    const { stage, world, prompt } = projectStage(DOC, { members: 'inline' });
    world.answer = ({ isMembersOnly }) => (isMembersOnly ? [members] : [other]);
    await stage.type('$a = $order', 30);
    const before = prompt();
    await stage.type('->t', 30);
    expect(before.endsWith('<|fim_middle|>    $a = $order')).toBe(true);
    expect(prompt()).toBe(before.replace('<|fim_middle|>    $a', '<|fim_middle|>    // total(): int\n    $a') + '->t');
    const noted = prompt();
    await stage.type(';\n    x', 30);
    expect(prompt()).toBe(`${noted};\n    x`);
  });

  it('is asked for again where it was late', async () => {
    const { stage, asked, world, prompt } = projectStage(DOC);
    world.answer = () => undefined;
    await stage.type('$a', 30);
    expect(asked).toHaveLength(2);
    world.answer = () => [other];
    await stage.type(' = 1', 30);
    expect(asked.map(({ isMembersOnly }) => isMembersOnly)).toEqual([false, false, false]);
    expect(prompt()).toContain('other();');
    expect(prompt().endsWith('    $a = 1')).toBe(true);
  });

  it('is not asked for where none may be shown', async () => {
    const { stage, asked } = projectStage(DOC, { maxContextPercentage: 0 });
    await stage.type('$a', 30);
    expect(asked).toEqual([]);
  });
});
