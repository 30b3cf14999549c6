import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { frame, isInFrame } from './framing.js';

/** What belongs to the stage and not to the photo: the floor, shadows, bones. */
export const STAGE_LAYER = 1;

/** A room with a floor, light and a camera that orbits. */
export interface Stage {
  readonly scene: THREE.Scene;
  readonly canvas: HTMLCanvasElement;
  render(): void;
  /** Looks at what is there, from the front and a little above; nowhere else when it is empty. */
  lookAt(box: THREE.Box3): void;
  /** Looks anew when what is there has grown out of the view, unless a hand has turned it. */
  follow(box: THREE.Box3): void;
  /** The floor's grid has the colour of the host's text. */
  takeColours(): void;
}

/** Degrees, from top to bottom. */
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
  const renderer = createRenderer();
  host.append(renderer.domElement);
  const scene = new THREE.Scene();
  const { grid, floor } = createFloor();
  const { key, lights } = createLights();
  scene.add(grid, floor, ...lights);
  const camera = new THREE.PerspectiveCamera(FIELD_OF_VIEW, 1, 0.05, 100);
  camera.layers.enable(STAGE_LAYER);
  const controls = createControls(camera, renderer.domElement);
  controls.addEventListener('change', invalidate);
  /** What the view is to show, until a hand turns it. */
  let framed: THREE.Box3 | null = null;
  controls.addEventListener('start', () => {
    framed = null;
  });

  function lookAt(box: THREE.Box3): void {
    if (box.isEmpty()) return;
    framed = box;
    frame(camera, controls.target, box);
    controls.update();
    castOnto(key, box);
    invalidate();
  }
  function takeColours(): void {
    grid.material.color.set(getComputedStyle(host).color);
    invalidate();
  }

  new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    fill(host, renderer, camera);
    if (framed !== null) lookAt(framed);
    invalidate();
  }).observe(host);

  takeColours();
  lookAt(new THREE.Box3(new THREE.Vector3(-0.6, 0, -0.6), new THREE.Vector3(0.6, 1.8, 0.6)));
  return {
    scene,
    canvas: renderer.domElement,
    render: () => renderer.render(scene, camera),
    lookAt,
    follow(box) {
      if (framed !== null && !isInFrame(box, framed)) lookAt(box);
    },
    takeColours,
  };
}

function createRenderer(): THREE.WebGLRenderer {
  const renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true });
  renderer.toneMapping = THREE.AgXToneMapping;
  renderer.toneMappingExposure = 1.25;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFShadowMap;
  const canvas = renderer.domElement;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'The bodies in 3D. Arrow keys turn the view, plus and minus zoom.');
  return renderer;
}

function createControls(camera: THREE.PerspectiveCamera, canvas: HTMLCanvasElement): OrbitControls {
  const controls = new OrbitControls(camera, canvas);
  controls.maxPolarAngle = Math.PI * 0.52;
  controls.minDistance = 0.6;
  controls.maxDistance = 20;
  listenToKeys(canvas, camera, controls);
  return controls;
}

/** The picture becomes as large as its host. In place. */
function fill(
  { clientWidth, clientHeight }: HTMLElement,
  renderer: THREE.WebGLRenderer,
  camera: THREE.PerspectiveCamera,
): void {
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  renderer.setSize(clientWidth, clientHeight);
  camera.aspect = clientWidth / clientHeight;
  camera.updateProjectionMatrix();
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
    controls.dispatchEvent({ type: 'start' }); // a hand turns it, as the pointer's would
    spherical.setFromVector3(camera.position.clone().sub(controls.target));
    spherical.theta += theta;
    spherical.phi = Math.min(Math.max(0.05, spherical.phi + phi), controls.maxPolarAngle);
    spherical.radius *= zoom;
    camera.position.setFromSpherical(spherical).add(controls.target);
    controls.update();
  });
}
