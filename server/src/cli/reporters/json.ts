/** The report as the JSON document that the schema describes: for other programs, and for keeping. */
import { type SurfaceReport } from '../../protocol';

/** Indented by two blanks, closed by a line end. Equal reports give equal bytes. */
export function toJson(report: SurfaceReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
