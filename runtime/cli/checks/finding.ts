/** Something that `doctor` looked at. */
export interface Finding {
  level: 'ok' | 'warning' | 'error';
  /** What it is about, as `work pool etl`. */
  about: string;
  /** What is so, in words. */
  text: string;
  /** What to do about it: a command where there is one. */
  cure?: string;
}

export const ok = (about: string, text: string): Finding => ({ level: 'ok', about, text });
/** It works, and may not be what is meant. */
export const warning = (about: string, text: string, cure: string): Finding => ({ level: 'warning', about, text, cure });
/** It does not work. */
export const error = (about: string, text: string, cure: string): Finding => ({ level: 'error', about, text, cure });
