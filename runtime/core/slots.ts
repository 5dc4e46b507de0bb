/** A run that holds a slot. */
export interface SlotHolder {
  id: string;
  name: string;
  stateType: string | null;
  stateName: string | null;
  startTime: string | null;
  stateTimestamp: string | null;
  /** Seconds. */
  timeInCurrentState: number | null;
}

/** How the slots of a pool or queue are used; the numbers of a page are those of its list. */
export interface SlotsPage {
  activeSlots: number;
  concurrencyLimit: number | null;
  count: number;
  limit: number;
  pages: number;
  page: number;
}

/** The slots that the runs of a queue hold. */
export interface QueueSlots {
  queueId: string;
  queueName: string;
  activeSlots: number;
  concurrencyLimit: number | null;
  flowRuns: SlotHolder[];
  flowRunCount: number;
}
