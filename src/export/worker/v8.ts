/**
 * How V8 is to work while a dataset is made, for this short work alone: its defaults are for programs that run long in one heap. V8 keeps these for a whole
 * process, so they hold for the threads beside this one too, and as long as the process lives.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * Percent that a heap may grow by until it is tidied up: each thread has an index of the project, and V8 would let it become three times as large. That of
 * a large project is held tighter; for a small one that would cost a quarter of the time.
 */
const HEAP_GROWTH = 30;
const MANY_FILES = 1000;
const LARGE_HEAP_GROWTH = 12;

/**
 * Each thread compiles what it runs anew. With V8's own limits to inlining that took a quarter of the processors' time for a project of 3,000 files, and half of
 * it for one of 200; with these it takes 0.3 of that, and what is compiled is not measurably slower. In bytes of bytecode; share of a caller's calls.
 */
const COMPILER = [
  '--max-inlined-bytecode-size=100',
  '--max-inlined-bytecode-size-cumulative=200',
  '--min-inlining-frequency=0.5',
  '--no-turbo-loop-peeling',
];

/** Before anything is done. */
export function compileLess(): void {
  for (const flag of COMPILER) setFlagsFromString(flag);
}

/** @param files how many will be in the index */
export function holdHeap(files: number): void {
  setFlagsFromString(`--heap-growing-percent=${files > MANY_FILES ? LARGE_HEAP_GROWTH : HEAP_GROWTH}`);
}
