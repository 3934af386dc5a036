import { createContext, use } from 'react';

/** Whether the keys go to this part of the screen at all, and not to what stands beside it. */
export const FocusContext = createContext(true);

/** Whether the keys go to what is `active` in its own part of the screen. */
export const useFocus = (active: boolean): boolean => use(FocusContext) && active;
