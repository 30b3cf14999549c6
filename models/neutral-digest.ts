/** SHA-256 of body/neutral.npz, hexadecimal: apart from the registry, which is 1.5 kB in a page that needs no more of it. */
export const NEUTRAL_SHA256 = '7a29270e97763b729ea57e878bc18553640d6cf80e96f6a285383dda74b385ca';
