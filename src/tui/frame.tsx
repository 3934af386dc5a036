import { Box, useWindowSize } from 'ink';
import { Activity, type ReactNode, use, useState, useSyncExternalStore } from 'react';
import { Banner, bannerHeight } from './components/banner.tsx';
import type { Command } from './components/commands.ts';
import { Confirm } from './components/confirm.tsx';
import { FocusContext } from './components/focus-context.ts';
import { Footer } from './components/footer.tsx';
import { Header, headerHeight } from './components/header.tsx';
import { StatusLine } from './components/status-line.tsx';
import { TooSmall } from './components/too-small.tsx';
import { dataOf } from './hooks/query.ts';
import { useServices } from './hooks/services.ts';
import { useAccount } from './hooks/use-account.tsx';
import { useCart } from './hooks/use-cart.tsx';
import { useHints, useKeyboard, useKeys } from './hooks/use-keys.ts';
import { MouseContext } from './hooks/use-mouse.ts';
import { type Screen, useNavigation } from './hooks/use-navigation.tsx';
import { useSuspend } from './hooks/use-suspend.ts';
import { LISTS } from './keys.ts';
import { AccountScreen } from './screens/account.tsx';
import { CartScreen } from './screens/cart.tsx';
import { ChatScreen } from './screens/chat.tsx';
import { FavoritesScreen } from './screens/favorites.tsx';
import { HelpScreen } from './screens/help.tsx';
import { ItemsScreen } from './screens/items.tsx';
import { OrdersScreen } from './screens/orders.tsx';
import { Palette } from './screens/palette.tsx';
import { chatWidth, SMALLEST } from './theme.ts';

/** Header, the screen that is shown, what was said last, and the keys; instead of all that, that there is no room. */
export function Frame({ search, chat, linear }: { search: string; chat: boolean; linear: boolean }) {
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
        <Body columns={columns} rows={body} search={search} chat={chat} linear={linear} />
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

type Overlay = { kind: 'help' | 'palette'; commands: readonly Command[] };

/** Moving is done by keys alone, and the palette is open already. */
const named = (commands: readonly Command[]) =>
  commands.filter(({ binding }) => binding.where !== LISTS && binding.id !== 'palette');

type BodyProps = { columns: number; rows: number; search: string; chat: boolean; linear: boolean };

/** The screen that is shown. The others keep their place, but neither load nor hear keys. */
function Body({ columns, rows, search, chat, linear }: BodyProps) {
  const { screen, question } = useNavigation();
  const [overlay, setOverlay] = useState<Overlay>();
  const { reachable, run } = useKeyboard();
  const helping = overlay?.kind === 'help';
  const close = () => setOverlay(undefined);
  const [pane, setPane] = useState<'closed' | 'beside' | 'active'>(chat ? 'active' : 'closed');
  // Where there is no room beside the list, the pane takes its place for as long as the keys go there.
  const beside = pane !== 'closed' && !linear ? chatWidth(columns) : 0;
  const alone = pane === 'active' && beside === 0;
  const size = { columns: columns - beside, rows };
  const screens: Record<Screen, ReactNode> = {
    items: <ItemsScreen {...size} initialSearch={search} />,
    cart: <CartScreen {...size} />,
    orders: <OrdersScreen {...size} />,
    favorites: <FavoritesScreen {...size} />,
    account: <AccountScreen {...size} />,
  };
  // What can be done is what could be done the moment before: the overlay itself takes every key.
  const open = (kind: Overlay['kind']) => () => {
    const commands = reachable().map(({ binding, act }) => ({
      binding,
      why: typeof act === 'object' ? act.why : undefined,
      run: () => run(act),
    }));
    setOverlay({ kind, commands });
  };
  const chatKey = () => setPane('active');
  useKeys(
    'everywhere',
    { help: open('help'), palette: open('palette'), chat: chatKey },
    { level: 'program' },
  );
  useKeys(
    'question',
    { yes: () => question?.answer(true), no: () => question?.answer(false) },
    { level: 'popup', modal: true, active: question !== undefined },
  );
  return (
    <Box flexDirection="column" {...(linear ? {} : { height: rows, overflow: 'hidden' })}>
      <Box>
        {Object.entries(screens).map(([name, content]) => (
          <Activity key={name} mode={name === screen && !helping && !alone ? 'visible' : 'hidden'}>
            <FocusContext value={pane !== 'active'}>{content}</FocusContext>
          </Activity>
        ))}
        <Activity mode={pane !== 'closed' && !helping && (beside > 0 || alone) ? 'visible' : 'hidden'}>
          <ChatScreen
            columns={beside || columns}
            rows={rows}
            active={pane === 'active'}
            leave={() => setPane('closed')}
            toList={() => setPane('beside')}
          />
        </Activity>
      </Box>
      {helping && <HelpScreen columns={columns} rows={rows} commands={overlay.commands} close={close} />}
      {overlay?.kind === 'palette' && (
        <Palette columns={columns} rows={rows} commands={named(overlay.commands)} close={close} />
      )}
      {question && <Confirm text={question.text} detail={question.detail} columns={columns} rows={rows} />}
    </Box>
  );
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
  const { shop, leave, status } = useServices();
  const suspend = useSuspend();
  const navigation = useNavigation();
  const mouse = use(MouseContext);
  const turnMouse = (on: boolean) => {
    mouse?.turn(on);
    status.say(on ? 'The mouse works here.' : 'The mouse selects text again.', 'plain');
  };
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
      ...(shop.kiosk ? {} : { suspend }),
      mouse: mouse ? () => turnMouse(!mouse.isOn()) : { why: 'Nothing can be clicked in this layout.' },
    },
    // A digit is also a count: the key after it takes the person back to what it counts.
    { level: 'program', bookmark: () => () => navigation.go(navigation.screen) },
  );
  return null;
}
