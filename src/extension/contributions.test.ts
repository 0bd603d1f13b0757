import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandIds, contextKeys, settingDefaults, viewIds } from './contributions';

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: readonly { readonly properties: Record<string, { readonly default: unknown; readonly markdownDescription: string }> }[];
    readonly menus: Record<string, readonly { readonly command?: string; readonly submenu?: string }[]>;
    readonly submenus: readonly { readonly id: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Record<string, readonly { readonly id: string }[]>;
    readonly 'markdown.previewStyles': readonly string[];
    readonly grammars: readonly { readonly path: string }[];
  };
}

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();

describe('package.json and the typed registry', () => {
  it('declare the same commands', () => {
    expect(sorted(manifest.contributes.commands.map(({ command }) => command))).toEqual(sorted(commandIds));
  });

  it('declare the same settings with the same defaults', () => {
    const declared = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
    expect(Object.fromEntries(declared.map(([id, { default: value }]) => [id, value]))).toEqual(settingDefaults);
  });

  it('use no context key in a when clause that code does not set', () => {
    const used = [...manifestText.matchAll(/promptstack:[A-Za-z]+/g)].map(([key]) => key);
    expect(sorted(used).filter((key) => !(contextKeys as readonly string[]).includes(key))).toEqual([]);
  });

  it('name only declared commands and submenus in menus and keybindings', () => {
    const submenus = manifest.contributes.submenus.map(({ id }) => id);
    const entries = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings];
    const commands = entries.flatMap(({ command }) => (command?.startsWith('promptstack.') ? [command] : []));
    expect(sorted(commands).filter((id) => !(commandIds as readonly string[]).includes(id))).toEqual([]);
    const shown = Object.values(manifest.contributes.menus).flat().flatMap(({ submenu }) => submenu ?? []);
    expect(sorted(shown)).toEqual(sorted(submenus));
  });

  it('name the same views', () => {
    const containers = manifest.contributes.viewsContainers.activitybar.map(({ id }) => id);
    expect(sorted(Object.keys(manifest.contributes.views))).toEqual(sorted(containers));
    expect(sorted(Object.values(manifest.contributes.views).flatMap((views) => views.map(({ id }) => id)))).toEqual(sorted(Object.values(viewIds)));
  });
});

describe('package.nls.json', () => {
  it('has exactly the texts that package.json refers to', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    expect(sorted(Object.keys(nls))).toEqual(sorted(used));
  });
});

describe('files that package.json names', () => {
  const { contributes } = manifest;
  it.each([
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes['markdown.previewStyles'],
    ...contributes.grammars.map(({ path }) => path),
  ])('%s exists', (file) => {
    expect(existsSync(new URL(file, root))).toBe(true);
  });
});

describe('settings that say who is asked and what is started', () => {
  const { capabilities, contributes } = JSON.parse(manifestText) as {
    readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
    readonly contributes: { readonly configuration: readonly { readonly properties: Record<string, { readonly scope?: string }> }[] };
  };
  const properties = Object.assign({}, ...contributes.configuration.map((group) => group.properties)) as Record<string, { readonly scope?: string }>;
  const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;

  it.each(Object.keys(properties).filter((id) => /^promptstack\.ai\..*(?:baseUrl|command|url)$/.test(id)))('%s cannot come from a workspace', (id) => {
    expect([properties[id]?.scope, restricted.includes(id)]).toEqual(['machine', true]);
  });

  it.each(['promptstack.ai.provider', 'promptstack.ai.model', 'promptstack.inline.ai', 'promptstack.library.folders'])('%s counts only in a workspace that is trusted', (id) => {
    expect(restricted).toContain(id);
  });
});
