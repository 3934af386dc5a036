import { count, money } from '#assistant/wording.ts';
import { about, basket, here, item, type Rule, rule, shown } from './rule.ts';

// Questions about one item, and wishes to have it.

const prices = about('price', [
  `how much (?:money )?(?:is|are|for|would|will|does|do|money is|money are) ${item}`,
  `(?:how much|what) (?:does|do|would|will|is|are) ${item} (?:cost|be|sell for|go for|going for)(?: me)?${here}`,
  `how much (?:would|do|will) (?:you charge|i (?:have to )?pay|you (?:want|ask)) for ${item}`,
  `what (?:do|would) you (?:charge|ask|want) for ${item}`,
  `how (?:expensive|dear|costly) (?:is|are) ${item}`,
  `(?:is|are) ${item} (?:very |too )?(?:expensive|cheap|costly|pricey)`,
  `(?:what|how much) ${item} costs?`,
  `how much ${item} (?:is|are)`,
  `(?:what is )?${item}'s? price(?: tag)?`,
  `(?:what is )?(?:the )?price (?:tag )?on ${item}`,
  `${item}(?:,| -|:)? (?:how much|price|cost)`,
  `price ${item}`,
]);

/** Whether one item costs more or less than so much: its price says it. */
export const compared = about('price', [
  `(?:is|are|does|do) (?<item>(?:the |your |item ).+?) (?:cost )?(?:over|above|under|below|(?:more|less|cheaper|more expensive) than) ${money}`,
]);

const priceOf = rule(
  `(?:what is |tell me |give me |${shown} )?(?:the |your )?(?:price|cost|prices) (?:of|for) ${item}`,
  ({ item: phrase = '' }) => ({ to: 'price', phrase, strict: true }),
);

const got = '(?:still )?(?:left|in stock|available)';
const stocks = about('stock', [
  `(?:is|are) (?:there )?(?:still )?(?:any of |an? |any |the |some )?${item} (?:left|available|in stock|for sale)`,
  `(?:is|are) ${item} (?:still )?(?:available|in stock|sold out|out of stock|to be had|in store)`,
  `how many (?:pieces )?(?:of )?${item} (?:do you have|are there|are|have you got|can i (?:buy|get|order|have)|could i buy|is|remain)(?: ${got})?`,
  `how much ${item} (?:is|do you have|have you got)(?: ${got})?`,
  `(?:do you|have you|you)(?: still)? (?:have|got) ${item} (?:in stock|left|available)`,
  `do you still (?:have|sell) ${item}`,
  `(?:can|could) i still (?:get|buy|order|have) ${item}`,
  `(?:what is |${shown} )?(?:the )?stock (?:of|for) ${item}`,
  `(?:what is|how much is) (?:left|in stock) of ${item}`,
  `(?:got|any) ${item} (?:left|in stock)`,
  `(?:do you have|have you got|any) (?<item>(?:at least |more than )?(?:\\d+|two|three|four|five|six|ten|twelve) (?!to |or ).+)`,
  `${item} (?:is |are )?(?:in stock|available|left|sold out|out of stock)`,
]);

const details = about('item', [
  `(?:(?:tell|show) me |give me |do you have )?(?:some |any )?(?:(?:more )?(?:details?|information|info) (?:about|on|of|for)|(?:more|something) (?:about|on)) ${item}`,
  `tell me(?: more| something| all| everything)? about ${item}`,
  `i (?:would like|want) to know(?: more| something| all| everything)? about ${item}`,
  `what (?:can|could) you (?:tell me|say) about ${item}`,
  `what do you know about ${item}`,
  `what (?:does|do) ${item} look like`,
  `what (?:is|are) ${item} like`,
  `what (?:is|are) ${item}`,
  `describe ${item}`,
  `open (?<item>item \\d+)`,
  `(?:details?|description|picture|photo) (?:of|for|on) ${item}`,
]);

const added = about('cart.add', [
  `(?:add|put|throw|place|drop|toss|stick) ${item} (?:to|in|into|on) (?:(?:my|the) )?${basket}`,
  `(?:i would like|i want|i need|give me) (?<item>(?:${count})(?: of)? .+)`,
  `(?:i would like|i want|i wish|let me|may i|can i|could i) (?:to )?(?:buy|order|purchase|get|have|take) ${item}`,
  `i (?:will|would) (?:take|have|buy|like to (?:buy|order|have)) ${item}`,
  `(?:buy|purchase|get me|order me|buy me) ${item}`,
  `order (?!(?:number )?\\d+$)${item}`,
  `order (?<item>(?:${count}) .+) for me`,
  `i take (?<item>(?:${count}|the|an?) .+)`,
  `(?<item>(?:${count})(?: of)? .+) (?:in|into|to) (?:my|the) ${basket}`,
  `(?:throw|chuck|stick|pop) in (?<item>(?:${count}|an?) .+)`,
  `put me down for ${item}`,
  `add (?<item>item \\d+|${count} .+|an? .+)`,
]);

const list = '(?:my |the )?favorites?(?: list)?';
const otherChanges: Rule[] = [
  ...about('cart.remove', [`(?:remove|delete|take|drop) ${item} (?:from|out of|off) (?:my|the) ${basket}`]),
  ...about('favorites.add', [
    `(?:add|put|save) ${item} (?:to|in|into|on) ${list}`,
    `(?:make|mark) ${item} (?:as )?(?:an? |my |one of my )?favorites?`,
    `favorite ${item}`,
  ]),
  ...about('favorites.remove', [`(?:remove|delete|take|drop) ${item} (?:from|off|out of) ${list}`]),
];

export const changes: readonly Rule[] = [...added, ...otherChanges];
export const single: readonly Rule[] = [...prices, priceOf, ...stocks, ...details];
