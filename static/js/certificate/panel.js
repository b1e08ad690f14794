// The side panel's tabs (spec/ui.md 3.5). Without script all parts stand below each other and the tabs are links.

function select(tabs, tab) {
  for (const other of tabs) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", String(isChosen));
    other.tabIndex = isChosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
}

function onKey(event, tabs) {
  const at = tabs.indexOf(event.target);
  const targets = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 };
  if (event.key === " ") {
    event.preventDefault();
    select(tabs, event.target);
  } else if (event.key in targets) {
    event.preventDefault();
    tabs.at(targets[event.key] % tabs.length).focus();
  }
}

export function startPanel() {
  const list = document.querySelector("[data-panel-tabs]");
  if (!list) return;
  const tabs = [...list.querySelectorAll("a")];
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = document.getElementById(tab.hash.slice(1));
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      select(tabs, tab);
    });
    tab.addEventListener("keydown", (event) => onKey(event, tabs));
  }
  select(tabs, tabs.find((tab) => tab.hasAttribute("aria-current")) ?? tabs[0]);
  tabs.forEach((tab) => tab.removeAttribute("aria-current"));
}
