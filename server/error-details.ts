/** An error with where it happened, for a log. */
export const detailsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
