/** The command `fim export` with its flags, as commander has them: the same for `:FimExport`. Does nothing itself. */
import { type Command, Option } from 'commander';
import { version } from '../../package.json';
import { ExportFailure } from '../export/failure.ts';
import { FORMAT_NAMES } from '../export/format.ts';
import {
  type ExportSurroundings,
  exportProject,
  type InspectFlags,
  inspectExport,
  type MergeFlags,
  mergeExport,
  type VerifyFlags,
  verifyExport,
} from './export.ts';
import type { ExportFlags } from './export-flags.ts';
import { configOption, listed, numberFrom, setOption, wholeNumber } from './flag.ts';

/** The seed's defaults. */
const MIDDLE_LINES = 30;
const TOTAL_CHARS = 8192;
const VAL_SPLIT = 0.1;
const SEED = 42;
const DEDUP = '0.7';
const PERCENT = 100;
/** Of `fim export inspect`. */
const SHOWN_EXAMPLES = 3;
/** Of a dataset. */
const MOST_VAL = 0.9;
/** A middle and its end token have room in it. */
const LEAST_CHARS = 200;
const LEAST_TOKENS = 64;

export function exportCommand(fim: Command, signal: AbortSignal): void {
  const around: ExportSurroundings = {
    env: process.env,
    version,
    signal,
    stdout: process.stdout,
    stderr: process.stderr,
  };
  const command = exportFlags(fim.command('export')).action(async (root: string, flags: ExportFlags) => {
    process.stdout.write(await exportProject(root, flags, around));
  });
  command
    .command('merge')
    .description('Make one dataset of shards: of one project, as without them, or of several.')
    .argument('<dirs...>', 'shards, or folders that shards stand in')
    .option('-o, --output <dir>', 'folder of the dataset', 'dataset')
    .option('--force', 'replace the dataset that is there')
    .option('--json', 'print one line of JSON: what metadata.json holds')
    .action(async (dirs: readonly string[], _: MergeFlags, own: Command) => {
      refuseOthers(command, own);
      process.stdout.write(await mergeExport(dirs, own.optsWithGlobals(), around));
    });
  command
    .command('inspect')
    .description('Show what a dataset consists of: its mix, its lengths, some of its examples.')
    .argument('<dir>', 'folder of the dataset')
    .addOption(new Option('--examples <N>', 'examples to show').argParser(wholeNumber(0)).default(SHOWN_EXAMPLES))
    .option('--html <file>', 'write a page instead: histograms, and examples to filter')
    .action(async (dir: string, flags: InspectFlags) => {
      process.stdout.write(await inspectExport(dir, flags, around));
    });
  command
    .command('verify')
    .description('Check everything that a dataset promises.')
    .argument('<dir>', 'folder of the dataset')
    .option('--root <folder>', 'the project that it was made of, to compare it byte for byte')
    .option('--tokenizer <tokenizer.json>', 'count the tokens again, with the one that it was made with')
    .option('--json', 'print one line of JSON')
    .action(async (dir: string, flags: VerifyFlags, own: Command) => {
      process.stdout.write(await verifyExport(dir, { ...own.optsWithGlobals(), ...flags }, around));
    });
}

/** Flags of an export go before its subcommands as well as behind them; those that say how examples are made can change nothing any more. */
function refuseOthers(command: Command, merge: Command): void {
  const other = command.options.find((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === 'cli' && !merge.options.some((own) => own.attributeName() === name);
  });
  if (other !== undefined)
    throw new ExportFailure(
      2,
      `${other.long ?? other.flags} is for fim export --shard: a merge takes it from the shards.`,
    );
}

