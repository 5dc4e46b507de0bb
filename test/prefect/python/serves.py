"""Serves a flow from its own process, without a pool or a worker."""

from flows import hello

if __name__ == "__main__":
    hello.serve(name="served", pause_on_shutdown=False)
