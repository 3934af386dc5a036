import { createContext, use } from 'react';
import { type Theme, themeFor } from '#tui/theme.ts';

export const ThemeContext = createContext<Theme>(themeFor({}));

export const useTheme = (): Theme => use(ThemeContext);
