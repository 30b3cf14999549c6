import { describe, expect, test } from 'vitest';
import { projectTriangles } from '../../../core/render/project-triangles.js';
import { rasterize, rasterizeWindow, windowOf } from '../../../core/render/rasterize.js';
import type { Camera } from '../../../core/types.js';
import { sphere } from '../../support/sphere.js';

const camera: Camera = { focalLength: 100, principalPoint: [50, 40], width: 100, height: 80 };

/** A rectangle facing the camera at depth Z whose outline is at these pixels. */
function rectangle(left: number, top: number, right: number, bottom: number, Z: number): Float32Array {
  const { focalLength: f, principalPoint } = camera;
  const X = (x: number) => ((x - principalPoint[0]) * Z) / f;
  const Y = (y: number) => ((y - principalPoint[1]) * Z) / f;
  return Float32Array.of(
    ...[X(left), Y(top), Z, X(left), Y(bottom), Z, X(right), Y(bottom), Z],
    ...[X(right), Y(top), Z],
  );
}
const RECTANGLE = Uint32Array.of(0, 1, 2, 0, 2, 3);

/** First and last column and row that hold a face, and how many pixels do. */
function extent(face: Int32Array, width: number) {
  const pixels = [...face.keys()].filter((i) => face[i] >= 0);
  const columns = pixels.map((i) => i % width);
  const rows = pixels.map((i) => Math.floor(i / width));
  return {
    columns: [Math.min(...columns), Math.max(...columns)],
    rows: [Math.min(...rows), Math.max(...rows)],
    count: pixels.length,
  };
}

describe('pixel centres', () => {
  test('a rectangle over whole pixels fills exactly these', () => {
    const { face } = rasterize(rectangle(10, 20, 30, 25, 2), RECTANGLE, camera);
    expect(extent(face, 100)).toEqual({ columns: [10, 29], rows: [20, 24], count: 100 });
  });

  test('a pixel counts when its centre is inside', () => {
    const { face } = rasterize(rectangle(10.6, 20.4, 12.4, 22.6, 2), RECTANGLE, camera);
    // Centres at 11.5 and at 20.5, 21.5, 22.5.
    expect(extent(face, 100)).toEqual({ columns: [11, 11], rows: [20, 22], count: 3 });
  });

  test('neighbours leave no crack between them', () => {
    const { face } = rasterize(rectangle(3.3, 2.7, 91.2, 77.9, 1.7), RECTANGLE, camera);
    expect(extent(face, 100).count).toBe(88 * 75);
  });
});

test('the depth of a slanted triangle is that of its plane', () => {
  // The plane Z = 2 + X/2 and the ray (x, y, 1)·Z meet at Z = 2/(1 − x/2).
  const corners = [
    [-0.6, -0.5],
    [0.7, 0],
    [-0.3, 0.6],
  ].flatMap(([X, Y]) => [X, Y, 2 + X / 2]);
  const { depth, face } = rasterize(Float32Array.from(corners), Uint32Array.of(0, 1, 2), camera);
  let checked = 0;
  depth.forEach((Z, i) => {
    const x = ((i % 100) + 0.5 - 50) / 100;
    // Float32 keeps 7 digits.
    if (face[i] >= 0) expect(Z).toBeCloseTo(2 / (1 - x / 2), 5);
    else expect(Z).toBe(Number.POSITIVE_INFINITY);
    if (face[i] >= 0) checked++;
  });
  expect(checked).toBeGreaterThan(500);
});

test('the nearer face is seen, whatever the order', () => {
  const near = rectangle(40, 30, 60, 50, 1);
  const far = rectangle(20, 10, 80, 70, 3);
  for (const [vertices, nearFaces] of [
    [Float32Array.of(...near, ...far), [0, 1]],
    [Float32Array.of(...far, ...near), [2, 3]],
  ] as const) {
    const { depth, face } = rasterize(vertices, Uint32Array.of(...RECTANGLE, ...RECTANGLE.map((i) => i + 4)), camera);
    expect(nearFaces).toContain(face[40 * 100 + 50]);
    expect(depth[40 * 100 + 50]).toBeCloseTo(1, 6);
    expect(depth[20 * 100 + 30]).toBeCloseTo(3, 6);
  }
});

test('both sides of a face are drawn', () => {
  const turned = rasterize(rectangle(10, 20, 30, 25, 2), RECTANGLE.slice().reverse(), camera);
  expect(extent(turned.face, 100).count).toBe(100);
});

