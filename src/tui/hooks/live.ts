import { ShopError } from '#domain/errors.ts';

/** Why nothing new arrives, and when it is tried again (milliseconds since 1970). */
export type Lost = { error: ShopError; nextTry: number };

/** Loads what is shown. @returns whether it has asked the database: only then is its success a sign of life */
export type Load = () => Promise<boolean>;

type Task = { load: Load; running: Promise<void> | undefined };

type Wish = {
  /** Milliseconds from the end of one round to the start of the next. */
  every?: number;
  /** From then on a database that does not answer counts as lost. */
  patience?: number;
  /** Whether the database is being made or started: what does not answer then is not lost. */
  starting?: () => boolean;
  /** Brings a database that is ours to start back to life; asked before each new try. */
  revive?: () => Promise<void>;
  /** The error as it is shown. */
  shownAs?: (error: ShopError) => ShopError;
  /** Told of every refusal that is no lost database, and of every fault. */
  caught: (error: unknown) => void;
};

const LONGEST_WAIT = 15_000;

/**
 * Keeps what is on the screen up to date: every load that is shown runs each `every` milliseconds. When the
 * database is lost, loads are tried again at growing distances until one succeeds; what was there stays.
 */
export function createLive({
  every = 1_500,
  patience = 3_000,
  starting = () => false,
  revive,
  shownAs = (error) => error,
  caught,
}: Wish) {
  const tasks = new Set<Task>();
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let lost: Lost | undefined;
  let paused = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };

  function found() {
    failures = 0;
    if (!lost) return;
    lost = undefined;
    tell();
  }

  function failed(error: unknown) {
    if (!(error instanceof ShopError) || error.kind !== 'unavailable') return caught(error);
    const wait = Math.min(every * 2 ** failures, LONGEST_WAIT);
    lost = { error: shownAs(error), nextTry: Date.now() + wait };
    tell();
  }

  /** Runs one load; a load that has not ended yet is not begun a second time. */
  function run(task: Task): Promise<void> {
    task.running ??= attempt(task.load).finally(() => {
      task.running = undefined;
    });
    return task.running;
  }

  async function attempt(load: Load): Promise<void> {
    const clock = setInterval(() => {
      if (starting()) return;
      clearInterval(clock);
      failed(noAnswer());
    }, patience);
    try {
      if (await load()) found();
    } catch (error) {
      failed(error);
    } finally {
      clearInterval(clock);
    }
  }

  async function round() {
    timer = undefined;
    if (lost && revive) await Promise.race([revive().catch(failed), atLatest(patience)]);
    // A load that hangs must not keep the others from being tried again.
    await Promise.race([Promise.all([...tasks].map(run)), atLatest(patience)]);
    if (lost) failures += 1;
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    timer = undefined;
    if (paused || tasks.size === 0) return;
    timer = setTimeout(() => void round(), lost ? Math.max(every, lost.nextTry - Date.now()) : every);
  }

  return {
    /** Runs the load now and from now on; the answer ends it. */
    add(load: Load): () => void {
      const task: Task = { load, running: undefined };
      tasks.add(task);
      void run(task);
      if (!timer) schedule();
      return () => {
        tasks.delete(task);
        if (tasks.size === 0) schedule();
      };
    },
    /** Runs every load anew, after a change or when the terminal is back. Never rejects. */
    async soon(): Promise<void> {
      // What is being loaded just now may be older than the change: it is loaded once more.
      const again = async (task: Task) => {
        await task.running;
        if (tasks.has(task)) await run(task);
      };
      await Promise.all([...tasks].map(again));
    },
    pause() {
      paused = true;
      schedule();
    },
    resume() {
      paused = false;
      schedule();
    },
    stop() {
      tasks.clear();
      schedule();
    },
    lost: () => lost,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Live = ReturnType<typeof createLive>;

const atLatest = (wait: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, wait).unref();
  });

const noAnswer = () => new ShopError('unavailable', 'The database does not answer.');
