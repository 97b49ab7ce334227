// For browsers without modules: the night watch loads itself anew each minute.
setTimeout(function () { location.reload(); }, 60000);
