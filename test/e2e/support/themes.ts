import type { PageLook } from '../../host/servedPage.mjs';

/* Colours that VS Code's own themes give to pages, as far as ours use them. */

const common = { 'font-family': 'system-ui, sans-serif', 'font-size': '13px', 'font-weight': 'normal', 'editor-font-family': 'monospace', 'editor-font-size': '13px' };

const dark = {
  foreground: '#cccccc', descriptionForeground: '#9d9d9d', errorForeground: '#f85149', focusBorder: '#0078d4', 'sideBar-background': '#181818', 'editor-background': '#1f1f1f',
  'editor-foreground': '#cccccc', 'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1', 'button-border': '#ffffff12',
  'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c', 'list-hoverBackground': '#2a2d2e',
  'panel-border': '#2b2b2b', 'sideBarSectionHeader-border': '#2b2b2b', 'textLink-foreground': '#4daafc', 'textLink-activeForeground': '#4daafc', 'charts-blue': '#3794ff',
  'charts-orange': '#d18616', 'charts-purple': '#b180d7', 'charts-red': '#f14c4c', 'charts-green': '#89d185', 'charts-yellow': '#cca700',
  'inputValidation-errorBackground': '#5a1d1d', 'inputValidation-errorBorder': '#be1100', 'inputValidation-warningBackground': '#352a05', 'inputValidation-warningBorder': '#b89500',
  'inputValidation-infoBackground': '#063b49', 'inputValidation-infoBorder': '#007acc', 'diffEditor-insertedLineBackground': '#9bb95533', 'diffEditor-removedLineBackground': '#ff000033',
  'progressBar-background': '#0078d4',
};
const light = {
  ...dark,
  foreground: '#3b3b3b', descriptionForeground: '#3b3b3b', focusBorder: '#005fb8', 'sideBar-background': '#f8f8f8', 'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b',
  'button-background': '#005fb8', 'button-hoverBackground': '#0258a8', 'button-border': '#0000001a', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc', 'list-hoverBackground': '#f2f2f2', 'panel-border': '#e5e5e5', 'sideBarSectionHeader-border': '#e5e5e5', 'textLink-foreground': '#005fb8',
  'textLink-activeForeground': '#005fb8', 'charts-blue': '#0063d3', 'charts-purple': '#652d90', 'charts-red': '#e51400', 'charts-green': '#388a34', 'charts-yellow': '#bf8803',
  'inputValidation-errorBackground': '#f2dede', 'inputValidation-warningBackground': '#f6f5d2', 'inputValidation-infoBackground': '#d6ecf2', 'progressBar-background': '#005fb8',
};
const contrast = {
  foreground: '#ffffff', descriptionForeground: '#ffffffb3', errorForeground: '#f48771', focusBorder: '#f38518', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518',
  'sideBar-background': '#000000', 'editor-background': '#000000', 'editor-foreground': '#ffffff', 'button-background': '#000000', 'button-foreground': '#ffffff', 'button-border': '#6fc3df',
  'button-secondaryBackground': '#000000', 'button-secondaryForeground': '#ffffff', 'panel-border': '#6fc3df', 'sideBarSectionHeader-border': '#6fc3df', 'textLink-foreground': '#21a6ff',
  'charts-blue': '#3794ff', 'charts-orange': '#d18616', 'charts-purple': '#b180d7', 'charts-red': '#f14c4c', 'charts-green': '#89d185', 'charts-yellow': '#cca700',
  'inputValidation-errorBackground': '#000000', 'inputValidation-errorBorder': '#6fc3df', 'diffEditor-insertedTextBorder': '#33ff2e', 'diffEditor-removedTextBorder': '#ff008f',
  'progressBar-background': '#6fc3df',
};
const contrastLight = {
  ...contrast,
  foreground: '#292929', descriptionForeground: '#292929b3', errorForeground: '#b5200d', focusBorder: '#006bbd', contrastBorder: '#0f4a85', contrastActiveBorder: '#006bbd',
  'sideBar-background': '#ffffff', 'editor-background': '#ffffff', 'editor-foreground': '#292929', 'button-background': '#0f4a85', 'button-border': '#0f4a85',
  'button-secondaryBackground': '#ffffff', 'button-secondaryForeground': '#292929', 'panel-border': '#0f4a85', 'sideBarSectionHeader-border': '#0f4a85', 'textLink-foreground': '#0f4a85',
  'charts-blue': '#1a85ff', 'charts-purple': '#652d90', 'charts-red': '#b5200d', 'charts-green': '#374e06', 'inputValidation-errorBackground': '#ffffff',
  'inputValidation-errorBorder': '#0f4a85', 'diffEditor-insertedTextBorder': '#374e06', 'diffEditor-removedTextBorder': '#ad0707', 'progressBar-background': '#0f4a85',
};

function look(bodyClass: string, colours: Readonly<Record<string, string>>): PageLook {
  const variables = Object.entries({ ...common, ...colours }).map(([name, value]) => `--vscode-${name}:${value};`);
  return { bodyClass, theme: `:root{${variables.join('')}}html,body{margin:0;background:var(--vscode-sideBar-background)}` };
}

export const looks = {
  dark: look('vscode-dark', dark),
  light: look('vscode-light', light),
  'high-contrast': look('vscode-high-contrast', contrast),
  'high-contrast-light': look('vscode-high-contrast vscode-high-contrast-light', contrastLight),
} as const;
