import { navigation, titles } from "./titles.mjs";

/** A page without its data: landmarks, navigation and the place that its script fills. */
export function render(page, assets) {
  const { title, lead } = titles[page];
  const links = navigation
    .map(([name, path]) => `<li><a href="${path}"${name === page ? ' aria-current="page"' : ""}>${titles[name].title}</a></li>`)
    .join("\n          ");
  const preloads = assets.preload.map((file) => `\n    <link rel="modulepreload" href="/${file}">`).join("");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Torghut</title>
    <link rel="icon" href="/${assets.icon}" type="image/svg+xml">
    <script src="/${assets.theme}"></script>
    <link rel="stylesheet" href="/${assets.style}">${preloads}
    <script type="module" src="/${assets.script}"></script>
  </head>
  <body data-page="${page}">
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <p class="brand"><a href="/"><span aria-hidden="true" class="mark"></span>Torghut</a></p>
      <nav aria-label="Pages">
        <ul>
          ${links}
        </ul>
      </nav>
      <div class="tools">
        <p class="clock"><time id="clock"></time></p>
        <button type="button" id="theme" class="quiet">Theme</button>
      </div>
    </header>
    <main id="main" tabindex="-1">
      <div class="heading">
        <h1>${title}</h1>
        <p class="lead">${lead}</p>
      </div>
      <noscript><p class="notice bad">This page needs JavaScript. The same facts as text: <a href="/api/snapshot?format=md">snapshot</a>.</p></noscript>
      <div id="page"></div>
    </main>
    <footer>
      <p>Times are New York's; UTC on hover. <a href="/openapi">API</a></p>
      <p>Charts: TradingView Lightweight Charts™, Copyright © 2025 TradingView, Inc.
        <a href="https://www.tradingview.com/" rel="noreferrer">tradingview.com</a></p>
    </footer>
  </body>
</html>
`;
}
