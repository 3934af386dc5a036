import type { ReactNode } from 'react';
import { ThemeContext } from './components/theme-context.ts';
import { Frame } from './frame.tsx';
import type { Keyboard } from './hooks/keyboard.ts';
import type { Mouse } from './hooks/mouse.ts';
import { type Services, ServicesContext, useServices } from './hooks/services.ts';
import { AccountProvider } from './hooks/use-account.tsx';
import { CartProvider } from './hooks/use-cart.tsx';
import { KeyboardContext, useTerminalInput } from './hooks/use-keys.ts';
import { MouseContext } from './hooks/use-mouse.ts';
import { NavigationContext, type Screen, useNavigationState } from './hooks/use-navigation.tsx';
import type { Theme } from './theme.ts';

type Props = {
  services: Services;
  keyboard: Keyboard;
  mouse: Mouse | undefined;
  theme: Theme;
  screen: Screen;
  search: string;
  chat: boolean;
};

/** The whole program: what every screen leans on, and the frame around them. */
export function App({ services, keyboard, mouse, theme, screen, search, chat }: Props) {
  return (
    <ServicesContext value={services}>
      <ThemeContext value={theme}>
        <KeyboardContext value={keyboard}>
          <MouseContext value={mouse}>
            <Input keyboard={keyboard} />
            <Providers first={screen}>
              <Frame search={search} chat={chat} linear={theme.linear} />
            </Providers>
          </MouseContext>
        </KeyboardContext>
      </ThemeContext>
    </ServicesContext>
  );
}

// A component of its own, since it is drawn again after each press.
function Input({ keyboard }: { keyboard: Keyboard }) {
  useTerminalInput(keyboard);
  return null;
}

function Providers({ first, children }: { first: Screen; children: ReactNode }) {
  const { caught } = useServices();
  return (
    <NavigationContext value={useNavigationState(first, caught)}>
      <AccountProvider>
        <CartProvider>{children}</CartProvider>
      </AccountProvider>
    </NavigationContext>
  );
}
