// Heights of the two sticky rows as CSS variables, so that anchors and the side panel stop below them.
const root = document.documentElement;

function follow(selector, variable) {
  const element = document.querySelector(selector);
  if (!element) return;
  new ResizeObserver(() => {
    const isSticky = getComputedStyle(element).position === "sticky";
    root.style.setProperty(variable, isSticky ? `${element.offsetHeight}px` : "0px");
  }).observe(element);
}

follow(".wc-band", "--band-h");
follow(".wc-head", "--head-h");
