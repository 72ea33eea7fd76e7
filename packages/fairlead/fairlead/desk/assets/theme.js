// Sets dark or light before anything is drawn, as chosen here; without a choice the system's setting holds.
const chosen = localStorage.getItem("fairlead-theme");
if (chosen) document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add("js");
