import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** What belongs to the stage and not to the photo: the floor, shadows, bones. */
export const STAGE_LAYER = 1;

/** A room with a floor, light and a camera that orbits. */
export interface Stage {
  readonly scene: THREE.Scene;
  render(): void;
  /** Looks at what is there, from the front and a little above. */
  lookAt(box: THREE.Box3): void;
  /** The floor's grid has the colour of the host's text. */
  takeColours(): void;
}

/** Radians: the first look, from the side and from above. */
const AZIMUTH = 0.42;
const ELEVATION = 0.16;
const FIELD_OF_VIEW = 32;
/** Radians a key press turns. */
const TURN = 0.12;
const NOTCH = 1.12;
/** Metres. */
const FLOOR = 12;
/** Where the light comes from, metres. */
const FROM = new THREE.Vector3(2.2, 4.5, 3.4);

/** @throws Error where the browser has no WebGL */
export function createStage(host: HTMLElement, invalidate: () => void): Stage {
  const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true });
  renderer.toneMapping = THREE.AgXToneMapping;
  renderer.toneMappingExposure = 1.25;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFShadowMap;
  const canvas = renderer.domElement;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'The bodies in 3D. Arrow keys turn the view, plus and minus zoom.');
  host.append(canvas);

  const scene = new THREE.Scene();
  const { grid, floor } = createFloor();
  const { key, lights } = createLights();
  scene.add(grid, floor, ...lights);
  const camera = new THREE.PerspectiveCamera(FIELD_OF_VIEW, 1, 0.05, 100);
  camera.layers.enable(STAGE_LAYER);
  const controls = new OrbitControls(camera, canvas);
  controls.maxPolarAngle = Math.PI * 0.52;
  controls.minDistance = 0.6;
  controls.maxDistance = 20;
  controls.addEventListener('change', invalidate);
  /** What the view is to show, until a hand turns it. */
  let framed: THREE.Box3 | null = null;
  controls.addEventListener('start', () => {
    framed = null;
  });
  listenToKeys(canvas, camera, controls);

  new ResizeObserver(() => {
    const { clientWidth, clientHeight } = host;
    if (clientWidth === 0) return;
    renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    renderer.setSize(clientWidth, clientHeight);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    if (framed !== null) stage.lookAt(framed);
    invalidate();
  }).observe(host);

  const stage: Stage = {
    scene,
    render: () => renderer.render(scene, camera),
    lookAt(box) {
      framed = box;
      const size = box.getSize(new THREE.Vector3());
      const half = Math.max(size.y, size.x / Math.max(camera.aspect, 0.3)) / 2;
      const distance = (1.3 * half) / Math.tan(THREE.MathUtils.degToRad(FIELD_OF_VIEW / 2));
      box.getCenter(controls.target);
      camera.position.setFromSphericalCoords(distance, Math.PI / 2 - ELEVATION, AZIMUTH).add(controls.target);
      controls.update();
      castOnto(key, box);
      invalidate();
    },
    takeColours() {
      grid.material.color.set(getComputedStyle(host).color);
      invalidate();
    },
  };
  stage.takeColours();
  stage.lookAt(new THREE.Box3(new THREE.Vector3(-0.6, 0, -0.6), new THREE.Vector3(0.6, 1.8, 0.6)));
  return stage;
}

/** A grid of half metres, and what shadows fall on. */
function createFloor() {
  const grid = new THREE.GridHelper(FLOOR, 2 * FLOOR);
  // The helper's two colours are in its vertices; the page's one is in the material.
  Object.assign(grid.material, { vertexColors: false, transparent: true, opacity: 0.55 });
  grid.layers.set(STAGE_LAYER);
  const shadow = new THREE.ShadowMaterial({ opacity: 0.22 });
  const floor = new THREE.Mesh(new THREE.PlaneGeometry(FLOOR, FLOOR), shadow);
  floor.rotation.x = -Math.PI / 2;
  floor.receiveShadow = true;
  floor.layers.set(STAGE_LAYER);
  return { grid: grid as THREE.GridHelper & { material: THREE.LineBasicMaterial }, floor };
}

function createLights() {
  const sky = new THREE.HemisphereLight('#ffffff', '#9aa0ad', 1.7);
  const key = new THREE.DirectionalLight('#fff4e8', 2.3);
  key.castShadow = true;
  key.shadow.mapSize.set(1024, 1024);
  key.shadow.radius = 5;
  key.shadow.bias = -0.0005;
  key.shadow.normalBias = 0.02;
  const rim = new THREE.DirectionalLight('#dfe8ff', 1.1);
  rim.position.set(-3, 3, -3.5);
  return { key, lights: [sky, key, key.target, rim] };
}

/** Shadows are as sharp as their map is small: it covers what is there and no more. In place. */
function castOnto(key: THREE.DirectionalLight, box: THREE.Box3): void {
  const { center, radius } = box.getBoundingSphere(new THREE.Sphere());
  key.target.position.copy(center);
  key.position.copy(center).add(FROM);
  const { camera } = key.shadow;
  const reach = 1.4 * radius;
  Object.assign(camera, { left: -reach, right: reach, bottom: -reach, top: reach, near: 0.5, far: FROM.length() + 6 });
  camera.updateProjectionMatrix();
}

function listenToKeys(canvas: HTMLCanvasElement, camera: THREE.PerspectiveCamera, controls: OrbitControls): void {
  const spherical = new THREE.Spherical();
  const turns: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-TURN, 0],
    ArrowRight: [TURN, 0],
    ArrowUp: [0, -TURN],
    ArrowDown: [0, TURN],
  };
  const zooms: Readonly<Record<string, number>> = { '+': 1 / NOTCH, '=': 1 / NOTCH, '-': NOTCH };
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [theta, phi] = turns[event.key] ?? [0, 0];
    const zoom = zooms[event.key] ?? 1;
    if (theta === 0 && phi === 0 && zoom === 1) return;
    event.preventDefault();
    spherical.setFromVector3(camera.position.clone().sub(controls.target));
    spherical.theta += theta;
    spherical.phi = Math.min(Math.max(0.05, spherical.phi + phi), controls.maxPolarAngle);
    spherical.radius *= zoom;
    camera.position.setFromSpherical(spherical).add(controls.target);
    controls.update();
  });
}
