// Runs before the page is painted, as a classic script: it may import nothing.
(() => {
    try {
        const chosen = localStorage.getItem("torghut.theme");
        if (chosen === "light" || chosen === "dark") {
            document.documentElement.dataset["theme"] = chosen;
        }
    } catch {
        // Storage may be forbidden; the system's setting stands then.
    }
})();
