import * as fs from 'node:fs';
import * as path from 'node:path';

const origin = 'https://page.promptstack.test';

/**
 * Shows the page of a webview in a browser without an editor around it, under the policy that the extension gives it: what that refuses is
 * in `window.violations`.
 * @param page of Playwright
 * @param folder `dist/webview` of a build
 * @param name of the page
 * @param options.theme style sheet with the colours of a theme
 * @param options.bodyClass as the editor sets it: `vscode-dark`
 */
export async function openPage(page, folder, name, { theme = '', bodyClass = '' } = {}) {
  const files = {
    '/': ['text/html', html(name, bodyClass)],
    '/page.js': ['text/javascript', fs.readFileSync(path.join(folder, `${name}.js`), 'utf8')],
    '/page.css': ['text/css', fs.readFileSync(path.join(folder, `${name}.css`), 'utf8')],
    '/theme.css': ['text/css', theme],
  };
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === origin ? files[url.pathname] : undefined;
    return file ? route.fulfill({ contentType: `${file[0]}; charset=utf-8`, body: file[1] }) : route.abort();
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${origin}/`);
}

function html(name, bodyClass) {
  const policy = `default-src 'none'; style-src ${origin}; script-src 'nonce-only'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${name}</title>
<link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="page.css">
</head>
<body class="${bodyClass}">
<script nonce="only" src="page.js"></script>
</body>
</html>`;
}
