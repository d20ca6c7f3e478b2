import { type RefObject, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';

/** Asked back once: the last group, typed from the paper. */
export function useProbe(writtenCode: string): {
  probe: RefObject<HTMLInputElement | null>;
  error: string | undefined;
  isRight: () => boolean;
} {
  const t = useTexts('account');
  const probe = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const isRight = (): boolean => {
    const typed = (probe.current?.value ?? '')
      .trim()
      .toUpperCase()
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1');
    const is = typed === writtenCode.slice(-4);
    setError(is ? undefined : t.probeWrong);
    if (!is) probe.current?.focus();
    return is;
  };
  return { probe, error, isRight };
}
