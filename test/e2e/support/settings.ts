import * as fs from 'node:fs';
import { inRoot } from '../../../scripts/paths.mjs';
import type { Profile } from '../../host/codeServer.mjs';
import { writeFiles } from './files';

/** What a system says of its colours, and the class of a window that follows it. */
export const themes = {
  dark: { colorScheme: 'dark', forcedColors: 'none', className: 'vs-dark' },
  light: { colorScheme: 'light', forcedColors: 'none', className: 'vs' },
  highContrast: { colorScheme: 'dark', forcedColors: 'active', className: 'hc-black' },
  highContrastLight: { colorScheme: 'light', forcedColors: 'active', className: 'hc-light' },
} as const;
export type Theme = keyof typeof themes;

export const themeSettings = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
  'workbench.preferredHighContrastLightColorTheme': 'Default High Contrast Light',
};

/** A window on a server takes settings of the machine from a file of their own, and from there only. */
export function writeMachineSettings(profile: Profile, settings: Readonly<Record<string, unknown>>): void {
  const { contributes } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')) as { contributes: { configuration: readonly Configuration[] | Configuration } };
  const properties = [contributes.configuration].flat().flatMap((configuration) => Object.entries(configuration.properties));
  const ofMachine = new Set(properties.flatMap(([key, { scope }]) => (scope?.startsWith('machine') ? [key] : [])));
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => ofMachine.has(key)));
  writeFiles(profile.userData, { 'Machine/settings.json': JSON.stringify(own) });
}

interface Configuration {
  readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
}
