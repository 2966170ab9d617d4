/**
 * Types a method into the sample project until its body stands there as ghost text, and writes the screen as doc/ghost-text.svg; with
 * `rsvg-convert` at hand also as a PNG, for a look. The text comes from a scripted server, so that the picture is the same each time.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPO_ROOT } from '../../test/helpers/nvim-binaries.ts';
import { type Nvim, startNvim } from '../../test/helpers/nvim-session.ts';
import { startOllama } from '../../test/helpers/ollama-server.ts';
import { toSvg } from '../../test/helpers/picture.ts';

const FILE = 'src/Service/InvoiceService.php';
const HEAD = '\n    public function overdue(): array\n    {\n        ';
const BODY = [
  'return array_values(array_filter(',
  '            $this->invoices->findAll(),',
  '            fn (Invoice $invoice): bool => $invoice->isOverdue($this->clock->now()),',
  '        ));',
].join('\n');

/** Looks: the default colours of Neovim, the plugin's own highlight groups, no tildes. */
const BEFORE = [
  'set termguicolors background=dark number noautoindent',
  'autocmd FileType php setlocal indentexpr= noautoindent',
];

async function draw(nvim: Nvim): Promise<string> {
  const lines = await nvim.lines();
  await nvim.input(`${lines.lastIndexOf('}')}Gzt15<C-y>A`); // into the last blank line of the class
  await nvim.type(HEAD);
  await nvim.input('<M-Space>');
  await nvim.waitForScreen('isOverdue'); // the line that is drawn last but one
  return toSvg(nvim.grid, { title: 'A PHP method whose body stands as ghost text behind the cursor' });
}

const folder = mkdtempSync(join(tmpdir(), 'fim-picture-'));
const project = join(folder, 'shop');
cpSync(join(REPO_ROOT, 'test/fixtures/shop'), project, { recursive: true });
const server = await startOllama({ reply: () => ({ chunks: [BODY] }) });
try {
  const nvim = await startNvim({
    width: 96,
    height: 24,
    cwd: project,
    highlights: 'plugin',
    before: BEFORE,
    file: { path: FILE },
    options: { backend: 'ollama', autoTrigger: false, ollama: { url: server.url } },
  });
  try {
    const target = join(REPO_ROOT, 'doc/ghost-text.svg');
    writeFileSync(target, await draw(nvim));
    process.stdout.write(`${target}\n`);
    const png = join(REPO_ROOT, '.cache/ghost-text.png');
    const { status } = spawnSync('rsvg-convert', ['--zoom', '2', '--output', png, target]);
    if (status === 0) process.stdout.write(`${png}\n`);
  } finally {
    await nvim.close();
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
