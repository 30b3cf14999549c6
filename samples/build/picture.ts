import { vertexNormals } from '../../core/body/normals.js';
import { projectTriangles } from '../../core/render/project-triangles.js';
import { rasterizeWindow } from '../../core/render/rasterize.js';
import type { Image } from '../../core/types.js';
import { backgroundAt } from './ground.js';
import type { Light } from './light.js';
import { directionToWorld, toWorld, type View } from './place.js';
import { add, cross, dot, multiply, normalise, pointOf, scale, subtract, type Vector } from './vector.js';

/** Samples a pixel along each axis. */
const SAMPLES = 3;

/** Everything that stands on the ground, as one mesh. */
export interface Things {
  /** V×3, camera frame, metres. */
  readonly vertices: Float32Array;
  /** F×3. */
  readonly faces: Uint32Array;
  /** Linear RGB of a face at the barycentric weights of its three corners. */
  colorAt(face: number, weights: Vector): Vector;
}

/** Renders the things on the ground under the sky. */
export function renderPicture(things: Things, view: View, light: Light): Image {
  const { width, height, focalLength, principalPoint } = view.camera;
  const inverseDepth = new Float32Array(SAMPLES * SAMPLES * width * height);
  const face = new Int32Array(inverseDepth.length);
  const triangles = projectTriangles(things.vertices, things.faces, view.camera);
  rasterizeWindow(triangles, { x: 0, y: 0, width, height }, SAMPLES, inverseDepth, face);
  const surfaceLight = surfaceShader(things, view, light);

  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [column, row] = [pixel % width, Math.floor(pixel / width)];
    let sum: Vector = [0, 0, 0];
    for (let k = 0; k < SAMPLES * SAMPLES; k++) {
      const x = SAMPLES * column + (k % SAMPLES);
      const y = SAMPLES * row + Math.floor(k / SAMPLES);
      const sample = y * SAMPLES * width + x;
      const ray: Vector = [
        ((x + 0.5) / SAMPLES - principalPoint[0]) / focalLength,
        ((y + 0.5) / SAMPLES - principalPoint[1]) / focalLength,
        1,
      ];
      if (face[sample] < 0) {
        sum = add(sum, backgroundAt(view.position, normalise(directionToWorld(view, ray)), light));
      } else {
        sum = add(sum, surfaceLight(face[sample], scale(ray, 1 / inverseDepth[sample])));
      }
    }
    for (let i = 0; i < 3; i++) rgba[4 * pixel + i] = toSrgb(sum[i] / SAMPLES ** 2);
  }
  return { width, height, rgba };
}

/** The light that a point of a face, camera frame, sends to the camera. */
function surfaceShader(things: Things, view: View, light: Light): (face: number, point: Vector) => Vector {
  const { vertices, faces } = things;
  const normals = vertexNormals(vertices, faces);
  return (face, point) => {
    const corners = [faces[3 * face], faces[3 * face + 1], faces[3 * face + 2]];
    const weights = barycentric(
      point,
      corners.map((vertex) => pointOf(vertices, vertex)),
    );
    let normal: Vector = [0, 0, 0];
    corners.forEach((vertex, i) => {
      normal = add(normal, scale(pointOf(normals, vertex), weights[i]));
    });
    const irradiance = light(toWorld(view, point), directionToWorld(view, normalise(normal)));
    return multiply(things.colorAt(face, weights), irradiance);
  };
}

/** Weights of the corners at the point of their triangle's plane nearest to `point`: areas against the whole. */
function barycentric(point: Vector, [a, b, c]: readonly Vector[]): Vector {
  const normal = cross(subtract(b, a), subtract(c, a));
  const whole = dot(normal, normal);
  if (!(whole > 0)) return [1, 0, 0];
  const weightB = dot(cross(subtract(point, a), subtract(c, a)), normal) / whole;
  const weightC = dot(cross(subtract(b, a), subtract(point, a)), normal) / whole;
  return [1 - weightB - weightC, weightB, weightC];
}

/** Linear 0..1 to an sRGB byte. */
function toSrgb(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}
