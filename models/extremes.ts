/** Of any number of values: a call takes about 120,000 arguments, so Math.min and Math.max take no list of a file's. */

/** The smallest value, or `most` where none is smaller. */
export const smallest = (values: readonly number[], most = Number.POSITIVE_INFINITY): number =>
  values.reduce((least, value) => Math.min(least, value), most);

/** The largest value, or `least` where none is larger. */
export const largest = (values: readonly number[], least = Number.NEGATIVE_INFINITY): number =>
  values.reduce((most, value) => Math.max(most, value), least);
