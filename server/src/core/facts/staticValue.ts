/** Values that were read from code without running it. */
import { type StaticValue as SyntaxValue } from '../syntax/staticValue';

/** What `staticValueOf` and `readConfigValue` give; here for those who know facts but no syntax. */
export type StaticValue = SyntaxValue;
