// Wakes the islands of a page. Loaded only where there are any; the page works without it.
//
// The WebAssembly exports one function an island, by the name in its data-component. An island
// inside another's children needs the outer one's surroundings set first, which the outer one
// leaves behind as $$on_hydrate on its <leptos-children>.

const { glue, wasm } = document.getElementById("wake").dataset;

// The page first: on a slow line its words and its typeface come before what makes it nicer.
if (document.readyState !== "complete") await new Promise((ready) => addEventListener("load", ready));
const islands = await import(glue);
await islands.default({ module_or_path: wasm });
islands.hydrate();
wake(document.body, undefined);

/** Starts every island under `node`, the outer before the inner. */
function wake(node, surroundings) {
  if (node.localName === "leptos-island") {
    surroundings?.();
    islands[node.dataset.component]?.(node);
  } else if (node.localName === "leptos-children") {
    surroundings = node.$$on_hydrate ?? surroundings;
  }
  for (const child of node.children) {
    wake(child, surroundings);
  }
}
