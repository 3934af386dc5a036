import { useState } from 'react';
import { ChatPane, chatRoom, mostChoices } from '#tui/components/chat-pane.tsx';
import { chatLines } from '#tui/components/chat-text.ts';
import { Details } from '#tui/components/details.tsx';
import { isTyping } from '#tui/components/form-state.ts';
import { type Edited, edit, edited, inserted } from '#tui/components/text-edit.ts';
import { useTheme } from '#tui/components/theme-context.ts';
import { useChat } from '#tui/hooks/use-chat.ts';
import { useItemActions } from '#tui/hooks/use-item-actions.ts';
import { useItemDetails } from '#tui/hooks/use-item-details.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { textOf } from '#tui/press.ts';

type Props = {
  columns: number;
  rows: number;
  /** Whether the keys go here. */
  active: boolean;
  /** Esc: the pane is left. */
  leave: () => void;
  /** Tab: the keys go to the list. */
  toList: () => void;
};

// What the assistant takes.
const LONGEST = 1000;

const hello = [
  'Ask about items, prices and stock, about your cart, orders',
  'and favorites, or for something to be put into your cart.',
];

/** The chat: a line to ask in, and below the answer the items that it names, which the keys of every list work on. */
export function ChatScreen({ columns, rows, active, leave, toList }: Props) {
  const theme = useTheme();
  const chat = useChat();
  const [line, setLine] = useState<Edited>(() => edited(''));
  const [choosing, setChoosing] = useState<number>();
  const [opened, setOpened] = useState(false);
  const [back, setBack] = useState(0);

  const items = chat.items.slice(0, mostChoices);
  const marked =
    choosing === undefined || items.length === 0 ? undefined : Math.min(choosing, items.length - 1);
  const item = marked === undefined ? undefined : items[marked];
  const all = chat.exchanges.length > 0 ? chatLines(chat.exchanges, columns - 4, !theme.plain) : hello;
  const room = theme.linear ? all.length : chatRoom(rows, items.length);
  const furthest = Math.max(0, all.length - room);
  const above = Math.min(back, furthest);
  const end = all.length - above;

  const scroll = {
    pageUp: () => setBack(Math.min(furthest, above + room)),
    pageDown: () => setBack(Math.max(0, above - room)),
  };
  const send = () => {
    setLine(edited(''));
    setBack(0);
    return chat.send(line.text);
  };
  const write = (old: Edited, press: string) => {
    const text = textOf(press);
    return text === undefined ? (edit(old, press) ?? old) : inserted(old, text, LONGEST);
  };
  useKeys(
    'chat',
    {
      ...scroll,
      ask: send,
      back: chat.answering ? chat.stop : leave,
      toList,
      ...(items.length > 0 ? { toItems: () => setChoosing(0) } : {}),
    },
    {
      level: 'view',
      modal: true,
      active: active && item === undefined,
      typing: (press) => {
        if (isTyping(press)) setLine((old) => write(old, press));
        return isTyping(press);
      },
      paste: (text) => setLine((old) => inserted(old, text, LONGEST)),
    },
  );
  const { undo: _undo, redo: _redo, ...itemActions } = useItemActions(item);
  useKeys(
    'answer',
    {
      ...itemActions,
      ...scroll,
      details: () => setOpened(true),
      up: () => setChoosing(marked === 0 ? undefined : (marked ?? 0) - 1),
      down: () => setChoosing((marked ?? 0) + 1),
      toList,
      back: () => setChoosing(undefined),
    },
    { level: 'view', modal: true, active: active && item !== undefined && !opened },
  );
  const looking = opened && item !== undefined;
  const { byPage, facts, top } = useItemDetails(looking ? item : undefined, looking, { columns, rows });
  useKeys(
    'details',
    { ...itemActions, ...byPage, back: () => setOpened(false) },
    { level: 'view', modal: true, active: active && looking },
  );

  if (looking) return <Details {...facts} columns={columns} top={top} active />;
  return (
    <ChatPane
      lines={all.slice(Math.max(0, end - room), end)}
      line={line}
      items={items}
      marked={marked}
      note={chat.prompts ? `${chat.prompts.left} of ${chat.prompts.limit} left` : '5 of 5 left'}
      foot={footOf(chat.answering, above)}
      columns={columns}
      rows={rows}
      active={active}
    />
  );
}

function footOf(answering: boolean, below: number): string {
  if (below > 0) return `${below} more ${below === 1 ? 'line' : 'lines'} below`;
  return answering ? 'answering… Esc stops' : '';
}
