import { Box, Text } from 'ink';
import stringWidth from 'string-width';
import { cleanText } from '#domain/foreign.ts';
import { type Cents, formatMoney } from '#domain/money.ts';
import { useRegion } from '#tui/hooks/use-mouse.ts';
import type { Screen } from '#tui/hooks/use-navigation.tsx';
import { fitted } from './foreign.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  columns: number;
  screen: Screen;
  /** Undefined until it is known; null for a visitor. */
  username: string | null | undefined;
  /** Undefined until it is known. */
  cart: { pieces: number; totalCents: Cents } | undefined;
};

const TABS: readonly { screen: Screen; name: string }[] = [
  { screen: 'items', name: 'Items' },
  { screen: 'cart', name: 'Cart' },
  { screen: 'orders', name: 'Orders' },
  { screen: 'favorites', name: 'Favorites' },
  { screen: 'account', name: 'Account' },
];

/** From this width on the header is one line. */
const ONE_LINE = 90;

export const headerHeight = (columns: number) => (columns >= ONE_LINE ? 1 : 2);

/** The screens and their keys, who is here, and the cart's pieces and total. */
export function Header({ columns, screen, username, cart }: Props) {
  const { linear } = useTheme();
  const person = personWords(username);
  const basket = cartWords(cart);
  if (linear) return <Text>{`Shop. ${nameOf(screen)}. ${person}. ${basket}.`}</Text>;
  const room = columns >= ONE_LINE ? columns - stringWidth(TABS_TEXT) : columns;
  const right = rightText(person, basket, room);
  if (columns >= ONE_LINE) {
    return (
      <Box justifyContent="space-between" width={columns}>
        <Tabs screen={screen} />
        {right}
      </Box>
    );
  }
  return (
    <Box flexDirection="column" width={columns}>
      <Box justifyContent="space-between" width={columns}>
        <Text bold> shop</Text>
        {rightText(person, basket, columns - 6)}
      </Box>
      <Tabs screen={screen} />
    </Box>
  );
}

const tabText = (index: number) => ` ${index + 1} ${TABS[index]?.name} `;
const TABS_TEXT = TABS.map((_, index) => tabText(index)).join(' ');

function Tabs({ screen }: { screen: Screen }) {
  const ref = useRegion(
    (mouse, { x }) => {
      const tab = tabAt(x);
      if (tab) mouse.does(tab);
    },
    { level: 'program' },
  );
  return (
    <Box ref={ref} flexShrink={0}>
      <Text wrap="truncate">
        {TABS.map((tab, index) => (
          <Text key={tab.screen}>
            {index > 0 && ' '}
            <Text inverse={tab.screen === screen} bold={tab.screen === screen}>
              {tabText(index)}
            </Text>
          </Text>
        ))}
      </Text>
    </Box>
  );
}

function tabAt(x: number): Screen | undefined {
  let from = 0;
  for (const [index, { screen }] of TABS.entries()) {
    const width = stringWidth(tabText(index));
    if (x >= from && x < from + width) return screen;
    from += width + 1;
  }
  return undefined;
}

/** Who and how much, cut on the left so that the total stays. */
function rightText(person: string, basket: string, room: number) {
  const space = Math.max(8, room - stringWidth(basket) - 4);
  const name = stringWidth(person) > space ? fitted(person, space) : person;
  return (
    <Text wrap="truncate">
      <Text dimColor>{name} · </Text>
      <Text bold>{basket} </Text>
    </Text>
  );
}

const nameOf = (screen: Screen) => TABS.find((tab) => tab.screen === screen)?.name ?? '';

function personWords(username: string | null | undefined): string {
  if (username === undefined) return '…';
  return username === null ? 'not logged in' : cleanText(username);
}

function cartWords(cart: Props['cart']): string {
  if (!cart) return 'cart …';
  if (cart.pieces === 0) return 'cart empty';
  return `cart ${cart.pieces} · ${formatMoney(cart.totalCents)}`;
}
