import type { Reply } from '#assistant/ask.ts';
import { type Proposal, proposalCommand } from '#assistant/proposals.ts';
import type { Json, Shape } from '#cli/shape.ts';
import { keysInside, rowOf } from '#cli/shape.ts';
import type { Exchange } from '#domain/chat.ts';
import { formatMoney } from '#domain/money.ts';
import { itemShape } from './item.ts';

const proposalJson = (proposal: Proposal): Json =>
  proposal.change === 'cart.clear'
    ? {
        change: proposal.change,
        itemId: null,
        name: null,
        quantity: proposal.pieces,
        price: formatMoney(proposal.totalCents),
        priceCents: proposal.totalCents,
        stock: null,
        command: proposalCommand(proposal),
      }
    : {
        change: proposal.change,
        itemId: proposal.itemId,
        name: proposal.name,
        quantity: proposal.quantity,
        price: formatMoney(proposal.priceCents),
        priceCents: proposal.priceCents,
        stock: proposal.stock,
        command: proposalCommand(proposal),
      };

/** An answer of the assistant for programs; for people it goes out word by word. */
export const replyShape: Shape<Reply> = {
  fields: {
    answer: ({ answer }) => answer,
    source: ({ source }) => source,
    prompts: ({ prompts: { used, left, limit } }) => ({ used, left, limit }),
    items: ({ items }) => items.map((item): Json => rowOf(item, itemShape)),
    proposal: ({ proposal }) => proposal && proposalJson(proposal),
  },
  inner: {
    prompts: '{used, left, limit}',
    items: `[]${keysInside(itemShape)}`,
    proposal: '{change, itemId, name, quantity, price, priceCents, stock, command}',
  },
  columns: [],
};

/** What was said in a session. */
export const exchangeShape: Shape<Exchange> = {
  fields: {
    question: ({ question }) => question,
    answer: ({ answer }) => answer,
    source: ({ source }) => source,
    askedAt: ({ askedAt }) => askedAt,
  },
  columns: [
    {
      title: 'asked',
      text: ({ askedAt }) => askedAt.slice(0, 16).replace('T', ' '),
      raw: ({ askedAt }) => askedAt,
    },
    { title: 'question', text: ({ question }) => question },
    { title: 'answer', text: ({ answer }) => answer },
  ],
  empty: 'Nothing was asked in this session yet.',
};
