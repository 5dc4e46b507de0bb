/** A state of runs, as Prefect names it, and what it means for the one who reads it. */
export interface StateFact {
  readonly name: string;
  readonly type: string;
  readonly final: boolean;
  readonly meaning: string;
}

/** The states of runs; several names may share a type. */
const stateFacts: readonly StateFact[] = [
  { name: 'Scheduled', type: 'SCHEDULED', final: false, meaning: 'Will start at a time that is set. Nothing has run yet.' },
  { name: 'Late', type: 'SCHEDULED', final: false, meaning: 'Should have started already: no worker has taken it.' },
  { name: 'AwaitingRetry', type: 'SCHEDULED', final: false, meaning: 'Failed, and waits for its next try.' },
  { name: 'Pending', type: 'PENDING', final: false, meaning: 'Taken by a worker, or waiting for what it depends on.' },
  { name: 'Running', type: 'RUNNING', final: false, meaning: 'Its code runs.' },
  { name: 'Retrying', type: 'RUNNING', final: false, meaning: 'Its code runs again after a failed try.' },
  { name: 'Paused', type: 'PAUSED', final: false, meaning: 'Stands still until it is resumed.' },
  { name: 'Suspended', type: 'PAUSED', final: false, meaning: 'Stands still, and its process has ended; resuming starts a new one.' },
  { name: 'Cancelling', type: 'CANCELLING', final: false, meaning: 'Is being stopped.' },
  { name: 'Cancelled', type: 'CANCELLED', final: true, meaning: 'Was stopped by someone.' },
  { name: 'Completed', type: 'COMPLETED', final: true, meaning: 'Ended without an error.' },
  { name: 'Cached', type: 'COMPLETED', final: true, meaning: 'Did not run: an earlier result was taken.' },
  { name: 'Failed', type: 'FAILED', final: true, meaning: 'Its code threw an error.' },
  { name: 'TimedOut', type: 'FAILED', final: true, meaning: 'Took longer than its timeout.' },
  { name: 'Crashed', type: 'CRASHED', final: true, meaning: 'Its process went away, or could not be started: not the fault of its code.' },
];

/** The state of this name or type. */
export const stateFact = (word: string): StateFact | undefined =>
  stateFacts.find(({ name }) => name === word) ?? stateFacts.find(({ type }) => type === word);
