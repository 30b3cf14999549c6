/**
 * What other systems score on the same synthetic cases, as the benchmark's authors measured it (COCO-17, true focal length,
 * two shared cores); the columns are those of our own table, but medians of the first 20 cases alone. How many are turned
 * by more than 45° was counted over all that were run.
 */
export const PEERS: readonly (readonly string[])[] = [
  ['SMPLify-X as SMPL, 0 px, first 20, median', '76', '56', '', '', '', '30', '', '', '21-38 s'],
  ['SMPLify-X as SMPL, 2 px, first 20, median', '87', '60', '', '0 of 33', '', '36', '', '', '21-38 s'],
  ['SMPLify-X as SMPL, 5 px, first 20, median', '119', '85', '', '', '', '54', '', '', '21-38 s'],
  ["SPIN's smplify, 0 px, first 20, median", '89', '73', '', '', '', '28', '', '', '4.7 s'],
  ["SPIN's smplify, 2 px, first 20, median", '91', '80', '', '12 of 50', '', '29', '', '', '4.7 s'],
  ["SPIN's smplify, 5 px, first 20, median", '116', '81', '', '', '', '32', '', '', '4.7 s'],
  ['true orientation, mean pose, first 20, median', '169', '135', '', '', '', '26', '', '', '-'],
];
