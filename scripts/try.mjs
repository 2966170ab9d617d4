/**
 * `npm run try [file] [nvim arguments]`: opens Neovim with the plugin on a copy of the sample project, in `.try/`.
 * Reads nothing of the user's own configuration and leaves nothing outside the checkout. `rm -r .try` starts afresh.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findNvims } from './lib/nvim.mjs';
import { at } from './lib/paths.mjs';
import { captureTs } from './lib/run-ts.mjs';
import { setUp, stop } from './lib/setup.mjs';

const project = at('.try', 'project');
/** Opened when no file is named: a half-written method waits there. */
const FIRST_FILE = join(project, 'src', 'Service', 'InvoiceService.php');

/** The first argument, when it is no option, is a file: from where the user stands, or else from the sample project. */
function parse([first, ...rest]) {
  if (first === undefined || /^[-+]/.test(first))
    return { file: FIRST_FILE, args: first === undefined ? [] : [first, ...rest] };
  const here = resolve(process.env.INIT_CWD ?? process.cwd(), first);
  return { file: existsSync(here) ? here : join(project, first), args: rest };
}

/** Neovim's environment: folders of its own, and nothing of a Neovim that we may run inside of. */
function isolated(note) {
  const { VIM, VIMRUNTIME, MYVIMRC, VIMINIT, EXINIT, NVIM, NVIM_APPNAME, NVIM_LISTEN_ADDRESS, ...env } = process.env;
  const folder = (name) => at('.try', name);
  return {
    ...env,
    XDG_CONFIG_HOME: folder('config'),
    XDG_DATA_HOME: folder('data'),
    XDG_STATE_HOME: folder('state'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_CONFIG_DIRS: folder('none'),
    XDG_DATA_DIRS: folder('none'),
    FIM_TRY_NOTE: note,
  };
}

function findNvim() {
  try {
    const { nvims, notes } = findNvims({ need: 'any' });
    return nvims[0]?.path ?? stop(notes.join('\n'));
  } catch (error) {
    return stop(error.message);
  }
}

setUp();
const nvim = findNvim();
if (!existsSync(project)) cpSync(at('test', 'fixtures', 'shop'), project, { recursive: true });
mkdirSync(at('.try', 'state'), { recursive: true });
const { file, args } = parse(process.argv.slice(2));

const note = (await captureTs(at('scripts', 'try', 'note.ts'))).trim();
process.stdout.write(`${note}\n`);
const { status, error } = spawnSync(nvim, ['-u', at('scripts', 'try', 'init.lua'), '-i', 'NONE', ...args, file], {
  cwd: project,
  env: isolated(note),
  stdio: 'inherit',
});
if (error) stop(`Cannot run ${nvim}: ${error.message}`);
process.exitCode = status ?? 1;
