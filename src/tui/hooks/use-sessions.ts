import { useCallback, useState } from 'react';
import type { Login } from '#domain/sessions.ts';
import { type Query, settledWith } from './query.ts';
import { useLive, useServices } from './services.ts';
import { useAccount } from './use-account.tsx';

export type OwnLogin = Login & { current: boolean };

/** The logins of the person, and the end of one. */
export function useSessions() {
  const { shop, status, live } = useServices();
  const { signOut } = useAccount();
  const [logins, setLogins] = useState<Query<readonly OwnLogin[]>>({ state: 'loading' });

  useLive('sessions', async () => {
    const { listSessions } = await import('#domain/sessions.ts');
    const { user, session } = await shop.person();
    const all = await listSessions(await shop.db(), { userId: user.id });
    setLogins((old) =>
      settledWith(
        old,
        all.map((login) => ({ ...login, current: login.id === session.id })),
      ),
    );
    return true;
  });

  const end = useCallback(
    async ({ id, current }: OwnLogin) => {
      // To end one's own login is to log out: its token has to be forgotten too.
      if (current) return signOut(false);
      const { endSession } = await import('#domain/sessions.ts');
      await endSession(await shop.db(), { sessionId: id });
      status.say('That login has ended.');
      void live.soon();
    },
    [shop, status, live, signOut],
  );

  return { logins, end };
}
