import { rasterize } from '../../core/render/rasterize.js';
import type { Camera } from '../../core/types.js';
import { lookAt, toCamera } from './place.js';
import { add, dot, mapPoints, mix, normalise, scale, type Vector } from './vector.js';

/** Towards the sun, world. */
const SUN: Vector = normalise([0.45, 1, 0.62]);
const SUN_COLOR: Vector = [1.0, 0.94, 0.84];
const SKY_COLOR: Vector = [0.42, 0.46, 0.52];
const GROUND_COLOR: Vector = [0.24, 0.22, 0.2];

/** The sun's shadow map: this many pixels for this many metres, from this far. */
const MAP_SIZE = 1024;
const MAP_METRES = 3.6;
const MAP_MIDDLE: Vector = [0, 0.9, 0];
const SUN_DISTANCE = 40;
/** Surfaces this close behind the one that shades them are not in shadow: no speckles. Metres. */
const BIAS = 0.02;
/** Half the side of the square of map pixels that is averaged: soft edges. */
const SOFTNESS = 3;

/** What falls on a surface, linear RGB. */
export type Light = (point: Vector, normal: Vector) => Vector;

/**
 * Sun with a soft shadow, and a sky.
 *
 * @param vertices of all that casts a shadow, V×3, world, metres
 * @param faces F×3
 */
export function sunAndSky(vertices: Float32Array, faces: Uint32Array): Light {
  const camera: Camera = {
    focalLength: (SUN_DISTANCE * MAP_SIZE) / MAP_METRES,
    principalPoint: [MAP_SIZE / 2, MAP_SIZE / 2],
    width: MAP_SIZE,
    height: MAP_SIZE,
  };
  const view = lookAt(camera, add(MAP_MIDDLE, scale(SUN, SUN_DISTANCE)), MAP_MIDDLE, 0);
  const { depth } = rasterize(
    mapPoints(vertices, (point) => toCamera(view, point)),
    faces,
    camera,
  );

  const sunlit = (point: Vector): number => {
    const [X, Y, Z] = toCamera(view, point);
    const column = Math.floor((camera.focalLength * X) / Z + camera.principalPoint[0]);
    const row = Math.floor((camera.focalLength * Y) / Z + camera.principalPoint[1]);
    let lit = 0;
    for (let y = row - SOFTNESS; y <= row + SOFTNESS; y++) {
      for (let x = column - SOFTNESS; x <= column + SOFTNESS; x++) {
        const inside = x >= 0 && y >= 0 && x < MAP_SIZE && y < MAP_SIZE;
        if (!inside || Z < depth[y * MAP_SIZE + x] + BIAS) lit++;
      }
    }
    return lit / (2 * SOFTNESS + 1) ** 2;
  };

  return (point, normal) => {
    const ambient = mix(GROUND_COLOR, SKY_COLOR, 0.5 + 0.5 * normal[1]);
    const cosine = dot(normal, SUN);
    const sun = cosine > 0 ? cosine * sunlit(point) : 0;
    return add(ambient, scale(SUN_COLOR, sun));
  };
}
