import type { InferenceRuntime, NetworkName, Tensor } from '../../../core/detect/runtime.js';

/** Cells (column, row) of a standing person's 33 landmarks on the 64×64 heatmap of a region; her left is our right. */
export const STANDING: readonly (readonly [number, number])[] = [
  ...[
    [32, 12],
    [33, 11],
    [33, 11],
    [34, 11],
    [31, 11],
    [31, 11],
    [30, 11],
    [35, 11],
    [29, 11],
    [33, 13],
    [31, 13],
  ],
  ...[
    [37, 19],
    [27, 19],
    [39, 23],
    [25, 23],
    [40, 29],
    [24, 29],
  ], // shoulders, elbows, wrists
  ...[
    [41, 31],
    [23, 31],
    [41, 32],
    [23, 32],
    [40, 31],
    [24, 31],
  ], // fingers
  ...[
    [34, 32],
    [30, 32],
    [35, 45],
    [29, 45],
    [35, 57],
    [29, 57],
  ], // hips, knees, ankles
  ...[
    [35, 58],
    [29, 58],
    [37, 58],
    [27, 58],
  ], // heels, toes
] as [number, number][];
const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

/** What the fake networks answer. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** People whom multipose reports: middle of the hips and size of the region around them, pixels. */
  readonly people: readonly {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly score?: number;
    /** How much wider multipose sees them than they are. */
    readonly stretch?: number;
  }[];
  readonly presence?: number;
  /** Logit of visibility and of the heatmaps' peaks. */
  readonly logit?: number;
  /** Names of the networks in the order of their runs. */
  readonly runs?: NetworkName[];
}

/** Networks that see the scene's people and, in every region, a standing person. */
export function fakeRuntime(scene: Scene): InferenceRuntime {
  return {
    async load(name) {
      return {
        async run() {
          scene.runs?.push(name);
          if (name === 'pose_detection') return detectNobody();
          return name === 'movenet_multipose' ? multipose(scene) : landmarks(scene);
        },
      };
    },
  };
}

const tensor = (data: Float32Array): Tensor => ({ data, dims: [1, data.length] });

function detectNobody() {
  return { boxes: tensor(new Float32Array(2254 * 12)), scores: tensor(new Float32Array(2254).fill(-100)) };
}

function multipose({ width, height, people }: Scene) {
  const data = new Float32Array(6 * 56);
  const side = Math.max(width, height);
  people.forEach(({ x, y, size, score = 0.6, stretch = 1 }, person) => {
    LANDMARK_OF_COCO.forEach((landmark, k) => {
      const [column, row] = STANDING[landmark];
      const px = x + stretch * (column / 64 - 0.5) * size;
      const py = y + (row / 64 - 0.5) * size;
      data.set([(py - height / 2) / side + 0.5, (px - width / 2) / side + 0.5, 0.8], 56 * person + 3 * k);
    });
    data[56 * person + 55] = score;
  });
  return { people: tensor(data) };
}

function landmarks({ presence = 1, logit = 4 }: Scene) {
  const points = new Float32Array(39 * 5);
  const heatmap = new Float32Array(39 * 64 * 64).fill(-50);
  const world = new Float32Array(39 * 3);
  STANDING.forEach(([column, row], k) => {
    points.set([4 * column, 4 * row, 0, logit, 0], 5 * k);
    heatmap[(64 * k + row) * 64 + column] = logit;
    world.set([(column - 32) / 32, (row - 32) / 32, -0.1], 3 * k);
  });
  // Where to look next: the same place, 1.25 · 2 · 0.4 = once the size.
  points.set([128, 128, 0, 0, 0], 5 * 33);
  points.set([128, 128 - 0.4 * 256, 0, 0, 0], 5 * 34);
  return {
    landmarks: tensor(points),
    heatmap: tensor(heatmap),
    world: tensor(world),
    presence: tensor(Float32Array.of(presence)),
    segmentation: tensor(new Float32Array(256 * 256)),
  };
}

/** A grey photo. */
export function blankPhoto({ width, height }: Scene) {
  return { width, height, rgba: new Uint8Array(4 * width * height).fill(128) };
}