/** Its argument and its options. */
export function exportFlags(command: Command): Command {
  return command
    .description(
      'Make a dataset of a project for fine-tuning: prompts as the editor sends them, and what belongs there.',
    )
    .argument('<root>', 'the project')
    .option('-o, --output <dir>', 'folder of the dataset', 'dataset')
    .option('--force', 'replace the dataset that is there')
    .option(
      '--shard <I/N>',
      'make the I-th of N parts, for fim export merge; it goes to a folder of its own in --output',
    )
    .option('--name <name>', "the project's name in a dataset of several: owner/project")
    .option('--since <revision>', 'only of lines that commits since then have added and that are still there')
    .option('--dry-run', 'count everything, write nothing')
    .option('--json', 'print one line of JSON: what metadata.json holds')
    .addOption(new Option('--preview <N>', 'print N random examples, write nothing').argParser(wholeNumber(1)))
    .option('--base-model <family>', 'family of models; auto: that of the configured model', 'qwen2.5-coder')
    .addOption(
      new Option('--order <order>', 'order of the prompt').choices(['auto', 'psm', 'spm', 'mix']).default('auto'),
    )
    .addOption(
      new Option('--anchor <mode>', "where the hole begins; default: the editor's").choices([
        'line',
        'block',
        'cursor',
      ]),
    )
    .option('--cross-file-context', 'show types, members and signatures of other files of the same split')
    .option('--bm25-context', 'show similar code of other files of the same split')
    .addOption(
      new Option('--include-path <dir>', 'show code of this folder as well, never train on it; may be repeated')
        .argParser(listed)
        .default([]),
    )
    .option('--tested-only', 'only files that a test covers, mirrors, or has the name of')
    .option('--quality-filter', 'leave out examples that teach nothing')
    .addOption(
      new Option('--max-middle-lines <N>', 'lines of a middle').argParser(wholeNumber(1)).default(MIDDLE_LINES),
    )
    .addOption(
      new Option('--max-total-chars <N>', 'characters of an example')
        .argParser(wholeNumber(LEAST_CHARS))
        .default(TOTAL_CHARS),
    )
    .addOption(
      new Option('--max-tokens <N>', 'tokens of an example: estimated, unless --tokenizer counts them').argParser(
        wholeNumber(LEAST_TOKENS),
      ),
    )
    .option('--tokenizer <tokenizer.json>', "count tokens exactly, with the model's own tokenizer")
    .option('--curriculum [order]', 'sort the training examples by complexity, desc or asc')
    .addOption(
      new Option('--curriculum-top-pct <P>', 'keep only the most complex ones, in percent')
        .argParser(numberFrom(1, PERCENT))
        .default(PERCENT),
    )
    .addOption(
      new Option('--val-split <share>', 'share of the validation split')
        .argParser(numberFrom(0, MOST_VAL))
        .default(VAL_SPLIT),
    )
    .addOption(new Option('--seed <N>', 'another one makes another dataset').argParser(wholeNumber(0)).default(SEED))
    .option('--ast-fim', 'spans by syntax as well (the default)', true)
    .option('--no-ast-fim', 'no spans by syntax')
    .option('--spans <kind=weight,…>', 'shares of the kinds of spans')
    .addOption(
      new Option('--split-by <unit>', 'what is never in both splits')
        .choices(['cluster', 'file', 'dir'])
        .default('cluster'),
    )
    .option('--dedup <similarity>', 'from which on files are near-duplicates; off: nobody looks', DEDUP)
    .addOption(
      new Option('--secrets <what>', 'what becomes of files with keys in them')
        .choices(['drop', 'redact', 'off'])
        .default('drop'),
    )
    .addOption(new Option('--limit <N>', 'examples at most').argParser(wholeNumber(1)))
    .addOption(
      new Option('--format <form>', 'all keys as lines (fim) or as Parquet, or lines for trl or axolotl')
        .choices(FORMAT_NAMES)
        .default('fim'),
    )
    .addOption(
      new Option('--jobs <N>', 'threads that make examples; the dataset is the same for any number').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(new Option('--include <glob>', 'only these files; may be repeated').argParser(listed).default([]))
    .addOption(new Option('--exclude <glob>', 'not these files; may be repeated').argParser(listed).default([]))
    .addOption(new Option('--language <id>', 'only these languages; may be repeated').argParser(listed).default([]))
    .addOption(
      new Option('--license-allow <SPDX>', 'only files under these licences; may be repeated')
        .argParser(listed)
        .default([]),
    )
    .addOption(configOption())
    .addOption(setOption());
}
