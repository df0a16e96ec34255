// Loaded before the server: ends it in good order when the process that started it is gone, however that ended.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
