import type { AnswerSource } from '#domain/chat.ts';
import type { Item } from '#domain/items.ts';
import type { Proposal } from './proposals.ts';

/** Who asks. Everything that is looked up is looked up for this person. */
export type Asker = { userId: number; sessionId: string; isRegistered: boolean };

/** An answer as it stands in the end: Markdown, the items that it names, and a change that it suggests. */
export type Answer = { answer: string; source: AnswerSource; items: Item[]; proposal: Proposal | null };

/** A text of the database inside of Markdown: none of its characters is a mark. */
export const asText = (text: string) => text.replace(/[\\`*_[\]<>|#~]/g, '\\$&').replace(/\s+/g, ' ');
