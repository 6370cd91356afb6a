"""The few Linux calls by which children die with their parent and PostgreSQL runs under root."""

import ctypes
import os
import pwd
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CLONE_NEWUSER = 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(signal_number: signal.Signals) -> None:
    """Have the kernel send this signal to the calling process when its parent ends (prctl(2)).

    Call it after every change of user or namespace: those clear it.
    """
    _prctl(_PR_SET_PDEATHSIG, int(signal_number))


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none is lost."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")


def enter_user_namespace(user: pwd.struct_passwd) -> None:
    """Let the calling process, run by root, appear as this user to itself; files stay root's.

    PostgreSQL refuses user id 0. In a user namespace that maps the user to root it starts without
    useradd, chown or chmod, also below a folder that only root may enter. The user must be in
    /etc/passwd, or initdb says "could not look up effective user ID". OSError where forbidden.
    """
    outer_user, outer_group = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny")
    (own / "uid_map").write_text(f"{user.pw_uid} {outer_user} 1")
    (own / "gid_map").write_text(f"{user.pw_gid} {outer_group} 1")


def user_namespaces_allowed(user: pwd.struct_passwd) -> bool:
    """Whether `enter_user_namespace` works here, tried out in a short-lived child."""
    child = os.fork()
    if child == 0:
        try:
            enter_user_namespace(user)
        except OSError:
            os._exit(1)
        os._exit(0 if os.geteuid() == user.pw_uid else 1)
    _, status = os.waitpid(child, 0)
    return status == 0


def children_of(parent: int) -> list[int]:
    """The process ids whose parent is this one, from /proc; zombies that wait for us included."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_bytes()
        except OSError:
            continue  # it ended while we looked
        # The name in parentheses may hold anything, even parentheses: read after the last.
        if int(stat[stat.rindex(b")") + 2 :].split()[1]) == parent:
            found.append(int(entry.name))
    return found


def command_of(process_id: int) -> list[str]:
    """The command line of a process, empty if it is gone or may not be read."""
    try:
        raw = Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(word) for word in raw.split(b"\0")[:-1]]
