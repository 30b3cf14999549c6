import type { Capsule, LinearInShape } from '../body/capsules.js';
import type { PosedBody } from '../body/kinematics.js';
import type { ParameterLayout } from '../body/skeleton.js';

/** Metres. A part without vertices has no radius, one of an extreme shape may have a negative one. */
const MIN_RADIUS = 0.01;

/** The spheres that fill one capsule of a posed body. */
export interface CapsuleSpheres {
  /** S×3, metres, where `place` left them. */
  readonly centres: Float64Array;
  /** Metres, likewise. */
  radius(): number;
  place(body: PosedBody): void;
}

export function capsuleSpheres({ joint, ends, radius, spheres: S }: Capsule, layout: ParameterLayout): CapsuleSpheres {
  const centres = new Float64Array(3 * S);
  const offsets = [new Float64Array(3), new Float64Array(3)];
  const size = new Float64Array(1);
  return {
    centres,
    radius: () => Math.max(MIN_RADIUS, size[0]),
    place({ params, joints, rotations }) {
      valueAt(ends[0], params, layout, offsets[0]);
      valueAt(ends[1], params, layout, offsets[1]);
      valueAt(radius, params, layout, size);
      for (let s = 0; s < S; s++) {
        const share = S === 1 ? 0.5 : s / (S - 1);
        const x = offsets[0][0] + share * (offsets[1][0] - offsets[0][0]);
        const y = offsets[0][1] + share * (offsets[1][1] - offsets[0][1]);
        const z = offsets[0][2] + share * (offsets[1][2] - offsets[0][2]);
        for (let axis = 0; axis < 3; axis++) {
          const g = 9 * joint + 3 * axis;
          const turned = rotations[g] * x + rotations[g + 1] * y + rotations[g + 2] * z;
          centres[3 * s + axis] = joints[3 * joint + axis] + turned;
        }
      }
    },
  };
}

/** value + directions·betas. */
function valueAt(
  { value, directions }: LinearInShape,
  params: Float64Array,
  { betas, count }: ParameterLayout,
  out: Float64Array,
): void {
  const B = count - betas;
  for (let i = 0; i < out.length; i++) {
    out[i] = value[i];
    for (let b = 0; b < B; b++) out[i] += directions[i * B + b] * params[betas + b];
  }
}
