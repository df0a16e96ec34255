const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const elsewhere = 'https://elsewhere.invalid';

/** Every kind of active content that a notebook can bring, in every place that can bring it. */
const attacks = [
  '<script>window.hit = 1; alert(1)</script>',
  `<script src="${elsewhere}/a.js"></script>`,
  '<img src=x onerror="window.hit = 1; alert(1)">',
  `<img src="${elsewhere}/pixel.png"><img src="//elsewhere.invalid/b.png">`,
  '<svg onload="window.hit = 1"><script>window.hit = 1</script><circle r="4" /></svg>',
  '<a href="javascript:window.hit = 1" id="sign" name="location">javascript</a>',
  `<iframe src="${elsewhere}"></iframe><iframe srcdoc="<script>parent.hit = 1</script>"></iframe>`,
  `<object data="${elsewhere}"></object><embed src="${elsewhere}">`,
  `<meta http-equiv="refresh" content="0;url=${elsewhere}">`,
  `<base href="${elsewhere}/"><link rel="stylesheet" href="${elsewhere}/a.css"><link rel="preload" as="image" href="${elsewhere}/p">`,
  `<style>@import url(${elsewhere}/b.css); body { display: none } .sign { visibility: hidden }</style>`,
  '<div style="position:fixed;inset:0;z-index:2147483647;background:#000">overlay</div>',
  `<form action="${elsewhere}"><input name="password" autofocus onfocus="window.hit = 1"><button>Sign as reviewer</button></form>`,
  `<video autoplay src="${elsewhere}/v.mp4" poster="${elsewhere}/p.png"></video>`,
  `<table background="${elsewhere}/t.png"><tr><td onclick="window.hit = 1">cell of a table</td></tr></table>`,
  '<dialog open style="position:fixed;inset:0">dialog</dialog>',
  `<svg><image href="${elsewhere}/i.png" /><rect fill="url(${elsewhere}/f.svg#a)" width="9" height="9" /></svg>`,
];

const display = (data: Record<string, unknown>) => ({ output_type: 'display_data', metadata: {}, data });

export const hostileNotebook = () =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { display_name: 'Python 3' }, language_info: { name: 'python' } },
    cells: [
      {
        cell_type: 'markdown',
        source: `# Hostile\n\n$\\href{javascript:hit}{x}$ and $e^{i\\pi} = -1$, ![own](attachment:own.png)\n\n$$\\kern-200em\\rule{500em}{500em}$$\n`,
        attachments: { 'own.png': { 'image/png': pixel } },
      },
      ...attacks.map((source) => ({ cell_type: 'markdown', source })),
      ...attacks.map((html, index) => ({
        cell_type: 'code',
        execution_count: index,
        source: `display(HTML(${JSON.stringify(html)}))`,
        outputs: [
          display({ 'text/html': html, 'text/plain': '<HTML>' }),
          display({ 'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg">${html}</svg>` }),
          display({ 'text/markdown': html }),
          display({ 'text/latex': `$$${html}$$` }),
          display({ 'application/javascript': 'window.hit = 1' }),
          display({ 'application/vnd.jupyter.widget-view+json': { model_id: html } }),
          {
            output_type: 'stream',
            name: 'stdout',
            text: `${html}\u001b]8;;${elsewhere}\u0007link\u001b]8;;\u0007`,
          },
          { output_type: 'error', ename: html, evalue: html, traceback: [html] },
        ],
      })),
    ],
  });
