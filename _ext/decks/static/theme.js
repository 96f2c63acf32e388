// Light or dark as the system has it, before the first paint, until the speaker chooses.
const changeTheme = (() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => (root.dataset.theme = dark.matches ? "dark" : "light");
  follow();
  dark.addEventListener("change", follow);
  return () => {
    dark.removeEventListener("change", follow);
    root.dataset.theme = root.dataset.theme == "dark" ? "light" : "dark";
  };
})();
