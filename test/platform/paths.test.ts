import { expect, test } from 'vitest';
import { shopPaths } from '#platform/paths.ts';

test.for([
  [{ HOME: '/h' }, '/h/.local/share/shop', '/h/.local/state/shop', '/h/.config/shop', '/h/.cache/shop'],
  [
    { HOME: '/h', SHOP_HOME: '' },
    '/h/.local/share/shop',
    '/h/.local/state/shop',
    '/h/.config/shop',
    '/h/.cache/shop',
  ],
  [
    { HOME: '/h', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k' },
    '/d/shop',
    '/s/shop',
    '/c/shop',
    '/k/shop',
  ],
  [
    { HOME: '/h', XDG_DATA_HOME: 'relative' },
    '/h/.local/share/shop',
    '/h/.local/state/shop',
    '/h/.config/shop',
    '/h/.cache/shop',
  ],
  [{ HOME: '/h', XDG_DATA_HOME: '/d', SHOP_HOME: '/one' }, '/one', '/one', '/one', '/one/cache'],
  [
    { HOME: '/h', SHOP_HOME: 'here' },
    `${process.cwd()}/here`,
    `${process.cwd()}/here`,
    `${process.cwd()}/here`,
    `${process.cwd()}/here/cache`,
  ],
] as const)('%j', ([env, data, state, config, cache]) => {
  expect(shopPaths(env, 'linux')).toEqual({
    data,
    state,
    config,
    cache,
    database: `${data}/database`,
  });
});

test('macOS keeps its own folders', () => {
  expect(shopPaths({ HOME: '/h' }, 'darwin')).toMatchObject({
    data: '/h/Library/Application Support/shop',
    config: '/h/Library/Preferences/shop',
  });
});
