def watch(*servers: str) -> None: pass
