import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAmc, readAsf } from './asf-amc.js';
import { readBvh } from './bvh.js';
import { readExponentialMap } from './exponential-map.js';
import { type Motion, malformed } from './motion.js';
import { retarget } from './retarget.js';
import { rigOf } from './rigs.js';

/** The list of clips in the folder, and the skeleton of its .amc files. */
const CLIP_LIST = 'CLIPS.tsv';
const ACCLAIM_SKELETON = 'skeleton.asf';

/** Subjects kept out of the fit, to measure it on people it has not seen. */
const HELD_OUT = ['02', '03', '08', '12', '61', '135'];

/** One clip on SMPL's skeleton. */
export interface Clip {
  readonly file: string;
  readonly subject: string;
  readonly heldOut: boolean;
  /** F×72, axis-angle, radians. */
  readonly poses: Float64Array;
  /** Seconds. */
  readonly frameTime: number;
}

/** Reads and retargets every clip that the folder lists. */
export function readClips(folder: string): Clip[] {
  const [header, ...lines] = readFileSync(join(folder, CLIP_LIST), 'utf8').trim().split('\n');
  if (!header.startsWith('file\tsubject'))
    throw malformed(CLIP_LIST, 'its columns do not start with file and subject.');
  return lines.map((line) => {
    const [file, subject] = line.split('\t');
    const motion = readMotion(folder, file);
    const poses = retarget(file, motion, rigOf(file, motion));
    return { file, subject, heldOut: HELD_OUT.includes(subject), poses, frameTime: motion.frameTime };
  });
}

function readMotion(folder: string, file: string): Motion {
  const text = readFileSync(join(folder, file), 'latin1');
  if (file.endsWith('.bvh')) return readBvh(file, text);
  if (file.endsWith('.txt')) return readExponentialMap(file, text);
  if (!file.endsWith('.amc')) throw malformed(file, 'this kind of motion file is not supported.');
  const skeleton = join(file, '..', ACCLAIM_SKELETON);
  return readAmc(file, text, readAsf(skeleton, readFileSync(join(folder, skeleton), 'latin1')));
}
