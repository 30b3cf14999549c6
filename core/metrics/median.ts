/** The middle one of the values, of an even number of them the upper of the two; NaN counts as the largest. */
export const median = (values: Float64Array): number => values.slice().sort()[values.length >> 1];
