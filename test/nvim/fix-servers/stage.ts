/** One Neovim with a real language server attached as the user's client, and a model that says what a test has it say: for all faulty texts of a language. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Nvim, startNvim } from '../../helpers/nvim-session.ts';
import { type ScriptedServer, startScripted } from '../../helpers/scripted-server.ts';

/** Folder `node_modules` with the servers; '' where there is none. */
export const SERVERS = process.env['FIM_TEST_SERVERS'] ?? '';

/** A server starts, reads its project, and is run once more by us, on a machine that may be busy. In ms. */
export const START_MS = 180_000;
/** For what a server says of one text, in ms. */
export const ANSWER_MS = 15_000;

/** A text with one fault. */
export interface Faulty {
  readonly name: string;
  /** From the project's folder. */
  readonly path: string;
  /** What the text is to be again. */
  readonly right: string;
  /** What is changed: the first place of the one becomes the other. */
  readonly fault: readonly [from: string, to: string];
  /** The cursor stands before the first place of this in the faulty text. */
  readonly at: string;
  /** Of the diagnostic; '' where the server gives none. */
  readonly code: string;
}

export interface Language {
  readonly filetype: string;
  /** What Neovim's configurations call the client. */
  readonly client: string;
  /** From `SERVERS`. */
  readonly program: string;
  readonly files: Readonly<Record<string, string>>;
  readonly faulty: readonly Faulty[];
  /** Texts that are on disk as well. */
  readonly further?: readonly Faulty[];
}

export interface ServedNvim {
  readonly nvim: Nvim;
  readonly model: ScriptedServer;
  /** Opens a faulty text, waits until the user's server has reported it, and puts the cursor there. @returns the faulty text's lines */
  open(faulty: Faulty): Promise<readonly string[]>;
  /** `:FimFix`, until the preview stands. @returns the screen */
  fix(): Promise<string>;
  close(): Promise<void>;
}

export function faultyText({ right, fault: [from, to] }: Faulty): string {
  return right.replace(from, () => to);
}

export async function serve({ filetype, client, program, files, faulty, further = [] }: Language): Promise<ServedNvim> {
  const folder = mkdtempSync(join(tmpdir(), 'fim-fix-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  for (const each of [...faulty, ...further]) write(each.path, faultyText(each));
  const model = await startScripted();
  const nvim = await startNvim({
    height: 40,
    width: 110,
    cwd: folder,
    options: { backend: 'ollama', autoTrigger: false, ollama: { url: model.url } },
  });
  await nvim.lua(
    `
    local filetype, name, cmd, root = ...
    vim.api.nvim_create_autocmd('FileType', { pattern = filetype, callback = function(event)
      vim.lsp.start({
        name = name, cmd = cmd, root_dir = root,
        init_options = { storagePath = root .. '/.storage', globalStoragePath = root .. '/.storage' },
      }, { bufnr = event.buf })
    end })
    _G.reported = function(code)
      for _, found in ipairs(vim.diagnostic.get(0)) do
        if code == '' or tostring(found.code) == code then return true end
      end
      return false
    end
  `,
    filetype,
    client,
    [process.execPath, join(SERVERS, program), '--stdio'],
    folder,
  );
  let isStarted = false;
  return {
    nvim,
    model,
    async open(each) {
      // A buffer of its own: a server may say nothing new of one that is read again.
      await nvim.ex(`silent! bwipeout! ${each.path}`);
      await nvim.ex(`edit ${each.path}`);
      await nvim.ex(`setfiletype ${filetype}`);
      await nvim.waitFor(`_G.reported('${each.code}')`, { timeoutMs: isStarted ? ANSWER_MS : START_MS });
      isStarted = true;
      const text = faultyText(each);
      const before = text.slice(0, text.indexOf(each.at)).split('\n');
      await nvim.request('nvim_win_set_cursor', [0, [before.length, Buffer.byteLength(before.at(-1) ?? '')]]);
      return text.replace(/\n$/u, '').split('\n');
    },
    async fix() {
      await nvim.input(':FimFix<CR>');
      const screen = await nvim.waitForScreen(/<Esc> drop|no repair/u, ANSWER_MS);
      if (!screen.includes('<Esc> drop')) throw new Error(screen);
      return screen;
    },
    async close() {
      await nvim.close();
      await model.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
