import { describe, expect, it } from 'vitest';
import { serverArgs } from '../../../src/model/llamacpp/managed/flags.ts';
import type { ManagedSettings } from '../../../src/model/llamacpp/managed/settings.ts';

/** As build 11669 prints it. */
const NEW = `----- common params -----

-h,    --help, --usage                  print usage and exit
--offline                               Offline mode: forces use of cache, prevents network access
                                        (env: LLAMA_ARG_OFFLINE) see --model-draft
--spec-draft-model, -md, --model-draft FNAME
                                        draft model for speculative decoding (default: unused)
--spec-type none,draft-simple,draft-mtp,ngram-simple,ngram-mod
                                        comma-separated list of types of speculative decoding to use
--cors-origins ORIGINS                  comma-separated list
--ui,  --webui, --no-ui, --no-webui     whether to enable the Web UI (default: enabled)
`;
/** As a build of 2025 printed it. */
const OLD = `-m,    --model FNAME                    model path
-md,   --model-draft FNAME              draft model for speculative decoding (default: unused)
--no-webui                              Disable the Web UI (default: enabled)
`;

const SETTINGS: ManagedSettings = {
  command: 'llama-server',
  model: '/m/a.gguf',
  draftModel: '',
  speculation: 'auto',
  contextTokens: 2048,
  args: [],
};
const argsOf = (change: Partial<ManagedSettings>, help: string) => serverArgs({ ...SETTINGS, ...change }, 4242, help);

describe('the command line of a managed server', () => {
  it('has one slot, short batches, loopback, and no page that can talk to it', () => {
    expect(argsOf({}, NEW).join(' ')).toBe(
      '--model /m/a.gguf --host 127.0.0.1 --port 4242 --ctx-size 2048 --parallel 1 --batch-size 128 --ubatch-size 128' +
        ' --offline --no-ui --cors-origins localhost --spec-type ngram-simple',
    );
  });

  it.each<[string, Partial<ManagedSettings>, string, string[]]>([
    ['a draft model', { draftModel: '/d.gguf' }, NEW, ['--spec-draft-model', '/d.gguf', '--spec-type', 'draft-simple']],
    ['a draft model, years ago', { draftModel: '/d.gguf' }, OLD, ['--model-draft', '/d.gguf']],
    [
      'n-grams although there is a draft model',
      { draftModel: '/d.gguf', speculation: 'ngram-mod' },
      NEW,
      ['--spec-type', 'ngram-mod'],
    ],
    ['n-grams that it does not know', { speculation: 'ngram-cache' }, NEW, []],
    ['n-grams, years ago', {}, OLD, []],
    ['no drafts', { draftModel: '/d.gguf', speculation: 'off' }, NEW, []],
    ['a draft model that is not named', { speculation: 'draft' }, NEW, []],
  ])('asks for %s', (_, change, help, want) => {
    const args = argsOf(change, help);
    const known = help === NEW ? '--cors-origins localhost' : '--no-webui';
    expect(args.join(' ').split(known)[1]?.trim()).toBe(want.join(' '));
  });

  it("ends with the user's own, which go first that way", () => {
    expect(argsOf({ args: ['--gpu-layers', '99'] }, NEW).slice(-2)).toEqual(['--gpu-layers', '99']);
  });
});
