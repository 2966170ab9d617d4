/** Repairs of PHP in a terminal, with intelephense; and what no language is needed for: the model's turn, alternatives, `.`, the session. */
import { expect, it } from 'vitest';
import { missingArgument, php, twoNames } from './php.ts';
import { ANSWER_MS } from './stage.ts';
import { describeInTerminal } from './suite.ts';

/** As often as a day's work has it. */
const RUNS = 50;

async function* chat(content: string, mayAnswer: Promise<void>): AsyncIterable<string> {
  await mayAnswer;
  yield `${JSON.stringify({ message: { role: 'assistant', content }, done: false })}\n`;
  yield `${JSON.stringify({ message: { content: '' }, done: true, done_reason: 'stop' })}\n`;
}

describeInTerminal({ ...php, further: [missingArgument, twoNames] }, (served) => {
  /** Says one reply after the other, each when it may. */
  const says = (replies: string[], mayAnswer: Promise<void> = Promise.resolve()): void => {
    served().model.answer = ({ path }) => {
      if (path === '/api/tags') return { json: { models: [{ name: 'qwen2.5-coder:7b' }] } };
      return path === '/api/chat' ? { pieces: chat(replies.shift() ?? 'No.', mayAnswer) } : { status: 404, json: {} };
    };
  };
  const region = missingArgument.right.slice(
    missingArgument.right.indexOf('    public function sum'),
    missingArgument.right.indexOf('\n    public function fresh'),
  );
  const right = `The argument was missing.\n\`\`\`php\n${region}\`\`\`\n`;

  it(
    'asks the model where no rule helps, again with what the server said of the first answer',
    async () => {
      const { nvim, open, fix, model } = served();
      await open(missingArgument);
      const asked = model.seen.length;
      says([right.replace("'é🐘'", 'new Order()->nothing'), right.replace('$order->total(', '$order->totl('), right]);
      const screen = await fix();
      expect(screen).toContain('P1005 gone ✓');
      const chats = model.seen.slice(asked).filter(({ path }) => path === '/api/chat');
      expect(chats).toHaveLength(3);
      expect(JSON.stringify(chats[2]?.body)).toContain("Undefined method 'totl'");
      await nvim.input('K');
      await nvim.waitForScreen('The argument was missing.');
      await nvim.input('<Tab>');
      expect(await nvim.lines()).toEqual(missingArgument.right.trimEnd().split('\n'));
    },
    2 * ANSWER_MS,
  );

  it(
    'follows what is typed elsewhere while the model thinks, and ends when its own text is changed',
    async () => {
      const { nvim, open } = served();
      await open(missingArgument);
      let answer = (): void => undefined;
      says(
        [right],
        new Promise((resolve) => {
          answer = resolve;
        }),
      );
      await nvim.input(':FimFix<CR>');
      await nvim.waitFor(`require('fim.repair').progress():find('P1005')`, { timeoutMs: ANSWER_MS });
      await nvim.input('ggO// typed<Esc>');
      answer();
      await nvim.waitForScreen('<Esc> drop', ANSWER_MS);
      await nvim.input('<Tab>');
      expect(await nvim.lines()).toEqual(['// typed', ...missingArgument.right.trimEnd().split('\n')]);
      await open(missingArgument);
      says([right], new Promise(() => undefined));
      await nvim.input(':FimFix<CR>');
      await nvim.waitFor(`require('fim.repair').progress():find('P1005')`, { timeoutMs: ANSWER_MS });
      await nvim.input('A // typed<Esc>');
      await nvim.waitForScreen('the text was changed');
    },
    4 * ANSWER_MS,
  );

  it(
    'offers what is as likely, and takes the one that is shown',
    async () => {
      const { nvim, open, fix } = served();
      await open(twoNames);
      expect(await fix()).toContain('(1/2)');
      await nvim.input('<C-n>');
      await nvim.waitForScreen('(2/2)');
      await nvim.input('<Tab>');
      expect((await nvim.lines()).filter((line) => line.includes('+ $amount'))).toEqual([
        '        return $this->sumB() + $amount;',
      ]);
    },
    2 * ANSWER_MS,
  );

  it(
    'goes by what other buffers hold, saved or not',
    async () => {
      const { nvim, open, fix } = served();
      const [each] = php.faulty;
      if (each === undefined) throw new Error('nothing is faulty');
      const rename = async (command: string): Promise<string> => {
        await nvim.ex('edit src/Model/Order.php');
        await nvim.ex(command);
        await open(each);
        const screen = await fix();
        await nvim.input('<Esc>');
        return screen;
      };
      await nvim.ex('set hidden');
      expect(await rename('%s/total(/toatal(/')).toContain('->toatal($amount');
      expect(await rename('edit!')).toContain('->total($amount');
      expect(await rename('%s/total(/toatal(/ | write')).toContain('->toatal($amount');
      expect(await rename('undo | write')).toContain('->total($amount');
    },
    8 * ANSWER_MS,
  );

  it(
    'leaves `.` what it was',
    async () => {
      const { nvim, open, fix } = served();
      await nvim.ex('enew');
      await nvim.input('Ax<Esc>');
      const [each] = php.faulty;
      if (each === undefined) throw new Error('nothing is faulty');
      await open(each);
      await fix();
      await nvim.input('<Tab>gg.');
      expect(await nvim.lines()).toEqual(['<?phpx', ...each.right.trimEnd().split('\n').slice(1)]);
    },
    2 * ANSWER_MS,
  );

  it(
    'leaves the session as it was, however often it is asked',
    async () => {
      const { nvim, open, fix } = served();
      const [each] = php.faulty;
      if (each === undefined) throw new Error('nothing is faulty');
      // What was edited before may yet be reported anew.
      await nvim.ex('silent! %bwipeout!');
      await open(each);
      const state = (): Promise<unknown> =>
        nvim.lua(`
          local symbols = {}
          local client = vim.lsp.get_clients({ bufnr = 0, name = 'intelephense' })[1]
          local params = { query = 'Order' }
          local answer = vim.lsp.buf_request_sync(0, 'workspace/symbol', params, 20000) or {}
          for _, symbol in ipairs(answer[client.id] and answer[client.id].result or {}) do
            table.insert(symbols, symbol.name .. ' ' .. symbol.location.uri)
          end
          table.sort(symbols)
          return {
            vim.b.changedtick, vim.fn.undotree().entries, vim.api.nvim_list_bufs(), vim.bo.modified,
            vim.tbl_map(function(d) return { d.lnum, d.col, d.code, d.message } end, vim.diagnostic.get()), symbols,
            vim.tbl_map(function(c) return c.name end, vim.lsp.get_clients()),
            vim.tbl_map(function(map) return map.lhs end, vim.api.nvim_buf_get_keymap(0, 'n')), vim.api.nvim_win_get_cursor(0),
          }
        `);
      const before = await state();
      expect(JSON.stringify(before)).toContain('Order.php');
      for (let run = 0; run < RUNS; run++) {
        await fix();
        await nvim.input('<Esc>');
      }
      expect(await state()).toEqual(before);
    },
    12 * ANSWER_MS,
  );
});
