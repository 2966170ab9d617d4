/** `:FimFix` in a terminal, with a real language server: what is tested of each language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER_MS, type Language, SERVERS, type ServedNvim, START_MS, serve } from './stage.ts';

const bare = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();

/** @param more further tests, with the same Neovim */
export function describeInTerminal(
  language: Language,
  more: (served: () => ServedNvim) => void = () => undefined,
): void {
  describe.runIf(SERVERS !== '')(`${language.client} in a terminal`, () => {
    const { filetype, faulty } = language;
    let served: ServedNvim;
    beforeAll(async () => {
      served = await serve(language);
      // The user's server and ours start, and read the project, once.
      const [first] = faulty;
      if (first === undefined) throw new Error('nothing is faulty');
      await served.open(first);
      await served.fix();
      await served.nvim.input('<Esc>');
    }, START_MS);
    afterAll(() => served.close());

    it.each(faulty)(
      'repairs $name: shown, taken, and undone in one step',
      async (each) => {
        const { nvim, open, fix } = served;
        const lines = await open(each);
        const screen = await fix();
        expect(screen).toContain('gone ✓');
        expect(await nvim.lines()).toEqual(lines);
        await nvim.input('<Tab>');
        expect(bare(await nvim.lines())).toBe(bare(each.right.split('\n')));
        await nvim.input('u');
        expect(await nvim.lines()).toEqual(lines);
      },
      2 * ANSWER_MS,
    );

    it(
      'draws the line that goes and the one that comes, and drops both',
      async () => {
        const { nvim, open, fix } = served;
        const [each] = faulty;
        if (each === undefined) throw new Error('nothing is faulty');
        const lines = await open(each);
        const tick = await nvim.lua('return vim.b.changedtick');
        const screen = await fix();
        const [old = ''] = lines.filter((line) => line.includes(each.fault[1]));
        expect(screen).toContain(old.trim());
        expect(screen).toContain(old.replace(each.fault[1], each.fault[0]).trim());
        await nvim.input('<Esc>');
        expect(nvim.screen()).not.toContain('<Tab> take');
        expect(await nvim.lua('return vim.b.changedtick')).toBe(tick);
      },
      2 * ANSWER_MS,
    );

    it(
      'lists a repair among the code actions of the server',
      async () => {
        const { nvim, open } = served;
        const [each] = faulty;
        if (each === undefined) throw new Error('nothing is faulty');
        await open(each);
        await nvim.waitFor(`#vim.lsp.get_clients({ bufnr = 0, name = 'fim' }) == 1`);
        const titles = await nvim.lua(`
      local row, col = unpack(vim.api.nvim_win_get_cursor(0))
      local at = { line = row - 1, character = col }
      local diagnostics = {}
      for _, each in ipairs(vim.diagnostic.get(0)) do
        if each.lnum == row - 1 then table.insert(diagnostics, each.user_data and each.user_data.lsp) end
      end
      local params = { textDocument = vim.lsp.util.make_text_document_params(0), range = { start = at, ['end'] = at }, context = { diagnostics = diagnostics } }
      local found = {}
      for id, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000) or {}) do
        local client = vim.lsp.get_client_by_id(id)
        for _, action in ipairs(answer.result or {}) do table.insert(found, client.name .. ': ' .. action.title) end
      end
      return found
    `);
        expect(titles).toContain(`fim: fim: repair ${each.code}`);
        // The others offer none for this without a licence.
        if (filetype === 'typescript') expect(titles).toContain("ts_ls: Change spelling to 'length'");
      },
      2 * ANSWER_MS,
    );

    it(
      'tells in :checkhealth what runs for it',
      async () => {
        const { nvim } = served;
        await nvim.ex('checkhealth fim');
        const text = (await nvim.lines()).join('\n');
        expect(text).toMatch(/ verifies repairs of \S+: [1-9]\d+ MiB, process \d+/u);
        await nvim.ex('bwipeout!');
      },
      2 * ANSWER_MS,
    );

    it.each(['has ended', 'ends while it is asked'])(
      'repairs on where its own server %s',
      async (when) => {
        const { nvim, open, fix } = served;
        const [each] = faulty;
        if (each === undefined) throw new Error('nothing is faulty');
        await nvim.ex('checkhealth fim');
        const pid = Number(/ verifies repairs of .*process (\d+)/u.exec((await nvim.lines()).join(' '))?.[1]);
        await nvim.ex('bwipeout!');
        process.kill(pid, when === 'has ended' ? 'SIGKILL' : 'SIGSTOP');
        await open(each);
        const fixed = fix();
        fixed.catch(() => undefined);
        if (when !== 'has ended') {
          await nvim.waitForScreen('fim: repairing');
          process.kill(pid, 'SIGKILL');
        }
        expect(await fixed).toContain('gone ✓');
        await nvim.input('<Esc>');
      },
      START_MS,
    );

    more(() => served);
  });
}
