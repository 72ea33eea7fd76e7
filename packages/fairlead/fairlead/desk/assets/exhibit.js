// An exhibit's page: goes to the place asked for; a region can be drawn on a page or a picture for an observation.

const asked = document.getElementById("asked");
asked?.scrollIntoView({ block: "center" });

const sheet = document.getElementById("sheet"), drawn = document.getElementById("drawn"), field = document.querySelector('[name="box"]');
const picture = document.getElementById("picture");

function fit() {
  if (picture?.naturalWidth) sheet.setAttribute("viewBox", `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
}
picture?.addEventListener("load", fit);
if (picture?.complete) fit();

if (sheet && field) {
  let began = null;
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  const show = (a, b) => {
    const [x, y, w, h] = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) drawn.setAttribute(name, value.toFixed(1));
    const height = Number(sheet.dataset.height ?? 0);
    // Of a PDF boxes count from the bottom left, of an image from the top left, as `fairlead observe` takes them.
    const box = sheet.dataset.image ? [x, y, x + w, y + h] : [x, height - y - h, x + w, height - y];
    field.value = w > 2 && h > 2 ? box.map((side) => side.toFixed(1)).join(",") : "";
  };
  sheet.addEventListener("pointerdown", (event) => { event.preventDefault(); began = at(event); sheet.setPointerCapture(event.pointerId); });
  sheet.addEventListener("pointermove", (event) => { if (began) show(began, at(event)); });
  sheet.addEventListener("pointerup", (event) => { if (began) show(began, at(event)); began = null; });
}
