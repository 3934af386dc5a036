/** Whole cents. The program counts in cents; only `formatMoney`, `parseMoney` and the database's edge know decimals. */
export type Cents = number;

const MONEY = /^(\d{1,8})(?:\.(\d{1,2}))?$/;

/** `1050` → `"10.50"`. Shape: optional minus, digits, a dot, two digits. */
export function formatMoney(cents: Cents): string {
  const positive = Math.abs(cents);
  const rest = positive % 100;
  return `${cents < 0 ? '-' : ''}${Math.trunc(positive / 100)}.${rest < 10 ? '0' : ''}${rest}`;
}

/** `"10.5"` → `1050`; `undefined` for anything but up to eight digits with at most two decimals. */
export function parseMoney(text: string): Cents | undefined {
  const match = MONEY.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** A DECIMAL(…,2) as the driver gives it (`"10.50"`) → cents, without passing through a float. */
export function centsOf(decimal: string): Cents {
  const dot = decimal.indexOf('.');
  if (dot < 0) return Number(decimal) * 100;
  const cents =
    Math.abs(Number(decimal.slice(0, dot))) * 100 + Number(decimal.slice(dot + 1, dot + 3).padEnd(2, '0'));
  return decimal.startsWith('-') ? -cents : cents;
}
