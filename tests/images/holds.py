"""An image holds the program and what it asks for, and nothing else."""

import datetime
import pathlib
import re
import subprocess
import unittest

from image import PROGRAMS, USER, image

AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
ZONES = "/usr/share/zoneinfo/"
OURS = {"/samverka", "/etc/passwd", "/etc/group", AUTHORITIES}


def debian(*arguments):
    return subprocess.run(["dpkg-query", *arguments], check=True, capture_output=True, text=True).stdout


def is_library(path):
    return bool(re.fullmatch(r"/lib(64)?/(\w+-linux-gnu/)?[\w.-]+\.so\.\d+", path))


class Contents(unittest.TestCase):
    def test_every_file_is_the_program_a_library_an_authority_a_time_zone_or_the_user(self):
        for program in PROGRAMS:
            others = [path for path in image(program).files() if path not in OURS and not is_library(path) and not path.startswith(ZONES)]
            self.assertEqual(others, [], program)

    def test_libraries_are_those_that_the_program_asks_for_and_no_more(self):
        for program in PROGRAMS:
            room = image(program).room
            wanted, asked = set(), ["/samverka"]
            while asked:
                text = subprocess.run(["readelf", "-dl", room / asked.pop().lstrip("/")], check=True, capture_output=True, text=True).stdout
                named = set(re.findall(r"\(NEEDED\).*\[(.+)\]", text)) | {pathlib.Path(p).name for p in re.findall(r"interpreter: (\S+)\]", text)}
                found = {path for path in image(program).files() if pathlib.Path(path).name in named}
                self.assertEqual({pathlib.Path(path).name for path in found}, named, program)
                asked.extend(found - wanted)
                wanted |= found
            self.assertEqual({path for path in image(program).files() if is_library(path)}, wanted, program)

    def test_nothing_can_be_executed_but_the_program_and_its_libraries(self):
        for program in PROGRAMS:
            able = [path for path, entry in image(program).files().items() if entry.mode & 0o111]
            self.assertEqual([path for path in able if path != "/samverka" and not is_library(path)], [], program)

    def test_everything_belongs_to_root_and_nobody_else_may_write_but_in_tmp(self):
        for program in PROGRAMS:
            for path, entry in image(program).entries.items():
                self.assertEqual((entry.uid, entry.gid), (0, 0), path)
                self.assertTrue(entry.isfile() or entry.isdir(), f"{path} is neither a file nor a folder")
                self.assertEqual(entry.mode & 0o7022, 0o1022 if path == "/tmp" else 0, f"{path} {entry.mode:o}")
                self.assertEqual(entry.mode & 0o444, 0o444, f"{path} {entry.mode:o}")

    def test_it_runs_the_program_as_a_user_whose_number_says_that_it_is_not_root(self):
        for program in PROGRAMS:
            told = image(program).config["config"]
            self.assertEqual((told["User"], told["Entrypoint"]), (f"{USER}:{USER}", ["/samverka"]))
            self.assertEqual(told["Labels"]["org.opencontainers.image.title"], f"samverka/{program}")
            self.assertNotIn("Cmd", told)
            self.assertEqual([line.split(":")[2] for line in image(program).read("/etc/passwd").decode().splitlines()], [str(USER)])

    def test_it_trusts_the_authorities_of_debian_and_nobody_whom_this_machine_trusts(self):
        files = [line for line in debian("-L", "ca-certificates").splitlines() if "/mozilla/" in line]
        wanted = "".join(pathlib.Path(file).read_text() for file in sorted(files))
        self.assertGreater(len(files), 100)
        for program in PROGRAMS:
            self.assertEqual(image(program).read(AUTHORITIES).decode().split(), wanted.split(), program)

    def test_time_zones_are_all_those_of_debian(self):
        place = pathlib.Path(ZONES)
        ours = [file for file in place.rglob("*") if file.is_file() and file.read_bytes()[:4] == b"TZif"]
        # The same zones by other clocks, and what this machine has as its own.
        ours = {str(file) for file in ours if file.relative_to(place).parts[0] not in ("posix", "right", "posixrules", "localtime")}
        self.assertLessEqual({ZONES + name for name in ("Europe/Helsinki", "Europe/Stockholm", "Europe/Mariehamn", "UTC")}, ours)
        for program in PROGRAMS:
            self.assertEqual({path for path in image(program).files() if path.startswith(ZONES)}, ours, program)
            for path in ours:
                self.assertEqual(image(program).read(path), pathlib.Path(path).read_bytes(), path)

    def test_nothing_tells_of_the_machine_or_the_moment_of_its_making(self):
        for program in PROGRAMS:
            config = image(program).config
            self.assertEqual(set(config["config"]), {"User", "Entrypoint", "Labels", "Env"})
            self.assertEqual([line.split("=")[0] for line in config["config"]["Env"]], ["PATH"])
            self.assertEqual({label.rpartition(".")[0] for label in config["config"]["Labels"]}, {"org.opencontainers.image"})
            moments = {entry.mtime for entry in image(program).entries.values()}
            self.assertEqual({datetime.datetime.fromisoformat(config["created"]).timestamp()}, moments)
