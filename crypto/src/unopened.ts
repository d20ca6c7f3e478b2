// Sits below everything that opens. Wire's `Refused` says what anyone can see in public bytes; this says
// what only the holder of a secret finds out. It never freezes a conversation (protocol "Messages").
//
// UNREADABLE  authentic or not, these bytes don't open under this key: wrong key, moved or changed box,
//             a key that isn't the committed one, padding or JSON that isn't
// CODE        what was typed is no recovery, paper or invitation code
// LOGIN       password, name or server are not those of the registration; which one, nobody can tell
export type UnopenedCode = 'UNREADABLE' | 'CODE' | 'LOGIN';

/** Something stayed shut. Carries the code only, never content. */
export class Unopened extends Error {
  readonly code: UnopenedCode;
  constructor(code: UnopenedCode) {
    super(code);
    this.name = 'Unopened';
    this.code = code;
  }
}
