/** Values of flags, and the flags that several commands have. */
import { InvalidArgumentError, Option } from 'commander';

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/u.test(text) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    }
    return number;
  };
}

/** A number of a range, both ends of which belong to it. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !(number >= least && number <= most)) {
      throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`);
    }
    return number;
  };
}

export function listed(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function configOption(): Option {
  return new Option('--config <file>', 'options as a JSON object, named as in :help fim-options');
}

export function setOption(): Option {
  const what = 'one option, dotted: --set multilineCompletions=never; may be repeated';
  return new Option('--set <name=value>', what).argParser(listed).default([]);
}
