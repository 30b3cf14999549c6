/**
 * What other systems score on the same synthetic cases, as the benchmark's authors measured it (medians of the first 20
 * cases, COCO-17, true focal length, two shared cores); the columns are those of our own table.
 */
export const PEERS: readonly (readonly string[])[] = [
  ['SMPLify-X as SMPL, 0 px', '76', '56', '', '', '', '30', '', '', '21-38 s'],
  ['SMPLify-X as SMPL, 2 px', '87', '60', '', '0 of 33', '', '36', '', '', '21-38 s'],
  ['SMPLify-X as SMPL, 5 px', '119', '85', '', '', '', '54', '', '', '21-38 s'],
  ["SPIN's smplify, 0 px", '89', '73', '', '', '', '28', '', '', '4.7 s'],
  ["SPIN's smplify, 2 px", '91', '80', '', '12', '', '29', '', '', '4.7 s'],
  ["SPIN's smplify, 5 px", '116', '81', '', '', '', '32', '', '', '4.7 s'],
  ['true orientation, mean pose', '169', '135', '', '', '', '26', '', '', '-'],
];
