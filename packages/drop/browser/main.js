// The program of the drop's pages: finds out which page it is on, tests this browser, and only then shows the form.
// Plain JavaScript, no WebAssembly, no worker, no cookie, no storage.

import { openPage } from "./mailbox.js";
import { offlinePage } from "./offline.js";
import { sealPage } from "./sealpage.js";

if (document.getElementById("offline")) offlinePage();
else if (document.getElementById("mailbox")) openPage();
else if (document.getElementById("seal")) sealPage();
