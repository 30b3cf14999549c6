/** Something to be done for hands that are quicker than it. */
export interface Latest<Request> {
  /** Resolves when nothing of it is left to be done, also where it has failed. */
  ask(request: Request): Promise<void>;
  /** What is asked for and not done yet: it runs, or waits. */
  readonly asked: Request | null;
}

/**
 * One job runs, one waits, and what is asked for meanwhile is merged into the one that waits: the last is always done.
 * What fails must be told by the job itself.
 *
 * @param merge both requests as one; where they contradict each other, the newer one counts
 */
export function latest<Request>(
  job: (request: Request) => Promise<unknown>,
  merge: (older: Request, newer: Request) => Request,
): Latest<Request> {
  let running: Request | null = null;
  let waiting: Request | null = null;
  let work: Promise<void> | null = null;

  async function workOff(): Promise<void> {
    for (; waiting !== null; running = null) {
      running = waiting;
      waiting = null;
      await job(running).catch(() => undefined);
    }
    work = null;
  }
  return {
    ask(request) {
      waiting = waiting === null ? request : merge(waiting, request);
      work ??= workOff();
      return work;
    },
    get asked() {
      if (running === null || waiting === null) return running ?? waiting;
      return merge(running, waiting);
    },
  };
}
