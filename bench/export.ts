/**
 * Exports a project several times, each in a process of its own, and prints time and memory of each run as a Markdown table. Compare rows of one run.
 *
 *   npm run bench:export -- --repo DIR [--quick] [--only NAME] [--json]
 *
 * `--quick` leaves out the runs with context of other files, which take minutes for a large project; `--only` takes the runs whose names begin so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

const RUNS: readonly (readonly [name: string, flags: readonly string[]])[] = [
  ['all threads', []],
  ['one thread', ['--jobs', '1']],
  ['quality filter, curriculum', ['--quality-filter', '--curriculum']],
  ['tested only', ['--tested-only']],
];
const CONTEXT = ['--cross-file-context', '--bm25-context'];
const FULL: typeof RUNS = [
  ['context of other files', CONTEXT],
  ['everything', [...CONTEXT, '--quality-filter', '--curriculum']],
  ['everything, tested only', [...CONTEXT, '--quality-filter', '--curriculum', '--tested-only']],
];

/** Tells what the process has used, threads included, when it ends. */
const TELL = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.getBuiltinModule('node:fs').writeSync(2,'\\nUSED '+JSON.stringify(u)+'\\n')})`;
const used = z.object({ maxRSS: z.number(), userCPUTime: z.number(), systemCPUTime: z.number() });
const metadata = z.object({ train_examples: z.number(), val_examples: z.number() });

if (values.repo === undefined) {
  process.stderr.write('Name a project: npm run bench:export -- --repo DIR\n');
  process.exit(2);
}
const root = resolve(values.repo);
const scratch = mkdtempSync(join(tmpdir(), 'fim-bench-export-'));
try {
  const runs = [...RUNS, ...(values.quick ? [] : FULL)].filter(([name]) => name.startsWith(values.only));
  const rows = runs.map(([name, flags]) => ({ name, ...measured(flags) }));
  process.stdout.write('| run | examples | s | CPU s | MB |\n|---|---|---|---|---|\n');
  for (const { name, examples, seconds, cpuSeconds, megabytes } of rows)
    process.stdout.write(
      `| ${name} | ${examples} | ${seconds.toFixed(1)} | ${cpuSeconds.toFixed(1)} | ${megabytes} |\n`,
    );
  if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measured(flags: readonly string[]) {
  const out = join(scratch, 'dataset');
  const begun = performance.now();
  const args = ['--import', TELL, resolve('dist/cli.cjs'), 'export', root, '-o', out, '--force', ...flags];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(stderr);
  const { maxRSS, userCPUTime, systemCPUTime } = used.parse(JSON.parse(/^USED (.*)$/mu.exec(stderr)?.[1] ?? '{}'));
  const found = metadata.parse(JSON.parse(readFileSync(join(out, 'metadata.json'), 'utf8')));
  return {
    examples: found.train_examples + found.val_examples,
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: Math.round(maxRSS / 1024),
  };
}
