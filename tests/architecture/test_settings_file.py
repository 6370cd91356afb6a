""".env.example names every variable the code reads, with its default, and no other."""

import ast
import re
from dataclasses import dataclass

from tests.architecture.tree import ROOT, name_of, project_files

_READERS = {"env_str", "env_bool", "env_int", "env_float", "env_list", "env_secret", "_port"}
# Passed between our own processes, or read where others set them.
_NOT_FOR_PEOPLE = {"TRACKER_WITHOUT_CELERY"}
_LINE = re.compile(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Variable:
    """A variable as the code reads it; the default is None where it is not plain."""

    name: str
    reader: str
    default: object
    place: str


def _variables() -> list[Variable]:
    found = []
    for path in project_files(".py"):
        if not name_of(path).startswith(("tracker/", "people/", "cases/", "manage.py")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function, first = node.func, node.args[0]
            name = getattr(function, "id", getattr(function, "attr", ""))
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                continue
            of_environment = ast.unparse(function) in ("os.environ.get", "os.getenv")
            ours = name in _READERS or (of_environment and first.value.startswith("TRACKER_"))
            if ours and re.fullmatch(r"[A-Z][A-Z0-9_]*", first.value):
                default = node.args[1] if len(node.args) > 1 else ast.Constant("")
                try:
                    plain = ast.literal_eval(default)
                except ValueError:
                    plain = None
                found.append(Variable(first.value, name, plain, f"{name_of(path)}:{node.lineno}"))
    return found


def _documented() -> dict[str, str]:
    return dict(_LINE.findall((ROOT / ".env.example").read_text()))


def test_every_variable_that_the_code_reads_is_explained() -> None:
    documented = _documented()
    missing = {
        one.name: one.place
        for one in _variables()
        if one.name not in documented and one.name not in _NOT_FOR_PEOPLE
    }
    assert not missing


def test_every_variable_that_is_explained_is_read() -> None:
    read = {one.name for one in _variables()}
    read |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    read |= set(re.findall(r'"(TEST_[A-Z_]+)"', (ROOT / "tests/private_cluster.py").read_text()))
    assert set(_documented()) - read == set()
    assert len(read) > 30


def test_the_defaults_are_those_of_the_code() -> None:
    documented, wrong = _documented(), {}
    for one in _variables():
        told = documented.get(one.name)
        if told is None or one.reader in ("get", "env_secret") or one.default is None:
            continue
        default = one.default
        if isinstance(default, bool):
            default = int(default)
        if isinstance(default, list):
            default = ",".join(default)
        plain = str(default).replace("_", "")
        # An example of a value that has no default is fine; a wrong default is not.
        if default != "" and told.replace("_", "") != plain and f"{float_or(told)}" != plain:
            wrong[one.name] = (told, default, one.place)
    assert not wrong


def float_or(text: str) -> object:
    """The number in the text, or the text."""
    try:
        return float(text)
    except ValueError:
        return text


def test_secrets_are_marked_and_can_come_from_a_file() -> None:
    text = (ROOT / ".env.example").read_text()
    for one in _variables():
        if one.reader == "env_secret":
            before = text[: text.index(f"#{one.name}=")].rstrip().rsplit("\n#", 4)[-4:]
            assert any("(secret)" in line for line in before), one.name
