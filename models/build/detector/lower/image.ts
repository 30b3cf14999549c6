import { integerAttribute, type Lower, unsupported } from './builder.js';

/** Zeros around a map. The second input is 4×2: before and after, in the order batch, height, width, channels. */
const pad: Lower = (node, builder) => {
  const image = builder.map(node.inputs[0]);
  const [batch0, batch1, top, bottom, left, right, front, back] = builder.integers(node.inputs[1]);
  const pads = builder.int64([batch0, front, top, left, batch1, back, bottom, right]);
  builder.define(node.name, {
    kind: 'map',
    name: builder.emit('Pad', [image.name, pads], { mode: 'constant' }),
    channels: image.channels + front + back,
    height: image.height === null ? null : image.height + top + bottom,
    width: image.width === null ? null : image.width + left + right,
  });
};

/** The second input is the new height and width: given in the landmark networks, computed from the image in MoveNet. */
const resizeBilinear: Lower = (node, builder) => {
  const [source, newSize] = node.inputs;
  const image = builder.map(source);
  const { align_corners, half_pixel_centers } = node.attributes;
  if (align_corners === true) throw unsupported(`${node.name}: corners aligned`);
  const given = builder.isConstant(newSize) ? builder.integers(newSize) : null;
  const sizes =
    given === null
      ? builder.emit('Concat', [builder.int64([1, image.channels]), builder.plain(newSize)], { axis: 0 })
      : builder.int64([1, image.channels, ...given]);
  // Inputs 1 and 2 are a region of interest and scales; sizes stand in their place.
  const name = builder.emit('Resize', [image.name, '', '', sizes], {
    mode: 'linear',
    coordinate_transformation_mode: half_pixel_centers === true ? 'half_pixel' : 'asymmetric',
  });
  builder.define(node.name, { ...image, name, height: given?.[0] ?? null, width: given?.[1] ?? null });
};

/** Spreads each group of block² channels over a square of pixels; DCR is TensorFlow's order of the channels. */
const depthToSpace: Lower = (node, builder) => {
  const image = builder.map(node.inputs[0]);
  const block = integerAttribute(node, 'block_size', 2);
  builder.define(node.name, {
    kind: 'map',
    name: builder.emit('DepthToSpace', [image.name], { blocksize: block, mode: 'DCR' }),
    channels: image.channels / block ** 2,
    height: image.height === null ? null : image.height * block,
    width: image.width === null ? null : image.width * block,
  });
};

export const IMAGES: Readonly<Record<string, Lower>> = {
  Pad: pad,
  ResizeBilinear: resizeBilinear,
  DepthToSpace: depthToSpace,
};
