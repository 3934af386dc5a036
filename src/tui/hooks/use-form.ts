import { useReducer, useRef, useState } from 'react';
import { ShopError } from '#domain/errors.ts';
import {
  type FieldWish,
  type FormState,
  formReducer,
  isTyping,
  openForm,
  valuesOf,
} from '#tui/components/form-state.ts';
import { fieldOf } from './refusal.ts';
import { useServices } from './services.ts';
import { useKeys } from './use-keys.ts';

type Wish = {
  fields: readonly FieldWish[];
  /** Sends the form. What it refuses with a ShopError is shown in the form. */
  send: (values: Record<string, string>) => Promise<void>;
  back: () => void;
  /** Where the form's keys are written down; Enter sends as `submit` there, or as `buy` in the checkout. */
  where?: 'form' | 'checkout';
  active?: boolean;
};

/** A form with the keyboard: typing, moving between fields, sending once at a time. */
export function useForm({ fields, send, back, where = 'form' }: Wish): {
  form: FormState;
  busy: boolean;
  fill: (text: string) => void;
} {
  const { caught, sentenceOf } = useServices();
  const [form, dispatch] = useReducer(formReducer, fields, openForm);
  const [busy, setBusy] = useState(false);
  // State is drawn later than the second of two quick presses arrives; this is not.
  const sending = useRef(false);

  async function submit() {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    try {
      await send(valuesOf(form));
    } catch (error) {
      if (!(error instanceof ShopError)) return caught(error);
      dispatch({ type: 'refused', message: sentenceOf(error), field: fieldOf(error) });
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  const last = form.at === form.fields.length - 1;
  const enter = () => (last ? submit() : dispatch({ type: 'next' }));
  const several = form.fields.length > 1;
  useKeys(
    where,
    // What was sent cannot be called back: until it is answered, no key works here, and the footer offers none.
    busy
      ? {}
      : {
          ...(where === 'checkout' ? { buy: enter } : { submit: enter }),
          ...(several
            ? { next: () => dispatch({ type: 'next' }), previous: () => dispatch({ type: 'previous' }) }
            : {}),
          back: () => {
            if (!sending.current) back();
          },
        },
    {
      level: 'field',
      typing: (press) => {
        if (!isTyping(press)) return false;
        if (!sending.current) dispatch({ type: 'press', press });
        return true;
      },
      paste: (text) => {
        if (!sending.current) dispatch({ type: 'paste', text });
      },
    },
  );
  return { form, busy, fill: (text) => dispatch({ type: 'paste', text }) };
}
