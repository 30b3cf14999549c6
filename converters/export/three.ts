import type * as THREE from 'three';

/** three.js as a host has loaded it: `import * as THREE from 'three'`. Two copies of it in a page do not mix. */
export type Three = typeof THREE;
