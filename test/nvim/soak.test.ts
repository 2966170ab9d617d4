/**
 * Types 2,000 random keys into two Neovims: one with the plugin and a server that is slow, torn and failing at random, one without
 * the plugin, which gets the accepted text pasted in place of each accept key. Both must hold the same text at the end and on the way.
 *
 * At each flush the ghost text on the screen must be what the server said to the very text around the cursor. The test reads that
 * text off the same screen, so nothing of the plugin is asked and nothing can be out of step.
 */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import type { Reply } from '../helpers/ollama-server.ts';
import { waitUntil } from '../helpers/wait.ts';
import { Dice } from './soak-dice.ts';
import { Oracle } from './soak-oracle.ts';
import { stage } from './stage.ts';

const KEYS = 2000;
const SEED = Number(process.env['FIM_SOAK_SEED'] ?? 20_251_121);
/** Room for the whole buffer: what is not on the screen cannot be checked. */
const SCREEN = { width: 200, height: 45 };
/** The buffer is emptied beyond this many lines. */
const MOST_LINES = 25;

/** The keys of the plugin that mean nothing without it: a Neovim without the plugin ignores them. */
const PLAIN = ['<F2>', '<F3>', '<F5>', '<F6>', '<F7>', '<F8>'].flatMap((key) => [`inoremap ${key} <Nop>`]);
const FIM_KEYS = {
  accept: '<Tab>',
  acceptWord: '<F2>',
  acceptLine: '<F3>',
  next: '<F5>',
  prev: '<F6>',
  dismiss: '<F7>',
  trigger: '<F8>',
};
/** Everything that a screen may hide is shown: the test reads the buffer off it. */
const VISIBLE = [
  'set number numberwidth=4 nowrap list listchars=space:·,trail:· fillchars=eob:~',
  'highlight FimCount guifg=#777777',
  'set expandtab shiftwidth=2 noautoindent nosmartindent nocindent nojoinspaces nostartofline',
];

const acceptedSchema = z.object({ text: z.string() });

/** One thing that a person does. `accepts`: it may accept a suggestion, and then the other Neovim gets the text instead. */
interface Move {
  readonly keys: string;
  readonly accepts?: boolean;
  readonly paste?: string;
}

const LETTERS = 'abcdefgh';
const BRACKETS = '(){}[]"\'';

function move(dice: Dice, { mode, lines }: State, ghost: string, isFailing: boolean): Move {
  if (lines.length > MOST_LINES) return { keys: '<Esc>ggdGi' };
  if (!mode.startsWith('i'))
    return { keys: dice.pick(['i', 'a', 'A', 'o', 'O', 'I', 'u', '<C-r>', 'h', 'j', 'k', 'l', 'x']) };
  // By hand the server is asked even while it is left in peace.
  if (isFailing && dice.chance(0.5)) return { keys: '<F8>' };
  if (ghost !== '' && dice.chance(0.5)) {
    return dice.weighted<Move>([
      [4, { keys: literal(ghost.charAt(0)) }],
      [2, { keys: '<Tab>', accepts: true }],
      [2, { keys: '<F2>', accepts: true }],
      [1, { keys: '<F3>', accepts: true }],
      [1, { keys: '<F5>' }],
      [1, { keys: '<F6>' }],
    ]);
  }
  return dice.weighted<Move>([
    [40, { keys: dice.pick([...LETTERS]) }],
    [8, { keys: dice.pick([...BRACKETS]) }],
    [6, { keys: ' ' }],
    [6, { keys: '<CR>' }],
    [9, { keys: '<BS>' }],
    [8, { keys: dice.pick(['<Left>', '<Right>', '<Up>', '<Down>', '<Home>', '<End>']) }],
    [4, { keys: `<Esc>${dice.pick(['i', 'a', 'o', 'A', 'O'])}` }],
    [2, { keys: '<Esc>' }],
    [2, { keys: '<C-w>' }],
    // Not <C-o>u: Vim's message about it stops everything for three seconds.
    [2, { keys: '<Esc>ui' }],
    [2, { keys: dice.pick(['<C-o>l', '<C-o>D', '<C-o>b']) }],
    [4, { keys: '<Tab>', accepts: true }],
    [3, { keys: '<F2>', accepts: true }],
    [2, { keys: '<F3>', accepts: true }],
    [2, { keys: '<F5>' }],
    [1, { keys: '<F6>' }],
    [2, { keys: '<F7>' }],
    [5, { keys: '<F8>' }],
    [2, { keys: '', paste: dice.pick(['pasted', 'two\nlines', '漢字 🐘']) }],
  ]);
}

/** Text as `nvim_input` wants it. */
function literal(text: string): string {
  return text.replaceAll('<', '<lt>').replaceAll('\n', '<CR>');
}

