/**
 * How long a key press takes until its ghost text is on the screen, in a real Neovim with a 5,000-line PHP file, debounce 0. Prints a
 * table, and with `--json` one JSON line at the end. Refuses to measure what it did not see: a key without its ghost text is an error.
 *
 *   npm run bench:keystroke [-- --json] [--keys N]
 *
 * | series | key press until … |
 * |---|---|
 * | bare | the key is on the screen, without the plugin |
 * | http | ghost text that was asked for with this key is, minus the time that the server itself took |
 * | typed | the key is, and the ghost text, which says this key, has shrunk: no server |
 * | embedded | ghost text of the model-free backend is: no server |
 * | draft | an instant draft is, in front of a model that is not asked yet |
 */
import { parseArgs } from 'node:util';
import { type Nvim, startNvim } from '../test/helpers/nvim-session.ts';
import { blankRow, phpFile } from './lib/php.ts';
import { ghostAtCursor, press, textBeforeCursor } from './lib/press.ts';
import { MODEL, type ServerProcess, serveIfAsked, startServerProcess } from './lib/server-process.ts';
import { hundredths, type Summary, summarise, table } from './lib/stats.ts';

const FILE_LINES = 5000;
const DEFAULT_KEYS = 200;
/** The first keys load and compile things; they are typed and not counted. */
const WARM_UP_KEYS = 20;
/** Keys on one line before the next is begun: a line that wraps would be drawn twice. */
const KEYS_PER_LINE = 40;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const lines = phpFile(FILE_LINES);

/** A Neovim with the long file, in insert mode on a new line in its middle. */
async function open(options: Readonly<Record<string, unknown>> | undefined): Promise<Nvim> {
  const nvim = await startNvim({
    plugin: options !== undefined,
    ...(options === undefined ? {} : { options }),
    height: 24,
    file: { path: 'LongService.php', content: `${lines.join('\n')}\n`, filetype: 'php' },
  });
  await nvim.ex('setlocal noautoindent indentexpr='); // what is typed stands as it is typed
  await nvim.input(`${blankRow(lines, FILE_LINES / 2) + 1}Gzz`);
  return nvim;
}

/** Leaves the line as it is, and begins another with `indent`. */
async function newLine(nvim: Nvim, start = '        $value = '): Promise<void> {
  await nvim.input(`<Esc>o${start}`);
}

/** Presses `keys` letters, on lines of their own; the first ones are not counted. `measure` gives one sample. */
async function typeLetters(nvim: Nvim, keys: number, measure: (letter: string) => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  for (let key = 0; key < keys + WARM_UP_KEYS; key += 1) {
    if (key % KEYS_PER_LINE === 0) await newLine(nvim);
    samples.push(await measure(LETTERS[key % LETTERS.length] ?? 'a'));
    await settle(nvim);
  }
  return samples.slice(WARM_UP_KEYS);
}

/** Lets Neovim finish what the key set off, so that it does not count for the next one. */
async function settle(nvim: Nvim): Promise<void> {
  await nvim.request('nvim__redraw', [{ flush: true }]);
}

/** Runs `use` with a Neovim that is closed afterwards. */
async function within<T>(nvim: Nvim, use: (nvim: Nvim) => Promise<T>): Promise<T> {
  try {
    return await use(nvim);
  } finally {
    await nvim.close();
  }
}

async function bareSeries(keys: number): Promise<number[]> {
  return within(await open(undefined), (nvim) =>
    typeLetters(nvim, keys, (letter) => {
      const want = `${textBeforeCursor(nvim.grid)}${letter}`;
      return press(nvim, letter, (grid) => textBeforeCursor(grid) === want);
    }),
  );
}