test('a floor that runs under the camera is cut at the near plane', () => {
  // The plane Y = 1 from 5 m behind to 10 m ahead, 200 m wide: below the horizon Z = f·Y/(y − cy).
  const floor = Float32Array.of(-100, 1, -5, -100, 1, 10, 100, 1, 10, 100, 1, -5);
  const { depth } = rasterize(floor, RECTANGLE, camera);
  for (let row = 0; row < 80; row++) {
    const Z = 100 / (row + 0.5 - 40);
    for (const column of [0, 33, 99]) {
      const seen = depth[row * 100 + column];
      if (Z > 0 && Z <= 10) expect(Math.abs(seen / Z - 1)).toBeLessThan(1e-5);
      else expect(seen).toBe(Number.POSITIVE_INFINITY);
    }
  }
});

test('the silhouette and the depth of a sphere', () => {
  const large: Camera = { focalLength: 500, principalPoint: [200, 200], width: 400, height: 400 };
  const { vertices, faces } = sphere([0, 0, 3], 0.5);
  const { depth, face } = rasterize(vertices, faces, large);
  // Tangents from the camera touch at sine r/d: the outline is a circle of f·r/√(d² − r²) pixels.
  const outline = (500 * 0.5) / Math.sqrt(9 - 0.25);
  const area = extent(face, 400).count;
  // The mesh lies inside the sphere: 96 sides lose 0.07 % of the area; the pixel grid adds noise of about 0.1 %.
  expect(area / (Math.PI * outline * outline)).toBeGreaterThan(0.995);
  expect(area / (Math.PI * outline * outline)).toBeLessThan(1.002);

  // The ray through (200.5, 150.5): |Z·ray − centre| = r. A flat facet lies r(1 − cos(π/96)) = 0.27 mm deep.
  const ray = [0.5 / 500, -49.5 / 500, 1];
  const squared = ray[0] ** 2 + ray[1] ** 2 + 1;
  const Z = (3 - Math.sqrt(9 - squared * (9 - 0.25))) / squared;
  expect(Math.abs(depth[150 * 400 + 200] - Z)).toBeLessThan(5e-4);
});

describe('rasterizeWindow', () => {
  const { vertices, faces } = sphere([0.1, -0.05, 2], 0.4, 12);

  test('two samples a pixel see what a camera of twice the size sees', () => {
    const doubled: Camera = { focalLength: 200, principalPoint: [100, 80], width: 200, height: 160 };
    const expected = rasterize(vertices, faces, doubled);
    const inverse = new Float32Array(200 * 160);
    const face = new Int32Array(200 * 160);
    const window = { x: 0, y: 0, width: 100, height: 80 };
    rasterizeWindow(projectTriangles(vertices, faces, camera), window, 2, inverse, face);
    expect(face).toEqual(expected.face);
  });

  test('a window is a cut-out of the whole, and windowOf holds all of the mesh', () => {
    const whole = rasterize(vertices, faces, camera);
    const triangles = projectTriangles(vertices, faces, camera);
    const window = windowOf(triangles, camera)!;
    const size = window.width * window.height;
    const [inverse, face] = [new Float32Array(size).fill(7), new Int32Array(size).fill(7)];
    rasterizeWindow(triangles, window, 1, inverse, face);
    face.forEach((seen, i) => {
      const row = window.y + Math.floor(i / window.width);
      expect(seen).toBe(whole.face[row * 100 + window.x + (i % window.width)]);
    });
    expect(extent(face, window.width).count).toBe(extent(whole.face, 100).count);
    expect(size).toBeLessThan(100 * 80);
  });

  test('windowOf rounds outwards and stops at the border of the picture', () => {
    const windowAt = (...outline: [number, number, number, number]) =>
      windowOf(projectTriangles(rectangle(...outline, 2), RECTANGLE, camera), camera);
    expect(windowAt(10.2, 20.7, 29.3, 24.9)).toEqual({ x: 10, y: 20, width: 20, height: 5 });
    expect(windowAt(-7, 70.5, 12.5, 95)).toEqual({ x: 0, y: 70, width: 13, height: 10 });
  });

  test('there is no window when nothing is in the picture', () => {
    expect(windowOf(projectTriangles(rectangle(-30, 10, -10, 20, 2), RECTANGLE, camera), camera)).toBeNull();
    expect(windowOf(projectTriangles(new Float32Array(0), new Uint32Array(0), camera), camera)).toBeNull();
  });
});
