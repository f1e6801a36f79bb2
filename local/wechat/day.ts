const chinaOffsetMs = 8 * 3600_000;

/** The number of the day that it is in Beijing: WeChat's quotas begin anew with it. */
export const beijingDay = (nowMs: number): number => Math.floor((nowMs + chinaOffsetMs) / 86_400_000);
