// The documentation's own style knows the dark by a class: the one the reader chose, else the device's.
const dark = matchMedia("(prefers-color-scheme: dark)");
const { dataset, classList } = document.documentElement;
const show = () => classList.toggle("dark-mode", dataset.theme ? dataset.theme === "dark" : dark.matches);
dark.addEventListener("change", show);
show();
