/** Milliseconds for which an answer of the client is waited for. */
export const patience = 2000;

/** What a question to the client gives when its answer does not come in time. */
export interface InsteadOf<Answer> {
  readonly otherwise: Answer;
  /** Told once, when the time is over. */
  tooLate(): void;
  /** Takes the answer that comes after that. */
  late(answer: Answer): void;
}

/** The answer to a question, or what stands for it when the client takes too long: a client that never answers holds up nothing. */
export async function inTime<Answer>(asked: Promise<Answer>, { otherwise, tooLate, late }: InsteadOf<Answer>): Promise<Answer> {
  const silence = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => silence.resolve(undefined), patience);
  const first = await Promise.race([asked.then((answer) => ({ answer })), silence.promise]);
  clearTimeout(timer);
  if (first !== undefined) return first.answer;
  tooLate();
  void asked.then(late);
  return otherwise;
}

/** Questions to a client: one that is not answered is named once, and not waited for. */
export class Questions {
  readonly #log: (text: string) => void;
  readonly #silent = new Set<string>();

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  answer<R>(asked: Promise<R>, { what, otherwise, late }: Omit<InsteadOf<R>, 'tooLate'> & { readonly what: string }): Promise<R> {
    const tooLate = (): void => {
      if (this.#silent.has(what)) return;
      this.#silent.add(what);
      this.#log(`The client was asked ${what} and has not answered for ${patience / 1000} s: work goes on without it.`);
    };
    return inTime(asked, { otherwise, tooLate, late });
  }
}
