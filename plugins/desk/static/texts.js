// Find texts as words are typed; without this, the button does it.
const form = document.getElementById("find");
let asked = 0;

async function find() {
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const mine = ++asked;
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("found");
  if (mine !== asked || !found) return; // a later question has been asked, or the session ended
  document.getElementById("found").replaceWith(found);
  history.replaceState(null, "", address);
}

let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 150);
});
