import { tiltInWords } from '../../../core/camera/gravity.js';
import type { StatedCamera } from '../../../core/fit/camera-of-people.js';
import { NOBODY_TELLS_TILT } from '../../../core/fit/fit-people.js';
import { SEVERAL_FLOORS } from '../../../core/fit/one-floor.js';
import type { Camera } from '../../../core/types.js';
import type { FitResult } from '../../export/fit-json.js';

/** Loading that took less is not worth a word: the networks were there. Milliseconds. */
const MIN_TOLD = 5;

/** What was found and how well it was met, a line a person. */
export function describeFit({ people, camera, focalSource }: FitResult): string[] {
  const { loadMs, detectMs } = people[0].timings;
  const loaded = loadMs >= MIN_TOLD ? ` (networks loaded in ${loadMs.toFixed(0)} ms)` : '';
  const found = detectMs > 0 ? `, found in ${detectMs.toFixed(0)} ms${loaded}` : '';
  const lines = [
    `${people.length} ${people.length === 1 ? 'person' : 'people'}${found}, ${describeCamera({ camera, source: focalSource })}`,
  ];
  const shared = ofAll(camera);
  for (const [warning, remedy] of shared) {
    if (people.some(({ fit }) => fit.warnings.includes(warning))) lines.push(`warning: ${warning}${remedy}`);
  }
  people.forEach(({ fit, timings }, i) => {
    const who = people.length === 1 ? 'fitted' : `person ${i + 1} fitted`;
    lines.push(
      `${who} in ${timings.fitMs.toFixed(0)} ms, ${fit.iterations} iterations, ` +
        `${fit.reprojectionError.toFixed(1)} px off the keypoints, ${fit.translation[2].toFixed(1)} m away`,
    );
    const own = fit.warnings.filter((warning) => !shared.has(warning));
    for (const warning of own) lines.push(`warning: ${warning}`);
  });
  return lines;
}

/** Warnings of the camera, which all share, though each fit bears them, and what to do. */
const ofAll = ({ down }: Camera): ReadonlyMap<string, string> =>
  new Map([
    [NOBODY_TELLS_TILT, ''],
    [SEVERAL_FLOORS, `; ${down === undefined ? '--upright or ' : ''}--pitch says how the camera is tilted`],
  ]);

/** The camera in words. */
export function describeCamera({ camera: { focalLength, down }, source }: StatedCamera): string {
  const focal = `focal length ${focalLength.toFixed(0)} px (${source})`;
  return down === undefined ? focal : `${focal}, camera ${tiltInWords(down)}`;
}
