/** What a run's `empirical_policy` says where its creator said nothing: every field, as Prefect's clients expect them. */
type Policy = Readonly<Record<string, unknown>>;

const flowRunDefaults: Policy = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  pause_keys: [],
  resuming: false,
  retry_type: null,
};

const taskRunDefaults: Policy = { max_retries: 0, retry_delay_seconds: 0, retries: null, retry_delay: null, retry_jitter_factor: null };

/** A flow run's policy as it is stored. */
export const flowRunPolicyText = (policy: Policy | undefined): string => JSON.stringify({ ...flowRunDefaults, ...policy });

/** A task run's policy as it is stored. */
export const taskRunPolicyText = (policy: Policy | undefined): string => JSON.stringify({ ...taskRunDefaults, ...policy });
