// The section rail follows the section in view.

function setCurrent(rail, id) {
  for (const link of rail.querySelectorAll("a")) {
    if (link.hash === `#${id}`) {
      link.setAttribute("aria-current", "location");
      const list = link.closest("ol");
      const item = link.parentElement;
      list.scrollLeft = item.offsetLeft - (list.clientWidth - item.clientWidth) / 2;
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

export function startRail() {
  const sections = [...document.querySelectorAll("[data-section]")];
  if (sections.length === 0) return;
  const visible = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      entries.forEach(({ target, isIntersecting }) => visible[isIntersecting ? "add" : "delete"](target));
      const first = sections.find((section) => visible.has(section));
      const rail = document.getElementById("rail");
      if (first && rail) setCurrent(rail, first.id);
    },
    { rootMargin: "-25% 0px -60% 0px" },
  );
  sections.forEach((section) => observer.observe(section));
  document.body.addEventListener("htmx:load", (event) => {
    if (event.target.id !== "rail") return;
    const first = sections.find((section) => visible.has(section));
    if (first) setCurrent(event.target, first.id);
  });
}
