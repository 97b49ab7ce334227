// A passkey's button can be pressed once it works: before that a tap would be lost, or send an empty form.

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = false;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("#passkey-trouble");
  document.querySelector("[data-passkey]").after(trouble);
  trouble.hidden = false;
});
