/** Puts a suggestion on the screen without a host: for tests of what it looks like, not of where it comes from. */
import type { Nvim, Start } from '../helpers/nvim.ts';

/** A place in a document, and what is offered there. */
export interface Scene {
  /** The buffer; `|` stands where the cursor is. */
  readonly doc: string;
  readonly text: string;
  /** Bytes after the cursor that `text` contains. */
  readonly replace?: number;
  readonly index?: number;
  readonly count?: number;
  /** Bytes of `text` that are confirmed. */
  readonly confirmed?: number;
}

const OFFER = `
  local text, replace, index, count, confirmed = ...
  local row, col = unpack(vim.api.nvim_win_get_cursor(0))
  vim.g.offers = (vim.g.offers or 0) + 1
  return require('fim.ghost').show({
    id = vim.g.offers, buf = vim.api.nvim_get_current_buf(), tick = vim.b.changedtick, row = row - 1, col = col,
    text = text, replace = replace, index = index, count = count, confirmed = confirmed, final = true,
  }, 'i')
`;

/** Fills the current buffer, and goes into insert mode at the `|`. */
export async function place(nvim: Nvim, doc: string): Promise<void> {
  const [before = '', ...rest] = doc.split('|');
  const rows = before.split('\n');
  await nvim.input('<C-\\><C-n>');
  await nvim.lua(
    `
    local lines, row, col = ...
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
    vim.api.nvim_win_set_cursor(0, { row, col })
    local at_end = col == #vim.api.nvim_get_current_line()
    vim.api.nvim_feedkeys(vim.keycode(at_end and '<C-\\\\><C-n>A' or '<C-\\\\><C-n>i'), 'n', false)
  `,
    (before + rest.join('|')).split('\n'),
    rows.length,
    Buffer.byteLength(rows.at(-1) ?? ''),
  );
  await nvim.input('<Ignore>');
}

/** Offers a suggestion at the cursor. @returns whether it was drawn */
export function offer(nvim: Nvim, scene: Omit<Scene, 'doc'>): Promise<unknown> {
  const { text, replace = 0, index = 1, count = 1, confirmed = Buffer.byteLength(text) } = scene;
  return nvim.lua(OFFER, text, replace, index, count, confirmed);
}

/** Shows a scene. @returns the screen */
export async function show(nvim: Nvim, scene: Scene): Promise<string> {
  await place(nvim, scene.doc);
  await offer(nvim, scene);
  await nvim.input('<Ignore>');
  return nvim.screen();
}

/** Accepts what is shown. */
export async function accept(nvim: Nvim): Promise<void> {
  await nvim.lua(`require('fim.accept').accept('all')`);
  await nvim.input('<Ignore>');
}

/** A Neovim with the plugin's modules, and none of its maps and autocommands. */
export function bare(start: Start, options: Parameters<Start>[0] = {}): Promise<Nvim> {
  return start({ plugin: false, height: 10, width: 40, ...options });
}
