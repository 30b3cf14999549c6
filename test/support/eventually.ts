import { expect } from 'vitest';

/** An expectation of what is not yet so, also on a machine that has much else to do. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: PATIENCE });

/** Milliseconds to wait for something that comes; a bound for what never comes, not a measure of speed. */
export const PATIENCE = 90_000;
