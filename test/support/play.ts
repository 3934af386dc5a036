import { inject } from 'vitest';
import { connect } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { CommitUnknown } from '#db/retry.ts';
import { ShopError } from '#domain/errors.ts';
import { type Hook, openProxy, type Wiretap } from './proxy.ts';
import type { Scene } from './scenes.ts';

/** What the one who asked was told: `unknown` and `refused` are different errors, and only one of them may be wrong. */
export type Told = 'done' | 'unknown' | 'done, not shown' | 'refused';

type Stage = {
  /** The database, reached without a proxy. */
  url: string;
  /** What becomes of a statement on its way. */
  fault?: (passing: Parameters<Hook>[0], proxy: Wiretap) => ReturnType<Hook>;
  patience?: number;
};

/** Plays a scene through a proxy of its own, with a single connection. */
export async function play(scene: Scene, { url, fault = () => {}, patience }: Stage) {
  await using proxy: Wiretap = await openProxy(inject('socket'), {
    tcp: true,
    onStatement: (passing) => fault(passing, proxy),
  });
  const { socketPath: _direct, ...target } = parseDatabaseUrl(url);
  const own = connect({ ...target, host: '127.0.0.1', port: proxy.port }, { poolSize: 1, patience });
  const told = await answerOf(scene.run(own.db));
  await own.close();
  return { told, times: await scene.times(), statements: [...proxy.statements] };
}

async function answerOf(run: Promise<unknown>): Promise<Told> {
  try {
    await run;
    return 'done';
  } catch (error) {
    if (!(error instanceof ShopError) || error.kind !== 'unavailable') throw error;
    if (error instanceof CommitUnknown || error.cause instanceof CommitUnknown) return 'unknown';
    return error.details?.orderId ? 'done, not shown' : 'refused';
  }
}
