/** SMPL-X: 300 of shape and 100 of expression. */
export const MAX_BETAS = 400;