/** A server's answer with everything that goes wrong in practice. */
function mishap(dice: Dice, text: string): Reply {
  const chunks = dice.cut(text);
  const slow = { firstTokenMs: dice.below(12), perTokenMs: dice.below(4) };
  const torn = dice.chance(0.3) ? { splitBytes: 1 + dice.below(7) } : {};
  const kind = dice.below(100);
  if (kind < 1) return { status: dice.pick([404, 500, 503]), error: 'scripted' };
  if (kind < 2) return { ...slow, chunks, error: 'scripted', errorAfter: dice.below(3) };
  if (kind < 3) return { ...slow, chunks, cutAfter: dice.below(3) };
  if (kind < 4) return { rawBody: '{"response": "garb' };
  if (kind < 7) return { ...slow, ...torn, chunks, omitDone: true };
  return { ...slow, ...torn, chunks };
}

const STATE = `
  return { lines = vim.api.nvim_buf_get_lines(0, 0, -1, false), cursor = vim.api.nvim_win_get_cursor(0), mode = vim.api.nvim_get_mode().mode }
`;
const stateSchema = z.object({ lines: z.array(z.string()), cursor: z.array(z.number()), mode: z.string() });
type State = z.output<typeof stateSchema>;

/** Text, cursor and mode, which must be the same in both. */
async function stateOf(nvim: Nvim, plain: Nvim): Promise<State> {
  const [state, other] = await Promise.all([nvim.lua(STATE), plain.lua(STATE)]);
  expect(state).toEqual(other);
  return stateSchema.parse(state);
}

describeOnEachNvim('soak', (start) => {
  it(`keeps text and ghost text right over ${KEYS} random keys`, { timeout: 120_000 }, async () => {
    const dice = new Dice(SEED);
    // A die of its own: when the server is asked depends on the machine, what is typed shall not.
    const fate = new Dice(SEED + 1);
    const oracle = new Oracle();
    const before = [...VISIBLE, ...PLAIN];
    const { nvim, server } = await stage(start, {
      ...SCREEN,
      before,
      server: { reply: (request) => mishap(fate, oracle.answer(request.prompt)) },
      fim: { keys: FIM_KEYS, maxPromptTokens: 16_384, prefixPercentage: 0.5, maxSuffixPercentage: 0.5 },
    });
    const plain = await start({ ...SCREEN, plugin: false, before });
    nvim.onFlush((_, grid) => oracle.look(grid));
    const history: string[] = [];
    let accepted = 0;
    let state = await stateOf(nvim, plain);
    try {
      for (let i = 0; i < KEYS; i++) {
        const next = move(dice, state, oracle.ghost, (await nvim.lua("return require('fim').status()")) === 'error');
        history.push(next.paste === undefined ? next.keys : `paste ${JSON.stringify(next.paste)}`);
        const events = nvim.events.length;
        if (next.paste === undefined) await nvim.input(next.keys);
        else await nvim.request('nvim_paste', [next.paste, false, -1]);
        const event = nvim.events.slice(events).find(({ name }) => name === 'FimAccepted');
        if (event !== undefined) {
          accepted++;
          expect(next.accepts, 'only accept keys accept').toBe(true);
          await acceptIn(plain, acceptedSchema.parse(event.data).text);
        } else if (next.paste === undefined) await plain.input(next.keys);
        else await plain.request('nvim_paste', [next.paste, false, -1]);
        state = await stateOf(nvim, plain);
        expect(oracle.complaints).toEqual([]);
        // Now and then the typist looks up: what is on its way arrives.
        if (dice.chance(0.4)) {
          await waitUntil(() =>
            server.requests.every((seen) => seen.finishedAt !== undefined || seen.disconnectedAt !== undefined),
          );
          await nvim.waitFor("vim.tbl_contains({ 'idle', 'error', 'off' }, require('fim').status())");
        }
      }
    } catch (error) {
      const where = `seed ${SEED}, key ${history.length}, last keys ${history.slice(-25).join(' ')}`;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${where}\n${nvim.screen({ cursor: true }).replace(/(?:\n~)+/u, '')}\n${why}`, { cause: error });
    }
    // The test has tested something. How much depends on the machine: after a failure the server is left in peace for a second or more.
    expect(accepted).toBeGreaterThan(5);
    expect(oracle.ghosts).toBeGreaterThan(30);
    expect(server.requests.length).toBeGreaterThan(30);
  });
});

/** What accepting means, as a user would do it by hand: an undo step of its own that holds a paste. */
async function acceptIn(plain: Nvim, text: string): Promise<void> {
  await plain.ex('let &l:undolevels = &l:undolevels');
  await plain.request('nvim_paste', [text, false, -1]);
  await plain.ex('let &l:undolevels = &l:undolevels');
  await plain.input('');
}
