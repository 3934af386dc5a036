import { Box, useWindowSize } from 'ink';
import { Activity, type ReactNode, useState, useSyncExternalStore } from 'react';
import { Banner, bannerHeight } from './components/banner.tsx';
import { Confirm } from './components/confirm.tsx';
import { Footer } from './components/footer.tsx';
import { Header, headerHeight } from './components/header.tsx';
import { Help, helpLines, helpRoom } from './components/help.tsx';
import { StatusLine } from './components/status-line.tsx';
import { TooSmall } from './components/too-small.tsx';
import { movesOf } from './hooks/moves.ts';
import { dataOf } from './hooks/query.ts';
import { useServices } from './hooks/services.ts';
import { useAccount } from './hooks/use-account.tsx';
import { useCart } from './hooks/use-cart.tsx';
import { useHints, useKeys } from './hooks/use-keys.ts';
import { useMarked } from './hooks/use-marked.ts';
import { type Screen, useNavigation } from './hooks/use-navigation.tsx';
import { useSuspend } from './hooks/use-suspend.ts';
import { AccountScreen } from './screens/account.tsx';
import { CartScreen } from './screens/cart.tsx';
import { FavoritesScreen } from './screens/favorites.tsx';
import { ItemsScreen } from './screens/items.tsx';
import { OrdersScreen } from './screens/orders.tsx';
import { SMALLEST } from './theme.ts';

/** Header, the screen that is shown, what was said last, and the keys; instead of all that, that there is no room. */
export function Frame({ search, linear }: { search: string; linear: boolean }) {
  const { columns, rows } = useWindowSize();
  const { live } = useServices();
  const lost = useSyncExternalStore(live.subscribe, live.lost);
  const fits = linear || (columns >= SMALLEST.columns && rows >= SMALLEST.rows);
  const body = rows - headerHeight(columns) - (lost ? bannerHeight(lost, columns) : 0) - 2;
  return (
    <Box flexDirection="column" width={columns} {...(linear ? {} : { height: rows, overflow: 'hidden' })}>
      {/* Hidden, not gone: what was typed is there again when there is room. */}
      <Activity mode={fits ? 'visible' : 'hidden'}>
        <Top columns={columns} />
        {lost && <Banner lost={lost} columns={columns} />}
        <Body columns={columns} rows={body} search={search} linear={linear} />
        <Bottom columns={columns} />
      </Activity>
      {!fits && <TooSmall columns={columns} rows={rows} />}
      <ProgramKeys />
    </Box>
  );
}

function Top({ columns }: { columns: number }) {
  const { screen } = useNavigation();
  const { person, user } = useAccount();
  const { cart, pieces } = useCart();
  const known = dataOf(cart);
  return (
    <Header
      columns={columns}
      screen={screen}
      username={person.state === 'ready' ? (user?.username ?? null) : undefined}
      cart={known && { pieces, totalCents: known.totalCents }}
    />
  );
}

type BodyProps = { columns: number; rows: number; search: string; linear: boolean };

/** The screen that is shown. The others keep their place, but neither load nor hear keys. */
function Body({ columns, rows, search, linear }: BodyProps) {
  const { screen, question } = useNavigation();
  const [helping, setHelping] = useState(false);
  const size = { columns, rows };
  const screens: Record<Screen, ReactNode> = {
    items: <ItemsScreen {...size} initialSearch={search} />,
    cart: <CartScreen {...size} />,
    orders: <OrdersScreen {...size} />,
    favorites: <FavoritesScreen {...size} />,
    account: <AccountScreen {...size} />,
  };
  useKeys('everywhere', { help: () => setHelping(true) }, { level: 'program' });
  useKeys(
    'question',
    { yes: () => question?.answer(true), no: () => question?.answer(false) },
    { level: 'popup', modal: true, active: question !== undefined },
  );
  return (
    <Box flexDirection="column" {...(linear ? {} : { height: rows, overflow: 'hidden' })}>
      {Object.entries(screens).map(([name, content]) => (
        <Activity key={name} mode={name === screen && !helping ? 'visible' : 'hidden'}>
          {content}
        </Activity>
      ))}
      {helping && <HelpView {...size} close={() => setHelping(false)} />}
      {question && <Confirm text={question.text} detail={question.detail} {...size} />}
    </Box>
  );
}

function HelpView({ columns, rows, close }: { columns: number; rows: number; close: () => void }) {
  const lines = helpLines();
  const room = helpRoom(columns, rows);
  // The help scrolls by whole lines, so its cursor is the uppermost line.
  const view = useMarked(lines.slice(0, Math.max(1, lines.length - room + 1)), 1);
  useKeys('help', { ...movesOf(view.move), close }, { level: 'popup', modal: true });
  return <Help lines={lines} top={view.position - 1} columns={columns} rows={rows} />;
}

function Bottom({ columns }: { columns: number }) {
  const { status } = useServices();
  const said = useSyncExternalStore(status.subscribe, status.current);
  return (
    <>
      <StatusLine said={said} columns={columns} />
      <Footer hints={useHints()} columns={columns} />
    </>
  );
}

/** What works whatever is shown, also when there is no room to show anything. */
function ProgramKeys() {
  const { leave, status } = useServices();
  const suspend = useSuspend();
  const navigation = useNavigation();
  const go = (screen: Screen) => {
    // What was said belongs to the screen that is left.
    status.clear();
    navigation.go(screen);
  };
  useKeys(
    'everywhere',
    {
      items: () => go('items'),
      cart: () => go('cart'),
      orders: () => go('orders'),
      favorites: () => go('favorites'),
      account: () => go('account'),
      quit: () => leave('quit'),
      leave: () => leave('interrupted'),
      suspend,
    },
    { level: 'program' },
  );
  return null;
}
