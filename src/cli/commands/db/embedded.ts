import { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';

/** @throws ShopError usage where the database is somebody else's to start and stop */
export function refuseOtherDatabase({ config }: Shop) {
  if (!config.databaseUrl) return;
  throw new ShopError(
    'usage',
    `${config.databaseUrlFrom} names a database that is started and stopped where it runs.`,
    { next: 'Unset it to use the embedded database.' },
  );
}
