// What does a page's console get? Kept in `witnessed`, for tests to read.
{
  const witnessed = (window.witnessed = []);
  for (const level of ["debug", "log", "info", "warn", "error", "assert"]) {
    const say = console[level];
    console[level] = (...said) => {
      if (level !== "assert" || !said[0]) witnessed.push(`${level}: ${said.map(String).join(" ")}`);
      say.apply(console, said);
    };
  }
  addEventListener("error", (event) => event.message && witnessed.push(`uncaught: ${event.message} ${event.error?.stack ?? ""}`));
  addEventListener("unhandledrejection", ({ reason }) => witnessed.push(`uncaught: ${reason}`));
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
    witnessed.push(`violation: ${effectiveDirective} ${blockedURI} ${sample}`));
}
