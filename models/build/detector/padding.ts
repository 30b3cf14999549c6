/**
 * Zeros before and after one spatial axis under TensorFlow's SAME padding, the odd one after:
 *
 *   out   = ⌈size / stride⌉
 *   total = max(0, (out − 1)·stride + (kernel − 1)·dilation + 1 − size)
 *
 * `size` null stands for an unknown multiple of the stride; then total = (kernel − 1)·dilation + 1 − stride whatever
 * the size, which is what lets one file serve several image sizes.
 */
export function samePadding(size: number | null, kernel: number, stride: number, dilation: number): [number, number] {
  const reach = (kernel - 1) * dilation + 1;
  const covered = size === null ? stride : size - (Math.ceil(size / stride) - 1) * stride;
  const total = Math.max(0, reach - covered);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Length of a convolved axis: ⌊(size + padding − reach) / stride⌋ + 1; null stays unknown. */
export function convolvedSize(
  size: number | null,
  kernel: number,
  stride: number,
  dilation: number,
  padding: readonly [number, number],
): number | null {
  if (size === null) return null;
  const reach = (kernel - 1) * dilation + 1;
  return Math.floor((size + padding[0] + padding[1] - reach) / stride) + 1;
}
