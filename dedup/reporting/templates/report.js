"use strict";
// Three conveniences; the page is complete without them.
(function () {
  // Links lead into closed articles: open what is around the target.
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (var box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal();
  });
  reveal();
  // Filter the stories: the table and the sections below it.
  var field = document.getElementById("filter");
  if (!field) return;
  field.parentElement.hidden = false;
  field.addEventListener("input", function () {
    var wanted = field.value.trim().toLowerCase();
    document.querySelectorAll("#story-table tbody tr").forEach(function (row) {
      row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      var link = row.querySelector('a[href^="#"]');
      var section = link && document.getElementById(link.hash.slice(1));
      if (section) section.hidden = row.hidden;
    });
  });
})();
