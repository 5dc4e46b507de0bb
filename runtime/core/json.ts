/** Any value that JSON can carry; what parameters, job variables and results are on the wire. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A free-form JSON object: keys belong to the user and are never renamed. */
export type JsonObject = Record<string, unknown>;
