// Runs before the first paint, as a file of its own because the content-security policy refuses inline scripts.
(() => {
  const chosen = (() => {
    try {
      return localStorage.getItem('countersign.theme');
    } catch {
      return null;
    }
  })();
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = chosen === 'dark' || chosen === 'light' ? chosen : system;
})();
