"""Build copydesk._core, the one extension module: every C file, the same flags.

COPYDESK_SANITIZE=address,undefined builds it with the sanitizers instead (see `make asan`).
"""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from glob import glob
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, CompileError, LinkError

ROOMS = ["core", "kernels", "lang", "tables", "python"]
INCLUDE = ["csrc/include"] + [f"csrc/{room}" for room in ROOMS]
INSTALL = "apt-get install gcc python3-dev libutf8proc-dev libstemmer-dev"

# What the build needs: a name to tell people, a program that uses it, the library it links.
NEEDS = [
    ("a C compiler", "int main(void) { return 0; }", []),
    ("Python.h", "#include <Python.h>\nint main(void) { return 0; }", []),
    ("utf8proc.h and -lutf8proc", "#include <utf8proc.h>\nint main(void) { return !utf8proc_version(); }", ["utf8proc"]),
    ("libstemmer.h and -lstemmer", "#include <libstemmer.h>\nint main(void) { return !sb_stemmer_list(); }", ["stemmer"]),
]


def mode_flags():
    wanted = os.environ.get("COPYDESK_SANITIZE")
    if not wanted:
        # The rooms call each other per token: 3 to 10 % faster. Lines are enough to tell where a crash was.
        return ["-flto=auto", "-g1"], ["-flto=auto", "-O3", "-g1"]
    flags = [f"-fsanitize={wanted}", "-fno-sanitize-recover=undefined"]
    return [*flags, "-O1", "-g", "-fno-omit-frame-pointer", "-UNDEBUG"], flags


def is_there(compiler, program, libraries, scratch):
    source = Path(scratch, "need.c")
    source.write_text(program + "\n")
    silence = [os.dup(1), os.dup(2)]
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 1)
        os.dup2(null, 2)
        objects = compiler.compile([str(source)], output_dir=scratch)
        compiler.link_executable(objects, "need", output_dir=scratch, libraries=libraries)
    except (CCompilerError, CompileError, LinkError, OSError):
        return False
    finally:
        os.dup2(silence[0], 1)
        os.dup2(silence[1], 2)
        for fd in [*silence, null]:
            os.close(fd)
    return True


def side_by_side(compile_all):
    """`compile_all` of a compiler, one file a call, as many at a time as there are cores."""

    def compile_each(sources, **options):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(lambda source: compile_all([source], **options), sources))
        return sum(objects, [])

    return compile_each


class BuildCore(build_ext):
    """build_ext that uses every core, and says what to install before the compiler fails on a missing header."""

    def build_extensions(self):
        with tempfile.TemporaryDirectory() as scratch:
            missing = [name for name, *need in NEEDS if not is_there(self.compiler, *need, scratch)]
        if missing:
            raise SystemExit(
                f"copydesk cannot be built: missing {', '.join(missing)}.\n"
                f"On Debian or Ubuntu, install what it needs with\n    {INSTALL}\nand try again."
            )
        self.compiler.compile = side_by_side(self.compiler.compile)
        super().build_extensions()


compile_extra, link_extra = mode_flags()
setup(
    ext_modules=[
        Extension(
            "copydesk._core",
            sources=sorted(path for room in ROOMS for path in glob(f"csrc/{room}/*.c")),
            depends=sorted(glob("csrc/*/*.h") + glob("csrc/*/*.inc")),
            include_dirs=INCLUDE,
            libraries=["utf8proc", "stemmer"],
            extra_compile_args=["-std=c11", "-O3", "-fvisibility=hidden", "-pthread", *compile_extra],
            extra_link_args=["-pthread", *link_extra],
        )
    ],
    cmdclass={"build_ext": BuildCore},
)
