/** Whole cents. The program counts in cents; only `formatMoney`, `parseMoney` and the database's edge know decimals. */
export type Cents = number;

const MONEY = /^(\d{1,8})(?:\.(\d{1,2}))?$/;

/** `1050` → `"10.50"`. Shape: optional minus, digits, a dot, two digits. */
export function formatMoney(cents: Cents): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${whole}.${rest}`;
}

/** `"10.5"` → `1050`; `undefined` for anything but up to eight digits with at most two decimals. */
export function parseMoney(text: string): Cents | undefined {
  const match = MONEY.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** A DECIMAL(…,2) as the driver gives it (`"10.50"`) → cents, without passing through a float. */
export function centsOf(decimal: string): Cents {
  const [whole = '0', rest = ''] = decimal.split('.');
  const sign = whole.startsWith('-') ? -1 : 1;
  return sign * (Math.abs(Number(whole)) * 100 + Number(rest.padEnd(2, '0').slice(0, 2)));
}
