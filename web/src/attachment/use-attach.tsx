import { limits } from '@beistand/contract';
import { type ReactElement, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import type { WriteBarProps } from '../thread/thread.tsx';
import { IconButton } from '../ui/button.tsx';
import { paperclip } from '../ui/icons.ts';
import { ask } from '../worker/ask.ts';
import styles from './attachment.module.css';
import { fetchParts, Tray } from './part.tsx';
import type { Prepared, Refused } from './prepare.ts';

/** A file that was chosen and isn't sent yet. */
export type Staged = {
  id: number;
  name: string;
  mime: string;
  size: number;
  state: 'preparing' | 'cleaned' | 'as-it-is' | 'not' | Refused;
};
type Chosen = { shown: Staged; prepared: Promise<Prepared> };

const { mostPerMessage } = limits.file;
/** Milliseconds after which a page has what it needs first. */
const rest = 3000;
/** What stands beside a text that isn't sent yet, by conversation: it outlives a page of the app. */
const begun = new Map<string, readonly Chosen[]>();
let lastId = 0;

const isRefused = ({ shown }: Chosen): boolean => ['empty', 'large', 'gone'].includes(shown.state);

async function prepareLater(file: File): Promise<Prepared> {
  try {
    const { prepare } = await import('./prepare.ts');
    return await prepare(file);
  } catch {
    return { refused: 'gone' };
  }
}

export type Attach = {
  /** Beside the sheet. */
  control: ReactElement;
  /** Above it: what was chosen. */
  tray: ReactNode;
  /** Sends what was chosen; false where there is nothing. */
  send: () => boolean;
};

/** Choosing files, looking at what will go, and sending it. `isHeld`: it goes as soon as that ends. Mount it anew for another conversation. */
export function useAttach({ conversation, isHeld }: { conversation: string; isHeld: boolean }): Attach {
  const t = useTexts('thread');
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(() => begun.get(conversation) ?? []);
  const [areTooMany, setTooMany] = useState(false);
  const isWanted = useRef(false);
  const put = (next: (all: readonly Chosen[]) => readonly Chosen[]): void => {
    const all = next(begun.get(conversation) ?? []);
    begun.set(conversation, all);
    setChosen(all);
  };
  const change = (id: number, fields: Partial<Staged>): void =>
    put((all) =>
      all.map((one) => (one.shown.id === id ? { ...one, shown: { ...one.shown, ...fields } } : one)),
    );
  const add = (files: readonly File[]): void => {
    const room = mostPerMessage - chosen.length;
    setTooMany(files.length > room);
    for (const file of files.slice(0, room)) {
      const prepared = prepareLater(file);
      const shown: Staged = {
        ...{ id: ++lastId, name: file.name, mime: file.type, size: file.size },
        state: 'preparing',
      };
      put((all) => [...all, { shown, prepared }]);
      void prepared.then((found) => {
        if ('refused' in found) return change(shown.id, { state: found.refused });
        const { name, mime, cleaned, file } = found;
        change(shown.id, { name, mime, size: file.size, state: cleaned });
      });
    }
  };
  const remove = (id: number): void => {
    setTooMany(false);
    put((all) => all.filter(({ shown }) => shown.id !== id));
    // The last one takes the tray along, and the button that had the focus.
    if (chosen.length === 1) input.current?.parentElement?.querySelector('button')?.focus();
  };
  const hand = async (going: readonly Chosen[]): Promise<void> => {
    for (const one of going) {
      const found = await one.prepared;
      if ('refused' in found) put((all) => [...all, one]);
      else {
        const { file, name, mime } = found;
        // Nobody is signed in any more: it stays beside the text.
        await ask('sendFile', { conversation, file, name, mime }).catch(() => put((all) => [...all, one]));
      }
    }
  };
  const send = (): boolean => {
    const going = (begun.get(conversation) ?? []).filter((one) => !isRefused(one));
    if (going.length === 0) return false;
    isWanted.current = isHeld;
    if (isHeld) return true;
    setTooMany(false);
    put((all) => all.filter(isRefused));
    void hand(going);
    return true;
  };

  const release = useEffectEvent(() => {
    if (!isHeld && isWanted.current) send();
  });
  // Synchronises with the server: from now on what was chosen here can be sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when the hold ends
  useEffect(() => release(), [isHeld]);
  // Synchronises with the network: what shows files comes once the page rests, for there may be no network later.
  useEffect(() => {
    const timer = setTimeout(fetchParts, rest);
    return () => clearTimeout(timer);
  }, []);

  return {
    send,
    tray: (chosen.length > 0 || areTooMany) && (
      <Tray files={chosen.map(({ shown }) => shown)} areTooMany={areTooMany} onRemove={remove} />
    ),
    control: (
      <>
        <input
          ref={input}
          className={styles.input}
          type="file"
          multiple
          autoComplete="off"
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])]);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <IconButton label={t.attach} path={paperclip} onClick={() => input.current?.click()} />
      </>
    ),
  };
}

/** Files and words by one press: each is a message of its own, the words go first. */
export function sendWith(attach: Attach, { sheet, onSend }: Pick<WriteBarProps, 'sheet' | 'onSend'>): void {
  const hadFiles = attach.send();
  const text = sheet?.current?.value ?? '';
  if (!hadFiles || text.trim() !== '') onSend?.();
}
