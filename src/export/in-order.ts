/** Deals jobs out among workers, and gives what came of them in the order of the jobs: how many workers there are changes nothing but the time. */

/** Jobs that a worker has at hand: the next one is there when it is done with one. Of the last ones, none waits for a worker that is busy. */
const AT_HAND = 2;
const LAST = 16;
/** A large file takes seconds, and others are made meanwhile: so many jobs may be done that nobody could take yet. */
const AHEAD = 64;

/** @param act has a worker do a job; others may be asked of it meanwhile */
export async function* inOrder<Worker, Job, Answer>(
  workers: readonly Worker[],
  jobs: readonly Job[],
  act: (worker: Worker, job: Job) => Promise<Answer>,
): AsyncGenerator<Answer> {
  const hands = workers.map((worker) => ({ worker, load: 0 }));
  const waiting: Promise<Answer>[] = [];
  let next = 0;
  const deal = (): void => {
    const free = hands.reduce((least, hand) => (hand.load < least.load ? hand : least));
    const [job] = jobs.slice(next, next + 1);
    const most = jobs.length - next > LAST ? AT_HAND : 1;
    if (job === undefined || free.load >= most || waiting.length >= AHEAD) return;
    next++;
    free.load++;
    const answer = act(free.worker, job);
    waiting.push(answer);
    const goOn = (): void => {
      free.load--;
      deal();
    };
    // Whoever waits for it hears of a failure; nobody may wait any more.
    answer.then(goOn, () => undefined);
    deal();
  };
  deal();
  for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
    deal();
    yield await first;
  }
}
