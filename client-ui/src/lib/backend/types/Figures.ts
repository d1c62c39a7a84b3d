// Made from the Rust types by `cargo xtask codegen`: change those.
import type { MonthFigures } from "./MonthFigures";
import type { RevenueFigures } from "./RevenueFigures";
import type { Share } from "./Share";

/**
 * « statistiques » of a scope in a period.
 */
export type Figures = {
/**
 * The first day that counts.
 */
from: string,
/**
 * The last day that counts.
 */
to: string,
/**
 * Every calendar month that the period touches, in order, those without a visit too.
 */
months: Array<MonthFigures>,
/**
 * « CA ».
 */
revenue: RevenueFigures,
/**
 * « % de clients visités, % de prospects ».
 */
share: Share, };