/** Each request is answered `Fn<its number>(…)`: no letter that is typed goes on with it, and none is shown twice. */
async function httpSeries(server: ServerProcess, keys: number): Promise<{ samples: number[]; requests: number }> {
  await server.reply('Fn{n}($order, $invoice);');
  const before = (await server.ownMs()).length;
  const asked: number[] = [];
  const nvim = await open({ backend: 'ollama', debounceMs: 0, ollama: { url: server.url }, model: { target: MODEL } });
  const samples = await within(nvim, () =>
    typeLetters(nvim, keys, async (letter) => {
      const want = `${textBeforeCursor(nvim.grid)}${letter}`;
      const last = asked.at(-1) ?? -1;
      let n = -1;
      const ms = await press(nvim, letter, (grid) => {
        n = Number(/^Fn(\d+)\(/.exec(ghostAtCursor(grid))?.[1] ?? -1);
        return n > last && textBeforeCursor(grid) === want;
      });
      asked.push(n);
      return ms;
    }),
  );
  const ownMs = await server.ownMs();
  const counted = asked.slice(WARM_UP_KEYS);
  return {
    samples: samples.map((ms, index) => ms - (ownMs[counted[index] ?? -1] ?? 0)),
    requests: ownMs.length - before,
  };
}

/** What is typed through: longer than `KEYS_PER_LINE`, and short enough for the screen's width. */
const TYPED_THROUGH = 'createInvoiceForCustomerAndOrderInCurrency($order);';

/** One request a line; its text is then typed letter by letter. */
async function typedSeries(server: ServerProcess, keys: number): Promise<{ samples: number[]; requests: number }> {
  await server.reply(TYPED_THROUGH);
  const before = (await server.ownMs()).length;
  const nvim = await open({ backend: 'ollama', debounceMs: 0, ollama: { url: server.url }, model: { target: MODEL } });
  const samples = await within(nvim, async () => {
    const all: number[] = [];
    while (all.length < keys + WARM_UP_KEYS) {
      await newLine(nvim, '');
      await press(nvim, '$', (grid) => ghostAtCursor(grid) === TYPED_THROUGH);
      await settle(nvim);
      for (let typed = 1; typed <= KEYS_PER_LINE; typed += 1) {
        const rest = TYPED_THROUGH.slice(typed);
        all.push(await press(nvim, TYPED_THROUGH[typed - 1] ?? '', (grid) => ghostAtCursor(grid) === rest));
        await settle(nvim);
      }
    }
    return all.slice(WARM_UP_KEYS, WARM_UP_KEYS + keys);
  });
  return { samples, requests: (await server.ownMs()).length - before };
}

/** Beginnings of lines that stand in the file, and the key that is measured: ghost text was dismissed before it. */
const BEGINNINGS = [
  '$currentOrder = $thi',
  '$currentInvoice = $thi',
  '$currentCustomer = $thi',
  '$currentProduct = $thi',
];

/** Ghost text that comes without a model, as the options say. */
async function embeddedSeries(keys: number, options: Readonly<Record<string, unknown>>): Promise<number[]> {
  return within(await open(options), async (nvim) => {
    const samples: number[] = [];
    for (let key = 0; key < keys + WARM_UP_KEYS; key += 1) {
      await newLine(nvim, `        ${BEGINNINGS[key % BEGINNINGS.length]}`);
      await nvim.input('<Plug>(fim-dismiss)');
      samples.push(
        await press(nvim, 's', (grid) => textBeforeCursor(grid).endsWith('$this') && ghostAtCursor(grid) !== ''),
      );
      await nvim.input('<Esc>u'); // the file stays as long as it was
    }
    return samples.slice(WARM_UP_KEYS);
  });
}

interface Results {
  readonly bare: Summary;
  readonly http: Summary & { readonly requests: number };
  readonly typed: Summary & { readonly requests: number };
  readonly embedded: Summary;
  readonly draft: Summary;
}

async function measure(keys: number): Promise<Results> {
  const server = await startServerProcess();
  try {
    // Bare keys before and after, so that a machine that grows slow or quick in between shows on both sides.
    const half = Math.ceil(keys / 2);
    const before = await bareSeries(half);
    const http = await httpSeries(server, keys);
    const typed = await typedSeries(server, keys);
    const embedded = await embeddedSeries(keys, { backend: 'embedded', debounceMs: 0 });
    const ollama = { url: server.url };
    const draft = await embeddedSeries(keys, { backend: 'ollama', debounceMs: 2000, ollama, model: { target: MODEL } });
    const bare = summarise([...before, ...(await bareSeries(half))]);
    return {
      bare,
      http: { ...summarise(http.samples), requests: http.requests },
      typed: { ...summarise(typed.samples), requests: typed.requests },
      embedded: summarise(embedded),
      draft: summarise(draft),
    };
  } finally {
    await server.end();
  }
}

function report({ bare, http, typed, embedded, draft }: Results): string {
  const row = (name: string, of: Summary & { requests?: number }, goal: string): string[] => {
    const over = of === bare ? '' : `${of.p50 >= bare.p50 ? '+' : ''}${hundredths(of.p50 - bare.p50)}`;
    return [name, of.p50.toFixed(2), of.p95.toFixed(2), over, goal, String(of.requests ?? 0), String(of.samples)];
  };
  return table([
    ['key press until …, ms', 'p50', 'p95', 'over bare', 'goal', 'requests', 'keys'],
    row('bare: the key is on the screen', bare, ''),
    row("http: its ghost text is, without the server's own time", http, '≤ 4'),
    row('typed: the ghost text has shrunk', typed, '≤ 2'),
    row('embedded: its ghost text is', embedded, '≤ 2'),
    row('draft: its instant draft is', draft, '≤ 15'),
  ]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, keys: { type: 'string' } } });
  const keys = Number(values.keys ?? DEFAULT_KEYS);
  if (!Number.isInteger(keys) || keys < 2) throw new RangeError(`--keys ${values.keys}: a whole number from 2 on`);
  const results = await measure(keys);
  process.stdout.write(`${report(results)}\n`);
  if (values.json !== true) return;
  const { bare, http, typed, embedded, draft } = results;
  const line = {
    p50: http.p50,
    p95: http.p95,
    bare: bare.p50,
    requests: http.requests,
    noServer: typed,
    embedded,
    draft,
    keys,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

if (!(await serveIfAsked())) await main();
