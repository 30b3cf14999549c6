import { MathUtils, Quaternion, Vector3 } from 'three';
import { finiteNumbers, type Motion, malformed } from './motion.js';

/** The clips we read were thinned from 120 to 20 frames a second; the format names no rate. */
const FRAME_TIME = 0.05;
/** CMU's skeletons rest with the legs spread by 20 degrees and the arms straight out to the sides. */
const LEG_SPREAD = MathUtils.degToRad(20);
const LEFT_LEG = [Math.sin(LEG_SPREAD), -Math.cos(LEG_SPREAD), 0];
const RIGHT_LEG = [-Math.sin(LEG_SPREAD), -Math.cos(LEG_SPREAD), 0];
const LEFT_ARM = [1, 0, 0];
const RIGHT_ARM = [-1, 0, 0];

/** Joint, parent and, where retargeting looks at it, the direction of the bone between them. In the file's order. */
const SKELETON: readonly (readonly [string, string | null, (readonly number[])?])[] = [
  ['root', null],
  ['lhipjoint', 'root'],
  ['lfemur', 'lhipjoint'],
  ['ltibia', 'lfemur', LEFT_LEG],
  ['lfoot', 'ltibia', LEFT_LEG],
  ['ltoes', 'lfoot'],
  ['ltoes_end', 'ltoes'],
  ['rhipjoint', 'root'],
  ['rfemur', 'rhipjoint'],
  ['rtibia', 'rfemur', RIGHT_LEG],
  ['rfoot', 'rtibia', RIGHT_LEG],
  ['rtoes', 'rfoot'],
  ['rtoes_end', 'rtoes'],
  ['lowerback', 'root'],
  ['upperback', 'lowerback'],
  ['thorax', 'upperback'],
  ['lowerneck', 'thorax'],
  ['upperneck', 'lowerneck'],
  ['head', 'upperneck'],
  ['head_end', 'head'],
  ['lclavicle', 'thorax'],
  ['lhumerus', 'lclavicle'],
  ['lradius', 'lhumerus', LEFT_ARM],
  ['lwrist', 'lradius', LEFT_ARM],
  ['lhand', 'lwrist'],
  ['lfingers', 'lhand'],
  ['lfingers_end', 'lfingers'],
  ['lthumb', 'lwrist'],
  ['lthumb_end', 'lthumb'],
  ['rclavicle', 'thorax'],
  ['rhumerus', 'rclavicle'],
  ['rradius', 'rhumerus', RIGHT_ARM],
  ['rwrist', 'rradius', RIGHT_ARM],
  ['rhand', 'rwrist'],
  ['rfingers', 'rhand'],
  ['rfingers_end', 'rfingers'],
  ['rthumb', 'rwrist'],
  ['rthumb_end', 'rthumb'],
];

/**
 * Reads exponential maps of CMU's 38-joint skeleton: a line a frame, comma-separated, the root's translation and then
 * three numbers a joint. The vectors belong to row vectors times matrices; for ours the rotation is exp(−v).
 *
 * @throws FitError bad-input, naming `where`
 */
export function readExponentialMap(where: string, text: string): Motion {
  const names = SKELETON.map(([name]) => name);
  const J = names.length;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw malformed(where, 'there are no frames.');
  const rotations = new Float64Array(4 * lines.length * J);
  const rotation = new Quaternion();
  const axis = new Vector3();
  lines.forEach((line, frame) => {
    const numbers = finiteNumbers(where, line.trim().split(/\s*,\s*/));
    if (numbers.length !== 3 * (J + 1)) {
      throw malformed(where, `frame ${frame} has ${numbers.length} numbers, expected ${3 * (J + 1)}.`);
    }
    for (let j = 0; j < J; j++) {
      axis.fromArray(numbers, 3 * (j + 1));
      const angle = axis.length();
      rotation.setFromAxisAngle(axis.normalize(), -angle).toArray(rotations, 4 * (frame * J + j));
    }
  });
  return {
    joints: names,
    parents: Int32Array.from(SKELETON, ([, parent]) => (parent === null ? -1 : names.indexOf(parent))),
    offsets: Float64Array.from(SKELETON.flatMap(([, , direction]) => direction ?? [0, 0, 0])),
    rotations,
    frameCount: lines.length,
    frameTime: FRAME_TIME,
  };
}
