/** A duration in milliseconds as Go's `Duration.String` writes it: `1h30m0s`, `2m0s`, `1.5s`, `500ms`, `0s`. */
export function formatGoDuration(durationMs: number): string {
  if (durationMs < 0) return `-${formatGoDuration(-durationMs)}`;
  if (durationMs === 0) return "0s";
  if (durationMs < 1e-3) return `${Math.round(durationMs * 1e6)}ns`;
  if (durationMs < 1) return `${trimZeros((durationMs * 1e3).toFixed(3))}\u00B5s`;
  if (durationMs < 1_000) return `${trimZeros(durationMs.toFixed(6))}ms`;
  const hours = Math.floor(durationMs / 3_600_000);
  const minutes = Math.floor(durationMs / 60_000) % 60;
  const seconds = trimZeros(((durationMs % 60_000) / 1_000).toFixed(9));
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/u, "") : decimal;
}
