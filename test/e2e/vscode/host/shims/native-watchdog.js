// Stands for the native @vscode/native-watchdog, which would have to be compiled.
exports.start = () => undefined;
exports.exit = () => undefined;
