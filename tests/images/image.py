"""An image as it lies in OCI's layout, read without the tool that made it."""

import functools
import hashlib
import json
import os
import pathlib
import shutil
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
IMAGES = pathlib.Path(os.environ["IMAGES"])
ROOMS = pathlib.Path(os.environ["ROOMS"])
PROGRAMS = ["suite", "tenants", "goals", "projects", "reporting", "portal"]
USER = 10001
PROGRAM = "/samverka"
# What a runtime lays before it starts a container: places to mount on.
MOUNTED = ["proc", "dev", "etc/hosts", "etc/resolv.conf", "var/lib/samverka"]


class Image:
    def __init__(self, program, folder=IMAGES):
        self.program, self.layout = program, folder / program
        (entry,) = json.loads((self.layout / "index.json").read_text())["manifests"]
        self.digest = entry["digest"]
        self.manifest = json.loads(self.blob(self.digest).read_bytes())
        self.config = json.loads(self.blob(self.manifest["config"]["digest"]).read_bytes())

    def blob(self, digest):
        """The file with those bytes; the name is held against what is in it."""
        path = self.layout / "blobs" / digest.replace(":", "/")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        assert f"sha256:{found}" == digest, f"{path} is not what it is called"
        return path

    def layer(self):
        (layer,) = self.manifest["layers"]
        return tarfile.open(self.blob(layer["digest"]))

    @functools.cached_property
    def entries(self):
        """Everything in it by its path, which begins with a slash."""
        self.small, found = {}, {}
        with self.layer() as layer:
            for entry in layer:
                path = "/" + entry.name.strip("./")
                found[path] = entry
                if entry.isfile() and path != PROGRAM:
                    self.small[path] = layer.extractfile(entry).read()
        return found

    def files(self):
        return {path: entry for path, entry in self.entries.items() if not entry.isdir()}

    def read(self, path):
        return (self.room / PROGRAM[1:]).read_bytes() if path == PROGRAM else self.small[path] if self.entries else b""

    @functools.cached_property
    def room(self):
        """Its root, unpacked as a runtime would."""
        place = ROOMS / self.program
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(0o755)
        with self.layer() as layer:
            layer.extractall(place, filter="fully_trusted")
        for name in MOUNTED:
            if "." in name or name.endswith("hosts"):
                (place / name).touch()
            else:
                (place / name).mkdir(parents=True, exist_ok=True)
        return place


@functools.cache
def image(program):
    return Image(program)
