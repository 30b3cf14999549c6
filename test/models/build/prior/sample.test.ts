import { describe, expect, it } from 'vitest';
import { SMPL_JOINTS, type SmplJoint } from '../../../../core/body/joint-sets.js';
import type { Clip } from '../../../../models/build/prior/clips.js';
import { bodyPoses, sampleFrames } from '../../../../models/build/prior/sample.js';
import { seededRandom } from '../../../../models/build/random.js';

/** A clip in which every frame sets x of the joints named; elbows are bent, so that no frame is a T-pose. */
function clip(frames: readonly Partial<Record<SmplJoint, number>>[]): Clip {
  const poses = new Float64Array(72 * frames.length);
  frames.forEach((frame, f) => {
    for (const [name, x] of Object.entries({ left_elbow: 1, ...frame })) {
      poses[72 * f + 3 * (SMPL_JOINTS as readonly string[]).indexOf(name)] = x;
    }
  });
  return { file: 'test', subject: '1', heldOut: false, poses, frameTime: 0.05 };
}

const sample = (frames: readonly Partial<Record<SmplJoint, number>>[]) => sampleFrames([clip(frames)], seededRandom(1));

describe('sampleFrames', () => {
  it('keeps a pose when it differs by 0.3 rad from the last one kept', () => {
    const { frames } = sample([0, 0.2, 0.4, 0.6, 0.65, 0.8].map((left_knee) => ({ left_knee })));
    expect(frames.map(({ frame }) => frame)).toEqual([0, 2, 5]);
  });

  it('drops the frames on both sides of a jump, unless the pelvis alone turns', () => {
    const jump = sample([{ left_hip: 0 }, { left_hip: 0.5 }, { left_hip: 2 }, { left_hip: 2.5 }]);
    expect(jump.counts.glitches).toBe(2);
    expect(jump.frames.map(({ frame }) => frame)).toEqual([0, 3]);
    expect(sample([{ pelvis: 0 }, { pelvis: 3 }]).counts.glitches).toBe(0);
  });

  it('drops calibration poses and impossible angles', () => {
    const { frames, counts } = sample([{ left_elbow: 0 }, {}, { spine1: 1.2 }, { spine1: 1.8 }]);
    expect(counts).toMatchObject({ frames: 4, calibration: 1, impossible: 1, thinned: 2 });
    expect(frames.map(({ frame }) => frame)).toEqual([1, 2]);
  });

  it('caps what a clip repeats', () => {
    // 900 tight repetitions of two poses against 799 poses that occur once: 800 clusters.
    const frames = Array.from({ length: 900 }, (_, n) => ({ left_knee: n % 2 }));
    const rare = Array.from({ length: 799 }, (_, n) => ({ left_knee: 1 + 0.4 * (n % 4), right_hip: 10 * n }));
    const clips = [
      clip(frames),
      ...rare.map((frame) => clip([{ ...frame, right_hip: 2.5 * Math.sin(frame.right_hip) }])),
    ];
    const { counts } = sampleFrames(clips, seededRandom(1));
    expect(counts.thinned).toBe(1699);
    expect(counts.capped).toBeLessThan(900);
  });

  it('leaves the pelvis out of the body pose', () => {
    const poses = bodyPoses(sample([{ pelvis: 9, left_hip: 0.5 }]).frames);
    expect(poses).toHaveLength(69);
    expect(poses[0]).toBe(0.5);
  });
});
