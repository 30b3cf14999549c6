import type { FoundPeople } from '../../converters/export/keypoints-json.js';

const K = 33;

/** BlazePose keypoints: keypoint k at (10 k, 10 k + 1) and confidence 0.9, but as `confidence` says. */
export function foundPeople(confidence: Readonly<Record<number, number>> = {}): FoundPeople {
  return {
    image: { path: 'photos/me ü.jpg', width: 640, height: 480 },
    focalLength: 812.5,
    people: [
      {
        box: [10, 20, 30, 40],
        score: 0.75,
        keypoints: {
          set: 'blazepose33',
          xy: Float64Array.from({ length: 2 * K }, (_, i) => 10 * Math.floor(i / 2) + (i % 2)),
          confidence: Float64Array.from({ length: K }, (_, k) => confidence[k] ?? 0.9),
        },
        worldLandmarks: Float64Array.from({ length: 3 * K }, (_, i) => i / 7),
      },
    ],
  };
}
