import type { Object3D, SkinnedMesh } from 'three';

/** The parts of an avatar that a new one replaces: the object itself, its mesh and bones, each with the new one's. */
export function partsOf(old: Object3D, next: Object3D): Map<Object3D, Object3D> {
  const parts = (object: Object3D): Object3D[] => {
    const mesh = object.children.find((child) => (child as Partial<SkinnedMesh>).isSkinnedMesh) as
      | SkinnedMesh
      | undefined;
    return [object, ...(mesh ? [mesh, ...mesh.skeleton.bones] : [])];
  };
  const successors = parts(next);
  return new Map(parts(old).flatMap((part, i) => (successors[i] ? [[part, successors[i]]] : [])));
}

/** Gives the new parts what a user may have set on the old ones, besides their place. Colours are the skin's. */
export function inherit(parts: ReadonlyMap<Object3D, Object3D>): void {
  for (const [old, next] of parts) {
    const { visible, castShadow, receiveShadow, frustumCulled, renderOrder } = old;
    Object.assign(next, { visible, castShadow, receiveShadow, frustumCulled, renderOrder });
    next.layers.mask = old.layers.mask;
    next.userData = { ...old.userData, ...next.userData };
  }
}

/** What a user has hung on the old parts, with the new part that is to hold it. */
export const hungOn = (parts: ReadonlyMap<Object3D, Object3D>): [thing: Object3D, holder: Object3D][] =>
  [...parts].flatMap(([old, next]) =>
    old.children.flatMap((child): [Object3D, Object3D][] => (parts.has(child) ? [] : [[child, next]])),
  );
