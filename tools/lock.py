"""Compiles requirements/*.txt: pinned, with hashes, for every platform, without addresses."""

from install import LOCAL, TOP, carried, run

OPTIONS = (
    "-q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header"
)
SOURCES = {
    "run": ["pyproject.toml", "requirements/build.in"],
    "dev": ["pyproject.toml", "requirements/build.in", "--extra", "dev"],
    **{name: [f"requirements/{name}.in"] for name in ("go", "node", "uv")},
}


def main() -> None:
    carried("uv")
    for name, sources in SOURCES.items():
        output = TOP / "requirements" / f"{name}.txt"
        run(LOCAL / "uv" / "bin" / "uv", "pip", "compile", *OPTIONS.split(), *sources, "-o", output)


if __name__ == "__main__":
    main()
