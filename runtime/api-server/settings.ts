/** How the server behaves over time, in seconds; the defaults are Prefect's where it has the setting. */
export interface ServerSettings {
  /** A scheduled run becomes Late when it has not started so long after its time. */
  lateAfter: number;
  /** A run whose process has sent heartbeats becomes Crashed when none came for so long. */
  heartbeatWindow: number;
  /** How often the services look (late runs, workers, heartbeats, pauses, cancellations). */
  serviceInterval: number;
  /** How often schedules are turned into runs. */
  schedulerInterval: number;
  /** How far ahead at least and at most, and how many runs at least and at most, a schedule is written. */
  scheduleAhead: number;
  scheduleAtMostAhead: number;
  scheduleMinRuns: number;
  scheduleMaxRuns: number;
  /** A run that is Cancelling for so long becomes Cancelled. */
  cancellationTimeout: number;
  /** How long a worker or queue counts as alive without an interval of its own. */
  workerHeartbeatInterval: number;
  /** How long a run waits for a slot of its deployment before it tries again. */
  concurrencySlotWait: number;
  /** Bytes that a run's parameters may take as JSON. */
  maxParameterSize: number;
  /** Bytes that a request may have. */
  maxRequestSize: number;
  /** Seconds that a client has to send the headers of a request, and all of it. */
  headersTimeout: number;
  requestTimeout: number;
  /** Days that events are kept. */
  eventRetentionDays: number;
  /** How long finished runs are kept, with their task runs, logs and artifacts; for ever without. */
  runRetention: number | null;
}

/** What a server does unless it is told otherwise. */
export const defaultSettings: ServerSettings = {
  lateAfter: 15,
  heartbeatWindow: 30,
  serviceInterval: 5,
  schedulerInterval: 60,
  scheduleAhead: 3600,
  scheduleAtMostAhead: 100 * 86_400,
  scheduleMinRuns: 3,
  scheduleMaxRuns: 100,
  cancellationTimeout: 300,
  workerHeartbeatInterval: 30,
  concurrencySlotWait: 30,
  maxParameterSize: 524_288,
  maxRequestSize: 16_000_000,
  headersTimeout: 15,
  requestTimeout: 30,
  eventRetentionDays: 7,
  runRetention: null,
};
