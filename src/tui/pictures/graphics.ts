/** How a terminal shows a picture: by one of three protocols, or as half blocks in two colours each. */
export type Graphics = 'kitty' | 'iterm2' | 'sixel' | 'blocks';

type Word = Graphics | 'auto' | 'off';

const byProgram: Record<string, Graphics> = {
  'iTerm.app': 'iterm2',
  WezTerm: 'iterm2',
  mintty: 'iterm2',
  rio: 'iterm2',
  ghostty: 'kitty',
};

const byTerm: [RegExp, Graphics][] = [
  [/kitty|ghostty/, 'kitty'],
  [/^(foot|mlterm|contour|yaft)/, 'sixel'],
];

/**
 * What this terminal is known to do, by what it says of itself in the environment: to ask it would cost the first frame
 * a wait. Undefined where pictures are not wanted or cannot be shown. By default none are fetched over SSH, where each
 * frame travels. The setting `tui.pictures` goes before what is found out.
 */
export function graphicsFor(env: NodeJS.ProcessEnv, setting: string | undefined): Graphics | undefined {
  const wish = (setting ?? 'auto') as Word;
  if (wish === 'off' || env.TERM === 'dumb' || env.INK_SCREEN_READER === 'true') return undefined;
  if (wish !== 'auto') return wish;
  if (env.SSH_CONNECTION || env.SSH_TTY || env.NO_COLOR) return undefined;
  const blocks = /^(truecolor|24bit)$/.test(env.COLORTERM ?? '') ? 'blocks' : undefined;
  // A multiplexer hands no graphics on, but says of itself what the terminal around it does.
  if (env.TMUX || env.STY || /^(tmux|screen)/.test(env.TERM ?? '')) return blocks;
  return protocolOf(env) ?? blocks;
}

function protocolOf({
  TERM = '',
  TERM_PROGRAM = '',
  KITTY_WINDOW_ID,
  WT_SESSION,
  KONSOLE_VERSION,
}: NodeJS.ProcessEnv) {
  if (KITTY_WINDOW_ID) return 'kitty';
  if (WT_SESSION || Number(KONSOLE_VERSION) >= 220_400) return 'sixel';
  return byProgram[TERM_PROGRAM] ?? byTerm.find(([term]) => term.test(TERM))?.[1];
}
