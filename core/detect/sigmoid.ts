/** 1 / (1 + e^−x), the probability that a network's logit stands for. */
export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
