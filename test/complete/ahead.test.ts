import { describe, expect, it } from 'vitest';
import type { DraftSource } from '../../src/complete/draft/source.ts';
import { FimError } from '../../src/text/error.ts';
import { engineStage, knows, tokens } from './engine-stage.ts';

const TEXT = '$a = one(two(three));';

/** A model that says one piece at each place, and is slow. */
function stageOf(settings: Parameters<typeof engineStage>[2] = {}, world: Parameters<typeof engineStage>[3] = {}) {
  const says = ({ prefix }: { prefix: string }): readonly string[] => {
    const rest = TEXT.startsWith(prefix) ? TEXT.slice(prefix.length) : '';
    return tokens(/^[^(]*\(?/u.exec(rest)?.[0] ?? '');
  };
  return engineStage(
    '$a =|',
    { says, firstTokenMs: 400, tokenMs: 10 },
    { debounce: 100, prefetch: true, ...settings },
    world,
  );
}

async function shown(stage: ReturnType<typeof stageOf>): Promise<void> {
  await stage.type(' ');
  await stage.clock.pass(600);
  expect(stage.shown).toBe('one(');
}

describe('what follows a suggestion', () => {
  it('is asked for when it has stood for 150 ms, and is there when it is accepted, again and again', async () => {
    const stage = stageOf();
    await shown(stage);
    await stage.clock.pass(1000);
    expect(stage.backend.sent.map(({ at }) => at)).toEqual([100, 500 + 150]);
    for (const next of ['two(', 'three));']) {
      await stage.accept();
      expect(stage.shown).toBe(next);
      await stage.clock.pass(1000);
    }
    const asked = stage.backend.sent.map(({ ask }) => ask.situation.prefix);
    expect(asked).toEqual(['$a = ', '$a = one(', '$a = one(two(', TEXT]);
  });

  it('is not asked for without prefetch', async () => {
    const stage = stageOf({ prefetch: false });
    await shown(stage);
    await stage.clock.pass(2000);
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('is given up at once with a key, and asked for again when the suggestion stands still', async () => {
    const stage = stageOf();
    await shown(stage);
    await stage.clock.pass(200);
    expect(stage.backend.sent).toHaveLength(2);
    await stage.type('o');
    expect(stage.backend.sent[1]?.abortedAt).toBe(stage.clock.now());
    await stage.clock.pass(2000);
    expect(stage.backend.sent.map(({ ask }) => ask.situation.prefix)).toEqual(['$a = ', '$a = one(', '$a = one(']);
  });

  it('is given up at once with a request for another place', async () => {
    const stage = stageOf();
    await shown(stage);
    await stage.clock.pass(200);
    await stage.type('x');
    expect(stage.backend.sent[1]?.abortedAt).toBe(stage.clock.now());
  });

  it('is given up when nobody wants a suggestion any more', async () => {
    const stage = stageOf();
    await shown(stage);
    await stage.clock.pass(200);
    stage.engine.cancel();
    expect(stage.backend.sent[1]?.abortedAt).toBe(stage.clock.now());
  });

  it('goes on where it is just what is wanted: the suggestion was accepted', async () => {
    const stage = stageOf();
    await shown(stage);
    await stage.clock.pass(300);
    await stage.accept();
    await stage.clock.pass(200);
    expect(stage.backend.sent).toHaveLength(2);
    expect(stage.backend.sent[1]?.abortedAt).toBeUndefined();
    expect(stage.shown).toBe('two(');
  });

  it('tells nobody of a failure', async () => {
    const stage = stageOf();
    await shown(stage);
    stage.backend.play = { says: () => [], error: new FimError('server-error', { what: '', next: '' }) };
    await stage.clock.pass(1000);
    expect(stage.backend.sent).toHaveLength(2);
    expect(stage.events).toEqual(['asked', 'answering', 'settled']);
  });

  it('is not asked for where it is known, or being said: the stream goes on behind the suggestion', async () => {
    const says = knows('$a = 1;\n$b = 2;\n$c = 3;\n', 4);
    const stage = engineStage('$a =|', { says, tokenMs: 200 }, { debounce: 0, prefetch: true, hotStreakLines: 5 });
    await stage.type(' ');
    await stage.clock.pass(700);
    expect(stage.shown).toBe('1;');
    await stage.clock.pass(5000);
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('is proposed ahead by what answers at once, whatever prefetch says, and then asked for as ever', async () => {
    const asked: string[] = [];
    const drafts: DraftSource = {
      name: 'scripted',
      propose: async ({ situation: { prefix } }) => {
        asked.push(prefix);
        return prefix.endsWith('one(') ? { text: 'two(', confidence: 1 } : null;
      },
    };
    const stage = stageOf({ prefetch: false }, { drafts: () => drafts });
    await shown(stage);
    await stage.clock.pass(500);
    expect(asked).toEqual(['$a = ', '$a = one(']);
    const accepting = stage.accept();
    expect(stage.engine.offer).toMatchObject({ text: 'two(', confirmed: 0 });
    await accepting;
    await stage.clock.pass(100);
    expect(stage.backend.sent.map(({ ask }) => ask.situation.prefix)).toEqual(asked.slice(0, 2));
    await stage.clock.pass(600);
    expect(stage.engine.offer).toMatchObject({ text: 'two(', confirmed: 4, final: true });
    expect(asked).toEqual(['$a = ', '$a = one(', '$a = one(two(']);
  });
});
