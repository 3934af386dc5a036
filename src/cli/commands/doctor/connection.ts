import { withoutCircle } from '#cli/commands/db/state.ts';
import { isElsewhere, type Target } from '#db/database-url.ts';
import { databaseStatus, encryptionOf } from '#db/status.ts';
import { targetOf } from '#db/target.ts';
import { ShopError } from '#domain/errors.ts';
import { withoutPassword } from '#platform/url-password.ts';
import { asProblem, type Found, fine, orProblem, orSkip, problem, warning } from './finding.ts';
import { type Scene, Silence } from './scene.ts';

/** Whether the database lets this user in, and who could listen on the way. */
export async function checkConnection(scene: Scene): Promise<Found | Found[]> {
  const config = await orSkip('The settings come first.', scene.config);
  const { databaseUrl, databaseUrlFrom } = config;
  return orProblem(async () => {
    const target = await targetOf(config);
    const place = databaseUrl === undefined ? 'the embedded database' : withoutPassword(databaseUrl);
    try {
      const db = await scene.connect();
      const [{ flavor, version }, tls] = await scene.inTime(() =>
        Promise.all([databaseStatus(db), encryptionOf(db)]),
      );
      const title = `${flavor === 'mariadb' ? 'MariaDB' : 'MySQL'} ${version}`;
      const details = { url: databaseUrl === undefined ? null : place, flavor, version, tls };
      return target
        ? ofServer(target, { place, title, tls, details })
        : fine(`${title}, over its socket.`, details);
    } catch (error) {
      if (error instanceof Silence) return silent(place, error, databaseUrlFrom);
      if (error instanceof ShopError && databaseUrl !== undefined) {
        const found = asProblem(withoutCircle(error, databaseUrlFrom));
        return { ...found, message: `${place}: ${found.message}`, details: { url: place } };
      }
      throw error;
    }
  });
}

type Way = { place: string; title: string; tls: string | null; details: NonNullable<Found['details']> };

function ofServer(target: Target, { place, title, tls, details }: Way): Found {
  const { host = 'localhost', ssl } = target;
  if (isElsewhere(target) && ssl !== 'verify') {
    return warning(
      ssl === 'off'
        ? `${title} at ${place}: nothing on the way to ${host} is encrypted.`
        : `${title} at ${place}: encrypted (${tls}), but nothing proves that ${host} is the right server.`,
      { next: 'Take ?ssl=… out of the URL, or write ?ssl=verify.', details },
    );
  }
  return fine(
    `${title} at ${place}, ${tls ? `encrypted (${tls})` : 'which does not leave this machine'}.`,
    details,
  );
}

const silent = (place: string, { seconds }: Silence, from: string) =>
  problem('unavailable', `${place} does not answer within ${seconds} seconds.`, {
    next: `Is a database there, and is ${from} right? A firewall may swallow what is sent.`,
  });
