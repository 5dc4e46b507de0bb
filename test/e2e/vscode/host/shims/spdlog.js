// Stands for the native @vscode/spdlog, which would have to be compiled: what VS Code uses of it, in JavaScript.
const fs = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, 'a'));
  }
  write(level, message) {
    if (level < this.level || !fs.existsSync(path.dirname(this.file))) return;
    fs.appendFileSync(this.file, `${new Date().toISOString().replace('T', ' ').slice(0, 23)} [${names[level]}] ${message}\n`);
  }
  setLevel(level) {
    this.level = level;
  }
  getLevel() {
    return this.level;
  }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}
names.forEach((name, level) => {
  Logger.prototype[name] = function log(message) {
    this.write(level, message);
  };
});

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
