import { createContext, use, useCallback, useMemo, useState } from 'react';

export type Screen = 'items' | 'cart' | 'orders' | 'favorites' | 'account';

/** Something that needs an account: a login is offered first, and it is done afterwards. */
type Errand = { reason: string; back: Screen; then: () => unknown };

type Question = { text: string; detail?: string | undefined; answer: (yes: boolean) => void };

export type Navigation = {
  screen: Screen;
  go: (screen: Screen) => void;
  /** Why the account screen was opened from elsewhere, if it was. */
  errand: Errand | undefined;
  /** Opens the account screen, comes back after the login and does what was meant. */
  needAccount: (reason: string, then: () => unknown) => void;
  /** Back to where an errand came from, with or without doing it. */
  endErrand: (done: boolean) => void;
  question: Question | undefined;
  /** Asks a yes-or-no question over whatever is shown. */
  ask: (text: string, detail?: string) => Promise<boolean>;
};

export const NavigationContext = createContext<Navigation | undefined>(undefined);

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error('This component stands outside of the program.');
  return navigation;
}

/** Which screen is shown, and what it was left for. `caught` is told when an errand fails. */
export function useNavigationState(first: Screen, caught: (error: unknown) => void): Navigation {
  const [screen, setScreen] = useState<Screen>(first);
  const [errand, setErrand] = useState<Errand>();
  const [question, setQuestion] = useState<Question>();

  const go = useCallback((to: Screen) => {
    setScreen(to);
    // Whoever walks away has thought better of it.
    setErrand(undefined);
  }, []);

  const needAccount = useCallback(
    (reason: string, then: () => unknown) => {
      setErrand({ reason, then, back: screen });
      setScreen('account');
    },
    [screen],
  );

  const endErrand = useCallback(
    (done: boolean) => {
      if (!errand) return;
      go(errand.back);
      if (done) Promise.resolve().then(errand.then).catch(caught);
    },
    [errand, go, caught],
  );

  const ask = useCallback(
    (text: string, detail?: string) =>
      new Promise<boolean>((resolve) => {
        const answer = (yes: boolean) => {
          setQuestion(undefined);
          resolve(yes);
        };
        setQuestion({ text, detail, answer });
      }),
    [],
  );

  return useMemo(
    () => ({ screen, go, errand, needAccount, endErrand, question, ask }),
    [screen, go, errand, needAccount, endErrand, question, ask],
  );
}
