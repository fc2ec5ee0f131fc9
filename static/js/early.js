// Keys pressed before the modules are there wait here for the shortcuts; what is typed into a field does not.
document.earlyKeys = [];
document.addEventListener("keydown", (event) => {
  if (document.earlyKeys?.length < 10 && !event.target.closest("input, textarea, select")) document.earlyKeys.push(event);
});
