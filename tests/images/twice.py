"""The same binaries make the same image, wherever and however it is assembled."""

import os
import shutil
import subprocess
import unittest

from image import IMAGES, PROGRAMS, ROOT, Image, image


class Twice(unittest.TestCase):
    def test_assembled_again_elsewhere_by_another_mask_clock_and_language_each_image_has_its_digest(self):
        again = IMAGES.parent / "again"
        environment = os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "SAMVERKA_LOCAL": str(IMAGES.parent)}
        command = ["bash", "-c", 'umask 077; exec "$@"', "-", ROOT / "dev/images", "assemble", again]
        try:
            done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            for program in PROGRAMS:
                self.assertEqual(Image(program, again).digest, image(program).digest, program)
        finally:
            shutil.rmtree(again, ignore_errors=True)
