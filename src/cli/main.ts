/** Entry of the command line, `fim`: reads arguments, writes results to standard output and one line for a person to standard error. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { ExportFailure } from '../export/failure.ts';
import { FimError, isAbort } from '../text/error.ts';
import { type CompleteFlags, complete } from './complete.ts';
import { exportCommand } from './export-command.ts';
import { type FixFlags, fixCommand, NothingHolds } from './fix.ts';
import { configOption, listed, setOption, wholeNumber } from './flag.ts';
import { type MapFlags, map } from './map.ts';
import { type PromptFlags, prompt } from './prompt.ts';
import { type ServeFlags, serveContext } from './serve.ts';

/** Exit statuses: the arguments are wrong; something failed; ended by Ctrl-C, as shells count it. */
const USAGE = 2;
const FAILED = 1;
const INTERRUPTED = 130;

/** Of `fim map`. */
const USUAL_MAP_TOKENS = 1024;

/** Arguments and options of a command that is about a place of a file. */
function placed(command: Command): Command {
  return command
    .argument('<file>', 'the file; with --stdin only its name counts')
    .addOption(new Option('--line <L>', 'line of the cursor, from 1').argParser(wholeNumber(1)).makeOptionMandatory())
    .addOption(
      new Option('--col <C>', 'column of the cursor: bytes of the line before it, from 0 (as nvim_win_get_cursor())')
        .argParser(wholeNumber(0))
        .makeOptionMandatory(),
    )
    .option('--stdin', 'read the text from standard input: what an editor holds and has not saved')
    .option('--model <name>', 'short for --set model.target=…')
    .option('--url <address>', 'short for --set ollama.url=…')
    .addOption(configOption())
    .addOption(setOption());
}

function say(text: string): void {
  process.stderr.write(`fim: ${text}\n`);
}

function program(signal: AbortSignal): Command {
  const fim = new Command('fim')
    .description(
      'Code completion from models on your own machine: the engine of fim.nvim for scripts and for measuring.',
    )
    .version(version)
    .exitOverride();
  placed(fim.command('complete').description('Print the completion at a place of a file.'))
    .option('--json', 'print one line of JSON: text, replaceAfterCursor (in UTF-16 units), model, times in ms')
    .action(async (file: string, flags: CompleteFlags) => {
      process.stdout.write(await complete(file, flags, { env: process.env, stdin: process.stdin, signal }));
    });
  placed(fim.command('prompt').description('Print the prompt that the editor would send for a place of a file.'))
    .option('--json', 'print one line of JSON: prompt, stop, model, family, tokens, parts, times in ms')
    .option('--explain', 'print each part with its tokens, score, reason and time, as Markdown')
    .action(async (file: string, flags: PromptFlags) => {
      const around = { env: process.env, stdin: process.stdin, signal, log: say };
      process.stdout.write(await prompt(file, flags, around));
    });
  fim
    .command('fix')
    .description('Repair a diagnostic: print what holds as a diff. Changes no file.')
    .argument('<file>', 'the file; with --stdin only its name counts')
    .addOption(new Option('--line <L>', 'line that is meant, from 1').argParser(wholeNumber(1)).makeOptionMandatory())
    .addOption(
      new Option('--col <C>', 'column that is meant: bytes of the line before it, from 0').argParser(wholeNumber(0)),
    )
    .option('--diagnostic <json>', 'what is reported, as a language server or vim.diagnostic has it; one or a list')
    .option('--unverified', 'print also what nobody could verify')
    .option('--json', 'print one line of JSON')
    .option('--explain', 'print the prompt of a model part by part, as Markdown; asks none')
    .option('--stdin', 'read the text from standard input: what an editor holds and has not saved')
    .option('--model <name>', 'short for --set fix.model=…')
    .option('--url <address>', 'short for --set ollama.url=…')
    .addOption(configOption())
    .addOption(setOption())
    .action(async (file: string, flags: FixFlags) => {
      const around = { env: process.env, stdin: process.stdin, signal, log: say };
      process.stdout.write(await fixCommand(file, flags, around));
    });
  fim
    .command('map')
    .description('Print what a project consists of, most important first: files with their signatures.')
    .addOption(
      new Option('--tokens <N>', 'budget of the map in tokens').argParser(wholeNumber(1)).default(USUAL_MAP_TOKENS),
    )
    .addOption(
      new Option('--focus <file>', 'a file that the ranking starts from; may be repeated')
        .argParser(listed)
        .default([]),
    )
    .option('--root <folder>', "the project's root; default: found from the focus or the working directory")
    .option('--json', 'print one line of JSON: root, tokens, files, text')
    .addOption(configOption())
    .addOption(setOption())
    .action(async (flags: MapFlags) => {
      process.stdout.write(await map(flags, signal, say));
    });
  fim
    .command('serve')
    .description('Serve context over JSON-RPC 2.0 on standard input and output, one object a line (doc/protocol.md).')
    .addOption(configOption())
    .addOption(setOption())
    .action((flags: ServeFlags) => serveContext(flags, process, signal));
  exportCommand(fim, signal);
  return fim;
}

/** @returns exit status */
export async function main(argv: readonly string[]): Promise<number> {
  const aborter = new AbortController();
  const interrupt = (): void => aborter.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await program(aborter.signal).parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (isAbort(error)) return INTERRUPTED;
    if (error instanceof NothingHolds) process.stdout.write(error.printed);
    if (error instanceof ExportFailure) {
      say(error.message);
      return error.status;
    }
    process.stderr.write(`fim: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof FimError && error.code === 'config' ? USAGE : FAILED;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
