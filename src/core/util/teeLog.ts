import type { Log } from '../ports/log';

/** Passes every message to all of these logs. */
export function teeLog(...logs: readonly Log[]): Log {
  return {
    debug: (message) => logs.forEach((log) => log.debug(message)),
    info: (message) => logs.forEach((log) => log.info(message)),
    warn: (message) => logs.forEach((log) => log.warn(message)),
    error: (message, error) => logs.forEach((log) => log.error(message, error)),
  };
}
