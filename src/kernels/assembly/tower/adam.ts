/** One step of Adam (Kingma and Ba 2015), four parameters at a time. Both bias corrections lie in the rate and epsilon: one division each. */

// @ts-ignore: decorator
@inline
const DECAY1: f32 = 0.9;
// @ts-ignore: decorator
@inline
const DECAY2: f32 = 0.999;
// @ts-ignore: decorator
@inline
const EPSILON: f32 = 1e-8;

/** √(1 − β₂ᵗ), of step t = 1, 2, …: what `adamRate` and `adamEpsilon` share. */
// @ts-ignore: decorator
@inline
export function adamSecond(step: f32): f32 {
  return sqrt<f32>(<f32>1.0 - Mathf.pow(DECAY2, step));
}

// @ts-ignore: decorator
@inline
export function adamRate(rate: f32, second: f32, step: f32): v128 {
  return f32x4.splat((rate * second) / (<f32>1.0 - Mathf.pow(DECAY1, step)));
}

// @ts-ignore: decorator
@inline
export function adamEpsilon(second: f32): v128 {
  return f32x4.splat(EPSILON * second);
}

/** Moves the moments at `moment` and `square` by gradient g, and the parameters w at `weight` by the step. */
// @ts-ignore: decorator
@inline
export function adamStep(weight: usize, w: v128, g: v128, moment: usize, square: usize, rate: v128, epsilon: v128): void {
  const m = f32x4.add(
    f32x4.mul(v128.load(moment), f32x4.splat(DECAY1)),
    f32x4.mul(g, f32x4.splat(<f32>1.0 - DECAY1)),
  );
  const v = f32x4.add(
    f32x4.mul(v128.load(square), f32x4.splat(DECAY2)),
    f32x4.mul(f32x4.mul(g, g), f32x4.splat(<f32>1.0 - DECAY2)),
  );
  v128.store(moment, m);
  v128.store(square, v);
  v128.store(weight, f32x4.sub(w, f32x4.div(f32x4.mul(rate, m), f32x4.add(f32x4.sqrt(v), epsilon))));
}
